import { known } from '../known.ts';
import { isPostgres, textIn } from './engine.ts';
import { leaseMs } from './lease.ts';
import type { Database, Handle } from './schema.ts';

/**
 * Remembers where a conversation can be reached; a later reference replaces an earlier one. Who speaks there can
 * be answered there: what waited because the bot had been removed or blocked goes on.
 */
export async function rememberConversation(
  db: Handle,
  row: { readonly id: string; readonly reference: string; readonly now: number },
): Promise<void> {
  await db
    .insertInto('conversation')
    .values({
      id: row.id,
      reference: row.reference,
      welcomed: 0,
      updated_at: row.now,
      lease_owner: null,
      lease_until: 0,
      fence: 0,
      paced_until: 0,
      sent_at: '[]',
      gone: null,
    })
    .onConflict((c) =>
      c.column('id').doUpdateSet({ reference: row.reference, updated_at: row.now, gone: null }),
    )
    .execute();
}

/** Those of some conversations from which the bot was removed, or where it is blocked. */
export async function goneConversations(db: Handle, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db
    .selectFrom('conversation')
    .select('id')
    .where('id', 'in', [...ids])
    .where('gone', 'is not', null)
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/** True once per conversation: who gets true says hello. */
export async function claimWelcome(db: Handle, id: string): Promise<boolean> {
  const result = await db
    .updateTable('conversation')
    .set({ welcomed: 1 })
    .where('id', '=', id)
    .where('welcomed', '=', 0)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** A conversation this process alone may send to, until its lease ends. */
export interface ClaimedConversation {
  readonly id: string;
  /** The conversationReference as JSON text. */
  readonly reference: string;
  /** When messages were sent there lately, epoch milliseconds, oldest first. */
  readonly sentAt: readonly number[];
  /** Fences every later write of this claim. */
  readonly fence: number;
  readonly owner: string;
}

/**
 * Claims conversations that have something to send that this version can tell. A message that is held keeps the later ones of its
 * conversation back, so that a card changes before its result is posted; one that was put off does not.
 */
export async function claimConversations(
  db: Database,
  claim: { readonly owner: string; readonly now: number; readonly limit: number },
): Promise<ClaimedConversation[]> {
  const rows = await db
    .updateTable('conversation')
    .set((eb) => ({
      lease_owner: claim.owner,
      lease_until: claim.now + leaseMs,
      fence: eb('fence', '+', 1),
    }))
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('conversation as c')
        .select('c.id')
        .where('c.lease_until', '<', claim.now)
        .where('c.paced_until', '<=', claim.now)
        .where('c.gone', 'is', null)
        .where(({ exists, selectFrom }) =>
          exists(
            selectFrom('message as m')
              .select('m.id')
              .whereRef('m.conversation_id', '=', 'c.id')
              .whereRef('m.sent_revision', '<', 'm.revision')
              .where('m.dead', 'is', null)
              .where('m.not_before', '<=', claim.now)
              .where('m.held_until', '<=', claim.now)
              .where(textIn(db, 'm.notice', 'kind'), 'in', known.notices)
              .where(({ not, exists: any, selectFrom: from }) =>
                not(
                  any(
                    from('message as earlier')
                      .select('earlier.id')
                      .whereRef('earlier.conversation_id', '=', 'c.id')
                      .whereRef('earlier.sent_revision', '<', 'earlier.revision')
                      .where('earlier.dead', 'is', null)
                      .where('earlier.held_until', '>', claim.now)
                      .whereRef('earlier.id', '<', 'm.id'),
                  ),
                ),
              ),
          ),
        )
        .limit(claim.limit)
        .$if(isPostgres(db), (query) => query.forUpdate('c').skipLocked()),
    )
    .returningAll()
    .execute();
  return rows.map((row) => ({
    id: row.id,
    reference: row.reference,
    sentAt: JSON.parse(row.sent_at) as number[],
    fence: row.fence,
    owner: claim.owner,
  }));
}

/**
 * Writes down what became of a claimed conversation; false when the claim was lost, and then nothing more may be
 * sent by it.
 *
 * @param step `release` gives the claim back; without it the lease is renewed
 */
export async function stepConversation(
  db: Handle,
  claim: ClaimedConversation,
  step: {
    readonly now: number;
    readonly release: boolean;
    readonly sentAt?: readonly number[];
    /** Nothing is sent there before, epoch milliseconds. */
    readonly pacedUntil?: number;
    readonly gone?: string;
  },
): Promise<boolean> {
  const result = await db
    .updateTable('conversation')
    .set({
      lease_owner: step.release ? null : claim.owner,
      lease_until: step.release ? 0 : step.now + leaseMs,
      ...(step.sentAt === undefined ? {} : { sent_at: JSON.stringify(step.sentAt) }),
      ...(step.pacedUntil === undefined ? {} : { paced_until: step.pacedUntil }),
      // Nothing else is written of it then, so this says since when it is gone.
      ...(step.gone === undefined ? {} : { gone: step.gone, updated_at: step.now }),
    })
    .where('id', '=', claim.id)
    .where('lease_owner', '=', claim.owner)
    .where('fence', '=', claim.fence)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
