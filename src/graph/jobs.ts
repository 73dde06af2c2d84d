import type * as z from 'zod/v4';
import type { GraphAnswer, JobTarget } from '../words.ts';
import type { Graph } from './client.ts';
import { jobShape, jobsShape } from './decode.ts';
import { GraphFailure } from './failure.ts';
import { jobPath, principalPath } from './ids.ts';

export type GraphJob = z.infer<typeof jobShape>;

/** Checks a decoded body against its documented shape. @throws GraphFailure `unexpected` */
export function expectShape<T>(shape: z.ZodType<T>, body: unknown, answer: GraphAnswer): T {
  const parsed = shape.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new GraphFailure('unexpected', answer, 'Graph answered in an unknown shape', parsed.error);
}

/** GET one job. @throws GraphFailure; 404 when it is gone */
export async function getJob(graph: Graph, target: JobTarget): Promise<GraphJob> {
  const { body, answer } = await graph({
    name: 'read-job',
    method: 'GET',
    version: 'v1.0',
    path: jobPath(target.servicePrincipalId, target.jobId),
  });
  return expectShape(jobShape, body, answer);
}

/** GET the jobs of one principal. @throws GraphFailure */
export async function listJobs(graph: Graph, servicePrincipalId: string): Promise<GraphJob[]> {
  const { body, answer } = await graph({
    name: 'list-jobs',
    method: 'GET',
    version: 'v1.0',
    path: `${principalPath(servicePrincipalId)}/synchronization/jobs`,
  });
  return expectShape(jobsShape, body, answer).value;
}

/** POST pause, once; 204. @throws GraphFailure */
export async function pauseJob(graph: Graph, target: JobTarget): Promise<GraphAnswer> {
  const path = `${jobPath(target.servicePrincipalId, target.jobId)}/pause`;
  return (await graph({ name: 'pause-job', method: 'POST', version: 'v1.0', path })).answer;
}

/** POST start, once; 204. Never for a job that runs: it can stop the service. @throws GraphFailure */
export async function startJob(graph: Graph, target: JobTarget): Promise<GraphAnswer> {
  const path = `${jobPath(target.servicePrincipalId, target.jobId)}/start`;
  return (await graph({ name: 'start-job', method: 'POST', version: 'v1.0', path })).answer;
}

/** DELETE the job, once; 204. @throws GraphFailure */
export async function deleteJob(graph: Graph, target: JobTarget): Promise<GraphAnswer> {
  const path = jobPath(target.servicePrincipalId, target.jobId);
  return (await graph({ name: 'delete-job', method: 'DELETE', version: 'v1.0', path })).answer;
}
