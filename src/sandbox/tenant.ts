import { sandboxIds, sandboxProfileIds, sandboxTenantId } from './ids.ts';
import type { Job } from './job.ts';
import { beginStory, type Story } from './job-story.ts';
import type { Pace } from './pace.ts';
import type { Principal } from './principal.ts';
import type { Profile } from './profile.ts';

export { sandboxIds, sandboxProfileIds, sandboxTenantId };

/** Everything Graph could be asked about. */
export interface Tenant {
  readonly principals: Principal[];
  readonly jobs: Job[];
  readonly profiles: Profile[];
}

/** Tenant id of Microsoft's own first-party applications, as real service principals show it. */
export const microsoftTenantId = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a';

const integratedApp = 'WindowsAzureActiveDirectoryIntegratedApp';
const created = Date.UTC(2025, 2, 2, 14, 11, 7);

/** An application with jobs, and what happened to them before the sandbox began. */
export interface BusyApplication {
  readonly ids: {
    readonly displayName: string;
    readonly servicePrincipalId: string;
    readonly appId: string;
    readonly templateId: string;
    readonly jobId: string;
    readonly passwordHashJobId?: string;
  };
  readonly story: Story;
  readonly users: number;
  readonly groups: number;
}

/** An application that has nothing to synchronize. */
export interface IdleApplication {
  readonly id: string;
  readonly appId: string;
  readonly displayName: string;
  /** Where it is registered. */
  readonly ownerTenantId: string;
}

/**
 * A tenant as it is in the beginning.
 *
 * @param now epoch milliseconds
 */
export function beginTenant(given: {
  readonly tenantId: string;
  readonly busy: readonly BusyApplication[];
  readonly idle: readonly IdleApplication[];
  readonly profiles: Profile[];
  readonly now: number;
  readonly pace: Pace;
  readonly seed: number;
}): Tenant {
  const { now, pace, seed } = given;
  const principals: Principal[] = [];
  const jobs: Job[] = [];
  for (const { ids, story, users, groups } of given.busy) {
    const { servicePrincipalId, appId, displayName } = ids;
    principals.push({
      id: servicePrincipalId,
      appId,
      displayName,
      tags: [integratedApp],
      applicationTemplateId: appId,
      appOwnerOrganizationId: given.tenantId,
      created,
    });
    const job = (id: string, templateId: string) =>
      beginStory({ story, id, templateId, servicePrincipalId, users, groups, now, pace, seed });
    jobs.push(job(ids.jobId, ids.templateId));
    if (ids.passwordHashJobId !== undefined) jobs.push(job(ids.passwordHashJobId, 'AD2AADPasswordHash'));
  }
  for (const { id, appId, displayName, ownerTenantId } of given.idle) {
    principals.push({
      id,
      appId,
      displayName,
      tags: ownerTenantId === microsoftTenantId ? [] : [integratedApp],
      applicationTemplateId: null,
      appOwnerOrganizationId: ownerTenantId,
      created,
    });
  }
  // Graph promises no order; one that follows neither name nor story keeps clients from leaning on it.
  principals.sort((a, b) => (a.id < b.id ? -1 : 1));
  return { principals, jobs, profiles: given.profiles };
}
