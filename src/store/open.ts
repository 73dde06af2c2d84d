import { type Migration, Migrator } from 'kysely/migration';
import type { CloudName } from '../clouds.ts';
import { migrations, newestSchema } from './migrations.ts';
import { openFile } from './open-file.ts';
import { openPostgres, type Password } from './open-postgres.ts';
import type { Database } from './schema.ts';
import { isNewerAndUsable } from './schema-version.ts';

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

async function bringUpToDate(db: Database, known: Readonly<Record<string, Migration>>): Promise<void> {
  const newest = newestSchema(known);
  if (await isNewerAndUsable(db, newest)) return;
  const migrator = new Migrator({ db, provider: { getMigrations: async () => known } });
  const { error } = await migrator.migrateToLatest();
  // A newer program may have been faster, and Kysely knows nothing of migrations it doesn't have.
  if (error !== undefined && !(await isNewerAndUsable(db, newest))) throw error;
}

/**
 * Opens the store and brings it to the newest version this program knows. Several processes may do so at once:
 * migrations run in one transaction that the others wait for. A store that a newer program made is used as it is,
 * if that one said that this one can.
 *
 * @param options.password in place of the address's, where the location names an identity
 * @param options.known the program's migrations; tests stand in for another version of it
 * @throws StoreRefused when it is not fit to be trusted with the journal or too new, and whatever the engine throws
 *   when it can't be opened or a migration fails
 */
export async function openStore(
  where: StoreLocation,
  options: { readonly password?: Password; readonly known?: Readonly<Record<string, Migration>> } = {},
): Promise<Database> {
  const { password, known = migrations } = options;
  const db = where.kind === 'file' ? openFile(where.file) : await openPostgres(where.url, password);
  try {
    await bringUpToDate(db, known);
    return db;
  } catch (error) {
    await db.destroy();
    throw error;
  }
}
