import { sandboxIds, sandboxProfileIds, sandboxTenantId } from './ids.ts';
import type { Story } from './job-story.ts';
import type { Pace } from './pace.ts';
import { principalsWithoutJobs } from './principals-without-jobs.ts';
import { beginProfile, type Profile } from './profile.ts';
import { beginTenant, microsoftTenantId, type Tenant } from './tenant.ts';

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

/** The home tenant as it is in the beginning and after every reset. `now` is epoch milliseconds. */
export function initialHomeTenant(now: number, pace: Pace, seed: number): Tenant {
  return beginTenant({
    tenantId: sandboxTenantId,
    busy: Object.entries(sandboxIds).map(([key, ids]) => ({
      ids,
      ...stories[key as keyof typeof sandboxIds],
    })),
    idle: principalsWithoutJobs.map(({ id, appId, displayName, microsoft }) => ({
      id,
      appId,
      displayName,
      ownerTenantId: microsoft ? microsoftTenantId : sandboxTenantId,
    })),
    profiles: initialProfiles(now),
    now,
    pace,
    seed,
  });
}

function initialProfiles(now: number): Profile[] {
  const minute = 60_000;
  const { contosoHigh, fabrikamPrimary, northwindRetired } = sandboxProfileIds;
  return [
    beginProfile(contosoHigh, {
      statusId: '5d3e0b7a-6c0f-4f0e-9a55-0d5a3c9b7e11',
      status: 'inProgress',
      lastActivity: now - 2 * minute,
      errorCount: 0,
      retired: false,
    }),
    beginProfile(fabrikamPrimary, {
      statusId: '0f9b2c64-3a7d-4be2-8c19-7e4f1a2d5b22',
      status: 'success',
      lastActivity: now - 95 * minute,
      errorCount: 3,
      retired: false,
    }),
    beginProfile(northwindRetired, {
      statusId: 'c1a7d8e3-52b4-49f6-b0aa-9d6e8f3c4d33',
      status: 'success',
      lastActivity: Date.UTC(2024, 11, 30, 21, 4, 12),
      errorCount: 0,
      retired: true,
    }),
  ];
}
