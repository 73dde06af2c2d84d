import type { Graph } from '../../src/graph/client.ts';
import { GraphFailure } from '../../src/graph/failure.ts';
import type { Notice } from '../../src/notice.ts';
import { advanceRun } from '../../src/operations/advance-run.ts';
import type { OperationDeps } from '../../src/operations/deps.ts';
import { fireTimer } from '../../src/operations/fire-timer.ts';
import { openStore } from '../../src/store/open.ts';
import { claimRuns } from '../../src/store/runs.ts';
import type { Database } from '../../src/store/schema.ts';
import { claimTimers, type Timer, waitingTimers } from '../../src/store/timers.ts';
import type { PauseEnd } from '../../src/words.ts';
import { agree, depsOf, jobId, servicePrincipalId } from './world.ts';

const ok = { status: 200, code: null, requestId: null, retryAfter: null };
const none = { status: null, code: null, requestId: null, retryAfter: null };

/** What happens at one request: all is well, the process dies at it, or it gets lost, before or after its effect. */
export type Mishap = 'fine' | 'die-before' | 'die-after' | 'lost-before' | 'lost-after';

/** A job in memory, as Graph shows it, and what happens to the next requests. */
export interface Tenant {
  state: string;
  code: string;
  gone: boolean;
  escrowsPruned: boolean;
  /** When its last cycle began, epoch milliseconds. */
  cycleBegan: number;
  /** Writes that were sent, by their last word. */
  readonly writes: string[];
  readonly mishaps: Mishap[];
}

function tenant(): Tenant {
  return {
    state: 'Active',
    code: 'Active',
    gone: false,
    escrowsPruned: false,
    cycleBegan: Date.parse('2026-01-01T00:00:00Z'),
    writes: [],
    mishaps: [],
  };
}

/** The job as Graph shows it. */
export const jobOf = (it: Tenant) => ({
  id: jobId,
  templateId: 'slack',
  schedule: { state: it.state },
  status: {
    code: it.code,
    escrowsPruned: it.escrowsPruned,
    lastExecution: {
      state: 'Succeeded',
      timeBegan: new Date(it.cycleBegan).toISOString(),
      timeEnded: new Date(it.cycleBegan + 60_000).toISOString(),
    },
  },
});

function graphOf(it: Tenant): Graph {
  const act = (method: string, path: string): unknown => {
    if (method === 'GET' && !path.includes('/synchronization/'))
      return { id: servicePrincipalId, displayName: 'Slack' };
    const verb = path.split('/').at(-1) ?? '';
    if (method !== 'GET') it.writes.push(verb);
    if (it.gone) throw new GraphFailure('status', { ...ok, status: 404 }, 'gone');
    if (method === 'GET') return jobOf(it);
    it.state = verb === 'pause' ? 'Paused' : 'Active';
    it.code = it.state;
    return undefined;
  };
  return async ({ method, path }) => {
    const now = it.mishaps.shift() ?? 'fine';
    if (now === 'die-before') throw new Error('the process died');
    if (now === 'lost-before') throw new GraphFailure('connection-lost', none, 'lost');
    const body = act(method, path);
    if (now === 'die-after') throw new Error('the process died');
    if (now === 'lost-after') throw new GraphFailure('connection-lost', none, 'lost');
    return { answer: ok, body };
  };
}

export const hour = 3_600_000;
export const began = Date.parse('2026-03-24T09:00:00Z');

/** A store, a tenant and a clock that is moved by hand. */
export interface PausedWorld {
  readonly db: Database;
  readonly deps: OperationDeps;
  readonly it: Tenant;
  now(): number;
  /** Lets time pass, milliseconds. */
  wait(by: number): void;
  /** Takes up what is due, timers and runs, as often as it takes for all of it to end or to wait. */
  live(rounds?: number): Promise<void>;
  waiting(): Promise<Timer[]>;
  /** What was told, besides the cards of runs, oldest first. */
  told(): Promise<Notice[]>;
  close(): Promise<void>;
}

/**
 * A job that was paused at `began`.
 *
 * @param until epoch milliseconds; null: open-ended
 * @param end what the bot does then
 */
export async function pausedWorld(
  until: number | null,
  end: PauseEnd['atEnd'] = 'start',
): Promise<PausedWorld> {
  const db = await openStore({ kind: 'file', file: ':memory:' });
  let now = began;
  const it = tenant();
  const deps: OperationDeps = {
    ...depsOf(db, graphOf(it), { now: () => now }),
    confirmationTtl: 300_000,
  };
  let life = 0;
  const once = async () => {
    life++;
    const timers = await claimTimers(db, { owner: `life-${life}`, now, limit: 5 });
    for (const timer of timers) await fireTimer(deps, timer);
    const runs = await claimRuns(db, { owner: `life-${life}`, now, limit: 5 });
    for (const run of runs) await advanceRun(deps, run);
  };
  const world: PausedWorld = {
    db,
    deps,
    it,
    now: () => now,
    wait: (by) => {
      now += by;
    },
    async live(rounds = 8) {
      for (let each = 0; each < rounds; each++) {
        await once();
        now += 10;
      }
    },
    waiting: () => waitingTimers(db, { tenantId: 't' }),
    async told() {
      const rows = await db.selectFrom('message').select('notice').orderBy('id').execute();
      return rows
        .map(({ notice }) => JSON.parse(notice) as Notice)
        .filter(({ kind }) => kind !== 'run' && kind !== 'plan');
    },
    close: () => db.destroy(),
  };
  const pauseEnd = until === null ? null : { at: until, timeZone: 'UTC', atEnd: end };
  await agree(db, 'pause', jobOf(it), now, pauseEnd);
  await world.live();
  return world;
}
