import type { Job, PendingChange } from './job.ts';
import { finishCycle } from './job-cycle.ts';
import type { Pace } from './pace.ts';

/** Cycles that nobody saw are counted but not played one by one when the clock leapt further than this. */
const cyclesPlayed = 200;

/**
 * Brings `job` up to `now` (epoch milliseconds): shows accepted writes, begins and ends cycles, in the order
 * they happened. Everything in the tenant that takes time happens here, so no timer is needed.
 */
export function advanceJob(job: Job, now: number, pace: Pace, seed: number): void {
  while (!job.gone) {
    const cycle = job.cycle;
    const change = job.pending[0];
    const cycleEnds = cycle?.ends ?? Number.POSITIVE_INFINITY;
    const changeAt = change?.at ?? Number.POSITIVE_INFINITY;
    const cycleBegins =
      cycle === null ? (job.nextCycleAt ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
    if (Math.min(cycleEnds, changeAt, cycleBegins) > now) return;
    if (cycle !== null && cycleEnds <= changeAt) {
      finishCycle(job, cycle.began, cycleEnds, seed);
      if (job.nextCycleAt !== null) job.nextCycleAt = Math.max(job.nextCycleAt, cycleEnds);
    } else if (change !== undefined && changeAt <= cycleBegins) {
      job.pending.shift();
      applyChange(job, change);
    } else {
      beginCycle(job, leap(job, cycleBegins, now, pace), pace);
    }
  }
}

function beginCycle(job: Job, began: number, pace: Pace): void {
  job.cycle = { began, ends: began + pace.cycleTakes };
  job.nextCycleAt = began + Math.max(1, pace.cycleEvery);
}

function leap(job: Job, due: number, now: number, pace: Pace): number {
  const every = Math.max(1, pace.cycleEvery, pace.cycleTakes);
  const behind = Math.floor((now - due) / every) - cyclesPlayed;
  if (behind <= 0 || job.trouble !== null || job.pending.length > 0 || job.cyclesEnded === 0) return due;
  job.cyclesEnded += behind;
  return due + behind * every;
}

function applyChange(job: Job, change: PendingChange): void {
  switch (change.kind) {
    case 'pause':
      // No document says what a pause of a Disabled job does; leaving it Disabled keeps "never started" true.
      if (job.state === 'Active') job.state = 'Paused';
      return;
    case 'start': {
      job.state = 'Active';
      job.everStarted = true;
      job.quarantine = null;
      if (job.trouble !== null && !comesBack(job.trouble.reason)) job.trouble = null;
      const overtaken = job.pending.some((later) => later.kind !== 'start');
      job.nextCycleAt = overtaken ? null : change.at;
      return;
    }
    case 'delete':
      job.gone = true;
      job.cycle = null;
      job.nextCycleAt = null;
  }
}

/** Start lifts any quarantine; bad credentials and held deletions bring the next cycle straight back into it. */
function comesBack(reason: string): boolean {
  return reason === 'EncounteredQuarantineException' || reason === 'TooManyDeletes';
}
