import {
  errorReply,
  type GraphReply,
  type GraphRequest,
  methodNotAllowed,
  notFound,
  unknownSegment,
} from './graph-reply.ts';
import { jobJson } from './job-json.ts';
import { jobSchema } from './job-schema.ts';
import { acceptWrite, isBeingDeleted } from './job-write.ts';
import { currentJobs, type World } from './world.ts';

const jobIdShape = /^[A-Za-z0-9._-]{1,256}$/;

/** Everything below `/servicePrincipals/{id}/synchronization`; `segments` are those behind it. */
export function synchronization(
  world: World,
  request: GraphRequest,
  servicePrincipalId: string,
  principalExists: boolean,
  segments: readonly string[],
): GraphReply {
  const [collection, jobId, action, ...beyond] = segments;
  if (collection !== 'jobs') return malformed(collection ?? '');
  if (jobId === undefined) {
    if (request.method !== 'GET') return methodNotAllowed('GET');
    return principalExists ? listJobs(world, request, servicePrincipalId) : notFound(servicePrincipalId);
  }
  if (!jobIdShape.test(jobId)) {
    return errorReply(400, 'Request_BadRequest', `Invalid job identifier '${jobId}'.`);
  }
  if (beyond[0] !== undefined) return malformed(beyond[0]);
  const allowed = methodsOf(action);
  if (allowed === null) return malformed(action ?? '');
  if (!allowed.includes(request.method)) return methodNotAllowed(...allowed);
  if (!principalExists) return notFound(servicePrincipalId);
  const job = currentJobs(world, servicePrincipalId).find((each) => each.id === jobId);
  if (job === undefined) return notFound(jobId);

  const now = world.clock.now();
  const context = contextOf(request, servicePrincipalId);
  if (action === 'schema') {
    return {
      status: 200,
      body: { '@odata.context': `${context}('${jobId}')/schema/$entity`, ...jobSchema(job) },
    };
  }
  if (request.method === 'GET') {
    return { status: 200, body: { '@odata.context': `${context}/$entity`, ...jobJson(job, now) } };
  }
  if (isBeingDeleted(job)) return notFound(jobId);
  const kind = action === 'pause' || action === 'start' ? action : 'delete';
  acceptWrite(job, kind, now, world.pace);
  return { status: 204 };
}

function listJobs(world: World, request: GraphRequest, servicePrincipalId: string): GraphReply {
  const jobs = currentJobs(world, servicePrincipalId);
  return {
    status: 200,
    body: {
      '@odata.context': contextOf(request, servicePrincipalId),
      value: jobs.map((job) => jobJson(job, world.clock.now())),
    },
  };
}

function contextOf(request: GraphRequest, servicePrincipalId: string): string {
  return `${request.origin}/${request.version}/$metadata#servicePrincipals('${servicePrincipalId}')/synchronization/jobs`;
}

function methodsOf(action: string | undefined): readonly string[] | null {
  switch (action) {
    case undefined:
      return ['GET', 'DELETE'];
    case 'schema':
      return ['GET'];
    case 'pause':
    case 'start':
      return ['POST'];
    default:
      return null;
  }
}

function malformed(segment: string): GraphReply {
  return unknownSegment(segment, 'Request_BadRequest');
}
