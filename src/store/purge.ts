import type { NotNull } from 'kysely';
import type { Database, Tx } from './schema.ts';

const day = 86_400_000;
/** What people typed is kept only until redelivery is out of the question. */
const keepSentences = day;
/** Cards and questions are kept while somebody may still tap them. */
const keepMessages = 30 * day;

/** So long it can be looked up what became of a timed pause. */
const keepTimers = 30 * day;

/** So long a conversation may be without the bot before it watches nothing any more. */
const keepWatches = 7 * day;
/** News that waited longer for the bot to come back is none. */
const keepNews = day;
const newsKinds = ['happened', 'digest', 'watch-trouble'];

/** Takes out what was meant for conversations from which the bot was removed. */
async function purgeGone(tx: Tx, now: number): Promise<void> {
  const gone = tx.selectFrom('conversation').select('id').where('gone', 'is not', null);
  await tx
    .deleteFrom('message')
    .where('conversation_id', 'in', gone)
    .where('sent_revision', '=', 0)
    .where('created_at', '<', now - keepNews)
    .where((eb) => eb.or(newsKinds.map((kind) => eb('notice', 'like', `{"kind":"${kind}",%`))))
    .execute();
  const forGood = gone.where('updated_at', '<', now - keepWatches);
  for (const table of ['watch', 'held_happening', 'trouble_told', 'quiet_hours'] as const) {
    await tx.deleteFrom(table).where('conversation_id', 'in', forGood).execute();
  }
}

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
    // The card of a pause is brought up to date as long as the pause lasts.
    .where('id', 'not in', (eb) => eb.selectFrom('timer').select('message_id').where('state', '=', 'waiting'))
    // So is that of a job that is watched by itself.
    .where('id', 'not in', (eb) =>
      eb
        .selectFrom('watch')
        .select('card_message')
        .where('card_message', 'is not', null)
        .$narrowType<{ card_message: NotNull }>(),
    )
    .execute();
  await db
    .deleteFrom('timer')
    .where('state', '=', 'ended')
    .where('ended_at', '<', now - keepTimers)
    .execute();
  await db
    .deleteFrom('happening')
    .where('told_at', '<', now - keepMessages)
    .execute();
  await db
    .deleteFrom('confirmation')
    .where('status', '!=', 'pending')
    .where('created_at', '<', now - keepMessages)
    .execute();
  await db.transaction().execute((tx) => purgeGone(tx, now));
}
