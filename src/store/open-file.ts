import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, SqliteAdapter, SqliteDialect } from 'kysely';
import { networkFileSystem } from './network-file-system.ts';
import type { Database, Tables } from './schema.ts';
import { StoreRefused } from './store-refused.ts';

/** Earlier ones can lose data of a WAL file that is reset while another process reads (sqlite.org, 3.51.3). */
const oldestSqlite = [3, 51, 3] as const;

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

/** SQLite's own: makes all migrations one transaction, so that of two processes that start at once one waits. */
class Adapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class Dialect extends SqliteDialect {
  override createAdapter(): Adapter {
    return new Adapter();
  }
}

/** True for a version of SQLite that is at least `oldestSqlite`. */
export function isSqliteFit(version: string): boolean {
  const parts = version.split('.').map(Number);
  for (const [index, least] of oldestSqlite.entries()) {
    const part = parts[index] ?? 0;
    if (part !== least) return part > least;
  }
  return true;
}

function prepareFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const network = networkFileSystem(dirname(file));
  if (network !== null) {
    throw new StoreRefused(
      `${file} lies on a network file system (${network}), where SQLite can't keep the journal safe; use a local or managed disk, or postgres://…`,
    );
  }
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
}

/**
 * Opens an SQLite file, made with mode 0600 when it is not there.
 *
 * `synchronous=FULL` because with NORMAL a power cut could reopen a used confirmation.
 *
 * @param file its path, or `:memory:`
 * @throws StoreRefused on a network file system, with a too old SQLite, or for a file that is no database
 */
export function openFile(file: string): Database {
  const version = process.versions['sqlite'] ?? '0';
  if (!isSqliteFit(version)) {
    throw new StoreRefused(
      `this Node has SQLite ${version}, which can lose data; use Node 24.21 or newer, or postgres://…`,
    );
  }
  try {
    if (file !== ':memory:') prepareFile(file);
    const sqlite = new DatabaseSync(file, { timeout: 5000, enableForeignKeyConstraints: true });
    sqlite.exec('pragma journal_mode=WAL; pragma synchronous=FULL;');
    return new Kysely<Tables>({ dialect: new Dialect({ database: asKyselyDatabase(sqlite) as never }) });
  } catch (error) {
    if (error instanceof StoreRefused) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new StoreRefused(`${file} can't be opened (${why}); name a file the bot may write`, error);
  }
}
