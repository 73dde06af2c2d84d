import type { Graph } from '../graph/client.ts';
import { deleteJob, pauseJob, startJob } from '../graph/jobs.ts';
import { pauseProfile } from '../graph/profiles.ts';
import type {
  GraphAnswer,
  JobSnapshot,
  JobTarget,
  Operation,
  Outcome,
  ProfileTarget,
  Snapshot,
  Target,
  Warning,
} from '../words.ts';

/** One operation: what it sends, when there is nothing to send, when it asks, and what shows that it worked. */
interface Row<T extends Target, S extends Snapshot> {
  /** Sends the write, once. @throws GraphFailure */
  readonly send: (graph: Graph, target: T) => Promise<GraphAnswer>;
  /** How it ends without sending anything, or null when there is something to do. */
  readonly settled: (now: S) => Outcome | null;
  /** Why a person is asked first; none means it may start at once. */
  readonly asks: (now: S) => readonly Warning[];
  /** True when the state as read shows the effect. */
  readonly seen: (after: S | 'gone') => boolean;
  /** What a 404 of the write means. */
  readonly whenMissing: Outcome;
  /** Whether the person must type the application's name. */
  readonly typesName: boolean;
}

const missing: Outcome = { kind: 'failed', code: 'not-found' };
const stopped = (state: string) => state === 'Paused' || state === 'Disabled';

const pause: Row<JobTarget, JobSnapshot> = {
  send: pauseJob,
  settled: (now) => {
    if (now.scheduleState === 'Paused') return { kind: 'already', code: 'paused' };
    if (now.scheduleState !== 'Disabled') return null;
    return { kind: 'already', code: now.lastExecution === null ? 'never-started' : 'disabled' };
  },
  asks: () => [],
  // Which of the two a pause leaves behind is not documented.
  seen: (after) => after !== 'gone' && stopped(after.scheduleState),
  whenMissing: missing,
  typesName: false,
};

const start: Row<JobTarget, JobSnapshot> = {
  send: startJob,
  settled: (now) =>
    now.scheduleState === 'Active' && now.code !== 'Quarantine' ? { kind: 'refused', code: 'running' } : null,
  asks: (now) => [
    ...(now.code === 'Quarantine' ? (['clears-quarantine'] as const) : []),
    ...(now.lastExecution === null ? (['first-start'] as const) : []),
    ...(now.escrowsPruned && stopped(now.scheduleState) ? (['self-paused'] as const) : []),
  ],
  // `status.code` stays NotRun until the first run has ended.
  seen: (after) => after !== 'gone' && after.scheduleState === 'Active' && after.code !== 'Quarantine',
  whenMissing: missing,
  typesName: false,
};

const remove: Row<JobTarget, JobSnapshot> = {
  send: deleteJob,
  settled: () => null,
  asks: () => ['irreversible'],
  seen: (after) => after === 'gone',
  whenMissing: { kind: 'already', code: 'gone' },
  typesName: true,
};

const pauseSchool: Row<ProfileTarget, Extract<Snapshot, { kind: 'profile' }>> = {
  send: (graph, target) => pauseProfile(graph, target.profileId),
  settled: (now) => (now.status === 'paused' ? { kind: 'already', code: 'paused' } : null),
  asks: () => ['no-resume-here'],
  seen: (after) => after !== 'gone' && after.status === 'paused',
  whenMissing: { kind: 'refused', code: 'retired' },
  typesName: false,
};

/** An operation's row, whatever kind of target it is for. */
export type OperationRow = Row<Target, Snapshot>;

/** A row for one kind of target, refusing the other: the type of a target in the journal is not known to the compiler. */
function forAnyTarget<T extends Target, S extends Snapshot>(kind: T['kind'], row: Row<T, S>): OperationRow {
  const fits = <V extends Target | Snapshot | 'gone'>(value: V) => {
    if (value !== 'gone' && (value as Target | Snapshot).kind !== kind) {
      throw new TypeError(`this operation is for a ${kind}`);
    }
    return value;
  };
  return {
    send: async (graph, target) => await row.send(graph, fits(target) as T),
    settled: (now) => row.settled(fits(now) as S),
    asks: (now) => row.asks(fits(now) as S),
    seen: (after) => row.seen(fits(after) as S | 'gone'),
    whenMissing: row.whenMissing,
    typesName: row.typesName,
  };
}

/** Everything the four operations differ in (Microsoft Graph: synchronizationJob v1.0, educationSynchronizationProfile beta). */
export const operationTable: Readonly<Record<Operation, OperationRow>> = {
  pause: forAnyTarget('job', pause),
  start: forAnyTarget('job', start),
  delete: forAnyTarget('job', remove),
  'pause-profile': forAnyTarget('profile', pauseSchool),
};
