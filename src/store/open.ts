import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { migrations } from './migrations.ts';
import type { Database, Tables } from './schema.ts';

/** node:sqlite in the shape Kysely's SQLite dialect asks for. */
function asKyselyDatabase(sqlite: DatabaseSync) {
  return {
    close: () => sqlite.close(),
    prepare: (text: string) => {
      // A transaction that begins by reading and then writes would fail at once when another process wrote
      // in between; taking the write lock first makes it wait instead.
      const statement = sqlite.prepare(text === 'begin' ? 'begin immediate' : text);
      return {
        reader: statement.columns().length > 0,
        all: (parameters: readonly unknown[]) => statement.all(...(parameters as never[])),
        run: (parameters: readonly unknown[]) => statement.run(...(parameters as never[])),
        iterate: (parameters: readonly unknown[]) => statement.iterate(...(parameters as never[])),
      };
    },
  };
}

/**
 * Opens the store and brings it to the newest version. The file is made with mode 0600.
 *
 * `synchronous=FULL` because with NORMAL a power cut could reopen a used confirmation.
 *
 * @param file path of the SQLite file, or `:memory:`
 * @throws when the file cannot be made or read, or a migration fails
 */
export async function openStore(file: string): Promise<Database> {
  if (file !== ':memory:') {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    closeSync(openSync(file, 'a', 0o600));
    chmodSync(file, 0o600);
  }
  const sqlite = new DatabaseSync(file, { timeout: 5000, enableForeignKeyConstraints: true });
  sqlite.exec('pragma journal_mode=WAL; pragma synchronous=FULL;');
  const db = new Kysely<Tables>({
    dialect: new SqliteDialect({ database: asKyselyDatabase(sqlite) as never }),
  });
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) {
    await db.destroy();
    throw error;
  }
  return db;
}
