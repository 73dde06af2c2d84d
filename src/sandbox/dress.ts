import type { Call } from './calls.ts';
import type { GraphReply } from './graph-reply.ts';
import type { Incoming } from './incoming.ts';
import type { World } from './world.ts';

/** What goes back: an answer after `delayMs`, or nothing but a closed connection. */
export type Exchange =
  | {
      readonly drop: false;
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: unknown;
      readonly delayMs: number;
      readonly call: Call;
    }
  | { readonly drop: true };

/** Gives `reply` the ids, the date and, if it is an error, the body that Graph's answers have. */
export function dress(
  world: World,
  incoming: Pick<Incoming, 'header'>,
  call: Call,
  reply: GraphReply,
  delayMs: number,
): Exchange {
  const clientRequestId = incoming.header('client-request-id') ?? call.requestId;
  const date = new Date(world.clock.now());
  const headers: Record<string, string> = {
    ...reply.headers,
    'request-id': call.requestId,
    'client-request-id': clientRequestId,
    'x-ms-ags-diagnostic': JSON.stringify({
      ServerInfo: { DataCenter: 'Sandbox', Slice: 'E', Ring: '0', ScaleUnit: '000', RoleInstance: 'SANDBOX' },
    }),
    date: date.toUTCString(),
  };
  const body =
    reply.error === undefined
      ? reply.body
      : {
          error: {
            ...reply.error,
            innerError: {
              date: date.toISOString().slice(0, 19),
              'request-id': call.requestId,
              'client-request-id': clientRequestId,
            },
          },
        };
  return { drop: false, status: reply.status, headers, body, delayMs, call };
}
