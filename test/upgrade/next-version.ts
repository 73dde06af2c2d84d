import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { addition } from '../../src/store/addition.ts';
import { migrations, newestSchema } from '../../src/store/migrations.ts';

const present = newestSchema();

/** A change as a next version may make it: a table with an index, and columns in tables that are there. */
export const goodChange = {
  version: present + 1,
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('note')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('text', 'text', (c) => c.notNull())
      .execute();
    await db.schema.createIndex('note_text').unique().on('note').column('text').execute();
    await db.schema.alterTable('run').addColumn('mood', 'text').execute();
    await db.schema
      .alterTable('message')
      .addColumn('weight', 'integer', (c) => c.notNull().defaultTo(7))
      .execute();
    await db.schema
      .alterTable('inbox')
      .addColumn('tongue', 'text', (c) => c.notNull().defaultTo('en'))
      .execute();
  },
};

const named = (version: number) => `${String(version).padStart(4, '0')}-next`;

/** The migrations of the version after this one, whose store this one can use. */
export const nextVersion: Record<string, Migration> = {
  ...migrations,
  [named(present + 1)]: addition({ ...goodChange, usableFrom: present }),
};

/** Those of the version after that, whose store it can't. */
export const versionAfterNext: Record<string, Migration> = {
  ...nextVersion,
  [named(present + 2)]: addition({
    version: present + 2,
    usableFrom: present + 1,
    async up(db) {
      await db.schema.alterTable('run').addColumn('tune', 'text').execute();
    },
  }),
};

/** Changes that an older program would not survive, or during which it would have to wait. */
export const badChanges: Readonly<Record<string, (db: Kysely<unknown>) => Promise<void>>> = {
  'drops a column': (db) => db.schema.alterTable('run').dropColumn('attempts').execute(),
  'drops a table': (db) => db.schema.dropTable('inventory').execute(),
  'renames a column': (db) => db.schema.alterTable('run').renameColumn('attempts', 'tries').execute(),
  'adds a column that must be given': (db) =>
    db.schema
      .alterTable('run')
      .addColumn('mood', 'text', (c) => c.notNull())
      .execute(),
  'adds a column that makes every row anew': (db) =>
    db.schema
      .alterTable('run')
      .addColumn('at', 'text', (c) => c.notNull().defaultTo(sql`random()`))
      .execute(),
  'adds a column of which each is the only one': (db) =>
    db.schema
      .alterTable('run')
      .addColumn('mood', 'text', (c) => c.unique())
      .execute(),
  'indexes a table that is there': (db) => db.schema.createIndex('x').on('audit').column('at').execute(),
  'changes rows': async (db) => void (await sql`update run set attempts = 0`.execute(db)),
  'deletes rows': async (db) => void (await sql`delete from run`.execute(db)),
  'refers to a table that is there': (db) =>
    db.schema
      .createTable('note')
      .addColumn('run', 'text', (c) => c.references('run.id'))
      .execute(),
};
