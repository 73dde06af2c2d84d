import { sql } from 'kysely';
import { openStore } from '../../src/store/open.ts';
import { storeContract } from '../store/contract.ts';
import { openDatabases } from './databases.ts';

const databases = openDatabases();
afterAll(() => databases.dropAll());

const open = (url: string) => openStore({ kind: 'postgres', url });

storeContract('PostgreSQL', async () => {
  const url = await databases.create('migrated');
  const [db, ...peers] = await Promise.all([open(url), open(url), open(url), open(url)]);
  if (db === undefined) throw new Error('no store was opened');
  return {
    db,
    peers,
    async close() {
      for (const each of [db, ...peers]) await each.destroy();
      await databases.drop(url);
    },
  };
});

test('eight may open a new database at once: each migration is made once, and all can use it', async () => {
  const url = await databases.create('empty');
  const stores = await Promise.all(Array.from({ length: 8 }, () => open(url)));
  const counts = await Promise.all(
    stores.map(async (db) => {
      const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(
        db,
      );
      await db.selectFrom('run').select('id').execute();
      return rows.map(({ name }) => name);
    }),
  );
  for (const db of stores) await db.destroy();
  expect(counts).toEqual(
    Array(8).fill([
      '0001-first',
      '0002-nothing-lost',
      '0003-tenants',
      '0004-timers',
      '0005-watches',
      '0006-schema-version',
    ]),
  );
});

test('numbers of 64 bits come back as numbers', async () => {
  const db = await open(await databases.create('migrated'));
  await db
    .insertInto('inventory_read')
    .values({ tenant_id: 't', read_at: Date.UTC(2100, 0), searched: 3 })
    .execute();
  const row = await db.selectFrom('inventory_read').selectAll().executeTakeFirst();
  expect(row).toEqual({ tenant_id: 't', read_at: Date.UTC(2100, 0), searched: 3 });
  await db.destroy();
});
