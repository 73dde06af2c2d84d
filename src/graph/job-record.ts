import * as z from 'zod/v4';
import type { GraphOperation } from '../metrics.ts';
import type { JobTarget } from '../words.ts';
import type { Graph } from './client.ts';
import { jobShape, principalShape } from './decode.ts';
import { jobPath, principalPath } from './ids.ts';
import { expectShape, type GraphJob } from './jobs.ts';

/** What Graph gives out of a job, as it gave it. Secrets and watermarks are never among it. */
export interface JobRecord {
  readonly job: unknown;
  readonly schema: unknown;
  /** The identity of its servicePrincipal. */
  readonly servicePrincipal: unknown;
}

const identity = 'id,appId,displayName,servicePrincipalType,applicationTemplateId,appOwnerOrganizationId';

const schemaShape = z.looseObject({
  synchronizationRules: z.array(z.looseObject({ objectMappings: z.array(z.unknown()).nullish() })),
});

/**
 * GET a job, its synchronizationSchema and its servicePrincipal, to be kept before the job is deleted.
 *
 * @returns them as they are, the job decoded too, and how many objects the schema maps
 * @throws GraphFailure when any of the three can't be read or isn't what it should be
 */
export async function readJobRecord(
  graph: Graph,
  target: JobTarget,
): Promise<{ readonly record: JobRecord; readonly job: GraphJob; readonly objectMappings: number }> {
  const get = (name: GraphOperation, path: string) => graph({ name, method: 'GET', version: 'v1.0', path });
  const path = jobPath(target.servicePrincipalId, target.jobId);
  const [job, schema, principal] = await Promise.all([
    get('read-job', path),
    get('read-schema', `${path}/schema`),
    get('read-principal', `${principalPath(target.servicePrincipalId)}?$select=${identity}`),
  ]);
  const decoded = expectShape(jobShape, job.body, job.answer);
  const rules = expectShape(schemaShape, schema.body, schema.answer).synchronizationRules;
  expectShape(principalShape, principal.body, principal.answer);
  return {
    record: { job: job.body, schema: schema.body, servicePrincipal: principal.body },
    job: decoded,
    objectMappings: rules.reduce((sum, { objectMappings }) => sum + (objectMappings?.length ?? 0), 0),
  };
}
