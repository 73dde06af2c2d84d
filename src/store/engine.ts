import { PostgresAdapter, type RawBuilder, sql } from 'kysely';
import type { Handle } from './schema.ts';

/** True when the store is PostgreSQL; the few statements that differ ask. */
export function isPostgres(db: { getExecutor(): { readonly adapter: unknown } }): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}

/** The latest of several times, by their columns; the engines name the function differently. */
export function latest(db: Handle, ...columns: readonly string[]): RawBuilder<number> {
  const refs = sql.join(columns.map((column) => sql.ref(column)));
  return isPostgres(db) ? sql<number>`greatest(${refs})` : sql<number>`max(${refs})`;
}

/** The earliest of several times, by their columns or as they are; the engines name the function differently. */
export function earliest(db: Handle, ...times: readonly (string | number)[]): RawBuilder<number> {
  const refs = sql.join(times.map((time) => (typeof time === 'string' ? sql.ref(time) : sql.val(time))));
  return isPostgres(db) ? sql<number>`least(${refs})` : sql<number>`min(${refs})`;
}

/** A text somewhere inside a column of JSON, null where there is none; `path` holds names alone. */
export function textIn(db: Handle, column: string, ...path: readonly string[]): RawBuilder<string | null> {
  return isPostgres(db)
    ? sql<string | null>`${sql.ref(column)}::json #>> ${sql.lit(`{${path.join(',')}}`)}`
    : sql<string | null>`json_extract(${sql.ref(column)}, ${sql.lit(`$.${path.join('.')}`)})`;
}

/** True for the error of a unique constraint: PostgreSQL's SQLSTATE 23505, SQLite's extended code 2067 or 1555. */
export function isDuplicate(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if ('code' in error && error.code === '23505') return true;
  return 'errcode' in error && (error.errcode === 2067 || error.errcode === 1555);
}
