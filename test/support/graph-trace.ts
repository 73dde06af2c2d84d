import type { Call } from './front-door.ts';

interface Job {
  readonly servicePrincipalId: string;
  readonly jobId: string;
}

/**
 * The Graph requests of a conversation in short, told apart by what they are for: `tenant` (who has jobs),
 * `named` (is there another of this name), `name` and `job` (the live read), and writes as they went out.
 */
export function trace(calls: readonly Call[], job: Job): string[] {
  const base = `/v1.0/servicePrincipals/${job.servicePrincipalId}`;
  return calls
    .filter((call) => call.batch === null)
    .map(({ method, path }) => {
      if (method === 'GET' && path.startsWith(`${base}?`)) return 'name';
      if (method === 'GET' && path === `${base}/synchronization/jobs/${job.jobId}`) return 'job';
      if (method === 'GET' && path.endsWith(`/jobs/${job.jobId}/schema`)) return 'schema';
      if (method === 'GET' && path.includes('$filter=displayName')) return 'named';
      if (path.endsWith('$batch') || (method === 'GET' && path.includes('$top=999'))) return 'tenant';
      return `${method} ${path.replace(`${base}/synchronization/jobs/${job.jobId}`, '{job}')}`;
    });
}

/**
 * The trace without the slow changing part, with each read of name and state as one `read`, and the job and its
 * schema, which are asked for at once before a deletion, as one `save`.
 */
export function steps(calls: readonly Call[], job: Job): string[] {
  const short: string[] = [];
  for (const step of trace(calls, job)) {
    if (step === 'tenant' || step === 'name') continue;
    short.push(step === 'job' ? 'read' : step);
  }
  for (let at = short.indexOf('schema'); at !== -1; at = short.indexOf('schema')) {
    // Which of the two arrives first is chance.
    const jobAt = short[at + 1] === 'read' ? at + 1 : at - 1;
    short.splice(Math.min(at, jobAt), 2, 'save');
  }
  return short;
}

/** Steps with repeated read-backs as one, because how many there are depends on time. */
export function collapsed(calls: readonly Call[], job: Job): string[] {
  return steps(calls, job).filter(
    (step, index, all) => step !== 'read' || all[index - 1] !== 'read' || index < 3,
  );
}
