import { newMessageId } from '../ids.ts';
import type { Database } from './schema.ts';

/** Keeps a job's record for good. `content` is JSON, `at` epoch milliseconds. */
export async function saveJob(
  db: Database,
  saved: {
    readonly runId: string;
    readonly targetKey: string;
    readonly at: number;
    readonly content: string;
  },
): Promise<void> {
  await db
    .insertInto('saved_job')
    .values({
      id: newMessageId(),
      run_id: saved.runId,
      target_key: saved.targetKey,
      saved_at: saved.at,
      content: saved.content,
    })
    .execute();
}

/** What was kept for a run, the newest if it was done twice; null when nothing was. */
export async function findSavedJob(
  db: Database,
  runId: string,
): Promise<{ readonly content: string; readonly savedAt: number } | null> {
  const row = await db
    .selectFrom('saved_job')
    .select(['content', 'saved_at'])
    .where('run_id', '=', runId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : { content: row.content, savedAt: row.saved_at };
}
