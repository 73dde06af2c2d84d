import { newMessageId } from '../ids.ts';
import { goneConversations } from '../store/conversations.ts';
import { dueConversations, type HeldHappening, takeHeld } from '../store/happenings.ts';
import { putMessage } from '../store/messages.ts';
import type { Tx } from '../store/schema.ts';
import type { WatchDeps } from './deps.ts';
import { digest, mostSingle } from './tell.ts';

async function tellTogether(tx: Tx, held: readonly HeldHappening[], now: number): Promise<void> {
  const place = held[0]?.place;
  if (place === undefined) return;
  const waited = held.some((each) => each.waited);
  const happenings = held.map(({ happening }) => happening);
  const put = (notice: Parameters<typeof putMessage>[1]['notice']) =>
    putMessage(tx, { id: newMessageId(), place, notice, now });
  // What waited for the end of quiet hours is one message, however little it is.
  if (happenings.length > mostSingle || (waited && happenings.length > 1)) {
    return await put(digest(happenings, { waited, now }));
  }
  for (const happening of happenings.toReversed()) await put({ kind: 'happened', happening, waited });
}

/**
 * Tells what was held back and is due; each conversation's in a transaction of its own. Where the bot was removed, it
 * is dropped.
 */
export async function tellHeld(
  { db, clock }: Pick<WatchDeps, 'db' | 'clock'>,
  limit: number,
): Promise<number> {
  const now = clock.now();
  const due = await dueConversations(db, { now, limit });
  for (const id of due) {
    await db.transaction().execute(async (tx) => {
      const held = await takeHeld(tx, id, now);
      const gone = await goneConversations(tx, [id]);
      if (!gone.has(id)) await tellTogether(tx, held, now);
    });
  }
  return due.length;
}
