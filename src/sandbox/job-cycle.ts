import type { Job, JobExecution, Trouble } from './job.ts';
import { randomGuid, seededRandom } from './seeded-random.ts';

const hour = 3_600_000;

/** Writes into `job` what a cycle that ended at `ended` did. Deterministic from seed, job id and cycle number. */
export function finishCycle(job: Job, began: number, ended: number, seed: number): void {
  const initial = job.cyclesEnded === 0;
  job.cyclesEnded += 1;
  job.cycle = null;
  const random = seededRandom(seed, `${job.id}/${job.cyclesEnded}`);
  if (job.trouble !== null) {
    job.lastExecution = failedExecution(job, job.trouble, began, ended, random);
    job.successiveFailures += 1;
    quarantineJob(job, job.trouble, ended);
    return;
  }
  const execution = initial
    ? initialExecution(job, began, ended, random)
    : incrementalExecution(job, began, ended, random);
  job.lastExecution = execution;
  job.successiveFailures = 0;
  job.quarantine = null;
  job.escrowsPruned = false;
  job.steadyFirst ??= ended;
  job.steadyLast = ended;
  if (execution.state === 'Succeeded') {
    job.lastSuccess = execution;
    if (execution.exports > 0) job.lastSuccessWithExports = execution;
  }
}

/**
 * Puts `job` into quarantine. Retries are 6, 12, then 24 hours apart (application provisioning quarantine
 * status, Microsoft Entra), whatever the pace.
 */
export function quarantineJob(job: Job, trouble: Trouble, at: number): void {
  const seriesCount = (job.quarantine?.seriesCount ?? 0) + 1;
  const nextAttempt = at + hour * Math.min(24, 6 * 2 ** (seriesCount - 1));
  job.quarantine = {
    ...trouble,
    currentBegan: at,
    nextAttempt,
    seriesBegan: job.quarantine?.seriesBegan ?? at,
    seriesCount,
  };
  if (job.nextCycleAt !== null) job.nextCycleAt = nextAttempt;
}

function failedExecution(
  job: Job,
  trouble: Trouble,
  timeBegan: number,
  timeEnded: number,
  random: () => number,
): JobExecution {
  return {
    activityIdentifier: randomGuid(random),
    state: 'Failed',
    timeBegan,
    timeEnded,
    entitled: job.users + job.groups,
    escrowed: 0,
    exports: 0,
    imported: 0,
    deltas: 0,
    referenceDeltas: 0,
    error:
      trouble.errorCode === null ? null : { code: trouble.errorCode, message: trouble.errorMessage ?? '' },
  };
}

function initialExecution(
  job: Job,
  timeBegan: number,
  timeEnded: number,
  random: () => number,
): JobExecution {
  const all = job.users + job.groups;
  return {
    activityIdentifier: randomGuid(random),
    state: 'Succeeded',
    timeBegan,
    timeEnded,
    entitled: all,
    escrowed: 0,
    exports: all,
    imported: all,
    deltas: 0,
    referenceDeltas: 0,
    error: null,
  };
}

function incrementalExecution(
  job: Job,
  timeBegan: number,
  timeEnded: number,
  random: () => number,
): JobExecution {
  const activityIdentifier = randomGuid(random);
  const deltas = 1 + Math.floor(random() * 12);
  const exports = Math.floor(random() * (deltas + 1));
  const escrowed = exports > 0 && random() < 0.15 ? 1 : 0;
  job.users = Math.max(1, job.users + Math.floor(random() * 5) - 1);
  return {
    activityIdentifier,
    state: escrowed > 0 ? 'EntryLevelErrors' : 'Succeeded',
    timeBegan,
    timeEnded,
    entitled: job.users + job.groups,
    escrowed,
    exports,
    imported: 0,
    deltas,
    referenceDeltas: Math.floor(random() * 3),
    error: null,
  };
}
