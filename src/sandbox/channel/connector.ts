import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { listen } from '../listen.ts';

export type Card = Readonly<Record<string, unknown>>;

/** A message in a conversation, as it is now. */
export interface Shown {
  readonly activityId: string;
  /** As the bot addressed it. */
  readonly conversationId: string;
  readonly card: Card;
}

/** A running stand-in for the connector: what a bot sends messages to. */
export interface Connector {
  /** `https://localhost:port/`: the `serviceUrl` of activities. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Cards of this bot stay far below what Teams takes, 28 KB; bytes. */
const largestBody = 262_144;

async function readActivity(request: IncomingMessage): Promise<Record<string, unknown> | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > largestBody) return null;
    parts.push(part);
  }
  try {
    const read: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'));
    return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

const failure = (code: string, message: string) => ({ error: { code, message } });

/**
 * Starts a connector on loopback that takes new messages and updates of messages it has.
 *
 * @param options.tls key and certificate for `localhost`, PEM
 * @param options.mayCall whether a request with this `Authorization` header comes from the bot
 * @param options.onShown told of each message and each update
 */
export async function startSandboxConnector(options: {
  readonly tls: { readonly key: string; readonly cert: string };
  readonly mayCall: (authorization: string | undefined) => Promise<boolean>;
  readonly onShown: (message: Shown) => void;
}): Promise<Connector> {
  const conversationOf = new Map<string, string>();
  let count = 0;

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, conversation, , activity] =
      /^\/v3\/conversations\/([^/?]+)\/activities(\/([^/?]+))?$/.exec(request.url ?? '') ?? [];
    if (!(await options.mayCall(request.headers.authorization)))
      return send(response, 401, failure('Unauthorized', 'This is no token of the bot for the channel.'));
    const updates = request.method === 'PUT';
    if (conversation === undefined || (!updates && request.method !== 'POST'))
      return send(response, 404, failure('NotFound', 'Messages and updates of messages only.'));
    const body = await readActivity(request);
    if (body === null) return send(response, 400, failure('BadSyntax', 'The body is no activity.'));
    const known = updates ? conversationOf.get(activity ?? '') : decodeURIComponent(conversation);
    if (known === undefined)
      return send(response, 404, failure('ActivityNotFoundInConversation', 'No such message.'));
    const activityId = updates ? (activity ?? '') : `message-${++count}`;
    conversationOf.set(activityId, known);
    const [attachment] = (body['attachments'] as { content?: Card }[] | undefined) ?? [];
    options.onShown({ activityId, conversationId: known, card: attachment?.content ?? {} });
    send(response, updates ? 200 : 201, { id: activityId });
  }

  const server = createServer({ ...options.tls }, (request, response) => {
    take(request, response).catch(() => request.socket.destroy());
  });
  const { port } = await listen(server, 0, '127.0.0.1');
  return {
    url: `https://localhost:${port}/`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
