import type { ExpressionBuilder } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { known } from '../known.ts';
import { type Actor, type JobTarget, type PauseView, type Place, targetKey } from '../words.ts';
import { isPostgres, latest, textIn } from './engine.ts';
import { leaseMs } from './lease.ts';
import type { Database, Handle, Tables, Tx } from './schema.ts';

/** Somebody, and where they said it. */
export interface Asker {
  readonly actor: Actor;
  readonly place: Place;
}

/** What is kept of a pause that waits for its end, or for somebody to remember it. Older records lack the last four. */
export interface TimerRecord {
  readonly pause: PauseView;
  /** The run that paused. */
  readonly runId: string;
  /** Who paused, and who approved it where that was needed. */
  readonly actor: Actor;
  readonly approver: Actor | null;
  readonly place: Place;
  /** The card of the pause. */
  readonly messageId: string;
  /** Since when the target can't be read, epoch milliseconds, and how often that was tried; null when it can. */
  readonly unread: { readonly since: number; readonly tries: number } | null;
  /** Who gave the pause its present end, where that was said after it began. */
  readonly changedBy?: Asker | null;
  /**
   * The job as it was read back after the pause: `schedule.state`, and when its last execution began, epoch
   * milliseconds. Null as long as the pause was not seen.
   */
  readonly found?: { readonly scheduleState: string; readonly began: number | null } | null;
  /** Who wants it paused for longer: until then, epoch milliseconds, or null for good. */
  readonly longer?: { readonly actor: Actor; readonly until: number | null } | null;
  /** Since when the pause is not seen any more, epoch milliseconds. */
  readonly missedSince?: number | null;
}

/** A timed one has its end before it; of an open-ended one, or one whose end was told, people are reminded. */
export type TimerKind = Tables['timer']['kind'];

export interface Timer {
  readonly id: string;
  readonly kind: TimerKind;
  readonly record: TimerRecord;
  /** Epoch milliseconds. */
  readonly dueAt: number;
  /** As it was read: what was changed or claimed since has another. */
  readonly attempts: number;
}

export interface ClaimedTimer extends Timer {
  readonly owner: string;
}

interface NewTimer {
  readonly kind: TimerKind;
  readonly record: TimerRecord;
  readonly dueAt: number;
  /** Epoch milliseconds. */
  readonly now: number;
}

interface Row {
  readonly id: string;
  readonly kind: TimerKind;
  readonly record: string;
  readonly due_at: number;
  readonly attempts: number;
}

const columns = ['id', 'kind', 'record', 'due_at', 'attempts'] as const;

const toTimer = (row: Row): Timer => ({
  id: row.id,
  kind: row.kind,
  record: JSON.parse(row.record) as TimerRecord,
  dueAt: row.due_at,
  attempts: row.attempts,
});

function insertion(tx: Tx, { kind, record, dueAt, now }: NewTimer) {
  return tx.insertInto('timer').values({
    id: uuidv7(),
    target_key: targetKey(record.pause.target),
    tenant_id: record.actor.tenantId.toLowerCase(),
    conversation_id: record.place.conversationId,
    actor_object: record.actor.objectId,
    kind,
    state: 'waiting',
    record: JSON.stringify(record),
    message_id: record.messageId,
    paused_at: record.pause.pausedAt,
    due_at: dueAt,
    lease_owner: null,
    lease_until: 0,
    attempts: 0,
    created_at: now,
    ended_at: null,
  });
}

/** Ends whatever waits for a target: it runs again or is gone. Whoever holds the timer loses it. */
export async function endTimers(
  tx: Tx,
  target: JobTarget,
  { now, pausedBefore }: { readonly now: number; readonly pausedBefore?: number },
): Promise<void> {
  let query = tx
    .updateTable('timer')
    .set((eb) => ({ state: 'ended', ended_at: now, lease_owner: null, attempts: eb('attempts', '+', 1) }))
    .where('target_key', '=', targetKey(target))
    .where('state', '=', 'waiting');
  if (pausedBefore !== undefined) query = query.where('paused_at', '<=', pausedBefore);
  await query.execute();
}

/** Writes the timer of a new pause, in place of one that still waits for its target. */
export async function putTimer(tx: Tx, timer: NewTimer): Promise<void> {
  await endTimers(tx, timer.record.pause.target, timer);
  await insertion(tx, timer).execute();
}

/** Writes a timer unless another waits for its target. */
export async function putTimerBack(tx: Tx, timer: NewTimer): Promise<void> {
  await insertion(tx, timer)
    .onConflict((c) => c.doNothing())
    .execute();
}

const kinds: readonly TimerKind[] = ['timed', 'open-ended'];

/** Whether this version knows what comes at its end; an open-ended one has none. */
function isUnderstood(db: Handle) {
  const atEnd = textIn(db, 'record', 'pause', 'until', 'atEnd');
  return (eb: ExpressionBuilder<Tables, 'timer'>) =>
    eb.and([eb('kind', 'in', kinds), eb.or([eb(atEnd, 'is', null), eb(atEnd, 'in', known.pauseEnds)])]);
}

/** Claims timers that are due, and leaves those to a newer version whose end this one doesn't know. */
export async function claimTimers(
  db: Database,
  claim: { readonly owner: string; readonly now: number; readonly limit: number },
): Promise<ClaimedTimer[]> {
  const rows = await db
    .updateTable('timer')
    .set((eb) => ({
      lease_owner: claim.owner,
      lease_until: claim.now + leaseMs,
      attempts: eb('attempts', '+', 1),
    }))
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('timer')
        .select('id')
        .where('state', '=', 'waiting')
        .where('due_at', '<=', claim.now)
        .where('lease_until', '<', claim.now)
        .where(isUnderstood(db))
        .orderBy('due_at')
        .limit(claim.limit)
        .$if(isPostgres(db), (query) => query.forUpdate().skipLocked()),
    )
    .returning(columns)
    .execute();
  return rows.map((row) => ({ ...toTimer(row), owner: claim.owner }));
}

/** What a timer becomes. */
export type TimerStep = NewTimer & {
  /** Gives the claim back; without it the lease is renewed. */
  readonly release: boolean;
};

/** A claimed timer, as long as it is its holder's: not taken over, changed or ended. */
function held(db: Handle, timer: ClaimedTimer) {
  return db
    .updateTable('timer')
    .where('id', '=', timer.id)
    .where('state', '=', 'waiting')
    .where('lease_owner', '=', timer.owner)
    .where('attempts', '=', timer.attempts);
}

/** Moves a claimed timer on; false when it was taken over, changed or ended meanwhile, and then nothing else may be written. */
export async function stepTimer(db: Handle, timer: ClaimedTimer, step: TimerStep): Promise<boolean> {
  const result = await held(db, timer)
    .set({
      kind: step.kind,
      record: JSON.stringify(step.record),
      due_at: step.dueAt,
      lease_owner: step.release ? null : timer.owner,
      lease_until: step.release ? 0 : step.now + leaseMs,
    })
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Ends a claimed timer; false when it was taken over, changed or ended meanwhile, and then nothing else may be written. */
export async function endTimer(db: Handle, timer: ClaimedTimer, now: number): Promise<boolean> {
  const result = await held(db, timer)
    .set({ state: 'ended', ended_at: now, lease_owner: null })
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/**
 * Changes a timer from outside, or ends it; false when it moved since it was read. Whoever holds it loses it.
 *
 * @param to null ends it
 */
export async function changeTimer(
  tx: Tx,
  timer: Timer,
  to: Omit<NewTimer, 'now'> | null,
  now: number,
): Promise<boolean> {
  const result = await tx
    .updateTable('timer')
    .set((eb) => ({
      ...(to === null
        ? { state: 'ended' as const, ended_at: now }
        : { kind: to.kind, record: JSON.stringify(to.record), due_at: to.dueAt }),
      lease_owner: null,
      lease_until: 0,
      attempts: eb('attempts', '+', 1),
    }))
    .where('id', '=', timer.id)
    .where('state', '=', 'waiting')
    .where('attempts', '=', timer.attempts)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** What waits for a target, or null. */
export async function findTimer(db: Handle, target: JobTarget): Promise<Timer | null> {
  const row = await db
    .selectFrom('timer')
    .select(columns)
    .where('target_key', '=', targetKey(target))
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  return row === undefined ? null : toTimer(row);
}

/** More than anybody reads. */
const mostListed = 500;

/** What waits in a tenant: of everybody, of one conversation with its threads, or of one person. Oldest pause first. */
export async function waitingTimers(
  db: Handle,
  of: { readonly tenantId: string; readonly conversationId?: string; readonly actorObject?: string },
): Promise<Timer[]> {
  let query = db
    .selectFrom('timer')
    .select(columns)
    .where('tenant_id', '=', of.tenantId.toLowerCase())
    .where('state', '=', 'waiting');
  if (of.conversationId !== undefined) query = query.where('conversation_id', '=', of.conversationId);
  if (of.actorObject !== undefined) query = query.where('actor_object', '=', of.actorObject);
  const rows = await query.orderBy('paused_at').orderBy('id').limit(mostListed).execute();
  return rows.map(toTimer);
}

/** When the next timer is due, epoch milliseconds; null when none waits. */
export async function nextTimerAt(db: Database): Promise<number | null> {
  const row = await db
    .selectFrom('timer')
    .select(({ fn }) => fn.min<number | null>(latest(db, 'lease_until', 'due_at')).as('at'))
    .where('state', '=', 'waiting')
    .where(isUnderstood(db))
    .executeTakeFirst();
  return row?.at ?? null;
}
