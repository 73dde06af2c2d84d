import * as z from 'zod/v4';
import { auditsOf } from './directory-audit.ts';
import type { Job } from './job.ts';
import { quarantineJob } from './job-cycle.ts';
import { currentJobs, type World } from './world.ts';

/** The JSON of `POST /_sandbox/jobs`: what an administrator did to a job elsewhere. */
export const jobChangeShape = z.strictObject({
  servicePrincipalId: z.string().min(1),
  jobId: z.string().min(1),
  /** Who did it, for the directory's audits. */
  by: z.string().min(1).max(256).optional(),
  set: z.strictObject({
    state: z.enum(['Active', 'Paused', 'Disabled']).optional(),
    quarantine: z
      .strictObject({
        reason: z.string().max(200),
        errorCode: z.string().max(200).optional(),
        errorMessage: z.string().max(2000).optional(),
      })
      .nullable()
      .optional(),
    delete: z.literal(true).optional(),
    cycleRunning: z.boolean().optional(),
  }),
});

export type JobChange = z.infer<typeof jobChangeShape>;

/** Makes the change show at once, dropping accepted writes that don't show yet. False when there is no such job. */
export function changeJob(world: World, change: JobChange): boolean {
  const job = currentJobs(world, change.servicePrincipalId).find((each) => each.id === change.jobId);
  if (job === undefined) return false;
  const now = world.clock.now();
  const { state, quarantine, cycleRunning } = change.set;
  world.audits.push(...auditsOf(change, now));
  if (state !== undefined) setState(job, state, now, world.pace.cycleEvery);
  if (quarantine === null) {
    job.quarantine = null;
    job.trouble = null;
    job.successiveFailures = 0;
    if (job.state === 'Active') job.nextCycleAt = now + world.pace.cycleEvery;
  } else if (quarantine !== undefined) {
    job.trouble = {
      reason: quarantine.reason,
      errorCode: quarantine.errorCode ?? null,
      errorMessage: quarantine.errorMessage ?? null,
    };
    job.quarantine = null;
    quarantineJob(job, job.trouble, now);
  }
  if (cycleRunning === true) job.cycle = { began: now, ends: now + world.pace.cycleTakes };
  if (cycleRunning === false && job.cycle !== null) job.cycle = { began: job.cycle.began, ends: now };
  if (change.set.delete === true) {
    job.pending = [];
    job.gone = true;
  }
  return true;
}

function setState(job: Job, state: Job['state'], now: number, cycleEvery: number): void {
  job.pending = [];
  job.state = state;
  if (state !== 'Active') {
    job.nextCycleAt = null;
    return;
  }
  job.everStarted = true;
  job.nextCycleAt = job.quarantine?.nextAttempt ?? now + (job.cyclesEnded === 0 ? 0 : cycleEvery);
}
