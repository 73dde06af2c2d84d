import { applicationOf } from './application-route.ts';
import { directoryAudits } from './audit-route.ts';
import { education } from './education-route.ts';
import {
  errorReply,
  type GraphReply,
  type GraphRequest,
  methodNotAllowed,
  notFound,
  unknownSegment,
} from './graph-reply.ts';
import { synchronization } from './job-route.ts';
import { members } from './member-route.ts';
import { principalJson } from './principal.ts';
import { listPrincipals } from './principal-list.ts';
import { select } from './select.ts';
import type { World } from './world.ts';

const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const applicationByAppId = /^applications\(appId='([^']*)'\)$/;
const byAppId = /^servicePrincipals\(appId='([^']*)'\)$/;

/** Answers one request to Graph; its effect, if any, happens within this call. `$batch` is handled before. */
export function routeGraph(world: World, request: GraphRequest): GraphReply {
  const [first, second, ...rest] = request.segments;
  if (first === undefined) return unknownSegment('');
  if (first === 'education') return education(world, request);
  if (first === 'users') return members(request);
  if (first === 'auditLogs') return directoryAudits(world, request);
  const registration = applicationByAppId.exec(first)?.[1];
  if (registration !== undefined) return applicationOf(world, request, registration);
  const key = byAppId.exec(first);
  if (key !== null) return principalByAppId(world, request, key[1] ?? '');
  if (first !== 'servicePrincipals') return unknownSegment(first);

  if (second === undefined) {
    if (request.method !== 'GET') return methodNotAllowed('GET');
    return listPrincipals(request, world.tenant.principals);
  }
  if (!guid.test(second)) {
    return errorReply(400, 'Request_BadRequest', `Invalid object identifier '${second}'.`);
  }
  const principal = world.tenant.principals.find((each) => each.id === second.toLowerCase());
  if (rest[0] === undefined) {
    if (request.method !== 'GET') return methodNotAllowed('GET');
    return principal === undefined ? notFound(second) : onePrincipal(request, principalJson(principal));
  }
  if (rest[0] !== 'synchronization') return unknownSegment(rest[0], 'Request_BadRequest');
  return synchronization(world, request, second, principal !== undefined, rest.slice(1));
}

function principalByAppId(world: World, request: GraphRequest, appId: string): GraphReply {
  const beyond = request.segments[1];
  // Nothing below the alternate key is documented for jobs; refusing makes a client resolve the id first.
  if (beyond !== undefined) return unknownSegment(beyond, 'Request_BadRequest');
  if (request.method !== 'GET') return methodNotAllowed('GET');
  if (!guid.test(appId)) {
    return errorReply(400, 'Request_BadRequest', `Invalid value '${appId}' specified for property 'appId'.`);
  }
  const principal = world.tenant.principals.find((each) => each.appId === appId.toLowerCase());
  return principal === undefined ? notFound(appId) : onePrincipal(request, principalJson(principal));
}

function onePrincipal(request: GraphRequest, entity: Record<string, unknown>): GraphReply {
  const names = new URLSearchParams(request.rawQuery).get('$select');
  const selected = select(entity, names);
  if ('missing' in selected) return errorReply(400, 'Request_BadRequest', selected.missing);
  const shape = names === null ? '' : `(${names})`;
  const context = `${request.origin}/${request.version}/$metadata#servicePrincipals${shape}/$entity`;
  return { status: 200, body: { '@odata.context': context, ...selected.entity } };
}
