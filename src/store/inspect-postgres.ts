import pg from 'pg';
import { connectionTo, type Password } from './open-postgres.ts';

/** What a PostgreSQL database says of itself, of the user asking, and of the bots on it. */
export interface PostgresContents {
  /** Such as 160004 for 16.4. */
  readonly version: number;
  /** As people write it. */
  readonly versionText: string;
  /** Settings that are off and must not be. */
  readonly unsafe: readonly string[];
  readonly encrypted: boolean;
  readonly user: string;
  readonly mayCreate: boolean;
  /** Tables of the bot that another role owns, so that a start can't change them. */
  readonly foreignTables: readonly string[];
  readonly readOnly: boolean;
  /** Connections still to be had by a user without privileges. */
  readonly connectionsLeft: number;
  /** Connections of bots, by the name they give. */
  readonly botConnections: number;
  readonly applied: readonly string[];
  /** The oldest schema whose programs can use it (`schema-version.ts`); null when it doesn't say. */
  readonly usableFrom: number | null;
  readonly owner: string | null;
}

/** Milliseconds for connecting, and for each question. */
const longest = 5000;

/** What a bot calls itself (`openPostgres`). */
const botName = 'sync-warden';

const overview = `
  select current_setting('server_version_num')::int as "version",
    current_setting('server_version') as "versionText",
    current_setting('fsync') as "fsync",
    current_setting('synchronous_commit') as "synchronous_commit",
    coalesce((select ssl from pg_stat_ssl where pid = pg_backend_pid()), false) as "encrypted",
    current_user as "user",
    has_schema_privilege(current_user, current_schema(), 'create') as "mayCreate",
    pg_is_in_recovery() or current_setting('transaction_read_only') = 'on' as "readOnly",
    current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
      - (select count(*) from pg_stat_activity where backend_type = 'client backend')::int as "connectionsLeft",
    (select count(*) from pg_stat_activity
      where application_name = $1 and datname = current_database())::int as "botConnections",
    to_regclass('kysely_migration') is not null as "migrated",
    to_regclass('schema_version') is not null as "versioned",
    to_regclass('belongs') is not null as "claimed"`;

const foreign = `
  select c.relname as "name" from pg_class c
    where c.relkind = 'r' and c.relnamespace = to_regnamespace(current_schema()::text)
      and c.relname = any($1) and not pg_has_role(current_user, c.relowner, 'usage')`;

/** Tables whose owner stands for that of all. */
const ownTables = ['kysely_migration', 'belongs', 'run', 'message', 'conversation', 'audit'];

/**
 * Asks a PostgreSQL database about itself, over one connection, and changes nothing in it.
 *
 * @param url as `STORE_URL` has it
 * @param password in place of the address's; what it throws is passed on
 * @throws the driver's error when it can't be reached or doesn't answer in time
 */
export async function inspectPostgres(url: string, password?: Password): Promise<PostgresContents> {
  const client = new pg.Client({
    ...connectionTo(url, password),
    connectionTimeoutMillis: longest,
    statement_timeout: longest,
    query_timeout: longest,
    application_name: `${botName} doctor`,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    const [found] = (await client.query(overview, [botName])).rows;
    const names = async (query: string, values: readonly unknown[] = []) =>
      (await client.query(query, [...values])).rows.map((row) => String(Object.values(row)[0]));
    return {
      ...found,
      unsafe: ['fsync', 'synchronous_commit'].filter((name) => found[name] === 'off'),
      foreignTables: await names(foreign, [ownTables]),
      applied: found.migrated ? await names('select name from kysely_migration order by name') : [],
      usableFrom: found.versioned
        ? Number((await names('select usable_from from schema_version where id = 1'))[0])
        : null,
      owner: found.claimed ? ((await names('select owner from belongs where id = 1'))[0] ?? null) : null,
    };
  } finally {
    await client.end().catch(() => undefined);
  }
}
