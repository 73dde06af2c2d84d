import pg from 'pg';
import { claimStore } from '../../src/store/belongs.ts';
import { migrations } from '../../src/store/migrations.ts';
import { openStore } from '../../src/store/open.ts';
import { bot, type Clinic, openClinic, textOf } from '../doctor/clinic.ts';
import { openDatabases } from './databases.ts';

const databases = openDatabases();
let clinic: Clinic;
beforeAll(async () => {
  clinic = await openClinic();
});
afterAll(async () => {
  await clinic.close();
  await databases.dropAll();
});

const check = (url: string) => clinic.examine({ env: { STORE_URL: url } });
const nameOf = (url: string) => new URL(url).pathname.slice(1);

async function inside(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

test('a store in order: everything passes, and the doctor leaves nothing', async () => {
  const url = await databases.create('migrated');
  const chart = await check(url);
  for (const id of ['store-open', 'store-write', 'store-schema', 'store-server', 'store-users'] as const)
    expect([id, chart[id].status]).toEqual([id, 'pass']);
  expect(chart['store-disk'].status).toBe('skipped');
  expect(chart['store-users'].says).toMatch(/No bot/);
  expect(chart['store-schema'].says).toContain(Object.keys(migrations).at(-1));
});

test('an empty database stays empty: the next start makes the tables', async () => {
  const url = await databases.create('empty');
  expect((await check(url))['store-schema'].says).toMatch(/first start makes them/);
  expect((await check(url))['store-schema'].says).toMatch(/first start makes them/);
});

test('a bot on it is seen', async () => {
  const url = await databases.create('migrated');
  const db = await openStore({ kind: 'postgres', url });
  await claimStore(db, `production ${bot.clientId}`);
  const chart = await check(url);
  await db.destroy();
  expect(chart['store-users'].says).toMatch(/connected.*[1-9]/);
  expect(chart['store-open'].status).toBe('pass');
});

test('a store of another bot', async () => {
  const url = await databases.create('migrated');
  const db = await openStore({ kind: 'postgres', url });
  await claimStore(db, 'sandbox');
  await db.destroy();
  expect((await check(url))['store-open']).toMatchObject({
    status: 'fail',
    says: expect.stringMatching(/belongs to sandbox/),
  });
});

test('changes that are still to be made, and such of a newer version', async () => {
  const url = await databases.create('migrated');
  const last = Object.keys(migrations).at(-1) ?? '';
  await inside(url, `delete from kysely_migration where name = '${last}'`);
  expect((await check(url))['store-schema']).toMatchObject({ status: 'warn', details: [last] });
  await inside(url, `insert into kysely_migration (name, timestamp) values ('9999-later', '')`);
  expect((await check(url))['store-schema']).toMatchObject({ status: 'warn', details: ['9999-later'] });
  await inside(url, 'update schema_version set usable_from = 9999');
  expect((await check(url))['store-schema']).toMatchObject({ status: 'fail', details: ['9999-later'] });
});

describe('can’t be used', () => {
  const passwordOf = (url: string) => new URL(url).password;

  test('with a wrong password, which is not told', async () => {
    const url = new URL(await databases.create('empty'));
    url.password = 'a-password-that-is-wrong';
    const chart = await check(url.href);
    expect(chart['store-open']).toMatchObject({
      status: 'fail',
      says: expect.stringMatching(/refuses user or password/),
    });
    expect(chart['store-write'].status).toBe('skipped');
    expect(JSON.stringify(chart)).not.toContain('a-password-that-is-wrong');
  });

  test('without its database', async () => {
    const url = new URL(await databases.create('empty'));
    url.pathname = '/nowhere';
    const found = (await check(url.href))['store-open'];
    expect(found.says).toMatch(/no such database/);
    expect(textOf(found)).not.toContain(passwordOf(url.href));
  });

  test('where nothing listens', async () => {
    const found = (await check('postgres://u:some-password@127.0.0.1:1/x'))['store-open'];
    expect(found.says).toMatch(/127\.0\.0\.1:1\/x.*nothing listens there/);
    expect(textOf(found)).not.toContain('some-password');
  });
});

test('a server that forgets', async () => {
  const url = await databases.create('migrated');
  await databases.run(`alter database ${nameOf(url)} set synchronous_commit = off`);
  expect((await check(url))['store-server']).toMatchObject({
    status: 'fail',
    says: expect.stringMatching(/synchronous_commit off/),
  });
});

test('a database that takes no writes', async () => {
  const url = await databases.create('migrated');
  await databases.run(`alter database ${nameOf(url)} set default_transaction_read_only = on`);
  expect((await check(url))['store-write']).toMatchObject({
    status: 'fail',
    says: expect.stringMatching(/no writes/),
  });
});

test('a user who may not make tables', async () => {
  const url = await databases.create('migrated');
  await inside(url, 'create schema locked; revoke all on schema locked from current_user');
  await databases.run(`alter database ${nameOf(url)} set search_path = locked`);
  expect((await check(url))['store-write'].status).toBe('fail');
});

test('with everything of the settings in it no password is ever said', async () => {
  const url = await databases.create('migrated');
  expect(JSON.stringify(await check(url))).not.toContain(passwordIn(url));
});

function passwordIn(url: string): string {
  const { password } = new URL(url);
  if (password.length < 8) throw new Error('the server’s password is too short to look for');
  return password;
}
