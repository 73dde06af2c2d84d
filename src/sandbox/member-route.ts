import * as z from 'zod/v4';
import {
  errorReply,
  type GraphReply,
  type GraphRequest,
  methodNotAllowed,
  notFound,
  unknownSegment,
} from './graph-reply.ts';
import { sentenceOf } from './invalid-input.ts';
import { type Group, sandboxGroups, sandboxUsers } from './people.ts';

/** More are refused (checkMemberGroups, Microsoft Graph). */
const mostGroups = 20;

const bodyShape = z.object({ groupIds: z.array(z.guid()).max(mostGroups) });

/** `POST /users/{id}/checkMemberGroups`: which of the groups the person is in, directly or through other groups. */
export function members(request: GraphRequest): GraphReply {
  const [, id, action, ...beyond] = request.segments;
  if (id === undefined || action !== 'checkMemberGroups') return unknownSegment(action ?? id ?? 'users');
  if (beyond[0] !== undefined) return unknownSegment(beyond[0]);
  if (request.method !== 'POST') return methodNotAllowed('POST');
  const person = Object.values(sandboxUsers).find(
    (each) =>
      each.tenantId === request.tenantId &&
      (each.oid === id.toLowerCase() || each.userPrincipalName.toLowerCase() === id.toLowerCase()),
  );
  if (person === undefined) return notFound(id);
  const parsed = bodyShape.safeParse(request.body);
  if (!parsed.success) return errorReply(400, 'Request_BadRequest', sentenceOf(parsed.error));
  const asked = parsed.data.groupIds.map((each) => each.toLowerCase());
  const within = groupsOf(person.oid);
  return {
    status: 200,
    body: {
      '@odata.context': `${request.origin}/${request.version}/$metadata#Collection(Edm.String)`,
      value: [...new Set(asked)].filter((each) => within.has(each)),
    },
  };
}

function groupsOf(memberId: string, found = new Set<string>()): ReadonlySet<string> {
  const groups: readonly Group[] = Object.values(sandboxGroups);
  for (const group of groups) {
    if (found.has(group.id) || !group.members.includes(memberId)) continue;
    found.add(group.id);
    groupsOf(group.id, found);
  }
  return found;
}
