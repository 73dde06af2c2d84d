import { type JobSnapshot, type Phase, phaseOf, type Snapshot } from '../words.ts';
import { quarantineBegan } from './quarantine.ts';
import { interval, moment, relative } from './times.ts';

/** A plain character; none of them turns into an emoji. */
export const stateSymbols: Readonly<Record<Phase | 'gone', string>> = {
  active: '●',
  'not-run': '○',
  paused: '‖',
  off: '□',
  quarantined: '▲',
  'not-configured': '◊',
  running: '●',
  error: '!',
  unknown: '?',
  gone: '×',
};

const WORDS: Readonly<Record<Phase | 'gone', string>> = {
  active: 'Active',
  'not-run': 'Not run yet',
  paused: 'Paused',
  off: 'Switched off',
  quarantined: 'Quarantined',
  'not-configured': 'Not set up',
  running: 'Running',
  error: 'Error',
  unknown: 'Can’t tell',
  gone: 'Deleted',
};

const phaseOrGone = (state: Snapshot | 'gone' | null): Phase | 'gone' => {
  if (state === null) return 'unknown';
  return state === 'gone' ? 'gone' : phaseOf(state);
};

/** "Paused": the state in one or two words. Null is a state that could not be read. */
export function stateWord(state: Snapshot | 'gone' | null): string {
  return WORDS[phaseOrGone(state)];
}

/** "‖ Paused". The blank breaks, so that it can be found as it is read. */
export function stateMark(state: Snapshot | 'gone' | null): string {
  const phase = phaseOrGone(state);
  return `${stateSymbols[phase]} ${WORDS[phase]}`;
}

/** "paused", as the end of "Slack is …". */
export function stateInSentence(state: Snapshot | 'gone'): string {
  const phase = phaseOrGone(state);
  switch (phase) {
    case 'quarantined':
      return 'in quarantine';
    case 'error':
      return 'in error';
    case 'unknown':
      return 'in a state I don’t know';
    default:
      return WORDS[phase].toLowerCase();
  }
}

/** The headline of a status card; `name` as it is to be shown. */
export function stateHeadline(snapshot: Snapshot, name: string): string {
  switch (phaseOf(snapshot)) {
    case 'active':
      return `${name} is active`;
    case 'not-run':
      return `${name} has not run yet`;
    case 'paused':
      return `${name} is paused`;
    case 'off':
      return `${name} is switched off`;
    case 'quarantined':
      return `${name} is in quarantine`;
    case 'not-configured':
      return `${name} is not set up`;
    case 'running':
      return snapshot.kind === 'profile' && snapshot.status === 'success'
        ? `${name} is up to date`
        : `${name} is syncing`;
    case 'error':
      return `${name} has an error`;
    case 'unknown':
      return `I can’t tell how ${name} is`;
  }
}

/** The sentence under the headline of a status card. */
export function stateSentence(snapshot: Snapshot): string {
  return snapshot.kind === 'job' ? jobSentence(snapshot) : profileSentence(snapshot.status);
}

function jobSentence(job: JobSnapshot): string {
  const every = interval(job.interval);
  switch (phaseOf(job)) {
    case 'not-run':
      return 'Set up, first run not finished.';
    case 'paused':
      return job.escrowsPruned
        ? 'It paused itself after too many errors.'
        : 'Changes wait and are caught up after a start.';
    case 'off':
      return job.lastExecution === null
        ? 'It never ran, and doesn’t until someone starts it.'
        : 'It doesn’t run until someone starts it.';
    case 'quarantined':
      return 'It keeps failing, so Microsoft runs it only about once a day.';
    case 'not-configured':
      return 'It has no permission or sign-in yet.';
    case 'unknown':
      return 'Microsoft Graph names a state I don’t know.';
    default:
      return every === null ? 'It syncs again and again by itself.' : `It syncs about every ${every}.`;
  }
}

function profileSentence(status: string): string {
  switch (status) {
    case 'success':
      return 'Its last sync finished.';
    case 'inProgress':
    case 'extracting':
    case 'validating':
      return 'A sync is going on.';
    case 'paused':
      return 'It doesn’t sync, and I can’t resume it.';
    case 'error':
      return 'Its last sync failed.';
    case 'validationError':
      return 'Its school data didn’t pass the check.';
    case 'quarantined':
      return 'Microsoft holds it back because it kept failing.';
    default:
      return 'Microsoft Graph names a state I don’t know.';
  }
}

/** When a target last did something, "5 min ago, 14:00 UTC"; null when never or unknown. */
export function lastRun(snapshot: Snapshot, now: number): string | null {
  const at = lastRunAt(snapshot);
  return at === null ? null : relative(at, now);
}

function lastRunAt(snapshot: Snapshot): number | null {
  if (snapshot.kind === 'profile') return snapshot.lastActivity;
  return snapshot.lastExecution === null
    ? null
    : (snapshot.lastExecution.timeEnded ?? snapshot.lastExecution.timeBegan);
}

/** A state with what is known of its time: "Quarantined since 19 Aug 02:00 UTC", "Active, ran 5 min ago, …". */
export function stateSince(snapshot: Snapshot | null, now: number): string {
  if (snapshot === null) return 'Can’t tell, I couldn’t read it';
  const word = stateWord(snapshot);
  const phase = phaseOf(snapshot);
  const ran = lastRun(snapshot, now);
  switch (phase) {
    case 'quarantined': {
      const began = snapshot.kind === 'job' ? quarantineBegan(snapshot.quarantine) : null;
      return began === null ? word : `${word} since ${moment(began, now)}`;
    }
    case 'active':
      return ran === null ? word : `${word}, ran ${ran}`;
    case 'paused':
    case 'off':
      if (ran !== null) return `${word}, last ran ${ran}`;
      return snapshot.kind === 'job' ? `${word}, never ran` : word;
    case 'running':
    case 'error':
      return ran === null ? word : `${word}, ${ran}`;
    default:
      return word;
  }
}
