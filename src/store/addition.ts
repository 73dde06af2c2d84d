import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { isPostgres } from './engine.ts';
import { raiseSchemaVersion } from './schema-version.ts';

/**
 * A migration after the first release. Programs of the release before go on while it is made and after: it adds
 * tables, their indexes, and columns that are nullable or have a constant default, and nothing else.
 *
 * @param change.version its number
 * @param change.usableFrom the schema of the release before, whose programs can use the store afterwards
 */
export function addition(change: {
  readonly version: number;
  readonly usableFrom: number;
  readonly up: (db: Kysely<unknown>) => Promise<void>;
}): Migration {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      // Whoever waits for a table keeps all behind it waiting, too: better to give up, and be started again.
      if (isPostgres(db)) await sql`set local lock_timeout = '3s'`.execute(db);
      await change.up(db);
      await raiseSchemaVersion(db, change);
    },
  };
}
