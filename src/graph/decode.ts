import * as z from 'zod/v4';
import type { JobSnapshot } from '../words.ts';

/** Times that mean "never": absent, empty, or year 1. */
const time = z
  .string()
  .nullish()
  .transform((text) => {
    if (text === null || text === undefined || text === '' || text.startsWith('0001-')) return null;
    const at = Date.parse(text);
    return Number.isNaN(at) ? null : at;
  });
const count = z
  .number()
  .nullish()
  .transform((n) => n ?? 0);
const word = z
  .string()
  .nullish()
  .transform((text) => text ?? '');
const error = z.object({ code: z.string().nullish(), message: z.string().nullish() }).nullish();

const execution = z
  .object({
    state: word,
    timeBegan: time,
    timeEnded: time,
    countExported: count,
    countExports: count,
    countEscrowed: count,
    error,
  })
  .nullish();

/** Tolerant where Microsoft may add: unknown words stay as they are, absent parts become null. */
export const jobShape = z.object({
  id: z.string().min(1),
  templateId: z.string().nullish(),
  schedule: z.object({ state: word, interval: z.string().nullish() }).nullish(),
  status: z
    .object({
      code: word,
      escrowsPruned: z.boolean().nullish(),
      lastExecution: execution,
      lastSuccessfulExecution: execution,
      quarantine: z.object({ reason: word, currentBegan: time, nextAttempt: time, error }).nullish(),
      synchronizedEntryCountByType: z.array(z.object({ key: word, value: count })).nullish(),
    })
    .nullish(),
});

export const jobsShape = z.object({ value: z.array(jobShape) });

export const principalShape = z.object({
  id: z.string().min(1),
  appId: z.string().nullish(),
  displayName: word,
});

/** An ISO 8601 duration; Graph's "unset" is the largest a .NET TimeSpan can hold. */
function interval(text: string | null | undefined): string | null {
  return text === null || text === undefined || text === '' || text.startsWith('P10675199D') ? null : text;
}

/** A job as Graph sent it, with the name of its principal, as a snapshot taken at `readAt`. */
export function toJobSnapshot(
  job: z.infer<typeof jobShape>,
  of: { readonly servicePrincipalId: string; readonly displayName: string; readonly readAt: number },
): JobSnapshot {
  const last = job.status?.lastExecution;
  const quarantine = job.status?.quarantine;
  return {
    kind: 'job',
    target: { kind: 'job', servicePrincipalId: of.servicePrincipalId, jobId: job.id },
    displayName: of.displayName,
    templateId: job.templateId ?? null,
    scheduleState: job.schedule?.state ?? '',
    interval: interval(job.schedule?.interval),
    code: job.status?.code ?? '',
    quarantine: quarantine
      ? {
          reason: quarantine.reason,
          currentBegan: quarantine.currentBegan,
          nextAttempt: quarantine.nextAttempt,
          errorCode: quarantine.error?.code ?? null,
          errorMessage: quarantine.error?.message ?? null,
        }
      : null,
    escrowsPruned: job.status?.escrowsPruned ?? false,
    lastExecution: last
      ? {
          state: last.state,
          timeBegan: last.timeBegan,
          timeEnded: last.timeEnded,
          countExported: last.countExported,
          countExports: last.countExports,
          countEscrowed: last.countEscrowed,
          errorCode: last.error?.code ?? null,
          errorMessage: last.error?.message ?? null,
        }
      : null,
    lastSuccess: job.status?.lastSuccessfulExecution?.timeEnded ?? null,
    synchronizedEntryCountByType: job.status?.synchronizedEntryCountByType ?? [],
    readAt: of.readAt,
  };
}
