import { createServer } from 'node:net';
import { inspect } from 'node:util';
import { sql } from 'kysely';
import { rememberConversation } from '../../src/store/conversations.ts';
import { openStore } from '../../src/store/open.ts';
import type { Database } from '../../src/store/schema.ts';
import { databaseUrl, openDatabases, serverUrl } from './databases.ts';
import { type PostgresServer, startPostgres } from './server.ts';

const databases = openDatabases();
afterAll(() => databases.dropAll());

const open = (url: string) => openStore({ kind: 'postgres', url });

/** What opening it fails with, all of it, as a log would print it. */
async function refusal(url: string): Promise<{ message: string; all: string }> {
  try {
    const db = await open(url);
    await db.destroy();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { message, all: inspect(error, { depth: 20, showHidden: true }) };
  }
  throw new Error('it could be opened');
}

/** The test server's address with other parts. */
function changed(parts: Partial<Pick<URL, 'username' | 'password' | 'port' | 'pathname'>>): string {
  return Object.assign(new URL(serverUrl()), parts).href;
}

describe('a store that cannot be had', () => {
  const secret = 'hunter2-is-secret';

  test.each([
    ['a wrong password', () => changed({ password: secret }), '28P01'],
    ['an unknown user', () => changed({ username: 'nobody-here', password: secret }), '28P01'],
    ['a database that is not there', () => changed({ pathname: '/nowhere' }), '3D000'],
    // Within jest an error of Node itself is no instance of its Error, so the code goes missing.
    ['a port where nobody listens', () => changed({ port: '9', password: secret }), /REFUSED|no answer/],
    ['a host that does not exist', () => `postgres://u:${secret}@nowhere.invalid/db`, /ENOTFOUND|no answer/],
    ['a password that is not well encoded', () => `postgres://u:${secret}%zz@127.0.0.1:9/db`, /./],
    ['a setting that means nothing', () => `postgres://u:${secret}@127.0.0.1:9/db?sslmode=what`, /./],
  ])('%s: named by its setting, and no password is told', async (_, url, code) => {
    const { message, all } = await refusal(url());
    expect(message).toMatch(/^STORE_URL: /);
    expect(message).toMatch(code);
    expect(all).not.toContain(secret);
    expect(all).not.toContain(new URL(serverUrl()).password);
  });

  test('a server that takes the connection and says nothing is not waited for without end', async () => {
    const silent = createServer((socket) => socket.on('error', () => {}));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', () => resolve()));
    const address = silent.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const began = Date.now();
    const { message, all } = await refusal(`postgres://u:${secret}@127.0.0.1:${port}/db`);
    silent.close();
    expect(message).toMatch(/^STORE_URL: .*127\.0\.0\.1/);
    expect(all).not.toContain(secret);
    expect(Date.now() - began).toBeLessThan(8000);
  });

  test('a database that does not wait for the disk is refused', async () => {
    const url = await databases.create('empty');
    await databases.run(`alter database ${new URL(url).pathname.slice(1)} set synchronous_commit = off`);
    expect((await refusal(url)).message).toMatch(/^STORE_URL: .*synchronous_commit or fsync off/);
  });
});

describe('connections that break while the store is open', () => {
  let db: Database;
  let url: string;
  beforeEach(async () => {
    url = await databases.create('migrated');
    db = await open(url);
  });
  afterEach(() => db.destroy());

  const write = (id: string, on = db) => rememberConversation(on, { id, reference: '{}', now: 0 });
  /** A connection that was cut a moment ago may still be handed out, once. */
  const writeSoon = async (id: string) => {
    for (let attempt = 0; ; attempt++) {
      try {
        return await write(id);
      } catch (error) {
        if (attempt === 10) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  };
  const written = async () =>
    (await db.selectFrom('conversation').select('id').orderBy('id').execute()).map(({ id }) => id);
  /** Ends every connection of the store, as an administrator or a failover does. */
  const cut = () =>
    databases.run(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${new URL(url).pathname.slice(1)}'`,
    );

  test('idle ones are replaced', async () => {
    await Promise.all(Array.from({ length: 10 }, (_, index) => write(`a${index}`)));
    await cut();
    await writeSoon('b');
    expect(await written()).toHaveLength(11);
  });

  test('one in the middle of a statement: that statement fails, nothing else', async () => {
    const slow = sql`select pg_sleep(20)`.execute(db).then(
      () => 'done',
      () => 'failed',
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    await cut();
    expect(await slow).toBe('failed');
    await writeSoon('b');
    expect(await written()).toEqual(['b']);
  });

  test('one between two statements of a transaction: nothing of it stays, and the process lives', async () => {
    const torn = db.transaction().execute(async (tx) => {
      await write('a', tx);
      await cut();
      await new Promise((resolve) => setTimeout(resolve, 300));
      await write('b', tx);
    });
    await expect(torn).rejects.toThrow();
    await writeSoon('c');
    expect(await written()).toEqual(['c']);
  });
});

describe('a server that crashes', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres({ fsync: 'off' });
  });
  afterAll(() => server.stop());

  test('without fsync it is refused; with it, what was stored outlives the crash and the store goes on', async () => {
    const own = openDatabases(server.url);
    const url = databaseUrl(server.url, new URL(await own.create('empty')).pathname.slice(1));
    expect((await refusal(url)).message).toMatch(/^STORE_URL: .*fsync off/);
    await server.crash({ fsync: 'on' });
    const db = await open(url);
    const write = (id: string) => rememberConversation(db, { id, reference: '{}', now: 0 });
    await Promise.all(Array.from({ length: 40 }, (_, index) => write(`before ${index}`)));
    const crashing = server.crash();
    const during = await Promise.allSettled(
      Array.from({ length: 40 }, (_, index) => write(`during ${index}`)),
    );
    await crashing;
    await write('after');
    const ids = (await db.selectFrom('conversation').select('id').execute()).map(({ id }) => id);
    expect(ids.filter((id) => id.startsWith('before'))).toHaveLength(40);
    expect(ids).toContain('after');
    // What was said to be stored is there; of what failed nobody can tell.
    for (const [index, { status }] of during.entries())
      if (status === 'fulfilled') expect(ids).toContain(`during ${index}`);
    await db.destroy();
  });
});
