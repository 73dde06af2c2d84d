import { refusal } from './authorize.ts';
import { answerBatch } from './batch.ts';
import type { Call } from './calls.ts';
import { dress, type Exchange } from './dress.ts';
import { replyInstead } from './fault-reply.ts';
import { errorReply, type GraphReply, unknownSegment } from './graph-reply.ts';
import { routeGraph } from './graph-router.ts';
import { type Incoming, tenantOf } from './incoming.ts';
import { readPath } from './request-path.ts';
import type { World } from './world.ts';

/**
 * Answers a logged request: takes the fault it meets, lets the effect happen (at arrival, even when the answer
 * is delayed or lost) unless the fault forbids it, and dresses the answer as Graph does.
 *
 * @param world of the tenant the request is about
 */
export function exchange(world: World, incoming: Incoming, call: Call): Exchange {
  const tenantId = tenantOf(incoming);
  const fault = world.faults.take({ method: incoming.method, path: call.path, tenantId });
  call.fault = fault?.kind ?? null;
  if (fault?.kind === 'drop-before') return { drop: true };
  const instead = fault === null ? null : replyInstead(fault);
  if (instead !== null) return dress(world, incoming, call, instead, 0);

  const path = readPath(incoming.target);
  let delayMs = fault?.kind === 'delay' ? (fault.delayMs ?? 0) : 0;
  let reply: GraphReply;
  const [version, ...segments] = path.segments ?? [];
  const refused =
    incoming.caller === undefined ? null : refusal(world, incoming.caller, incoming.method, segments);
  if (path.segments === null) {
    reply = errorReply(400, 'Request_BadRequest', 'The request URI is malformed.');
  } else if (version !== 'v1.0' && version !== 'beta') {
    reply = errorReply(400, 'BadRequest', `Invalid version: ${version ?? ''}.`);
  } else if (refused !== null) {
    reply = refused;
  } else if (segments[0] === '$batch') {
    if (call.batch !== null) reply = unknownSegment('$batch');
    else {
      const answered = answerBatch(world, incoming, version, segments.slice(1), call, exchange);
      if (answered === 'drop') return { drop: true };
      delayMs += answered.delayMs;
      reply = answered.reply;
    }
  } else {
    reply = routeGraph(world, {
      tenantId,
      method: incoming.method,
      version,
      segments,
      rawQuery: path.rawQuery,
      header: incoming.header,
      body: incoming.body,
      origin: incoming.origin,
    });
  }
  if (fault?.kind === 'drop-after') return { drop: true };
  return dress(world, incoming, call, reply, delayMs);
}
