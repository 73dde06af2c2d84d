import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What watches need: who wants to hear of what, how each watched job was last, and what waits to be told. */
export const watchesMigration: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('watch')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('tenant_id', 'text', (c) => c.notNull())
      .addColumn('conversation_id', 'text', (c) => c.notNull())
      .addColumn('place', 'text', (c) => c.notNull())
      .addColumn('watched_key', 'text', (c) => c.notNull())
      .addColumn('watched', 'text', (c) => c.notNull())
      .addColumn('only_events', 'text')
      .addColumn('by_name', 'text', (c) => c.notNull())
      .addColumn('since', 'bigint', (c) => c.notNull())
      .addColumn('card_message', 'text')
      .execute();
    await db.schema
      .createIndex('watch_of')
      .unique()
      .on('watch')
      .columns(['conversation_id', 'tenant_id', 'watched_key'])
      .execute();
    await db.schema.createIndex('watch_tenant').on('watch').column('tenant_id').execute();
    await db.schema
      .createTable('quiet_hours')
      .addColumn('conversation_id', 'text', (c) => c.primaryKey())
      .addColumn('from_minute', 'integer', (c) => c.notNull())
      .addColumn('to_minute', 'integer', (c) => c.notNull())
      .addColumn('time_zone', 'text', (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('poll_tenant')
      .addColumn('tenant_id', 'text', (c) => c.primaryKey())
      .addColumn('next_at', 'bigint', (c) => c.notNull())
      .addColumn('lease_owner', 'text')
      .addColumn('lease_until', 'bigint', (c) => c.notNull().defaultTo(0))
      .addColumn('fence', 'integer', (c) => c.notNull().defaultTo(0))
      .addColumn('backoff_until', 'bigint', (c) => c.notNull().defaultTo(0))
      .addColumn('trouble', 'text')
      .addColumn('trouble_since', 'bigint')
      .addColumn('trouble_told', 'integer', (c) => c.notNull().defaultTo(0))
      .addColumn('audits_denied_until', 'bigint', (c) => c.notNull().defaultTo(0))
      .addColumn('survey_at', 'bigint', (c) => c.notNull())
      .addColumn('survey_owner', 'text')
      .addColumn('survey_until', 'bigint', (c) => c.notNull().defaultTo(0))
      .execute();
    await db.schema.createIndex('poll_tenant_due').on('poll_tenant').column('next_at').execute();
    await db.schema
      .createTable('watched_job')
      .addColumn('tenant_id', 'text', (c) => c.notNull())
      .addColumn('target_key', 'text', (c) => c.notNull())
      .addColumn('service_principal_id', 'text', (c) => c.notNull())
      .addColumn('job_id', 'text', (c) => c.notNull())
      .addColumn('display_name', 'text', (c) => c.notNull())
      .addColumn('template_id', 'text')
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('unsettled', 'integer', (c) => c.notNull().defaultTo(0))
      .addColumn('due_from', 'bigint', (c) => c.notNull())
      .addColumn('next_at', 'bigint', (c) => c.notNull())
      .addColumn('changed_at', 'bigint', (c) => c.notNull())
      .addColumn('hurried_at', 'bigint', (c) => c.notNull().defaultTo(0))
      .addColumn('read_at', 'bigint', (c) => c.notNull().defaultTo(0))
      .addPrimaryKeyConstraint('watched_job_key', ['tenant_id', 'target_key'])
      .execute();
    await db.schema
      .createIndex('watched_job_due')
      .on('watched_job')
      .columns(['tenant_id', 'due_from'])
      .execute();
    await db.schema
      .createIndex('watched_job_next')
      .on('watched_job')
      .columns(['tenant_id', 'next_at'])
      .execute();
    await db.schema
      .createIndex('watched_job_unsettled')
      .on('watched_job')
      .column('tenant_id')
      .where(sql.ref('unsettled'), '=', sql.lit(1))
      .execute();
    await db.schema
      .createTable('happening')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('tenant_id', 'text', (c) => c.notNull())
      .addColumn('target_key', 'text', (c) => c.notNull())
      .addColumn('event', 'text', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('told_at', 'bigint', (c) => c.notNull())
      .addColumn('content', 'text', (c) => c.notNull())
      .addUniqueConstraint('happening_once', ['tenant_id', 'target_key', 'event', 'at'])
      .execute();
    await db.schema.createIndex('happening_told').on('happening').column('told_at').execute();
    await db.schema
      .createTable('held_happening')
      .addColumn('conversation_id', 'text', (c) => c.notNull())
      .addColumn('happening_id', 'text', (c) => c.notNull())
      .addColumn('tenant_id', 'text', (c) => c.notNull())
      .addColumn('place', 'text', (c) => c.notNull())
      .addColumn('content', 'text', (c) => c.notNull())
      .addColumn('waited', 'integer', (c) => c.notNull())
      .addColumn('held_at', 'bigint', (c) => c.notNull())
      .addColumn('due_at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('held_happening_key', ['conversation_id', 'happening_id'])
      .execute();
    await db.schema.createIndex('held_happening_due').on('held_happening').column('due_at').execute();
    await db.schema
      .createTable('trouble_told')
      .addColumn('tenant_id', 'text', (c) => c.notNull())
      .addColumn('conversation_id', 'text', (c) => c.notNull())
      .addColumn('place', 'text', (c) => c.notNull())
      .addColumn('since', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('trouble_told_key', ['tenant_id', 'conversation_id'])
      .execute();
    await db.schema.createIndex('run_target').on('run').columns(['target_key', 'updated_at']).execute();
  },
};
