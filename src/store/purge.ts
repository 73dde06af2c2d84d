import type { Database } from './schema.ts';

const day = 86_400_000;
/** What people typed is kept only until redelivery is out of the question. */
const keepSentences = day;
/** Cards and questions are kept while somebody may still tap them. */
const keepMessages = 30 * day;

/** Takes out what is no longer needed; the journal of runs stays. `now` in epoch milliseconds. */
export async function purge(db: Database, now: number): Promise<void> {
  await db
    .deleteFrom('inbox')
    .where('status', '=', 'answered')
    .where('received_at', '<', now - keepSentences)
    .execute();
  await db
    .deleteFrom('message')
    .where('created_at', '<', now - keepMessages)
    .execute();
  await db
    .deleteFrom('confirmation')
    .where('status', '!=', 'pending')
    .where('created_at', '<', now - keepMessages)
    .execute();
}
