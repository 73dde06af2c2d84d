import type { Clock } from '../clock.ts';
import type { CallLog } from './calls.ts';
import type { DirectoryAudit } from './directory-audit.ts';
import type { EntraApp } from './entra/apps.ts';
import type { GraphFaultQueue } from './faults.ts';
import type { Job } from './job.ts';
import { advanceJob } from './job-time.ts';
import type { Pace } from './pace.ts';
import { advanceProfile, type Profile } from './profile.ts';
import type { Tenant } from './tenant.ts';

/** Everything one tenant of a running sandbox holds; the tenants share the log of calls and the faults. */
export interface World {
  readonly clock: Clock;
  readonly pace: Pace;
  readonly seed: number;
  tenant: Tenant;
  readonly calls: CallLog;
  readonly faults: GraphFaultQueue;
  /** What the directory noted down, newest last. */
  audits: DirectoryAudit[];
  /** App registrations by client id; those of the home tenant alone. */
  readonly registrations?: ReadonlyMap<string, EntraApp>;
}

/** The jobs of a principal that exist now, brought up to date. */
export function currentJobs(world: World, servicePrincipalId: string): Job[] {
  const id = servicePrincipalId.toLowerCase();
  const jobs = world.tenant.jobs.filter((job) => job.servicePrincipalId === id);
  for (const job of jobs) advanceJob(job, world.clock.now(), world.pace, world.seed);
  return jobs.filter((job) => !job.gone);
}

/** All school profiles, brought up to date. */
export function currentProfiles(world: World): readonly Profile[] {
  for (const profile of world.tenant.profiles) advanceProfile(profile, world.clock.now());
  return world.tenant.profiles;
}
