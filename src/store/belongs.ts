import type { Database } from './schema.ts';
import { StoreRefused } from './store-refused.ts';

/**
 * Makes a store somebody's for good: what was asked for in a sandbox, where nobody is authenticated, must never be
 * done in a real tenant, and nothing that one bot was asked by another.
 *
 * @param owner `sandbox`, or `production` and the bot's app id
 * @throws StoreRefused when it is somebody else's
 */
export async function claimStore(db: Database, owner: string): Promise<void> {
  await db
    .insertInto('belongs')
    .values({ id: 1, owner })
    .onConflict((c) => c.doNothing())
    .execute();
  const row = await db.selectFrom('belongs').select('owner').where('id', '=', 1).executeTakeFirstOrThrow();
  if (row.owner !== owner) {
    throw new StoreRefused(
      `this store belongs to ${row.owner}, not to ${owner}; check MODE and BOT_ID, or name another one`,
    );
  }
}
