import type { ProductionConfig } from '../config.ts';
import { type Finding, inTenants, skipped, type TenantFinding } from './finding.ts';
import type { Subject } from './subject.ts';

/** Looks at one thing. What it throws counts as a failed check. */
export type Look = (subject: Subject) => Finding | Promise<Finding>;

/** A check of what only a production bot has. */
export function inProduction(
  look: (config: ProductionConfig, subject: Subject) => Finding | Promise<Finding>,
): Look {
  return (subject) =>
    subject.production === null
      ? skipped('the sandbox has nothing of the kind')
      : look(subject.production, subject);
}

/** A check of every tenant, all at once. @param well said when all is well in several */
export async function inEachTenant(
  { tenantIds }: ProductionConfig,
  well: string,
  look: (tenantId: string) => Promise<Finding>,
): Promise<Finding> {
  const found = await Promise.all(
    tenantIds.map(async (tenantId): Promise<TenantFinding> => ({ tenantId, finding: await look(tenantId) })),
  );
  return inTenants(found, well);
}
