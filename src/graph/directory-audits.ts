import * as z from 'zod/v4';
import type { Graph } from './client.ts';
import { expectShape } from './jobs.ts';

/** What somebody did to an application's provisioning, as the directory noted it down. */
export interface ProvisioningAudit {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Such as “Disable/pause provisioning configuration”; raw. */
  readonly activity: string;
  /** Who did it, as people call them; null when it was nobody with a name. */
  readonly by: string | null;
  /** Object ids, lower case. */
  readonly targetIds: readonly string[];
}

const text = z.string().nullish();
const auditShape = z.object({
  category: text,
  activityDateTime: z.string(),
  activityDisplayName: text,
  result: text,
  initiatedBy: z
    .object({
      user: z.object({ displayName: text, userPrincipalName: text }).nullish(),
      app: z.object({ displayName: text }).nullish(),
    })
    .nullish(),
  targetResources: z.array(z.object({ id: text })).nullish(),
});
const auditsShape = z.object({ value: z.array(auditShape) });

/** The service that runs the jobs: what it does by itself was done by nobody. */
const services = new Set(['microsoft.azure.syncfabric', 'azure ad cloud sync', 'account provisioning']);

function whoDid(initiatedBy: z.infer<typeof auditShape>['initiatedBy']): string | null {
  const name =
    initiatedBy?.user?.displayName || initiatedBy?.user?.userPrincipalName || initiatedBy?.app?.displayName;
  return !name || services.has(name.toLowerCase()) ? null : name.slice(0, 256);
}

/**
 * GETs what was done to the provisioning of the tenant's applications since a moment, newest first, the last
 * hundred. Needs AuditLog.Read.All. `loggedByService`, `activityDateTime` can be filtered by, `category` can't
 * (directoryAudit, Microsoft Graph v1.0); it is `ProvisioningManagement` (audit activities, Microsoft Entra).
 *
 * @param since epoch milliseconds
 * @throws GraphFailure; 401 or 403 when it isn't permitted
 */
export async function provisioningAudits(graph: Graph, since: number): Promise<ProvisioningAudit[]> {
  const filter = encodeURIComponent(
    `loggedByService eq 'Account Provisioning' and activityDateTime ge ${new Date(since).toISOString()}`,
  );
  const { body, answer } = await graph({
    name: 'directory-audits',
    method: 'GET',
    version: 'v1.0',
    path: `/auditLogs/directoryAudits?$filter=${filter}&$orderby=activityDateTime desc&$top=100`,
  });
  return expectShape(auditsShape, body, answer)
    .value.filter(
      ({ category, result }) =>
        category === 'ProvisioningManagement' && (result === 'success' || result == null),
    )
    .map((audit) => ({
      at: Date.parse(audit.activityDateTime),
      activity: audit.activityDisplayName ?? '',
      by: whoDid(audit.initiatedBy),
      targetIds: (audit.targetResources ?? []).flatMap(({ id }) => (id ? [id.toLowerCase()] : [])),
    }))
    .filter(({ at }) => !Number.isNaN(at));
}
