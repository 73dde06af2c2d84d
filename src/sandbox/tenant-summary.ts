import { statusCode } from './job-json.ts';
import { currentJobs, currentProfiles, type World } from './world.ts';

/** A tenant in short, for people and tests: what Graph would show, and what it doesn't. */
export function tenantSummary(tenantId: string, world: World): Record<string, unknown> {
  const withJobs = world.tenant.principals
    .map((principal) => ({
      servicePrincipalId: principal.id,
      displayName: principal.displayName,
      jobs: currentJobs(world, principal.id).map((job) => ({
        jobId: job.id,
        templateId: job.templateId,
        state: job.state,
        code: statusCode(job),
        quarantine: job.quarantine?.reason ?? null,
        cycleRunning: job.cycle !== null,
        cyclesEnded: job.cyclesEnded,
        /** Writes that were accepted and don't show yet. */
        pending: job.pending.map((change) => change.kind),
        startsWhileRunning: job.startsWhileRunning,
      })),
    }))
    .filter((principal) => principal.jobs.length > 0)
    .sort((a, b) => a.displayName.localeCompare(b.displayName, 'en'));
  return {
    tenantId,
    principals: withJobs,
    principalsWithoutJobs: world.tenant.principals.length - withJobs.length,
    profiles: currentProfiles(world).map((profile) => ({
      profileId: profile.id,
      displayName: profile.displayName,
      status: profile.status,
      retired: profile.retired,
    })),
  };
}
