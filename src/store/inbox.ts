import type { Actor, Place } from '../words.ts';
import { isPostgres } from './engine.ts';
import { leaseMs } from './lease.ts';
import type { Database, Handle, Tx } from './schema.ts';

/** A sentence somebody said, waiting for its answer. */
export interface Utterance {
  readonly key: string;
  readonly actor: Actor;
  readonly place: Place;
  readonly text: string;
  readonly messageId: string;
  readonly receivedAt: number;
}

/**
 * Takes in a sentence once; false when the same key was there before.
 *
 * @param utterance `secondKey` is equal for a second delivery under another key; null when that can't be told
 */
export async function receive(
  db: Handle,
  utterance: Utterance & { readonly secondKey: string | null },
): Promise<boolean> {
  const rows = await db
    .insertInto('inbox')
    .values({
      key: utterance.key,
      actor: JSON.stringify(utterance.actor),
      place: JSON.stringify(utterance.place),
      text: utterance.text,
      lane: `${utterance.place.conversationId} ${utterance.actor.objectId}`,
      second_key: utterance.secondKey,
      message_id: utterance.messageId,
      status: 'received',
      received_at: utterance.receivedAt,
      lease_owner: null,
      lease_until: 0,
      attempts: 0,
    })
    .onConflict((c) => c.doNothing())
    .returning('key')
    .execute();
  return rows.length === 1;
}

/** Claims up to `limit` unanswered sentences for `owner`, oldest first; of one person in one conversation one at a time. */
export async function claimUtterances(
  db: Database,
  claim: { readonly owner: string; readonly now: number; readonly limit: number },
): Promise<(Utterance & { readonly attempts: number })[]> {
  const rows = await db
    .updateTable('inbox')
    .set((eb) => ({
      lease_owner: claim.owner,
      lease_until: claim.now + leaseMs,
      attempts: eb('attempts', '+', 1),
    }))
    .where('key', 'in', (eb) =>
      eb
        .selectFrom('inbox as i')
        .select('i.key')
        .where('i.status', '=', 'received')
        .where('i.lease_until', '<', claim.now)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('inbox as earlier')
                .select('earlier.key')
                .whereRef('earlier.lane', '=', 'i.lane')
                .where('earlier.status', '=', 'received')
                .where((w) => w('earlier.message_id', '<', w.ref('i.message_id'))),
            ),
          ),
        )
        .orderBy('i.received_at')
        .limit(claim.limit)
        .$if(isPostgres(db), (query) => query.forUpdate('i').skipLocked()),
    )
    .returningAll()
    .execute();
  return rows
    .map((row) => ({
      key: row.key,
      actor: JSON.parse(row.actor) as Actor,
      place: JSON.parse(row.place) as Place,
      text: row.text,
      messageId: row.message_id,
      receivedAt: row.received_at,
      attempts: row.attempts,
    }))
    .sort((a, b) => a.receivedAt - b.receivedAt);
}

/** Keeps a claim alive while its sentence is being answered; false when it was lost. */
export async function renewUtterance(
  db: Database,
  claim: { readonly key: string; readonly owner: string; readonly attempts: number; readonly now: number },
): Promise<boolean> {
  const result = await db
    .updateTable('inbox')
    .set({ lease_until: claim.now + leaseMs })
    .where('key', '=', claim.key)
    .where('lease_owner', '=', claim.owner)
    .where('attempts', '=', claim.attempts)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Gives a claim back after a failure, to be tried again at `until`. */
export async function putOffUtterance(
  db: Database,
  claim: { readonly key: string; readonly owner: string; readonly attempts: number; readonly until: number },
): Promise<void> {
  await db
    .updateTable('inbox')
    .set({ lease_owner: null, lease_until: claim.until })
    .where('key', '=', claim.key)
    .where('lease_owner', '=', claim.owner)
    .where('attempts', '=', claim.attempts)
    .execute();
}

/** Marks a claimed sentence as answered; false when the claim was lost, and then nothing else may be written. */
export async function markAnswered(
  tx: Tx,
  claim: { readonly key: string; readonly owner: string; readonly attempts: number },
): Promise<boolean> {
  const result = await tx
    .updateTable('inbox')
    .set({ status: 'answered', lease_owner: null })
    .where('key', '=', claim.key)
    .where('status', '=', 'received')
    .where('lease_owner', '=', claim.owner)
    .where('attempts', '=', claim.attempts)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
