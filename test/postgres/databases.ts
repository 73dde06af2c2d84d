import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { openStore } from '../../src/store/open.ts';

/** Databases of one test file, on the server of `npm run test:postgres`. */
export interface Databases {
  /** The address of a new, empty database; `migrated` saves each test the migrations. */
  create(state: 'empty' | 'migrated'): Promise<string>;
  /** Drops one, whoever is still connected. */
  drop(url: string): Promise<void>;
  /** Runs a statement, as a role that may create databases. */
  run(statement: string): Promise<void>;
  dropAll(): Promise<void>;
}

/** The server under test. @throws when there is none: these tests are never skipped in silence */
export function serverUrl(): string {
  const url = process.env['TEST_POSTGRES_URL'];
  if (url === undefined || url === '') {
    throw new Error('TEST_POSTGRES_URL is not set: run these tests with npm run test:postgres');
  }
  return url;
}

/** The same server's address of another database. */
export function databaseUrl(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

/** Databases on a server. */
export function openDatabases(server = serverUrl()): Databases {
  const names = new Set<string>();
  let template: Promise<string> | null = null;

  async function run(statement: string): Promise<void> {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  }

  async function make(more = ''): Promise<string> {
    const name = `t${randomBytes(6).toString('hex')}`;
    await run(`create database ${name}${more}`);
    names.add(name);
    return name;
  }

  async function makeTemplate(): Promise<string> {
    const name = await make();
    const db = await openStore({ kind: 'postgres', url: databaseUrl(server, name) });
    await db.destroy();
    return name;
  }

  async function drop(name: string): Promise<void> {
    await run(`drop database ${name} with (force)`);
    names.delete(name);
  }

  return {
    run,
    async create(state) {
      if (state === 'empty') return databaseUrl(server, await make());
      template ??= makeTemplate();
      return databaseUrl(server, await make(` template ${await template}`));
    },
    drop: (url) => drop(new URL(url).pathname.slice(1)),
    async dropAll() {
      for (const name of [...names]) await drop(name);
    },
  };
}
