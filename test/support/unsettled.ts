import type { Database } from '../../src/store/schema.ts';

/** What is not settled yet in a store; all zero in the end. */
export interface Unsettled {
  readonly runs: number;
  readonly locks: number;
  readonly messages: number;
  readonly sentences: number;
}

/** Counts it. */
export async function unsettled(db: Database): Promise<Unsettled> {
  const [runs, locks, messages, sentences] = await Promise.all([
    db
      .selectFrom('run')
      .select('id')
      .where(({ or, eb }) => or([eb('state', '!=', 'announced'), eb('due_at', 'is not', null)]))
      .execute(),
    db.selectFrom('run').select('id').where('locked_target', 'is not', null).execute(),
    db.selectFrom('message').select('id').whereRef('sent_revision', '<', 'revision').execute(),
    db.selectFrom('inbox').select('key').where('status', '=', 'received').execute(),
  ]);
  return {
    runs: runs.length,
    locks: locks.length,
    messages: messages.length,
    sentences: sentences.length,
  };
}
