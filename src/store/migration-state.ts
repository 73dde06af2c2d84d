import { migrations } from './migrations.ts';

/** How a store's tables stand to what this version wants. */
export interface MigrationState {
  /** Changes the next start of this version makes, in order; all of them for a store that isn't made yet. */
  readonly pending: readonly string[];
  /** Changes made by a version this one doesn't know. */
  readonly unknown: readonly string[];
}

/** @param applied names of the changes that were made, as the table `kysely_migration` has them */
export function migrationState(applied: readonly string[]): MigrationState {
  const known = Object.keys(migrations);
  return {
    pending: known.filter((name) => !applied.includes(name)).sort(),
    unknown: applied.filter((name) => !known.includes(name)),
  };
}
