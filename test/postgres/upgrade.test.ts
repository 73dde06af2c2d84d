import pg from 'pg';
import { newestSchema } from '../../src/store/migrations.ts';
import { openStore } from '../../src/store/open.ts';
import { goesOn } from '../upgrade/goes-on.ts';
import { leavesToNewer } from '../upgrade/leave-to-newer.ts';
import { nextVersion } from '../upgrade/next-version.ts';
import { versionContract } from '../upgrade/version-contract.ts';
import { openDatabases } from './databases.ts';

const databases = openDatabases();
afterAll(() => databases.dropAll());

const empty = async () => ({ kind: 'postgres', url: await databases.create('empty') }) as const;

versionContract('PostgreSQL', empty);
leavesToNewer('PostgreSQL', async () => openStore(await empty()));

test('older and newer ones that start at once all come up', async () => {
  const where = await empty();
  await (await openStore(where)).destroy();
  const stores = await Promise.all(
    Array.from({ length: 8 }, (_, index) => openStore(where, index % 2 === 0 ? { known: nextVersion } : {})),
  );
  for (const db of stores) {
    const row = await db.selectFrom('schema_version').selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({ version: newestSchema() + 1, usable_from: newestSchema() });
  }
  for (const db of stores) await db.destroy();
});

goesOn('postgres', async () => {
  const { url } = await empty();
  return {
    location: { kind: 'postgres', url },
    async refill(sql) {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      try {
        await client.query('drop schema public cascade; create schema public;');
        await client.query(sql);
      } finally {
        await client.end();
      }
    },
  };
});
