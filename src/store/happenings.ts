import { known } from '../known.ts';
import type { Happening, Place } from '../words.ts';
import { targetKey } from '../words.ts';
import { textIn } from './engine.ts';
import type { Database, Handle, Tx } from './schema.ts';

/** Writes settled changes down; returns those that were not written down before. */
export async function recordHappenings(
  tx: Tx,
  tenantId: string,
  happenings: readonly Happening[],
  now: number,
): Promise<ReadonlySet<string>> {
  const kept = new Set<string>();
  for (const happening of happenings) {
    const rows = await tx
      .insertInto('happening')
      .values({
        id: happening.id,
        tenant_id: tenantId,
        target_key: targetKey(happening.target),
        event: happening.event,
        at: happening.at,
        told_at: now,
        content: JSON.stringify(happening),
      })
      .onConflict((c) => c.doNothing())
      .returning('id')
      .execute();
    if (rows.length > 0) kept.add(happening.id);
  }
  return kept;
}

/** A change that a conversation is told later. */
export interface HeldHappening {
  readonly place: Place;
  readonly happening: Happening;
  /** It waits for the end of quiet hours. */
  readonly waited: boolean;
}

/** Keeps changes to be told later, `dueAt` in epoch milliseconds. */
export async function holdHappenings(
  tx: Tx,
  tenantId: string,
  held: readonly (HeldHappening & { readonly dueAt: number })[],
  now: number,
): Promise<void> {
  for (const { place, happening, waited, dueAt } of held) {
    await tx
      .insertInto('held_happening')
      .values({
        conversation_id: place.conversationId,
        happening_id: happening.id,
        tenant_id: tenantId,
        place: JSON.stringify(place),
        content: JSON.stringify(happening),
        waited: waited ? 1 : 0,
        held_at: now,
        due_at: dueAt,
      })
      .onConflict((c) => c.doNothing())
      .execute();
  }
}

/** How many changes of a conversation are being gathered into one message, and since when. */
export async function gathering(
  tx: Handle,
  conversationIds: readonly string[],
): Promise<ReadonlyMap<string, { readonly count: number; readonly since: number }>> {
  if (conversationIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom('held_happening')
    .select(({ fn }) => [
      'conversation_id',
      fn.countAll<number>().as('count'),
      fn.min<number>('held_at').as('since'),
    ])
    .where('conversation_id', 'in', [...conversationIds])
    .where('waited', '=', 0)
    .groupBy('conversation_id')
    .execute();
  return new Map(rows.map((row) => [row.conversation_id, { count: Number(row.count), since: row.since }]));
}

/** Sets when what is held back for a conversation is told. */
export async function putOffHeld(
  tx: Tx,
  conversationId: string,
  to: { readonly waited: boolean; readonly dueAt: number },
): Promise<void> {
  await tx
    .updateTable('held_happening')
    .set({ due_at: to.dueAt })
    .where('conversation_id', '=', conversationId)
    .where('waited', '=', to.waited ? 1 : 0)
    .execute();
}

const eventOf = (db: Handle) => textIn(db, 'content', 'event');

/** Conversations for which something held back is due now that this version can tell. */
export async function dueConversations(
  db: Handle,
  ask: { readonly now: number; readonly limit: number },
): Promise<string[]> {
  const rows = await db
    .selectFrom('held_happening')
    .select('conversation_id')
    .distinct()
    .where('due_at', '<=', ask.now)
    .where(eventOf(db), 'in', known.events)
    .limit(ask.limit)
    .execute();
  return rows.map((row) => row.conversation_id);
}

/** Takes what is due for a conversation, newest first; each is given to one caller only. */
export async function takeHeld(tx: Tx, conversationId: string, now: number): Promise<HeldHappening[]> {
  const rows = await tx
    .deleteFrom('held_happening')
    .where('conversation_id', '=', conversationId)
    .where('due_at', '<=', now)
    .where(eventOf(tx), 'in', known.events)
    .returning(['place', 'content', 'waited'])
    .execute();
  return rows
    .map((row) => ({
      place: JSON.parse(row.place) as Place,
      happening: JSON.parse(row.content) as Happening,
      waited: row.waited === 1,
    }))
    .toSorted((a, b) => b.happening.at - a.happening.at || (a.happening.id < b.happening.id ? 1 : -1));
}

/** When something held back is due next, epoch milliseconds; null when nothing is held. */
export async function nextHeldAt(db: Database): Promise<number | null> {
  const row = await db
    .selectFrom('held_happening')
    .select(({ fn }) => fn.min<number | null>('due_at').as('at'))
    .where(eventOf(db), 'in', known.events)
    .executeTakeFirst();
  return row?.at ?? null;
}

/** Notes that conversations are told of trouble; returns those that were not told before. */
export async function noteTrouble(
  tx: Tx,
  tenantId: string,
  places: readonly Place[],
  since: number,
): Promise<Place[]> {
  const fresh: Place[] = [];
  for (const place of places) {
    const rows = await tx
      .insertInto('trouble_told')
      .values({
        tenant_id: tenantId,
        conversation_id: place.conversationId,
        place: JSON.stringify(place),
        since,
      })
      .onConflict((c) => c.doNothing())
      .returning('conversation_id')
      .execute();
    if (rows.length > 0) fresh.push(place);
  }
  return fresh;
}

/** The conversations that were told of trouble and not yet of its end. */
export async function toldOfTrouble(
  tx: Handle,
  tenantId: string,
): Promise<{ readonly place: Place; readonly since: number }[]> {
  const rows = await tx
    .selectFrom('trouble_told')
    .select(['place', 'since'])
    .where('tenant_id', '=', tenantId)
    .execute();
  return rows.map((row) => ({ place: JSON.parse(row.place) as Place, since: row.since }));
}

/** They are told that the trouble is over. */
export async function forgetTrouble(
  tx: Tx,
  tenantId: string,
  conversationIds: readonly string[],
): Promise<void> {
  if (conversationIds.length === 0) return;
  await tx
    .deleteFrom('trouble_told')
    .where('tenant_id', '=', tenantId)
    .where('conversation_id', 'in', [...conversationIds])
    .execute();
}
