import { nameKey } from '../name-key.ts';
import type { Operation, Outcome, Snapshot, Warning } from '../words.ts';
import { operationTable } from './operation-table.ts';

/** What an operation would come to, given a state just read. */
export type Plan =
  /** Nothing would be sent. */
  | { readonly kind: 'settled'; readonly outcome: Outcome }
  /** A person has to say yes first. */
  | { readonly kind: 'ask'; readonly warnings: readonly Warning[]; readonly typedName: string | null }
  /** It may be done at once. */
  | { readonly kind: 'go' };

/** The application's name, or the job's id where it has none that could be typed. */
function nameToType(snapshot: Snapshot): string {
  if (nameKey(snapshot.displayName) !== '') return snapshot.displayName;
  return snapshot.kind === 'job' ? snapshot.target.jobId : snapshot.target.profileId;
}

/**
 * Plans an operation on a target as it stands.
 *
 * @param more reasons to ask beyond the operation's own: an inexact match, policy, or that the person said so
 */
export function makePlan(operation: Operation, snapshot: Snapshot, more: readonly Warning[]): Plan {
  const row = operationTable[operation];
  const outcome = row.settled(snapshot);
  if (outcome !== null) return { kind: 'settled', outcome };
  const warnings = [...more, ...row.asks(snapshot)];
  if (warnings.length === 0) return { kind: 'go' };
  return { kind: 'ask', warnings, typedName: row.typesName ? nameToType(snapshot) : null };
}
