import { isGuid, isJobId } from '../graph/ids.ts';
import { listProfiles } from '../graph/profiles.ts';
import { principalsNamed } from '../graph/service-principals.ts';
import type { TargetText } from '../language/command.ts';
import { slips } from '../language/slips.ts';
import { nameKey, tightKey } from '../name-key.ts';
import type { KnownPrincipal } from '../store/inventory.ts';
import type { Target, TargetRow } from '../words.ts';
import { type InventoryDeps, inventory, presentRows } from './inventory.ts';

/** What a person's words point at. `exact` is false when it had to be inferred, and then the bot asks. */
export type Found =
  | { readonly kind: 'one'; readonly target: Target; readonly exact: boolean }
  | { readonly kind: 'many'; readonly rows: readonly TargetRow[]; readonly total: number }
  | { readonly kind: 'none'; readonly searched: number; readonly near: readonly TargetRow[] };

/** How old the inventory may be, milliseconds: for a match, and after a miss. */
const freshEnough = 10 * 60_000;
const afterMiss = 15_000;
/** Teams shows more rows badly, and a person reads them worse. */
const mostRows = 6;

interface Matches {
  readonly principals: readonly KnownPrincipal[];
  readonly exact: boolean;
}

function matchName(all: readonly KnownPrincipal[], name: string): Matches {
  const key = nameKey(name);
  const exact = all.filter((p) => nameKey(p.displayName) === key);
  if (exact.length > 0) return { principals: exact, exact: true };
  const tight = tightKey(name);
  const near = all.filter((p) => tightKey(p.displayName) === tight || nameKey(p.displayName).startsWith(key));
  return { principals: near, exact: false };
}

/** With its full stop first, because a name may end in one; then without. */
function matchTyped(all: readonly KnownPrincipal[], typed: TargetText & { kind: 'name' }): Matches {
  const asTyped = matchName(all, typed.name);
  if (asTyped.exact || typed.quoted || !/[.。]$/u.test(typed.name)) return asTyped;
  const without = matchName(all, typed.name.replace(/[.。]+$/u, ''));
  return without.principals.length > 0 ? without : asTyped;
}

function matchId(all: readonly KnownPrincipal[], id: string): KnownPrincipal[] {
  if (isGuid(id)) {
    const lower = id.toLowerCase();
    const whole = all.filter((p) => p.servicePrincipalId.toLowerCase() === lower);
    if (whole.length > 0) return whole;
  }
  return all
    .map((p) => ({ ...p, jobs: p.jobs.filter((job) => job.id === id) }))
    .filter((p) => p.jobs.length > 0);
}

/** Names that share a word or differ by a slip, to offer when nothing matched. */
function alike(all: readonly KnownPrincipal[], name: string): KnownPrincipal[] {
  const key = tightKey(name).replace(/[.。]+$/u, '');
  if (key.length < 3) return [];
  return all.filter((p) => {
    const other = tightKey(p.displayName);
    return other.includes(key) || (key.includes(other) && other.length >= 4) || closeTo(key, other);
  });
}

/** True when `b`, or its beginning, is at most two slips from `a`. */
function closeTo(a: string, b: string): boolean {
  const cut = b.slice(0, a.length + 1);
  const most = a.length < 6 ? 1 : 2;
  return [b, cut, b.slice(0, a.length)].some((candidate) => slips(a, candidate) <= most);
}

const jobCount = (principals: readonly KnownPrincipal[]) =>
  principals.reduce((sum, p) => sum + p.jobs.length, 0);

async function settle(deps: InventoryDeps, matches: Matches): Promise<Found> {
  const [only] = matches.principals;
  const [job] = only?.jobs ?? [];
  if (matches.principals.length === 1 && only?.jobs.length === 1 && job !== undefined) {
    const target = { kind: 'job', servicePrincipalId: only.servicePrincipalId, jobId: job.id } as const;
    return { kind: 'one', target, exact: matches.exact };
  }
  const shown = matches.principals.slice(0, mostRows);
  const rows = (await presentRows(deps, shown)).slice(0, mostRows);
  return { kind: 'many', rows, total: jobCount(matches.principals) };
}

/**
 * Finds the job a person means. Names are matched against the inventory; `forWrite` also asks Graph whether
 * another application of the same name has come up since it was read.
 *
 * @throws GraphFailure when the tenant cannot be read
 */
export async function findJob(
  deps: InventoryDeps,
  text: TargetText,
  { forWrite }: { readonly forWrite: boolean },
): Promise<Found> {
  if (text.kind === 'job') {
    const { jobId } = text;
    const servicePrincipalId = text.servicePrincipalId.toLowerCase();
    if (isGuid(servicePrincipalId) && isJobId(jobId)) {
      return { kind: 'one', target: { kind: 'job', servicePrincipalId, jobId }, exact: true };
    }
    const { principals } = await inventory(deps, freshEnough);
    return { kind: 'none', searched: jobCount(principals), near: [] };
  }
  const match = (all: readonly KnownPrincipal[]): Matches =>
    text.kind === 'id' ? { principals: matchId(all, text.id), exact: true } : matchTyped(all, text);

  let known = await inventory(deps, freshEnough);
  let matches = match(known.principals);
  if (matches.principals.length === 0) {
    known = await inventory(deps, afterMiss);
    matches = match(known.principals);
  }
  const [first] = matches.principals;
  if (
    forWrite &&
    text.kind === 'name' &&
    matches.exact &&
    matches.principals.length === 1 &&
    first !== undefined
  ) {
    const named = await principalsNamed(deps.graph, first.displayName);
    if (named.length !== 1 || named[0]?.id !== first.servicePrincipalId) {
      known = await inventory(deps, 0);
      matches = match(known.principals);
    }
  }
  if (matches.principals.length > 0) return await settle(deps, matches);
  const near =
    text.kind === 'name'
      ? await presentRows(deps, alike(known.principals, text.name).slice(0, mostRows))
      : [];
  return { kind: 'none', searched: jobCount(known.principals), near: near.slice(0, mostRows) };
}

/**
 * Finds the school profile a person means.
 *
 * @throws GraphFailure when the profiles cannot be read
 */
export async function findProfile(deps: Pick<InventoryDeps, 'graph'>, text: TargetText): Promise<Found> {
  if (text.kind === 'job') return { kind: 'none', searched: 0, near: [] };
  const all = await listProfiles(deps.graph);
  const row = (p: (typeof all)[number]): TargetRow => ({
    target: { kind: 'profile', profileId: p.id },
    displayName: p.displayName,
    templateId: null,
    snapshot: null,
  });
  const name = text.kind === 'name' ? text.name.replace(/[.。]+$/u, '') : null;
  const exact = all.filter((p) =>
    text.kind === 'id'
      ? p.id.toLowerCase() === text.id.toLowerCase()
      : nameKey(p.displayName) === nameKey(text.name) || nameKey(p.displayName) === nameKey(name ?? ''),
  );
  const matches =
    exact.length > 0 || name === null
      ? exact
      : all.filter((p) => nameKey(p.displayName).startsWith(nameKey(name)));
  const [only] = matches;
  if (matches.length === 1 && only !== undefined) {
    return { kind: 'one', target: { kind: 'profile', profileId: only.id }, exact: exact.length > 0 };
  }
  if (matches.length > 1)
    return { kind: 'many', rows: matches.slice(0, mostRows).map(row), total: matches.length };
  const near = name === null ? [] : all.filter((p) => tightKey(p.displayName).includes(tightKey(name)));
  return { kind: 'none', searched: all.length, near: near.slice(0, mostRows).map(row) };
}
