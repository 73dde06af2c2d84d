import { listProfiles } from '../graph/profiles.ts';
import { nameKey } from '../name-key.ts';
import type { TenantDeps } from '../operations/deps.ts';
import { inventory, presentRows } from '../targets/inventory.ts';
import { readTarget } from '../targets/read.ts';
import { phaseOf, type TargetRow } from '../words.ts';

/** How old the list of principals with jobs may be, milliseconds; their states are always read. */
const oldest = 10 * 60_000;

/** Those that need a person first. */
const order = [
  'quarantined',
  'error',
  'unknown',
  'not-configured',
  'off',
  'paused',
  'not-run',
  'running',
  'active',
];

/** True when a person should look at it. */
export function needsAttention(row: TargetRow): boolean {
  const phase = row.snapshot === null ? 'unknown' : phaseOf(row.snapshot);
  return phase === 'quarantined' || phase === 'error' || phase === 'unknown' || phase === 'not-configured';
}

const rank = (row: TargetRow) => order.indexOf(row.snapshot === null ? 'unknown' : phaseOf(row.snapshot));

async function schoolRows(deps: TenantDeps): Promise<TargetRow[]> {
  const profiles = await listProfiles(deps.graph);
  return await Promise.all(
    profiles.map(async (profile): Promise<TargetRow> => {
      const target = { kind: 'profile', profileId: profile.id } as const;
      const snapshot = await readTarget(deps, target).catch(() => null);
      return {
        target,
        displayName: profile.displayName,
        templateId: null,
        snapshot: snapshot === 'gone' ? null : snapshot,
      };
    }),
  );
}

/**
 * Everything there is to list, those that need attention first.
 *
 * @throws GraphFailure when the tenant cannot be read
 */
export async function listedRows(
  deps: TenantDeps,
  { of, filter }: { readonly of: 'jobs' | 'schools'; readonly filter: string | null },
): Promise<{ readonly rows: readonly TargetRow[]; readonly readAt: number }> {
  const key = nameKey(filter ?? '');
  const wanted = (p: { readonly displayName: string }) => nameKey(p.displayName).includes(key);
  const rows =
    of === 'schools'
      ? (await schoolRows(deps)).filter(wanted)
      : await presentRows(deps, (await inventory(deps, oldest)).principals.filter(wanted));
  const sorted = rows.toSorted(
    (a, b) => rank(a) - rank(b) || a.displayName.localeCompare(b.displayName, 'en'),
  );
  return { rows: sorted, readAt: deps.clock.now() };
}
