import { Migrator } from 'kysely/migration';
import { migrations } from './migrations.ts';
import { openFile } from './open-file.ts';
import { openPostgres } from './open-postgres.ts';
import type { Database } from './schema.ts';

/** Where the store is: an SQLite file (or `:memory:`), or a PostgreSQL database several replicas share. */
export type StoreLocation =
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'postgres'; readonly url: string };

/**
 * Opens the store and brings it to the newest version. Several processes may do so at once: migrations run in
 * one transaction that the others wait for.
 *
 * @throws StoreRefused when it is not fit to be trusted with the journal, and whatever the engine throws when it
 *   can't be opened or a migration fails
 */
export async function openStore(where: StoreLocation): Promise<Database> {
  const db = where.kind === 'file' ? openFile(where.file) : await openPostgres(where.url);
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) {
    await db.destroy();
    throw error;
  }
  return db;
}
