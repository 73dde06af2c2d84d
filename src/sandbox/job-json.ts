import type { Job, JobExecution, JobQuarantine } from './job.ts';

const never = '0001-01-01T00:00:00Z';
/** .NET's TimeSpan.MaxValue: what a job reports that was never started (synchronizationJob get, Microsoft Graph). */
const unsetInterval = 'P10675199DT2H48M5.4775807S';

/** The job as Graph would answer it at `now` (epoch milliseconds), without `@odata.context`. */
export function jobJson(job: Job, now: number): Record<string, unknown> {
  return {
    id: job.id,
    templateId: job.templateId,
    schedule: {
      expiration: null,
      interval: job.everStarted ? 'PT40M' : unsetInterval,
      state: job.state,
    },
    status: {
      code: statusCode(job),
      countSuccessiveCompleteFailures: job.successiveFailures,
      escrowsPruned: job.escrowsPruned,
      lastExecution: executionJson(job.lastExecution),
      lastSuccessfulExecution: executionJson(job.lastSuccess),
      lastSuccessfulExecutionWithExports: executionJson(job.lastSuccessWithExports),
      progress: progressJson(job, now),
      quarantine: quarantineJson(job.quarantine),
      steadyStateFirstAchievedTime: job.steadyFirst === null ? never : time(job.steadyFirst),
      steadyStateLastAchievedTime: job.steadyLast === null ? never : time(job.steadyLast),
      synchronizedEntryCountByType:
        job.cyclesEnded === 0
          ? []
          : [
              { key: 'User', value: job.users },
              { key: 'Group', value: job.groups },
            ],
      troubleshootingUrl: null,
    },
    synchronizationJobSettings: [
      { name: 'AzureIngestionAttributeOptimization', value: 'False' },
      { name: 'LookaheadQueryEnabled', value: 'False' },
    ],
  };
}

/** `status.code`. A pause does not lift a quarantine (only start is documented to), so quarantine goes first. */
export function statusCode(job: Job): 'NotRun' | 'Active' | 'Paused' | 'Quarantine' {
  if (job.quarantine !== null) return 'Quarantine';
  if (job.state !== 'Active') return 'Paused';
  return job.cyclesEnded === 0 ? 'NotRun' : 'Active';
}

function executionJson(execution: JobExecution | null): Record<string, unknown> | null {
  if (execution === null) return null;
  return {
    activityIdentifier: execution.activityIdentifier,
    countEntitled: execution.entitled,
    countEntitledForProvisioning: execution.entitled,
    countEscrowed: execution.escrowed,
    countEscrowedRaw: execution.escrowed,
    countExported: Math.max(0, execution.exports - execution.escrowed),
    countExports: execution.exports,
    countImported: execution.imported,
    countImportedDeltas: execution.deltas,
    countImportedReferenceDeltas: execution.referenceDeltas,
    state: execution.state,
    error: errorJson(execution.error?.code ?? null, execution.error?.message ?? null),
    timeBegan: time(execution.timeBegan),
    timeEnded: time(execution.timeEnded),
  };
}

function quarantineJson(quarantine: JobQuarantine | null): Record<string, unknown> | null {
  if (quarantine === null) return null;
  return {
    currentBegan: time(quarantine.currentBegan),
    nextAttempt: time(quarantine.nextAttempt),
    reason: quarantine.reason,
    seriesBegan: time(quarantine.seriesBegan),
    seriesCount: quarantine.seriesCount,
    error: errorJson(quarantine.errorCode, quarantine.errorMessage),
  };
}

function errorJson(code: string | null, message: string | null): Record<string, unknown> | null {
  return code === null ? null : { code, message: message ?? '', tenantActionable: true };
}

function progressJson(job: Job, now: number): Record<string, unknown>[] {
  if (job.cycle === null) return [];
  const { began, ends } = job.cycle;
  const totalUnits = job.users + job.groups;
  const done = ends === began ? 1 : Math.min(1, Math.max(0, (now - began) / (ends - began)));
  return [
    {
      completedUnits: Math.floor(totalUnits * done),
      totalUnits,
      progressObservationDateTime: time(now),
      units: 'objects',
    },
  ];
}

function time(epoch: number): string {
  return new Date(epoch).toISOString();
}
