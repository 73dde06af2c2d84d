import { newestSchema } from '../../src/store/migrations.ts';
import { openStore, type StoreLocation } from '../../src/store/open.ts';
import { version } from '../../src/version.ts';
import { nextVersion, versionAfterNext } from './next-version.ts';

/** How versions get along on one store, alike on every engine. `empty` gives a new one. */
export function versionContract(engine: string, empty: () => Promise<StoreLocation>): void {
  describe(`versions of a store on ${engine}`, () => {
    const present = newestSchema();
    const open = async (...how: Parameters<typeof openStore>) => {
      const db = await openStore(...how);
      const row = await db.selectFrom('schema_version').selectAll().executeTakeFirstOrThrow();
      await db.destroy();
      return row;
    };

    test('a new one says which schema it has, and who made it', async () => {
      expect(await open(await empty())).toMatchObject({ version: present, made_by: version });
    });

    test('up by one, back by one, and up again', async () => {
      const where = await empty();
      await open(where);
      const newer = { version: present + 1, usable_from: present };
      expect(await open(where, { known: nextVersion })).toMatchObject(newer);
      expect(await open(where)).toMatchObject(newer);
      expect(await open(where, { known: nextVersion })).toMatchObject(newer);
    });

    test('up by two is refused by the older one, with what to do', async () => {
      const where = await empty();
      await open(where, { known: versionAfterNext });
      await open(where, { known: nextVersion });
      await expect(openStore(where)).rejects.toThrow(
        /^STORE_URL: its tables were made by Sync Warden \S+ \(schema \d+\); this is \S+ \(schema \d+\), which is too old for them\. Start \S+ or newer, or put back the backup/,
      );
    });
  });
}
