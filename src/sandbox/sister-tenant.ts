import { sandboxTenantId, sisterIds, sisterProfileIds, sisterTenantId } from './ids.ts';
import type { Story } from './job-story.ts';
import type { Pace } from './pace.ts';
import { sandboxApps } from './people.ts';
import { beginProfile } from './profile.ts';
import { beginTenant, type IdleApplication, microsoftTenantId, type Tenant } from './tenant.ts';

const stories: Record<keyof typeof sisterIds, { story: Story; users: number; groups: number }> = {
  slack: { story: 'healthy', users: 318, groups: 11 },
  asana: { story: 'healthy', users: 96, groups: 4 },
  egnyte: { story: 'paused', users: 204, groups: 7 },
  knowBe4: { story: 'too-many-deletes', users: 341, groups: 0 },
};

const { bot } = sandboxApps;

const idle: readonly IdleApplication[] = [
  {
    id: 'a81e1f2b-890f-4fdd-8bc1-1b6a75f4e555',
    appId: '00000003-0000-0000-c000-000000000000',
    displayName: 'Microsoft Graph',
    ownerTenantId: microsoftTenantId,
  },
  {
    id: bot.sisterServicePrincipalId,
    appId: bot.clientId,
    displayName: bot.name,
    ownerTenantId: sandboxTenantId,
  },
];

/** The sister school as it is in the beginning and after every reset. `now` is epoch milliseconds. */
export function initialSisterTenant(now: number, pace: Pace, seed: number): Tenant {
  return beginTenant({
    tenantId: sisterTenantId,
    busy: Object.entries(sisterIds).map(([key, ids]) => ({
      ids,
      ...stories[key as keyof typeof sisterIds],
    })),
    idle,
    profiles: [
      beginProfile(sisterProfileIds.tailwindMiddle, {
        statusId: '2a9fb652-ca89-4907-8153-039a78a73186',
        status: 'success',
        lastActivity: now - 12 * 60_000,
        errorCount: 0,
        retired: false,
      }),
    ],
    now,
    pace,
    seed,
  });
}
