import { sandboxIds, sandboxProfileIds, sandboxTenantId } from './ids.ts';
import type { Job } from './job.ts';
import { beginStory, type Story } from './job-story.ts';
import type { Pace } from './pace.ts';
import type { Principal } from './principal.ts';
import { principalsWithoutJobs } from './principals-without-jobs.ts';
import type { Profile } from './profile.ts';

export { sandboxIds, sandboxProfileIds, sandboxTenantId };

/** Everything Graph could be asked about. */
export interface Tenant {
  readonly principals: Principal[];
  readonly jobs: Job[];
  readonly profiles: Profile[];
}

/** Tenant id of Microsoft's own first-party applications, as real service principals show it. */
const microsoftTenantId = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a';
const integratedApp = 'WindowsAzureActiveDirectoryIntegratedApp';
const created = Date.UTC(2025, 2, 2, 14, 11, 7);

const stories: Record<keyof typeof sandboxIds, { story: Story; users: number; groups: number }> = {
  salesforce: { story: 'healthy', users: 1284, groups: 37 },
  salesforceSandbox: { story: 'bad-credentials', users: 212, groups: 9 },
  serviceNow: { story: 'healthy', users: 2967, groups: 118 },
  workday: { story: 'too-many-deletes', users: 3102, groups: 0 },
  slack: { story: 'healthy', users: 2733, groups: 64 },
  zoom: { story: 'healthy', users: 2981, groups: 0 },
  awsIdentityCenter: { story: 'healthy', users: 148, groups: 22 },
  databricksEu: { story: 'healthy', users: 398, groups: 14 },
  atlassianCloud: { story: 'paused-itself', users: 940, groups: 51 },
  gitHub: { story: 'healthy', users: 322, groups: 18 },
  googleWorkspace: { story: 'never-started', users: 1760, groups: 40 },
  dropbox: { story: 'paused', users: 511, groups: 12 },
  contosoCloudSync: { story: 'healthy', users: 3088, groups: 240 },
  box: { story: 'healthy', users: 705, groups: 31 },
  boxGovernment: { story: 'healthy', users: 46, groups: 3 },
  adobe: { story: 'healthy', users: 1190, groups: 6 },
  miro: { story: 'healthy', users: 267, groups: 8 },
  webexFirst: { story: 'healthy', users: 2410, groups: 0 },
  webexSecond: { story: 'paused', users: 83, groups: 0 },
};

/** The tenant as it is in the beginning and after every reset. `now` is epoch milliseconds. */
export function initialTenant(now: number, pace: Pace, seed: number): Tenant {
  const principals: Principal[] = [];
  const jobs: Job[] = [];
  for (const [key, ids] of Object.entries(sandboxIds)) {
    const { story, users, groups } = stories[key as keyof typeof sandboxIds];
    principals.push({
      id: ids.servicePrincipalId,
      appId: ids.appId,
      displayName: ids.displayName,
      tags: [integratedApp],
      applicationTemplateId: ids.appId,
      appOwnerOrganizationId: sandboxTenantId,
      created,
    });
    const job = (id: string, templateId: string) =>
      beginStory({
        story,
        id,
        templateId,
        servicePrincipalId: ids.servicePrincipalId,
        users,
        groups,
        now,
        pace,
        seed,
      });
    jobs.push(job(ids.jobId, ids.templateId));
    if ('passwordHashJobId' in ids) jobs.push(job(ids.passwordHashJobId, 'AD2AADPasswordHash'));
  }
  for (const other of principalsWithoutJobs) {
    principals.push({
      id: other.id,
      appId: other.appId,
      displayName: other.displayName,
      tags: other.microsoft ? [] : [integratedApp],
      applicationTemplateId: null,
      appOwnerOrganizationId: other.microsoft ? microsoftTenantId : sandboxTenantId,
      created,
    });
  }
  // Graph promises no order; one that follows neither name nor story keeps clients from leaning on it.
  principals.sort((a, b) => (a.id < b.id ? -1 : 1));
  return { principals, jobs, profiles: initialProfiles(now) };
}

function initialProfiles(now: number): Profile[] {
  const minute = 60_000;
  const { contosoHigh, fabrikamPrimary, northwindRetired } = sandboxProfileIds;
  const profile = (
    { displayName, profileId }: { readonly displayName: string; readonly profileId: string },
    rest: Pick<Profile, 'status' | 'lastActivity' | 'errorCount' | 'retired' | 'statusId'>,
  ): Profile => ({
    id: profileId,
    displayName,
    ...rest,
    lastSynchronization: rest.lastActivity,
    pausedFrom: null,
  });
  return [
    profile(contosoHigh, {
      statusId: '5d3e0b7a-6c0f-4f0e-9a55-0d5a3c9b7e11',
      status: 'inProgress',
      lastActivity: now - 2 * minute,
      errorCount: 0,
      retired: false,
    }),
    profile(fabrikamPrimary, {
      statusId: '0f9b2c64-3a7d-4be2-8c19-7e4f1a2d5b22',
      status: 'success',
      lastActivity: now - 95 * minute,
      errorCount: 3,
      retired: false,
    }),
    profile(northwindRetired, {
      statusId: 'c1a7d8e3-52b4-49f6-b0aa-9d6e8f3c4d33',
      status: 'success',
      lastActivity: Date.UTC(2024, 11, 30, 21, 4, 12),
      errorCount: 0,
      retired: true,
    }),
  ];
}
