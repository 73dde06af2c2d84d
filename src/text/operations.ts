import type { Operation } from '../words.ts';

/** How sentences speak of an operation; `name` is the target's name as it is to be shown. */
export interface OperationWords {
  /** "Pausing Slack". */
  readonly doing: (name: string) => string;
  /** "Slack is paused". */
  readonly done: (name: string) => string;
  /** "Slack was not paused". */
  readonly notDone: (name: string) => string;
  /** "Pause Slack". */
  readonly act: (name: string) => string;
  /** "Pause a job": the same where no target is named. */
  readonly anyAct: string;
  /** "Slack was paused by Dana Reyes". */
  readonly by: (name: string, actor: string) => string;
  /** "paused", as in "nobody paused it". */
  readonly past: string;
  /** "pause", as in "the pause". */
  readonly noun: string;
  /** "pausing", as in "has been pausing it". */
  readonly present: string;
}

/** What a sentence calls what is deleted: the application of that name stays. */
export const theJob = (name: string): string => `the ${name} job`;

export const operationWords: Readonly<Record<Operation, OperationWords>> = {
  pause: {
    doing: (name) => `Pausing ${name}`,
    done: (name) => `${name} is paused`,
    notDone: (name) => `${name} was not paused`,
    act: (name) => `Pause ${name}`,
    anyAct: 'Pause a job',
    by: (name, actor) => `${name} was paused by ${actor}`,
    past: 'paused',
    noun: 'pause',
    present: 'pausing',
  },
  start: {
    doing: (name) => `Starting ${name}`,
    done: (name) => `${name} is started`,
    notDone: (name) => `${name} was not started`,
    act: (name) => `Start ${name}`,
    anyAct: 'Start a job',
    by: (name, actor) => `${name} was started by ${actor}`,
    past: 'started',
    noun: 'start',
    present: 'starting',
  },
  delete: {
    doing: (name) => `Deleting ${theJob(name)}`,
    done: (name) => `The ${name} job is deleted`,
    notDone: (name) => `The ${name} job was not deleted`,
    act: (name) => `Delete ${theJob(name)}`,
    anyAct: 'Delete a job',
    by: (name, actor) => `The ${name} job was deleted by ${actor}`,
    past: 'deleted',
    noun: 'deletion',
    present: 'deleting',
  },
  'pause-profile': {
    doing: (name) => `Pausing ${name}`,
    done: (name) => `${name} is paused`,
    notDone: (name) => `${name} was not paused`,
    act: (name) => `Pause ${name}`,
    anyAct: 'Pause a school profile',
    by: (name, actor) => `${name} was paused by ${actor}`,
    past: 'paused',
    noun: 'pause',
    present: 'pausing',
  },
};
