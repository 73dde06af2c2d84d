import {
  errorReply,
  type GraphReply,
  type GraphRequest,
  methodNotAllowed,
  unknownSegment,
} from './graph-reply.ts';
import type { World } from './world.ts';

/** The filters the sandbox knows: by service, and from a moment on (directoryAudit, Microsoft Graph). */
const serviceFilter = /^loggedByService eq '([^']*)'$/;
const sinceFilter = /^activityDateTime ge (\S+)$/;

/** `GET /auditLogs/directoryAudits`: newest first. */
export function directoryAudits(world: World, request: GraphRequest): GraphReply {
  const [, collection, beyond] = request.segments;
  if (collection?.toLowerCase() !== 'directoryaudits' || beyond !== undefined)
    return unknownSegment(beyond ?? collection ?? '');
  if (request.method !== 'GET') return methodNotAllowed('GET');
  const query = new URLSearchParams(request.rawQuery);
  const top = Number(query.get('$top') ?? '100');
  let found = world.audits.toReversed();
  for (const clause of query.get('$filter')?.split(' and ') ?? []) {
    const service = serviceFilter.exec(clause.trim());
    const since = Date.parse(sinceFilter.exec(clause.trim())?.[1] ?? '');
    if (service !== null) found = found.filter(({ json }) => json['loggedByService'] === service[1]);
    else if (!Number.isNaN(since)) found = found.filter(({ at }) => at >= since);
    else return errorReply(400, 'BadRequest', 'Invalid filter clause.');
  }
  return {
    status: 200,
    body: {
      '@odata.context': `${request.origin}/${request.version}/$metadata#auditLogs/directoryAudits`,
      value: found.slice(0, top).map(({ json }) => json),
    },
  };
}
