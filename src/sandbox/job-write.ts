import type { Job, PendingChange } from './job.ts';
import type { Pace } from './pace.ts';

/**
 * Accepts a write on a job that was just brought up to `now` (epoch milliseconds). The scheduler obeys at once
 * (a pause or delete begins no further cycle, one in flight still finishes); reads show it after the pace's delay.
 */
export function acceptWrite(job: Job, kind: PendingChange['kind'], now: number, pace: Pace): void {
  if (kind === 'start' && isRunning(job)) {
    // Documented as harmful when repeated, undocumented as an answer: accepted, counted, without effect.
    job.startsWhileRunning += 1;
    return;
  }
  const delay = {
    pause: pace.pauseVisibleAfter,
    start: pace.startVisibleAfter,
    delete: pace.deleteVisibleAfter,
  }[kind];
  // A write can't show, or begin a cycle, before one that was accepted earlier shows.
  const at = Math.max(now + delay, job.pending.at(-1)?.at ?? 0);
  job.pending.push({ kind, at });
  if (kind !== 'start') job.nextCycleAt = null;
}

/** True once a delete was accepted: writes then answer 404 although reads may still show the job. */
export function isBeingDeleted(job: Job): boolean {
  return job.gone || job.pending.some((change) => change.kind === 'delete');
}

function isRunning(job: Job): boolean {
  const last = job.pending.at(-1);
  return last === undefined ? job.state === 'Active' && job.quarantine === null : last.kind === 'start';
}
