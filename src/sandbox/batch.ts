import * as z from 'zod/v4';
import type { Call } from './calls.ts';
import { dress, type Exchange } from './dress.ts';
import { errorReply, type GraphReply, methodNotAllowed, unknownSegment } from './graph-reply.ts';
import { type Incoming, logArrival } from './incoming.ts';
import { sentenceOf } from './invalid-input.ts';
import type { World } from './world.ts';

const partShape = z.object({
  id: z.string().min(1),
  method: z.string().min(1),
  url: z.string().min(1),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.unknown().optional(),
  dependsOn: z.array(z.string()).optional(),
});
type Part = z.infer<typeof partShape>;

const batchShape = z.object({ requests: z.array(partShape).min(1) });

/** Answers one logged request; handed in because it is what calls this file. */
type Perform = (world: World, incoming: Incoming, call: Call) => Exchange;

/** More are refused (JSON batching, Microsoft Graph). */
const mostParts = 20;

/**
 * `POST /$batch`: each part is routed, logged and meets faults like a request of its own.
 *
 * @param call the log entry of the batch itself
 * @param exchange answers one part
 * @returns the answer with the longest delay of its parts, or 'drop' when a part met a fault that closes the
 *   connection, because a part has no connection of its own. Parts before and behind it had their effects.
 */
export function answerBatch(
  world: World,
  outer: Incoming,
  version: 'v1.0' | 'beta',
  beyond: readonly string[],
  call: Call,
  exchange: Perform,
): { readonly reply: GraphReply; readonly delayMs: number } | 'drop' {
  const refuse = (reply: GraphReply) => ({ reply, delayMs: 0 });
  if (beyond[0] !== undefined) return refuse(unknownSegment(beyond[0]));
  if (outer.method !== 'POST') return refuse(methodNotAllowed('POST'));
  const parsed = batchShape.safeParse(outer.body);
  if (!parsed.success) {
    return refuse(errorReply(400, 'BadRequest', `Invalid batch payload format. ${sentenceOf(parsed.error)}`));
  }
  const parts = parsed.data.requests;
  const problem = problemOf(parts);
  if (problem !== null) return refuse(errorReply(400, 'BadRequest', problem));

  const responses: Record<string, unknown>[] = [];
  const statuses = new Map<string, number>();
  let delayMs = 0;
  let dropped = false;
  for (const part of parts) {
    const answered = answerPart(world, outer, version, part, call, statuses, exchange);
    if (answered.drop) {
      dropped = true;
      continue;
    }
    answered.call.status = answered.status;
    statuses.set(part.id, answered.status);
    delayMs = Math.max(delayMs, answered.delayMs);
    responses.push({
      id: part.id,
      status: answered.status,
      headers:
        answered.body === undefined
          ? answered.headers
          : { ...answered.headers, 'Content-Type': 'application/json' },
      ...(answered.body === undefined ? {} : { body: answered.body }),
    });
  }
  if (dropped) return 'drop';
  // Graph may answer in any order; last first catches whoever counts on the order asked in.
  return { reply: { status: 200, body: { responses: responses.reverse() } }, delayMs };
}

function answerPart(
  world: World,
  outer: Incoming,
  version: string,
  part: Part,
  call: Call,
  statuses: ReadonlyMap<string, number>,
  exchange: Perform,
): Exchange {
  const own = new Map(Object.entries(part.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  const incoming: Incoming = {
    method: part.method.toUpperCase(),
    target: `/${version}${part.url.startsWith('/') ? '' : '/'}${part.url}`,
    header: (name) => own.get(name) ?? null,
    body: part.body,
    origin: outer.origin,
    authorized: outer.authorized || own.has('authorization'),
    ...(outer.caller === undefined ? {} : { caller: outer.caller }),
  };
  const partCall = logArrival(world, incoming, call.seq);
  const failed = part.dependsOn?.some((id) => (statuses.get(id) ?? 500) >= 400) ?? false;
  if (failed) {
    const reply = errorReply(424, 'FailedDependency', 'A request this one depends on failed.');
    return dress(world, incoming, partCall, reply, 0);
  }
  if (part.body !== undefined && part.body !== null && !own.has('content-type')) {
    const reply = errorReply(400, 'BadRequest', 'A part with a body needs a Content-Type header.');
    return dress(world, incoming, partCall, reply, 0);
  }
  return exchange(world, incoming, partCall);
}

function problemOf(parts: readonly Part[]): string | null {
  if (parts.length > mostParts)
    return `Number of batch request steps exceeds the maximum value of ${mostParts}.`;
  const seen = new Set<string>();
  for (const part of parts) {
    if (seen.has(part.id)) return `Request Id's must be unique: '${part.id}'.`;
    if (/^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(part.url))
      return `Only relative urls are supported: '${part.url}'.`;
    const missing = part.dependsOn?.find((id) => !seen.has(id));
    if (missing !== undefined) return `'${part.id}' depends on '${missing}', which does not come before it.`;
    seen.add(part.id);
  }
  return null;
}
