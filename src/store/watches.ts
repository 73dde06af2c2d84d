import { known } from '../known.ts';
import {
  type Place,
  type QuietHours,
  targetKey,
  type WatchEvent,
  type Watched,
  type WatchView,
} from '../words.ts';
import { textIn } from './engine.ts';
import type { Handle, Tx } from './schema.ts';

/** A watch as it is kept. */
export interface StoredWatch extends WatchView {
  readonly id: string;
  /** Lower case. */
  readonly tenantId: string;
  /** The conversation, without a thread. */
  readonly place: Place;
  /** The message that is the card of a watch of one job; null for other watches. */
  readonly cardMessage: string | null;
}

/** Equal for watches of the same. Patterns that differ in case alone are the same. */
export function watchedKey(watched: Watched): string {
  switch (watched.kind) {
    case 'all':
      return 'all';
    case 'job':
      return `job ${targetKey(watched.target)}`;
    case 'pattern':
      return `pattern ${watched.pattern.toLowerCase()}`;
  }
}

interface WatchRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly place: string;
  readonly watched: string;
  readonly only_events: string | null;
  readonly by_name: string;
  readonly since: number;
  readonly card_message: string | null;
}

const toWatch = (row: WatchRow): StoredWatch => ({
  id: row.id,
  tenantId: row.tenant_id,
  place: JSON.parse(row.place) as Place,
  watched: JSON.parse(row.watched) as Watched,
  only: row.only_events === null ? null : (JSON.parse(row.only_events) as WatchEvent[]),
  byName: row.by_name,
  since: row.since,
  cardMessage: row.card_message,
});

/** Keeps a watch, in place of one for the same in the same conversation; true when there was one. */
export async function putWatch(tx: Tx, watch: StoredWatch): Promise<boolean> {
  const { conversationId } = watch.place;
  const key = watchedKey(watch.watched);
  const replaced = await tx
    .deleteFrom('watch')
    .where('conversation_id', '=', conversationId)
    .where('tenant_id', '=', watch.tenantId)
    .where('watched_key', '=', key)
    .returning('id')
    .execute();
  await tx
    .insertInto('watch')
    .values({
      id: watch.id,
      tenant_id: watch.tenantId,
      conversation_id: conversationId,
      place: JSON.stringify({ ...watch.place, thread: null }),
      watched_key: key,
      watched: JSON.stringify(watch.watched),
      only_events: watch.only === null ? null : JSON.stringify(watch.only),
      by_name: watch.byName,
      since: watch.since,
      card_message: watch.cardMessage,
    })
    .execute();
  return replaced.length > 0;
}

const kindOf = (db: Handle) => textIn(db, 'watched', 'kind');

/** The watches of a conversation over one tenant that this version knows, oldest first. @param tenantId lower case */
export async function watchesOf(
  db: Handle,
  where: { readonly conversationId: string; readonly tenantId: string },
): Promise<StoredWatch[]> {
  const rows = await db
    .selectFrom('watch')
    .selectAll()
    .where('conversation_id', '=', where.conversationId)
    .where('tenant_id', '=', where.tenantId)
    .where(kindOf(db), 'in', known.watched)
    .orderBy('since')
    .orderBy('id')
    .execute();
  return rows.map(toWatch);
}

/** Every watch over a tenant that this version knows. @param tenantId lower case */
export async function watchesOver(db: Handle, tenantId: string): Promise<StoredWatch[]> {
  const rows = await db
    .selectFrom('watch')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where(kindOf(db), 'in', known.watched)
    .orderBy('since')
    .orderBy('id')
    .execute();
  return rows.map(toWatch);
}

/** Whether a newer version watches something over a tenant that this one doesn't know. @param tenantId lower case */
export async function hasNewerWatches(db: Handle, tenantId: string): Promise<boolean> {
  const row = await db
    .selectFrom('watch')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where(kindOf(db), 'not in', known.watched)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Ends watches of what is there no more; what was held back for their conversations is still told. */
export async function forgetWatches(tx: Tx, watches: readonly Pick<StoredWatch, 'id'>[]): Promise<void> {
  if (watches.length === 0) return;
  await tx
    .deleteFrom('watch')
    .where(
      'id',
      'in',
      watches.map(({ id }) => id),
    )
    .execute();
}

/** Ends watches; what was held back for a conversation that watches nothing any more is dropped. */
export async function removeWatches(tx: Tx, watches: readonly StoredWatch[]): Promise<void> {
  await forgetWatches(tx, watches);
  for (const id of new Set(watches.map(({ place }) => place.conversationId))) {
    const left = await tx
      .selectFrom('watch')
      .select('id')
      .where('conversation_id', '=', id)
      .limit(1)
      .executeTakeFirst();
    if (left !== undefined) continue;
    await tx.deleteFrom('held_happening').where('conversation_id', '=', id).execute();
    await tx.deleteFrom('trouble_told').where('conversation_id', '=', id).execute();
  }
}

/** The quiet hours of those conversations that have some. */
export async function quietHoursOf(
  db: Handle,
  conversationIds: readonly string[],
): Promise<ReadonlyMap<string, QuietHours>> {
  if (conversationIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('quiet_hours')
    .selectAll()
    .where('conversation_id', 'in', [...conversationIds])
    .execute();
  return new Map(
    rows.map((row) => [
      row.conversation_id,
      { from: row.from_minute, to: row.to_minute, timeZone: row.time_zone },
    ]),
  );
}

/** Sets the quiet hours of a conversation; null takes them away. */
export async function setQuietHours(tx: Tx, conversationId: string, quiet: QuietHours | null): Promise<void> {
  await tx.deleteFrom('quiet_hours').where('conversation_id', '=', conversationId).execute();
  if (quiet === null) return;
  await tx
    .insertInto('quiet_hours')
    .values({
      conversation_id: conversationId,
      from_minute: quiet.from,
      to_minute: quiet.to,
      time_zone: quiet.timeZone,
    })
    .execute();
}
