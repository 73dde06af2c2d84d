import type { JobTarget, Outcome, ProfileTarget, RunView } from '../words.ts';

const job: JobTarget = { kind: 'job', servicePrincipalId: '', jobId: '' };
const profile: ProfileTarget = { kind: 'profile', profileId: '' };

/** When it is looked at, epoch milliseconds; no sentence of the reference shows a time. */
export const sampleNow = Date.UTC(2026, 0, 1);

/** A run that ended like that and of which nothing else is known, for the sentences people are told. */
export function sampleRun(operation: RunView['operation'], outcome: Outcome): RunView {
  return {
    runId: '',
    operation,
    target: operation === 'pause-profile' ? profile : job,
    displayName: 'Slack',
    templateId: null,
    actorName: '',
    reason: null,
    askedAt: sampleNow,
    sentAt: sampleNow,
    answeredAt: null,
    answer: null,
    before: null,
    after: null,
    seenAt: null,
    interrupted: false,
    saved: null,
    waitingUntil: null,
    outcome,
    holder: null,
  };
}
