import { putOffHeld } from '../store/happenings.ts';
import type { Tx } from '../store/schema.ts';
import { quietHoursOf, setQuietHours } from '../store/watches.ts';
import type { QuietHours } from '../words.ts';
import { quietUntil } from './quiet.ts';
import { type Change, recordQuiet } from './record.ts';

/**
 * Sets a conversation's quiet hours, or takes them away with null, and writes down who did, in the caller's
 * transaction. What was held back is told when the new ones end, or now.
 */
export async function setQuiet(tx: Tx, quiet: QuietHours | null, by: Change): Promise<void> {
  const { now } = by;
  const { conversationId } = by.place;
  const was = (await quietHoursOf(tx, [conversationId])).get(conversationId) ?? null;
  await setQuietHours(tx, conversationId, quiet);
  const dueAt = quietUntil(quiet ?? undefined, now) ?? now;
  await putOffHeld(tx, conversationId, { waited: true, dueAt });
  // To take away what was not there changes nothing.
  if (was !== null || quiet !== null) await recordQuiet(tx, { was, quiet }, by);
}
