import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addition } from '../../src/store/addition.ts';
import { migrations, newestSchema, releasedSchema } from '../../src/store/migrations.ts';
import { openStore } from '../../src/store/open.ts';
import { checkStillUsable } from '../../src/store/schema-version.ts';
import { openFrontDoor } from '../support/front-door.ts';
import { badChanges, goodChange, nextVersion, versionAfterNext } from './next-version.ts';
import { objections } from './only-adds.ts';
import { versionContract } from './version-contract.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'upgrade-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const file = () => ({ kind: 'file', file: join(folder, 'bot.db') }) as const;

versionContract('SQLite', async () => file());

describe('migrations', () => {
  test('are numbered one after the other', () => {
    const numbers = Object.keys(migrations).map((name) => Number(/^(\d{4})-[a-z-]+$/.exec(name)?.[1]));
    expect(numbers).toEqual(Object.keys(migrations).map((_, index) => index + 1));
  });

  test('after the newest release only add, and say so', async () => {
    expect(releasedSchema).toBeLessThanOrEqual(newestSchema());
    for (const [name, migration] of Object.entries(migrations)) {
      if (Number.parseInt(name, 10) > releasedSchema) expect(await objections(migration)).toEqual([]);
    }
  });

  test('can be used by programs of the newest release', async () => {
    const db = await openStore(file());
    const row = await db.selectFrom('schema_version').selectAll().executeTakeFirstOrThrow();
    await db.destroy();
    expect(row.version).toBe(newestSchema());
    expect(row.usable_from).toBeLessThanOrEqual(releasedSchema);
  });
});

describe('what a migration may do', () => {
  test('adding is fine', async () => {
    expect(await objections(addition({ ...goodChange, usableFrom: 1 }))).toEqual([]);
  });

  test.each(Object.keys(badChanges))('one that %s is found', async (name) => {
    const up = badChanges[name] ?? (async () => {});
    expect(await objections(addition({ ...goodChange, usableFrom: 1, up }))).not.toEqual([]);
  });

  test('one without its number is found', async () => {
    expect(await objections({ up: goodChange.up })).toHaveLength(3);
  });
});

test('the bot works on the store of the version after this one', async () => {
  const newer = await openStore(file(), { known: nextVersion });
  await newer.destroy();
  const door = await openFrontDoor({ env: { STORE_URL: `file:${file().file}` } });
  try {
    await door.say('pause Slack for 2h');
    await door.shown(/Slack is paused/);
    await door.say('watch all');
    await door.shown(/watched here/i);
    await door.say('history');
    await door.shown(/on record/);
    const { port } = door.bot;
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
  } finally {
    await door.stop();
  }
});

test('a bot whose store becomes too new is not ready any more', async () => {
  const db = await openStore(file());
  await checkStillUsable(db, newestSchema());
  await db.destroy();
  const newer = await openStore(file(), { known: versionAfterNext });
  await expect(checkStillUsable(newer, newestSchema())).rejects.toThrow(/^STORE_URL: .*too old/);
  await checkStillUsable(newer, newestSchema() + 1);
  await newer.destroy();
});
