import { readFileSync } from 'node:fs';
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { Database, Tables } from './schema.ts';
import { StoreRefused } from './store-refused.ts';

const oldestServer = 130_000;
const int8 = 20;

/** Asked for with each new connection; @throws StoreRefused when there is none. */
export type Password = () => Promise<string>;

/** Where a connection address leads, without its password. */
function without(url: string): string {
  const parsed = URL.parse(url);
  return parsed === null ? 'the address' : `${parsed.host || 'local socket'}${parsed.pathname}`;
}

/** Numbers of 64 bits come as text from the driver; ours are times and counts, far below 2^53. */
const types = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === int8 && format !== 'binary'
      ? Number
      : pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
};

async function check(db: Database, url: string): Promise<void> {
  const { rows } = await sql<{ version: string; synced: string; fsync: string }>`
    select current_setting('server_version_num') as version,
      current_setting('synchronous_commit') as synced, current_setting('fsync') as fsync`.execute(db);
  const [server] = rows;
  if (Number(server?.version) < oldestServer) {
    throw new StoreRefused(`the server at ${without(url)} is older than PostgreSQL 13; use a newer one`);
  }
  // Otherwise a crash of the server could reopen a used confirmation.
  if (server?.synced === 'off' || server?.fsync === 'off') {
    throw new StoreRefused(
      `the server at ${without(url)} has synchronous_commit or fsync off; turn both on for this database`,
    );
  }
}

/** @throws StoreRefused when it can't be read */
function readAuthority(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new StoreRefused(`the file that sslrootcert names can't be read (${code})`, error);
  }
}

/**
 * How to connect.
 *
 * @param password in place of the address's: the driver lets an address, even one without a password, win over one
 *   given beside it
 * @throws StoreRefused when the file with the authorities can't be read
 */
export function connectionTo(url: string, password: Password | undefined): pg.ClientConfig {
  if (password === undefined) return { connectionString: url };
  const { hostname, port, username, pathname, searchParams } = new URL(url);
  const authority = searchParams.get('sslrootcert');
  return {
    // Brackets are of addresses alone.
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || '5432'),
    user: decodeURIComponent(username),
    database: decodeURIComponent(pathname.slice(1)),
    password,
    // Whoever gets a token can use it: it goes to a server that proved its name, or nowhere.
    ssl: { rejectUnauthorized: true, ...(authority === null ? {} : { ca: readAuthority(authority) }) },
  };
}

/**
 * Opens a PostgreSQL database.
 *
 * @param url `postgres://user:password@host:port/database`; the password is never part of an error
 * @param password in place of the address's; the connection is then encrypted and the server's name checked,
 *   whatever the address says, by the system's authorities or those in the file `sslrootcert` names
 * @throws StoreRefused when it can't be reached, is too old, or could forget what it said it had stored
 */
export async function openPostgres(url: string, password?: Password): Promise<Database> {
  const pool = new pg.Pool({
    ...connectionTo(url, password),
    max: 10,
    connectionTimeoutMillis: 5000,
    idleTimeoutMillis: 30_000,
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 30_000,
    application_name: 'sync-warden',
    types,
  });
  // A connection that breaks is replaced, and whoever uses it is told by the failing statement. Without listeners
  // it would end the process: the pool's own is off while a connection is in use, as between two statements.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const db: Database = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await check(db, url);
    return db;
  } catch (error) {
    await db.destroy();
    if (error instanceof StoreRefused) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? 'no answer';
    throw new StoreRefused(
      `PostgreSQL at ${without(url)} can't be used (${code}); check address, user and network${
        password === undefined ? '' : ', and that the server knows STORE_IDENTITY as this user'
      }`,
      error,
    );
  }
}
