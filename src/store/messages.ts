import { known } from '../known.ts';
import type { Notice } from '../notice.ts';
import type { Place } from '../words.ts';
import { latest, textIn } from './engine.ts';
import type { Database, Handle } from './schema.ts';

/** A message of the bot that is due to be sent or updated. */
export interface DueMessage {
  readonly id: string;
  readonly place: Place;
  readonly notice: Notice;
  readonly revision: number;
  /** What Teams calls it; null while it was never sent. */
  readonly activityId: string | null;
  /** A revision whose first sending was cut off, so that it isn't known whether it arrived. */
  readonly posting: number | null;
  /** How often this notice was tried before. */
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
      posting: null,
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

/**
 * A message whose sending was cut off turned out to have arrived: somebody tapped it, and Teams said what it is
 * called. From now on it can be updated.
 */
export async function recogniseMessage(db: Handle, id: string, activityId: string): Promise<void> {
  await db
    .updateTable('message')
    .set({ activity_id: activityId, posting: null })
    .where('id', '=', id)
    .where('activity_id', 'is', null)
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

/** What Teams calls some messages; those that were never sent are left out. */
export async function activityIds(db: Handle, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('message')
    .select(['id', 'activity_id'])
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.flatMap((row) => (row.activity_id === null ? [] : [[row.id, row.activity_id]])));
}

/** What a message says or will say next; null when it isn't kept any more. */
export async function findNotice(db: Handle, id: string): Promise<Notice | null> {
  const row = await db.selectFrom('message').select('notice').where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : (JSON.parse(row.notice) as Notice);
}

/**
 * The next message to send in a conversation, oldest first; null when none may be sent now. One that is held keeps
 * later ones back, one that was put off does not, and what only a newer bot can tell is left to it: the same rule by
 * which conversations are claimed.
 */
export async function nextMessage(
  db: Handle,
  where: { readonly conversationId: string; readonly now: number },
): Promise<DueMessage | null> {
  const { conversationId, now } = where;
  const row = await db
    .selectFrom('message as m')
    .selectAll()
    .where('m.conversation_id', '=', conversationId)
    .whereRef('m.sent_revision', '<', 'm.revision')
    .where('m.dead', 'is', null)
    .where('m.not_before', '<=', now)
    .where('m.held_until', '<=', now)
    .where(textIn(db, 'm.notice', 'kind'), 'in', known.notices)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('message as earlier')
            .select('earlier.id')
            .where('earlier.conversation_id', '=', conversationId)
            .whereRef('earlier.sent_revision', '<', 'earlier.revision')
            .where('earlier.dead', 'is', null)
            .where('earlier.held_until', '>', now)
            .whereRef('earlier.id', '<', 'm.id'),
        ),
      ),
    )
    .orderBy('m.id')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    id: row.id,
    place: JSON.parse(row.place) as Place,
    notice: JSON.parse(row.notice) as Notice,
    revision: row.revision,
    activityId: row.activity_id,
    posting: row.posting,
    attempts: row.attempts,
  };
}

/** Writes down that a message is about to be sent, before it leaves. */
export async function beginSending(db: Handle, message: DueMessage): Promise<void> {
  await db
    .updateTable('message')
    .set((eb) => ({
      attempts: eb('attempts', '+', 1),
      posting: message.activityId === null ? message.revision : null,
    }))
    .where('id', '=', message.id)
    .execute();
}

/** What became of one sending. */
export type Delivery =
  | { readonly kind: 'sent'; readonly activityId: string | null }
  /** It is there, but does not say everything yet: an update follows. */
  | { readonly kind: 'begun'; readonly activityId: string }
  | { readonly kind: 'wait'; readonly until: number }
  /** Teams wants the whole conversation to wait. */
  | { readonly kind: 'throttled'; readonly until: number }
  /** Teams knows the message no more: it is sent anew. */
  | { readonly kind: 'anew' }
  /** It may or may not have arrived and cannot be looked up; sending it again could show it twice. */
  | { readonly kind: 'lost'; readonly why: string }
  /** This message can never be sent: its thread is gone. */
  | { readonly kind: 'dead'; readonly why: string }
  /** Nothing can be sent there: the bot was removed or blocked. Once it is back, others go first until `until`. */
  | { readonly kind: 'gone'; readonly why: string; readonly until: number };

/** Writes down what became of a sending. The caller holds the conversation. */
export async function settleMessage(db: Handle, message: DueMessage, delivery: Delivery): Promise<void> {
  const mine = db.updateTable('message').set({ posting: null }).where('id', '=', message.id);
  switch (delivery.kind) {
    case 'sent':
      await mine
        .set({
          sent_revision: message.revision,
          ...(delivery.activityId === null ? {} : { activity_id: delivery.activityId }),
        })
        .execute();
      return;
    case 'begun':
      await mine.set({ activity_id: delivery.activityId }).execute();
      return;
    case 'wait':
      await mine.set({ not_before: delivery.until }).execute();
      return;
    case 'anew':
      await mine.set({ activity_id: null }).execute();
      return;
    case 'lost':
      await mine.set({ sent_revision: message.revision }).execute();
      return;
    case 'dead':
      await mine.set({ dead: delivery.why }).execute();
      return;
    case 'gone':
      await mine.set({ not_before: delivery.until }).execute();
      return;
    case 'throttled':
      await mine.execute();
  }
}

/** When the next message is due, epoch milliseconds; null when nothing waits. */
export async function nextMessageAt(db: Database): Promise<number | null> {
  const row = await db
    .selectFrom('message as m')
    .innerJoin('conversation as c', 'c.id', 'm.conversation_id')
    .select(({ fn }) =>
      fn
        .min<number | null>(latest(db, 'm.not_before', 'm.held_until', 'c.lease_until', 'c.paced_until'))
        .as('at'),
    )
    .whereRef('m.sent_revision', '<', 'm.revision')
    .where('m.dead', 'is', null)
    .where(textIn(db, 'm.notice', 'kind'), 'in', known.notices)
    .where('c.gone', 'is', null)
    .executeTakeFirst();
  return row?.at ?? null;
}
