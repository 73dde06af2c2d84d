import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { isPostgres } from './engine.ts';
import { watchesMigration } from './migration-watches.ts';
import { createSchemaVersion } from './schema-version.ts';

/** Lets a table only grow: the database itself refuses to change or delete a row. */
async function forbidChange(db: Kysely<unknown>, table: string): Promise<void> {
  const name = sql.table(table);
  if (!isPostgres(db)) {
    for (const event of ['update', 'delete']) {
      await sql`create trigger ${sql.id(`${table}_no_${event}`)} before ${sql.raw(event)} on ${name}
        begin select raise(abort, 'rows can only be added here'); end`.execute(db);
    }
    return;
  }
  const refuse = sql.id(`${table}_refuse_change`);
  await sql`create function ${refuse}() returns trigger language plpgsql as $$
    begin raise exception 'rows can only be added here'; end $$`.execute(db);
  await sql`create trigger ${sql.id(`${table}_no_change`)} before update or delete on ${name}
    for each row execute function ${refuse}()`.execute(db);
  await sql`create trigger ${sql.id(`${table}_no_truncate`)} before truncate on ${name}
    for each statement execute function ${refuse}()`.execute(db);
}

/** The schema of the newest release: migrations after it keep to `addition`, so that its programs can use the store. */
export const releasedSchema = 6;

/** In order of their names, which begin with their numbers; a landed one is never changed. */
export const migrations: Record<string, Migration> = {
  '0001-first': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('inbox')
        .addColumn('key', 'text', (c) => c.primaryKey())
        .addColumn('actor', 'text', (c) => c.notNull())
        .addColumn('place', 'text', (c) => c.notNull())
        .addColumn('text', 'text', (c) => c.notNull())
        .addColumn('lane', 'text', (c) => c.notNull())
        .addColumn('message_id', 'text', (c) => c.notNull())
        .addColumn('status', 'text', (c) => c.notNull())
        .addColumn('received_at', 'bigint', (c) => c.notNull())
        .addColumn('lease_owner', 'text')
        .addColumn('lease_until', 'bigint', (c) => c.notNull().defaultTo(0))
        .addColumn('attempts', 'integer', (c) => c.notNull().defaultTo(0))
        .execute();
      await db.schema.createIndex('inbox_due').on('inbox').columns(['status', 'received_at']).execute();
      await db.schema
        .createTable('message')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('conversation_id', 'text', (c) => c.notNull())
        .addColumn('place', 'text', (c) => c.notNull())
        .addColumn('notice', 'text', (c) => c.notNull())
        .addColumn('revision', 'integer', (c) => c.notNull())
        .addColumn('sent_revision', 'integer', (c) => c.notNull().defaultTo(0))
        .addColumn('activity_id', 'text')
        .addColumn('not_before', 'bigint', (c) => c.notNull().defaultTo(0))
        .addColumn('held_until', 'bigint', (c) => c.notNull().defaultTo(0))
        .addColumn('lease_owner', 'text')
        .addColumn('lease_until', 'bigint', (c) => c.notNull().defaultTo(0))
        .addColumn('attempts', 'integer', (c) => c.notNull().defaultTo(0))
        .addColumn('dead', 'text')
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .execute();
      await db.schema
        .createIndex('message_due')
        .on('message')
        .column('not_before')
        .where(sql.ref('sent_revision'), '<', sql.ref('revision'))
        .execute();
      await db.schema
        .createIndex('message_activity')
        .on('message')
        .columns(['conversation_id', 'activity_id'])
        .execute();
      await db.schema
        .createTable('conversation')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('reference', 'text', (c) => c.notNull())
        .addColumn('welcomed', 'integer', (c) => c.notNull().defaultTo(0))
        .addColumn('updated_at', 'bigint', (c) => c.notNull())
        .execute();
      await db.schema
        .createTable('confirmation')
        .addColumn('token', 'text', (c) => c.primaryKey())
        .addColumn('plan', 'text', (c) => c.notNull())
        .addColumn('target_key', 'text', (c) => c.notNull())
        .addColumn('operation', 'text', (c) => c.notNull())
        .addColumn('actor_tenant', 'text', (c) => c.notNull())
        .addColumn('actor_object', 'text', (c) => c.notNull())
        .addColumn('conversation_id', 'text', (c) => c.notNull())
        .addColumn('thread', 'text')
        .addColumn('message_id', 'text', (c) => c.notNull())
        .addColumn('status', 'text', (c) => c.notNull())
        .addColumn('run_id', 'text')
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addColumn('expires_at', 'bigint', (c) => c.notNull())
        .addColumn('closed_at', 'bigint')
        .execute();
      await db.schema
        .createIndex('confirmation_due')
        .on('confirmation')
        .columns(['status', 'expires_at'])
        .execute();
      await db.schema
        .createTable('run')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('record', 'text', (c) => c.notNull())
        .addColumn('state', 'text', (c) => c.notNull())
        .addColumn('target_key', 'text', (c) => c.notNull())
        .addColumn('locked_target', 'text', (c) => c.unique())
        .addColumn('due_at', 'bigint')
        .addColumn('lease_owner', 'text')
        .addColumn('lease_until', 'bigint', (c) => c.notNull().defaultTo(0))
        .addColumn('attempts', 'integer', (c) => c.notNull().defaultTo(0))
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addColumn('updated_at', 'bigint', (c) => c.notNull())
        .execute();
      await db.schema.createIndex('run_due').on('run').column('due_at').execute();
      await db.schema
        .createTable('inventory')
        .addColumn('service_principal_id', 'text', (c) => c.primaryKey())
        .addColumn('display_name', 'text', (c) => c.notNull())
        .addColumn('app_id', 'text')
        .addColumn('jobs', 'text', (c) => c.notNull())
        .execute();
      await db.schema
        .createTable('inventory_read')
        .addColumn('id', 'integer', (c) => c.primaryKey())
        .addColumn('read_at', 'bigint', (c) => c.notNull())
        .addColumn('searched', 'integer', (c) => c.notNull())
        .execute();
    },
  },
  '0002-nothing-lost': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema.alterTable('inbox').addColumn('second_key', 'text').execute();
      await db.schema.createIndex('inbox_second_key').unique().on('inbox').column('second_key').execute();
      await db.schema.alterTable('message').addColumn('posting', 'integer').execute();
      await db.schema.alterTable('message').dropColumn('lease_owner').execute();
      await db.schema.alterTable('message').dropColumn('lease_until').execute();
      await db.schema
        .createIndex('message_pending')
        .on('message')
        .columns(['conversation_id', 'id'])
        .where(sql.ref('sent_revision'), '<', sql.ref('revision'))
        .execute();
      for (const [column, type, byDefault] of [
        ['lease_owner', 'text', null],
        ['lease_until', 'bigint', 0],
        ['fence', 'integer', 0],
        ['paced_until', 'bigint', 0],
        ['sent_at', 'text', '[]'],
        ['gone', 'text', null],
      ] as const) {
        await db.schema
          .alterTable('conversation')
          .addColumn(column, type, (c) => (byDefault === null ? c : c.notNull().defaultTo(byDefault)))
          .execute();
      }
      await db.schema
        .alterTable('run')
        .addColumn('interrupted', 'integer', (c) => c.notNull().defaultTo(0))
        .execute();
      // The newest question of a person about a target stays open; the index lets no second one be.
      await sql`update confirmation set status = 'retired' where status = 'pending' and exists (
        select 1 from confirmation as newer where newer.status = 'pending'
          and newer.target_key = confirmation.target_key
          and newer.actor_tenant = confirmation.actor_tenant
          and newer.actor_object = confirmation.actor_object
          and (newer.created_at > confirmation.created_at
            or (newer.created_at = confirmation.created_at and newer.token > confirmation.token)))`.execute(
        db,
      );
      await db.schema
        .createIndex('confirmation_open')
        .unique()
        .on('confirmation')
        .columns(['target_key', 'actor_tenant', 'actor_object'])
        .where(sql.ref('status'), '=', sql.lit('pending'))
        .execute();
      await db.schema
        .createTable('saved_job')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('run_id', 'text', (c) => c.notNull())
        .addColumn('target_key', 'text', (c) => c.notNull())
        .addColumn('saved_at', 'bigint', (c) => c.notNull())
        .addColumn('content', 'text', (c) => c.notNull())
        .execute();
      await db.schema.createIndex('saved_job_run').on('saved_job').column('run_id').execute();
      await db.schema
        .createTable('audit')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('at', 'bigint', (c) => c.notNull())
        .addColumn('run_id', 'text')
        .addColumn('tenant_id', 'text', (c) => c.notNull())
        .addColumn('actor_object', 'text', (c) => c.notNull())
        .addColumn('actor_name', 'text', (c) => c.notNull())
        .addColumn('scope', 'text', (c) => c.notNull())
        .addColumn('conversation_id', 'text', (c) => c.notNull())
        .addColumn('thread', 'text')
        .addColumn('approver_object', 'text')
        .addColumn('approver_name', 'text')
        .addColumn('operation', 'text', (c) => c.notNull())
        .addColumn('target_key', 'text')
        .addColumn('target', 'text')
        .addColumn('display_name', 'text', (c) => c.notNull())
        .addColumn('reason', 'text')
        .addColumn('state_before', 'text')
        .addColumn('state_after', 'text')
        .addColumn('request_ids', 'text', (c) => c.notNull())
        .addColumn('outcome', 'text', (c) => c.notNull())
        .addColumn('code', 'text')
        .execute();
      await db.schema.createIndex('audit_at').on('audit').columns(['tenant_id', 'at']).execute();
      await db.schema
        .createIndex('audit_target')
        .on('audit')
        .columns(['tenant_id', 'target_key', 'at'])
        .execute();
      await db.schema
        .createTable('belongs')
        .addColumn('id', 'integer', (c) => c.primaryKey())
        .addColumn('owner', 'text', (c) => c.notNull())
        .execute();
      // Before this there was only the sandbox.
      await sql`insert into belongs (id, owner)
        select 1, 'sandbox' where exists (select 1 from conversation)`.execute(db);
      await forbidChange(db, 'audit');
      await forbidChange(db, 'saved_job');
    },
  },
  '0003-tenants': {
    async up(db: Kysely<unknown>): Promise<void> {
      // What they held is only remembered, and is read anew.
      await db.schema.dropTable('inventory').execute();
      await db.schema.dropTable('inventory_read').execute();
      await db.schema
        .createTable('inventory')
        .addColumn('tenant_id', 'text', (c) => c.notNull())
        .addColumn('service_principal_id', 'text', (c) => c.notNull())
        .addColumn('display_name', 'text', (c) => c.notNull())
        .addColumn('app_id', 'text')
        .addColumn('jobs', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('inventory_key', ['tenant_id', 'service_principal_id'])
        .execute();
      await db.schema
        .createTable('inventory_read')
        .addColumn('tenant_id', 'text', (c) => c.primaryKey())
        .addColumn('read_at', 'bigint', (c) => c.notNull())
        .addColumn('searched', 'integer', (c) => c.notNull())
        .execute();
    },
  },
  '0004-timers': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('timer')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('target_key', 'text', (c) => c.notNull())
        .addColumn('tenant_id', 'text', (c) => c.notNull())
        .addColumn('conversation_id', 'text', (c) => c.notNull())
        .addColumn('actor_object', 'text', (c) => c.notNull())
        .addColumn('kind', 'text', (c) => c.notNull())
        .addColumn('state', 'text', (c) => c.notNull())
        .addColumn('record', 'text', (c) => c.notNull())
        .addColumn('message_id', 'text', (c) => c.notNull())
        .addColumn('paused_at', 'bigint', (c) => c.notNull())
        .addColumn('due_at', 'bigint', (c) => c.notNull())
        .addColumn('lease_owner', 'text')
        .addColumn('lease_until', 'bigint', (c) => c.notNull().defaultTo(0))
        .addColumn('attempts', 'integer', (c) => c.notNull().defaultTo(0))
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addColumn('ended_at', 'bigint')
        .execute();
      await db.schema
        .createIndex('timer_waiting')
        .unique()
        .on('timer')
        .column('target_key')
        .where(sql.ref('state'), '=', sql.lit('waiting'))
        .execute();
      await db.schema.createIndex('timer_due').on('timer').columns(['state', 'due_at']).execute();
      await db.schema
        .createIndex('timer_conversation')
        .on('timer')
        .columns(['conversation_id', 'state'])
        .execute();
    },
  },
  '0005-watches': watchesMigration,
  '0006-schema-version': { up: (db: Kysely<unknown>) => createSchemaVersion(db, 6) },
};

/** The number of the newest of some migrations: the schema a program knows. */
export function newestSchema(of: Readonly<Record<string, Migration>> = migrations): number {
  return Math.max(...Object.keys(of).map((name) => Number.parseInt(name, 10)));
}
