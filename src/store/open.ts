import { Migrator } from 'kysely/migration';
import type { CloudName } from '../clouds.ts';
import { migrations } from './migrations.ts';
import { openFile } from './open-file.ts';
import { openPostgres, type Password } from './open-postgres.ts';
import type { Database } from './schema.ts';

/** Where the store is: an SQLite file (or `:memory:`), or a PostgreSQL database several replicas share. */
export type StoreLocation =
  | { readonly kind: 'file'; readonly file: string }
  | {
      readonly kind: 'postgres';
      readonly url: string;
      /** Whose token is the password; without it the address has one. */
      readonly identity?: StoreIdentity;
    };

/** A managed identity the database server knows as the address's user. */
export interface StoreIdentity {
  /** A GUID. */
  readonly clientId: string;
  readonly cloud: CloudName;
}

/**
 * Opens the store and brings it to the newest version. Several processes may do so at once: migrations run in
 * one transaction that the others wait for.
 *
 * @param password in place of the address's, where the location names an identity
 * @throws StoreRefused when it is not fit to be trusted with the journal, and whatever the engine throws when it
 *   can't be opened or a migration fails
 */
export async function openStore(where: StoreLocation, password?: Password): Promise<Database> {
  const db = where.kind === 'file' ? openFile(where.file) : await openPostgres(where.url, password);
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) {
    await db.destroy();
    throw error;
  }
  return db;
}
