import {
  type Dialect,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Migration } from 'kysely/migration';

const engines = {
  PostgreSQL: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db: Kysely<unknown>) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
  SQLite: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db: Kysely<unknown>) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
} as const;

/** What a migration would do, statement by statement; nothing is done. */
async function statementsOf(migration: Migration, engine: keyof typeof engines): Promise<string[]> {
  const said: string[] = [];
  const db = new Kysely<unknown>({
    dialect: engines[engine] as Dialect,
    log: (event) => void said.push(event.query.sql.replace(/\s+/g, ' ').trim()),
  });
  await migration.up(db);
  return said;
}

/** A column that is there for programs that don't know it: it may be left out, and no row has to be rewritten. */
const harmlessColumn =
  /^"\w+" \w+( default (\d+|'[^']*') not null| not null default (\d+|'[^']*')| default (\d+|'[^']*'))?$/;

function objection(statement: string, added: Set<string>): string | null {
  const table = /^create table "(\w+)" /.exec(statement)?.[1];
  if (table !== undefined) {
    added.add(table);
    return / references /.test(statement) ? 'locks the table it refers to' : null;
  }
  const indexed = /^create (?:unique )?index "\w+" on "(\w+)" /.exec(statement)?.[1];
  if (indexed !== undefined) {
    return added.has(indexed) ? null : 'nobody can write to a table while its index is made';
  }
  const column = /^alter table "\w+" add column (.*)$/.exec(statement)?.[1];
  if (column !== undefined) {
    return harmlessColumn.test(column) ? null : 'a column must be nullable or have a constant default';
  }
  if (/^update "schema_version" set /.test(statement) || statement.startsWith('set local lock_timeout'))
    return null;
  return 'it adds nothing';
}

/** Why programs of the release before could not go on during and after a migration; empty when they can. */
export async function objections(migration: Migration): Promise<string[]> {
  const found: string[] = [];
  for (const engine of Object.keys(engines) as (keyof typeof engines)[]) {
    const added = new Set<string>();
    const statements = await statementsOf(migration, engine);
    for (const statement of statements) {
      const why = objection(statement, added);
      if (why !== null) found.push(`${engine}: ${why}: ${statement}`);
    }
    if (!statements.some((statement) => statement.startsWith('update "schema_version"')))
      found.push(`${engine}: it does not say which schema it makes; write it with addition()`);
    if (engine === 'PostgreSQL' && !statements[0]?.startsWith('set local lock_timeout'))
      found.push(`${engine}: it may wait for a lock, and all others behind it`);
  }
  return found;
}
