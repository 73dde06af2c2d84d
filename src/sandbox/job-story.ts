import type { Job, JobExecution, Trouble } from './job.ts';
import { quarantineJob } from './job-cycle.ts';
import type { Pace } from './pace.ts';
import { randomGuid, seededRandom } from './seeded-random.ts';

/** What happened to a job before the sandbox began. */
export type Story =
  | 'healthy'
  | 'never-started'
  | 'paused'
  | 'paused-itself'
  | 'bad-credentials'
  | 'too-many-deletes';

const minute = 60_000;
const day = 1440 * minute;

const badCredentials: Trouble = {
  reason: 'EncounteredQuarantineException',
  errorCode: 'SalesforceInvalidCredentials',
  errorMessage:
    'INVALID_LOGIN: Invalid username, password, security token; or user locked out. Update the credentials of the application and test the connection.',
};

const tooManyDeletes: Trouble = {
  reason: 'TooManyDeletes',
  errorCode: 'TooManyDeletes',
  errorMessage:
    'The number of pending deletions (612) is above the accidental deletions threshold (500). Review them and allow the deletions.',
};

/** A job with the past its story tells. `now` is epoch milliseconds; the past lies before it. */
export function beginStory(given: {
  readonly story: Story;
  readonly id: string;
  readonly templateId: string;
  readonly servicePrincipalId: string;
  readonly users: number;
  readonly groups: number;
  readonly now: number;
  readonly pace: Pace;
  readonly seed: number;
}): Job {
  const { story, id, templateId, servicePrincipalId, users, groups, now, pace } = given;
  const random = seededRandom(given.seed, id);
  const job: Job = {
    id,
    servicePrincipalId,
    templateId,
    state: 'Active',
    everStarted: true,
    quarantine: null,
    trouble: null,
    escrowsPruned: false,
    successiveFailures: 0,
    lastExecution: null,
    lastSuccess: null,
    lastSuccessWithExports: null,
    users,
    groups,
    steadyFirst: null,
    steadyLast: null,
    cyclesEnded: 0,
    cycle: null,
    nextCycleAt: null,
    pending: [],
    gone: false,
    startsWhileRunning: 0,
  };
  if (story === 'never-started') {
    job.state = 'Disabled';
    job.everStarted = false;
    return job;
  }

  const ended = now - Math.round((2 + random() * 36) * minute) - (story === 'paused' ? 3 * day : 0);
  const normal = execution(job, ended, random, {});
  job.cyclesEnded = 40 + Math.floor(random() * 900);
  job.lastExecution = normal;
  job.lastSuccess = normal;
  job.lastSuccessWithExports = normal;
  job.steadyFirst = ended - 160 * day;
  job.steadyLast = ended;

  switch (story) {
    case 'healthy':
      job.nextCycleAt = now + Math.round((0.2 + random() * 0.8) * pace.cycleEvery);
      break;
    case 'paused':
      job.state = 'Paused';
      break;
    case 'paused-itself':
      // An initial cycle over the error threshold prunes its errors, completes, and the job pauses itself
      // (synchronizationStatus, Microsoft Graph).
      job.state = 'Paused';
      job.escrowsPruned = true;
      job.cyclesEnded = 1;
      job.lastSuccess = null;
      job.lastSuccessWithExports = null;
      job.steadyFirst = null;
      job.steadyLast = null;
      job.lastExecution = execution(job, ended, random, { state: 'EntryLevelErrors', escrowed: 417 });
      break;
    case 'bad-credentials':
      beginInTrouble(job, badCredentials, ended, random);
      break;
    case 'too-many-deletes':
      beginInTrouble(job, tooManyDeletes, ended, random);
  }
  return job;
}

function beginInTrouble(job: Job, trouble: Trouble, ended: number, random: () => number): void {
  job.trouble = trouble;
  job.successiveFailures = 2;
  const { errorCode, errorMessage } = trouble;
  job.lastExecution = execution(job, ended, random, {
    state: 'Failed',
    exports: 0,
    error: errorCode === null ? null : { code: errorCode, message: errorMessage ?? '' },
  });
  const firstAttempt = ended - 6 * 60 * minute;
  const before = execution(job, firstAttempt - 40 * minute, random, {});
  job.lastSuccess = before;
  job.lastSuccessWithExports = before;
  job.steadyLast = before.timeEnded;
  quarantineJob(job, trouble, firstAttempt);
  quarantineJob(job, trouble, ended);
  job.nextCycleAt = job.quarantine?.nextAttempt ?? null;
}

function execution(
  job: Job,
  timeEnded: number,
  random: () => number,
  changes: Partial<JobExecution>,
): JobExecution {
  const deltas = 2 + Math.floor(random() * 20);
  return {
    activityIdentifier: randomGuid(random),
    state: 'Succeeded',
    timeBegan: timeEnded - Math.round((20 + random() * 80) * 1000),
    timeEnded,
    entitled: job.users + job.groups,
    escrowed: 0,
    exports: 1 + Math.floor(random() * deltas),
    imported: 0,
    deltas,
    referenceDeltas: Math.floor(random() * 3),
    error: null,
    ...changes,
  };
}
