import {
  type GraphReply,
  type GraphRequest,
  methodNotAllowed,
  notFound,
  unknownSegment,
} from './graph-reply.ts';
import { pauseProfile, profileJson, profileStatusJson } from './profile.ts';
import { currentProfiles, type World } from './world.ts';

const collection = 'synchronizationProfiles';

/** `/education/synchronizationProfiles`: beta only, as it always was. */
export function education(world: World, request: GraphRequest): GraphReply {
  const [, name, id, action, ...beyond] = request.segments;
  if (name !== collection || request.version !== 'beta') return unknownSegment(name ?? '');
  if (beyond[0] !== undefined) return unknownSegment(beyond[0]);
  const context = `${request.origin}/beta/$metadata#education/${collection}`;
  const profiles = currentProfiles(world);
  if (id === undefined) {
    if (request.method !== 'GET') return methodNotAllowed('GET');
    return { status: 200, body: { '@odata.context': context, value: profiles.map(profileJson) } };
  }
  if (action !== undefined && action !== 'profileStatus' && action !== 'pause') return unknownSegment(action);
  const allowed = action === 'pause' ? 'POST' : 'GET';
  if (request.method !== allowed) return methodNotAllowed(allowed);
  const profile = profiles.find((each) => each.id === id.toLowerCase());
  if (profile === undefined) return notFound(id);
  if (action === 'pause') {
    if (profile.retired) return unknownSegment(collection);
    pauseProfile(profile, world.clock.now(), world.pace);
    return { status: 200 };
  }
  return action === 'profileStatus'
    ? {
        status: 200,
        body: {
          '@odata.context': `${context}('${profile.id}')/profileStatus/$entity`,
          ...profileStatusJson(profile),
        },
      }
    : { status: 200, body: { '@odata.context': `${context}/$entity`, ...profileJson(profile) } };
}
