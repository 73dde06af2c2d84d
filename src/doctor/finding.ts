/** How a check ended. */
export type Status = 'pass' | 'warn' | 'fail' | 'skipped';

/** What a check found. */
export interface Finding {
  readonly status: Status;
  /** One sentence: what is so, or why it was skipped. */
  readonly says: string;
  /** The setting or command that mends it; null where there is nothing to mend. */
  readonly mend: string | null;
  /** More, a line each: single problems, single tenants. */
  readonly details: readonly string[];
}

/** It is well. */
export const pass = (says: string, details: readonly string[] = []): Finding => ({
  status: 'pass',
  says,
  mend: null,
  details,
});

/** The bot works, and somebody should do something soon. */
export const warn = (says: string, mend: string, details: readonly string[] = []): Finding => ({
  status: 'warn',
  says,
  mend,
  details,
});

/** The bot doesn't work, or not long, before this is mended. */
export const fail = (says: string, mend: string, details: readonly string[] = []): Finding => ({
  status: 'fail',
  says,
  mend,
  details,
});

/** It wasn't looked at, and why. */
export const skipped = (why: string): Finding => ({
  status: 'skipped',
  says: `Skipped: ${why}.`,
  mend: null,
  details: [],
});

const severity: readonly Status[] = ['skipped', 'pass', 'warn', 'fail'];

/** What was found in one tenant. */
export interface TenantFinding {
  readonly tenantId: string;
  readonly finding: Finding;
}

/**
 * What was found in several tenants as one: as bad as the worst, with its mend, and a detail for each tenant it is about.
 *
 * @param found at least one
 * @param well said when all is well
 * @throws TypeError for none
 */
export function inTenants(found: readonly TenantFinding[], well: string): Finding {
  const [worst] = found.toSorted(
    (a, b) => severity.indexOf(b.finding.status) - severity.indexOf(a.finding.status),
  );
  if (worst === undefined) throw new TypeError('there is no tenant');
  if (found.length === 1) return worst.finding;
  const { status, says, mend } = worst.finding;
  const like = found.filter(({ finding }) => finding.status === status).length;
  // Those that are well are of no interest beside those that aren't.
  const shown = status === 'pass' ? found : found.filter(({ finding }) => finding.status !== 'pass');
  return {
    status,
    says: status === 'pass' ? well : `In ${like} of ${found.length} tenants: ${says}`,
    mend,
    details: shown.flatMap(({ tenantId, finding }) => [`${tenantId}: ${finding.says}`, ...finding.details]),
  };
}
