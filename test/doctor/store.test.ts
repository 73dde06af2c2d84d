import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkDisk, checkRights, checkSchema, checkServer } from '../../src/doctor/store.ts';
import { claimStore } from '../../src/store/belongs.ts';
import { readFileStore, tryWriting } from '../../src/store/inspect-file.ts';
import type { PostgresContents } from '../../src/store/inspect-postgres.ts';
import { migrations, newestSchema } from '../../src/store/migrations.ts';
import { holdForThisHost } from '../../src/store/one-host.ts';
import { openStore } from '../../src/store/open.ts';
import { openFile } from '../../src/store/open-file.ts';
import { bot, type Clinic, openClinic, textOf } from './clinic.ts';

let clinic: Clinic;
let count = 0;
beforeAll(async () => {
  clinic = await openClinic();
});
afterAll(() => clinic.close());

const newFile = () => join(clinic.folder, `store-${++count}`, 'bot.db');
const check = (file: string) => clinic.examine({ env: { STORE_URL: `file:${file}` } });

async function store(owner: string | null): Promise<string> {
  const file = newFile();
  const db = await openStore({ kind: 'file', file });
  if (owner !== null) await claimStore(db, owner);
  await db.destroy();
  return file;
}

test('a new store is not made by looking', async () => {
  const file = newFile();
  const chart = await check(file);
  expect(chart['store-open']).toMatchObject({
    status: 'pass',
    says: expect.stringMatching(/isn’t there yet/),
  });
  expect(chart['store-schema'].says).toMatch(/first start makes them/);
  expect(chart['store-write'].status).toBe('pass');
  expect(existsSync(file)).toBe(false);
});

test('a store in use: nothing in it changes and nothing stays beside it', async () => {
  const file = await store(`production ${bot.clientId}`);
  const before = readdirSync(join(file, '..'));
  const chart = await check(file);
  for (const id of ['store-open', 'store-write', 'store-schema', 'store-users', 'store-disk'] as const)
    expect([id, chart[id].status]).toEqual([id, 'pass']);
  expect(readdirSync(join(file, '..')).filter((name) => !/-(wal|shm)$/.test(name))).toEqual(before);
});

test.each([
  ['the sandbox', 'sandbox'],
  ['another bot', 'production 11111111-2222-4333-8444-555555555555'],
])('a store that belongs to %s', async (_, owner) => {
  const found = (await check(await store(owner)))['store-open'];
  expect(found.status).toBe('fail');
  expect(textOf(found)).toContain('STORE_URL');
  expect(found.says).toContain(owner);
});

test('a file that is no store', async () => {
  const file = newFile();
  mkdirSync(join(file, '..'));
  writeFileSync(file, 'hello, I am a text file and long enough to look like one');
  const chart = await check(file);
  expect(chart['store-open']).toMatchObject({
    status: 'fail',
    says: expect.stringMatching(/not a database/),
  });
  expect(chart['store-schema'].status).toBe('skipped');
});

test('an address that is none', async () => {
  const found = (await clinic.examine({ env: { STORE_URL: 'ftp://x' } }))['store-open'];
  expect(found.status).toBe('fail');
  expect(found.says).toContain('STORE_URL');
});

describe('the tables', () => {
  test('of an earlier version: what the next start does, and that the doctor did nothing', async () => {
    const file = newFile();
    const db = openFile(file);
    const { '0001-first': first } = migrations;
    await first?.up(db as never);
    await db.schema
      .createTable('kysely_migration')
      .addColumn('name', 'text')
      .addColumn('timestamp', 'text')
      .execute();
    await db
      .insertInto('kysely_migration' as never)
      .values({ name: '0001-first', timestamp: '' } as never)
      .execute();
    await db.destroy();
    const found = (await check(file))['store-schema'];
    expect(found.status).toBe('warn');
    expect(found.details).toEqual(Object.keys(migrations).slice(1));
    expect(found.mend).toContain('npm run backup');
    expect((await check(file))['store-schema']).toEqual(found);
  });

  test('of a newer version: one that this one can use, and one that it can’t', () => {
    const applied = [...Object.keys(migrations), '9999-later'];
    const present = newestSchema();
    expect(checkSchema({ applied, usableFrom: present }, '')).toMatchObject({
      status: 'warn',
      details: ['9999-later'],
    });
    for (const usableFrom of [present + 1, null]) {
      expect(checkSchema({ applied, usableFrom }, '')).toMatchObject({
        status: 'fail',
        details: ['9999-later'],
      });
    }
  });

  test('a file says from which version on it can be used', async () => {
    const file = newFile();
    await (await openStore({ kind: 'file', file })).destroy();
    expect(readFileStore(file)?.usableFrom).toBe(newestSchema());
  });
});

describe('the disk', () => {
  const gigabyte = 1e9;
  test.each([
    ['with room', null, 5 * gigabyte, 'pass', /5\.0 GB/],
    ['nearly full', null, 0.5 * gigabyte, 'warn', /500 MB/],
    ['full', null, 0.01 * gigabyte, 'fail', /10 MB/],
    ['of a network', 'nfs4', 5 * gigabyte, 'fail', /nfs4.*PostgreSQL/s],
  ])('%s', (_, network, free, status, words) => {
    const { says, mend, ...found } = checkDisk('/data', network, free);
    expect(found.status).toBe(status);
    expect(`${says}\n${mend}`).toMatch(words);
  });
});

describe('writing', () => {
  test('is not possible where the folder can’t be made: says so, and what to set', async () => {
    const file = clinic.write('in-the-way', 'x');
    const chart = await check(join(file, 'bot.db'));
    expect(chart['store-write'].status).toBe('fail');
    expect(chart['store-write'].mend).toContain('STORE_URL');
  });

  test('is not possible while somebody holds the write lock', async () => {
    const file = await store(null);
    const db = openFile(file);
    await db.transaction().execute(async (held) => {
      await held.selectFrom('run').select('id').execute();
      expect(() => tryWriting(file)).toThrow(/locked/);
    });
    await db.destroy();
    expect(() => tryWriting(file)).not.toThrow();
  });
});

describe('bots on the store', () => {
  const ignore = { onForeign: () => {} };
  test('one of this machine', async () => {
    const file = await store(null);
    const hold = await holdForThisHost(file, ignore);
    const found = (await check(file))['store-users'];
    hold.release();
    expect(found).toMatchObject({ status: 'pass', says: expect.stringMatching(/on this machine/) });
    expect((await check(file))['store-users'].says).toMatch(/No bot/);
  });

  test('one of another machine', async () => {
    const file = await store(null);
    const hold = await holdForThisHost(file, { ...ignore, host: 'another' });
    const found = (await check(file))['store-users'];
    expect(found.status).toBe('fail');
    expect(textOf(found)).toMatch(/another machine.*PostgreSQL/s);
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(`${file}.host`, longAgo, longAgo);
    expect((await check(file))['store-users'].status).toBe('pass');
    hold.release();
  });
});

describe('what PostgreSQL says of itself', () => {
  const good: PostgresContents = {
    version: 160_004,
    versionText: '16.4',
    unsafe: [],
    encrypted: true,
    user: 'warden',
    mayCreate: true,
    foreignTables: [],
    readOnly: false,
    connectionsLeft: 90,
    botConnections: 0,
    applied: [],
    usableFrom: null,
    owner: null,
  };

  test.each<[string, Partial<PostgresContents>, string, RegExp]>([
    ['in order', {}, 'pass', /16\.4/],
    ['too old', { version: 120_020, versionText: '12.20' }, 'fail', /12\.20.*13/],
    ['forgetful', { unsafe: ['fsync', 'synchronous_commit'] }, 'fail', /fsync and synchronous_commit/],
    ['full', { connectionsLeft: 4 }, 'warn', /4 connections left.*max_connections/s],
    ['not encrypted', { encrypted: false }, 'warn', /sslmode=verify-full/],
  ])('%s', (_, change, status, words) => {
    const found = checkServer({ ...good, ...change }, 'db.example');
    expect(found.status).toBe(status);
    expect(`${found.says}\n${found.mend}`).toMatch(words);
  });

  test('not encrypted is no matter on this machine', () => {
    for (const host of ['127.0.0.1', 'localhost', ''])
      expect(checkServer({ ...good, encrypted: false }, host).status).toBe('pass');
  });

  test.each<[string, Partial<PostgresContents>, string, RegExp]>([
    ['in order', {}, 'pass', /warden may/],
    ['a standby', { readOnly: true }, 'fail', /primary/],
    ['a user who may not make tables', { mayCreate: false }, 'fail', /GRANT CREATE .* "warden"/],
    ['tables of another user', { foreignTables: ['run'] }, 'fail', /run.*REASSIGN/s],
  ])('rights: %s', (_, change, status, words) => {
    const found = checkRights({ ...good, ...change });
    expect(found.status).toBe(status);
    expect(`${found.says}\n${found.mend}`).toMatch(words);
  });
});
