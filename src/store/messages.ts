import type { Notice, Place } from '../words.ts';
import { leaseMs } from './lease.ts';
import type { Database, Handle } from './schema.ts';

/** A message of the bot that is due to be sent or updated. */
export interface DueMessage {
  readonly id: string;
  readonly place: Place;
  readonly notice: Notice;
  readonly revision: number;
  readonly activityId: string | null;
  readonly attempts: number;
}

/** Puts a new message into the outbox; writing the same id again replaces what it will say. */
export async function putMessage(
  db: Handle,
  message: {
    readonly id: string;
    readonly place: Place;
    readonly notice: Notice;
    readonly now: number;
    /** Set for the card of a tap: not sent before the tap's own answer is out. */
    readonly holdUntil?: number;
  },
): Promise<void> {
  const notice = JSON.stringify(message.notice);
  const heldUntil = message.holdUntil ?? 0;
  await db
    .insertInto('message')
    .values({
      id: message.id,
      conversation_id: message.place.conversationId,
      place: JSON.stringify(message.place),
      notice,
      revision: 1,
      sent_revision: 0,
      activity_id: null,
      not_before: 0,
      held_until: heldUntil,
      lease_owner: null,
      lease_until: 0,
      attempts: 0,
      dead: null,
      created_at: message.now,
    })
    .onConflict((c) =>
      c.column('id').doUpdateSet((eb) => ({
        notice,
        revision: eb('message.revision', '+', 1),
        // A wait that Teams asked for, and an earlier hold, outlive a newer notice; a dead message gets a new chance.
        ...(message.holdUntil === undefined ? {} : { held_until: heldUntil }),
        attempts: 0,
        dead: null,
      })),
    )
    .execute();
}

/** Lets a held message go, once the answer it had to wait for is out. Only ever makes it earlier. */
export async function releaseMessage(db: Handle, id: string, heldUntil: number): Promise<void> {
  await db
    .updateTable('message')
    .set({ held_until: heldUntil })
    .where('id', '=', id)
    .where('held_until', '>', heldUntil)
    .execute();
}

/** The message Teams knows as `activityId` in that conversation, if the bot sent it. */
export async function findByActivity(
  db: Handle,
  where: { readonly conversationId: string; readonly activityId: string },
): Promise<{ readonly id: string; readonly notice: Notice } | null> {
  const row = await db
    .selectFrom('message')
    .select(['id', 'notice'])
    .where('conversation_id', '=', where.conversationId)
    .where('activity_id', '=', where.activityId)
    .executeTakeFirst();
  return row === undefined ? null : { id: row.id, notice: JSON.parse(row.notice) as Notice };
}

/**
 * Claims messages that are due, oldest first, at most one per conversation so that order is kept. One that is held
 * keeps later ones back, so that a card changes before its result is posted; one that was put off does not.
 */
export async function claimMessages(
  db: Database,
  claim: { readonly owner: string; readonly now: number; readonly limit: number },
): Promise<DueMessage[]> {
  const rows = await db
    .updateTable('message')
    .set((eb) => ({
      lease_owner: claim.owner,
      lease_until: claim.now + leaseMs,
      attempts: eb('attempts', '+', 1),
    }))
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('message as m')
        .select('m.id')
        .whereRef('m.sent_revision', '<', 'm.revision')
        .where('m.dead', 'is', null)
        .where('m.not_before', '<=', claim.now)
        .where('m.held_until', '<=', claim.now)
        .where('m.lease_until', '<', claim.now)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('message as earlier')
                .select('earlier.id')
                .whereRef('earlier.conversation_id', '=', 'm.conversation_id')
                .whereRef('earlier.sent_revision', '<', 'earlier.revision')
                .where('earlier.dead', 'is', null)
                .where((w) =>
                  w.or([
                    w('earlier.lease_until', '>=', claim.now),
                    w.and([
                      w('earlier.id', '<', w.ref('m.id')),
                      w.or([
                        w('earlier.not_before', '<=', claim.now),
                        w('earlier.held_until', '>', claim.now),
                      ]),
                    ]),
                  ]),
                ),
            ),
          ),
        )
        .orderBy('m.id')
        .limit(claim.limit),
    )
    .returningAll()
    .execute();
  return rows.map((row) => ({
    id: row.id,
    place: JSON.parse(row.place) as Place,
    notice: JSON.parse(row.notice) as Notice,
    revision: row.revision,
    activityId: row.activity_id,
    attempts: row.attempts,
  }));
}

/** How sending went: the message is settled, waits until `until`, or its conversation is gone. */
export type Delivery =
  | { readonly kind: 'sent'; readonly activityId: string | null }
  | { readonly kind: 'wait'; readonly until: number }
  /** Teams knows the message no more: it is sent anew. */
  | { readonly kind: 'anew' }
  /** It may or may not have arrived and cannot be looked up; sending it again could show it twice. */
  | { readonly kind: 'lost'; readonly why: string }
  | { readonly kind: 'dead'; readonly why: string };

/** Writes down how sending went; does nothing when the claim was lost meanwhile. */
export async function settleMessage(
  db: Database,
  claim: { readonly id: string; readonly owner: string; readonly revision: number },
  delivery: Delivery,
): Promise<void> {
  const mine = db
    .updateTable('message')
    .where('id', '=', claim.id)
    .where('lease_owner', '=', claim.owner)
    .set({ lease_owner: null, lease_until: 0 });
  switch (delivery.kind) {
    case 'sent':
      await mine
        .set({
          sent_revision: claim.revision,
          ...(delivery.activityId === null ? {} : { activity_id: delivery.activityId }),
        })
        .execute();
      return;
    case 'wait':
      await mine.set({ not_before: delivery.until }).execute();
      return;
    case 'anew':
      await mine.set({ activity_id: null }).execute();
      return;
    case 'lost':
      await mine.set({ sent_revision: claim.revision }).execute();
      return;
    case 'dead':
      await mine.set({ dead: delivery.why }).execute();
  }
}

/** When the next message is due, epoch milliseconds; null when nothing waits. */
export async function nextMessageAt(db: Database): Promise<number | null> {
  const row = await db
    .selectFrom('message')
    .select(({ fn, eb, ref }) =>
      fn
        .min(
          eb
            .case()
            .when('lease_until', '>', ref('not_before'))
            .then(ref('lease_until'))
            .when('held_until', '>', ref('not_before'))
            .then(ref('held_until'))
            .else(ref('not_before'))
            .end(),
        )
        .as('at'),
    )
    .whereRef('sent_revision', '<', 'revision')
    .where('dead', 'is', null)
    .executeTakeFirst();
  return row?.at ?? null;
}
