import { type Kysely, sql } from 'kysely';
import { version as program } from '../version.ts';
import { isPostgres } from './engine.ts';
import type { Database } from './schema.ts';
import { StoreRefused } from './store-refused.ts';

/** What a store says of its tables. */
export interface SchemaVersion {
  /** The number of its newest migration. */
  readonly version: number;
  /** Programs whose newest migration has at least this number can use it. */
  readonly usableFrom: number;
  /** The program that brought it there. */
  readonly madeBy: string;
}

/** Makes the row that says which schema a store has. */
export async function createSchemaVersion(db: Kysely<unknown>, version: number): Promise<void> {
  await db.schema
    .createTable('schema_version')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('usable_from', 'integer', (c) => c.notNull())
    .addColumn('made_by', 'text', (c) => c.notNull())
    .execute();
  await (db as Database)
    .insertInto('schema_version')
    .values({ id: 1, version, usable_from: version, made_by: program })
    .execute();
}

/** Notes that a store has a newer schema now. */
export async function raiseSchemaVersion(
  db: Kysely<unknown>,
  to: { readonly version: number; readonly usableFrom: number },
): Promise<void> {
  await (db as Database)
    .updateTable('schema_version')
    .set({ version: to.version, usable_from: to.usableFrom, made_by: program })
    .where('id', '=', 1)
    .execute();
}

/** Which schema a store has; null for an empty store, or one from before there was a release. */
export async function findSchemaVersion(db: Database): Promise<SchemaVersion | null> {
  // Only where statements look: another schema of the database may have a table of that name.
  const { rows } = await (isPostgres(db)
    ? sql<{ name: string | null }>`select to_regclass('schema_version')::text as name`
    : sql<{ name: string }>`select name from sqlite_master where name = 'schema_version'`
  ).execute(db);
  return rows.some(({ name }) => name !== null) ? await readSchemaVersion(db) : null;
}

async function readSchemaVersion(db: Database): Promise<SchemaVersion> {
  const row = await db.selectFrom('schema_version').selectAll().executeTakeFirstOrThrow();
  return { version: row.version, usableFrom: row.usable_from, madeBy: row.made_by };
}

function checkUsable({ version, usableFrom, madeBy }: SchemaVersion, known: number): void {
  if (usableFrom <= known) return;
  throw new StoreRefused(
    `its tables were made by Sync Warden ${madeBy} (schema ${version}); this is ${program} (schema ${known}), which is too old for them. Start ${madeBy} or newer, or put back the backup from before that upgrade`,
  );
}

/**
 * Whether the store is one that a newer program made and this one can use all the same.
 *
 * @param known the number of the newest migration this program has
 * @returns false when the store has nothing this program does not know
 * @throws StoreRefused when it is too new
 */
export async function isNewerAndUsable(db: Database, known: number): Promise<boolean> {
  const found = await findSchemaVersion(db);
  if (found === null || found.version <= known) return false;
  checkUsable(found, known);
  return true;
}

/**
 * Makes sure that the store can still be used: a newer program may have changed it meanwhile.
 *
 * @throws StoreRefused when it is too new, and whatever the engine throws when it can't be read
 */
export async function checkStillUsable(db: Database, known: number): Promise<void> {
  checkUsable(await readSchemaVersion(db), known);
}
