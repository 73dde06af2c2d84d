import { known } from '../known.ts';
import {
  type Actor,
  type DoubtCode,
  type PauseEnd,
  type Place,
  type RunView,
  targetKey,
  type Warning,
} from '../words.ts';
import { isDuplicate, isPostgres, latest, textIn } from './engine.ts';
import { leaseMs } from './lease.ts';
import type { Database, Handle, Tx } from './schema.ts';
import type { TimerRecord } from './timers.ts';

export type RunState = 'claimed' | 'calling' | 'called' | 'observed' | 'announced';

/** What the journal keeps of one execution. */
export interface RunRecord {
  readonly view: RunView;
  /** Who asked. */
  readonly actor: Actor;
  /** Who approved, where policy wants a second person; null, or absent in older ones, where it doesn't. */
  readonly approver?: Actor | null;
  readonly place: Place;
  /** The card that becomes the outcome. */
  readonly messageId: string;
  /** Whether the outcome is also posted as a message of its own. */
  readonly post: boolean;
  /** Of the state the person saw when it was agreed to. */
  readonly fingerprint: string;
  readonly warnings: readonly Warning[];
  readonly typedName: string | null;
  /** Why it cannot be told from Graph's answer whether the write took effect. */
  readonly doubt: DoubtCode | null;
  /** How many times the state was read back. */
  readonly looks: number;
  /** How many times Graph asked to wait. */
  readonly waits: number;
  /** Graph's `request-id` of each answer that mattered, in order. */
  readonly requestIds: readonly string[];
  /** How many times it could not go on for a reason nobody foresaw. */
  readonly mishaps: number;
  /** Of a start that a timed pause made when its time was over: what waited for it. */
  readonly timer?: TimerRecord | null;
}

export interface ClaimedRun {
  readonly id: string;
  readonly state: RunState;
  readonly record: RunRecord;
  /** Fences every later write of this claim. */
  readonly attempts: number;
  readonly owner: string;
  /** A process died or was away while it had something to do for this run. */
  readonly interrupted: boolean;
}

/** In this order. */
const states: readonly RunState[] = ['claimed', 'calling', 'called', 'observed', 'announced'];

const operationOf = (db: Handle) => textIn(db, 'record', 'view', 'operation');

/** A run that is met this much later than it was due was left alone by a bot that was away, milliseconds. */
const noticeableDelay = 10_000;

/** Writes a new run into the journal. `dueAt` null means it already ended. */
export async function insertRun(
  db: Handle,
  run: {
    readonly record: RunRecord;
    readonly state: RunState;
    readonly dueAt: number | null;
    readonly now: number;
  },
): Promise<void> {
  await db
    .insertInto('run')
    .values({
      id: run.record.view.runId,
      record: JSON.stringify(run.record),
      state: run.state,
      target_key: targetKey(run.record.view.target),
      locked_target: null,
      due_at: run.dueAt,
      lease_owner: null,
      lease_until: 0,
      attempts: 0,
      interrupted: 0,
      created_at: run.now,
      updated_at: run.now,
    })
    .execute();
}

/** Claims runs that have something to do now; those of operations this version doesn't know are left to a newer one. */
export async function claimRuns(
  db: Database,
  claim: { readonly owner: string; readonly now: number; readonly limit: number },
): Promise<ClaimedRun[]> {
  const rows = await db
    .updateTable('run')
    .set((eb) => ({
      lease_owner: claim.owner,
      lease_until: claim.now + leaseMs,
      attempts: eb('attempts', '+', 1),
      // Whoever gives a claim back leaves no owner; one that ran out was its holder's end.
      interrupted: eb
        .case()
        .when(eb.or([eb('lease_owner', 'is not', null), eb('due_at', '<', claim.now - noticeableDelay)]))
        .then(1)
        .else(eb.ref('interrupted'))
        .end(),
    }))
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('run')
        .select('id')
        .where('due_at', '<=', claim.now)
        .where('lease_until', '<', claim.now)
        .where('state', 'in', states)
        .where(operationOf(db), 'in', known.operations)
        .orderBy('due_at')
        .limit(claim.limit)
        .$if(isPostgres(db), (query) => query.forUpdate().skipLocked()),
    )
    .returningAll()
    .execute();
  return rows.map((row) => ({
    id: row.id,
    state: row.state,
    record: JSON.parse(row.record) as RunRecord,
    attempts: row.attempts,
    owner: claim.owner,
    interrupted: row.interrupted === 1,
  }));
}

/** Thrown when a claim was taken over by another process: whoever sees it must stop at once. */
export class LeaseLost extends Error {
  constructor(id: string) {
    super(`the lease of run ${id} was lost`);
    this.name = 'LeaseLost';
  }
}

/**
 * Moves a claimed run on.
 *
 * @param step `dueAt`: when it goes on; null when it has ended. `release` gives the claim back.
 * @throws LeaseLost when another process holds the run by now
 */
export async function stepRun(
  db: Handle,
  run: ClaimedRun,
  step: {
    readonly record: RunRecord;
    readonly state: RunState;
    readonly dueAt: number | null;
    readonly now: number;
    readonly release: boolean;
    readonly unlock?: boolean;
  },
): Promise<void> {
  const result = await db
    .updateTable('run')
    .set({
      record: JSON.stringify(step.record),
      state: step.state,
      due_at: step.dueAt,
      updated_at: step.now,
      lease_owner: step.release ? null : run.owner,
      lease_until: step.release ? 0 : step.now + leaseMs,
      ...(step.unlock ? { locked_target: null } : {}),
    })
    .where('id', '=', run.id)
    .where('lease_owner', '=', run.owner)
    .where('attempts', '=', run.attempts)
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n) throw new LeaseLost(run.id);
}

/** Keeps a claim for longer; does nothing when it was given back or another process holds the run by now. */
export async function renewRun(db: Database, run: ClaimedRun, now: number): Promise<void> {
  await db
    .updateTable('run')
    .set({ lease_until: now + leaseMs })
    .where('id', '=', run.id)
    .where('lease_owner', '=', run.owner)
    .where('attempts', '=', run.attempts)
    .execute();
}

/**
 * Takes the target's lock for a claimed run, or tells who holds it. Taking it again is harmless.
 *
 * @throws LeaseLost when another process holds the run by now
 */
export async function lockTarget(db: Database, run: ClaimedRun): Promise<RunRecord | null> {
  const key = targetKey(run.record.view.target);
  const take = () =>
    db.transaction().execute(async (tx) => {
      const holder = await tx
        .selectFrom('run')
        .select('record')
        .where('locked_target', '=', key)
        .where('id', '!=', run.id)
        .executeTakeFirst();
      if (holder !== undefined) return JSON.parse(holder.record) as RunRecord;
      const result = await tx
        .updateTable('run')
        .set({ locked_target: key })
        .where('id', '=', run.id)
        .where('lease_owner', '=', run.owner)
        .where('attempts', '=', run.attempts)
        .executeTakeFirst();
      if (result.numUpdatedRows !== 1n) throw new LeaseLost(run.id);
      return null;
    });
  try {
    return await take();
  } catch (error) {
    // A peer took it between the look and the taking; now it can be seen who.
    if (isDuplicate(error)) return await take();
    throw error;
  }
}

/** Says of a run that ended when its pause is to end now; left alone while somebody still looks at it. */
export async function setRunUntil(tx: Tx, id: string, until: PauseEnd | null): Promise<void> {
  const row = await tx
    .selectFrom('run')
    .select('record')
    .where('id', '=', id)
    .where('state', '=', 'announced')
    .where('lease_owner', 'is', null)
    .executeTakeFirst();
  if (row === undefined) return;
  const record = JSON.parse(row.record) as RunRecord;
  await tx
    .updateTable('run')
    .set({ record: JSON.stringify({ ...record, view: { ...record.view, until } }) })
    .where('id', '=', id)
    .where('lease_owner', 'is', null)
    .execute();
}

/** One run by its id, or null. */
export async function findRun(
  db: Database | Tx,
  id: string,
): Promise<{ readonly state: RunState; readonly record: RunRecord } | null> {
  const row = await db.selectFrom('run').select(['state', 'record']).where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : { state: row.state, record: JSON.parse(row.record) as RunRecord };
}

/** When the next run goes on, epoch milliseconds; null when none waits. */
export async function nextRunAt(db: Database): Promise<number | null> {
  const row = await db
    .selectFrom('run')
    .select(({ fn }) => fn.min<number | null>(latest(db, 'lease_until', 'due_at')).as('at'))
    .where('due_at', 'is not', null)
    .where('state', 'in', states)
    .where(operationOf(db), 'in', known.operations)
    .executeTakeFirst();
  return row?.at ?? null;
}
