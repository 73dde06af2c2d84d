import { known } from '../known.ts';
import {
  type Actor,
  type Operation,
  type PauseEnd,
  type Place,
  type Snapshot,
  targetKey,
  type Warning,
} from '../words.ts';
import { isPostgres } from './engine.ts';
import type { Database, Handle, Tx } from './schema.ts';

/** Who may approve, by object ids. */
interface Approvers {
  readonly users: readonly string[];
  readonly groups: readonly string[];
}

/** An approval that is needed, the rule that says so, and those of other rules besides. */
export interface Approval extends Approvers {
  readonly rule: string;
  readonly also: readonly Approvers[];
}

/** A question as it was asked: everything its run needs, so that nothing has to come back from a card. */
export interface Question {
  readonly token: string;
  readonly operation: Operation;
  readonly snapshot: Snapshot;
  readonly fingerprint: string;
  readonly warnings: readonly Warning[];
  readonly reason: string | null;
  readonly typedName: string | null;
  /** When a pause is to end; null, or absent in older ones, when it is open-ended. */
  readonly until?: PauseEnd | null;
  /** Who has to say yes in place of the one who asked; null, or absent in older ones, when nobody has. */
  readonly approval?: Approval | null;
  readonly actor: Actor;
  readonly place: Place;
  readonly messageId: string;
  readonly askedAt: number;
  readonly expiresAt: number;
}

export type ConfirmationStatus = 'pending' | 'used' | 'cancelled' | 'expired' | 'retired';

export interface StoredConfirmation {
  readonly question: Question;
  readonly status: ConfirmationStatus;
  readonly runId: string | null;
}

/**
 * Stores a question and retires the earlier open ones of the same person and target.
 *
 * @returns the retired ones, whose cards are to be closed
 */
export async function putConfirmation(tx: Tx, question: Question): Promise<Question[]> {
  const key = targetKey(question.snapshot.target);
  const retired = await tx
    .updateTable('confirmation')
    .set({ status: 'retired', closed_at: question.askedAt })
    .where('target_key', '=', key)
    .where('actor_tenant', '=', question.actor.tenantId)
    .where('actor_object', '=', question.actor.objectId)
    .where('status', '=', 'pending')
    .returning('plan')
    .execute();
  await tx
    .insertInto('confirmation')
    .values({
      token: question.token,
      plan: JSON.stringify(question),
      target_key: key,
      operation: question.operation,
      actor_tenant: question.actor.tenantId,
      actor_object: question.actor.objectId,
      conversation_id: question.place.conversationId,
      thread: question.place.thread,
      message_id: question.messageId,
      status: 'pending',
      run_id: null,
      created_at: question.askedAt,
      expires_at: question.expiresAt,
      closed_at: null,
    })
    .execute();
  return retired.map((row) => JSON.parse(row.plan) as Question);
}

export async function findConfirmation(db: Handle, token: string): Promise<StoredConfirmation | null> {
  const row = await db
    .selectFrom('confirmation')
    .select(['plan', 'status', 'run_id'])
    .where('token', '=', token)
    .executeTakeFirst();
  if (row === undefined) return null;
  return { question: JSON.parse(row.plan) as Question, status: row.status, runId: row.run_id };
}

/**
 * Answers a question, once: of any number of simultaneous taps exactly one gets true.
 *
 * @param answer `runId` is set when the answer is yes
 */
export async function claimConfirmation(
  tx: Tx,
  answer: { readonly token: string; readonly now: number; readonly runId: string | null },
): Promise<boolean> {
  const rows = await tx
    .updateTable('confirmation')
    .set({
      status: answer.runId === null ? 'cancelled' : 'used',
      run_id: answer.runId,
      closed_at: answer.now,
    })
    .where('token', '=', answer.token)
    .where('status', '=', 'pending')
    .where('expires_at', '>', answer.now)
    .returning('token')
    .execute();
  return rows.length === 1;
}

/** Closes questions nobody answered in time; each is returned to one caller only, one that this version can close. */
export async function expireConfirmations(tx: Tx, now: number, limit: number): Promise<Question[]> {
  const rows = await tx
    .updateTable('confirmation')
    .set({ status: 'expired', closed_at: now })
    .where('token', 'in', (eb) =>
      eb
        .selectFrom('confirmation')
        .select('token')
        .where('status', '=', 'pending')
        .where('expires_at', '<=', now)
        .where('operation', 'in', known.operations)
        .limit(limit)
        .$if(isPostgres(tx), (query) => query.forUpdate().skipLocked()),
    )
    .returning('plan')
    .execute();
  return rows.map((row) => JSON.parse(row.plan) as Question);
}

/** When the next open question expires, epoch milliseconds; null when none is open. */
export async function nextExpiryAt(db: Database): Promise<number | null> {
  const row = await db
    .selectFrom('confirmation')
    .select(({ fn }) => fn.min('expires_at').as('at'))
    .where('status', '=', 'pending')
    .where('operation', 'in', known.operations)
    .executeTakeFirst();
  return row?.at ?? null;
}
