import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** One message as the bot sent it, with what it says now. */
export interface Message {
  readonly activityId: string;
  /** As the bot addressed it, thread and all. */
  readonly conversationId: string;
  /** Every card it was, oldest first. */
  readonly cards: Card[];
  readonly summaries: string[];
}

export type Card = Record<string, unknown>;

/** One request as it arrived. */
export interface Arrival {
  readonly method: 'POST' | 'PUT';
  readonly conversationId: string;
  /** Milliseconds of a clock that only goes on. */
  readonly at: number;
  /** Tells connections apart. */
  readonly connection: number;
  /** The header it came with. */
  readonly authorization: string | null;
}

/** What happens to one request. */
export interface Trouble {
  /** Only to such a request; by default to any. */
  readonly method?: 'POST' | 'PUT';
  /** Answered with this status; without one the connection is cut. */
  readonly status?: number;
  /** Seconds. */
  readonly retryAfter?: number;
  /** What the answer says besides its status. */
  readonly message?: string;
  /** The message is shown all the same. */
  readonly shown?: boolean;
}

export interface Connector {
  readonly url: string;
  readonly messages: Message[];
  readonly arrivals: Arrival[];
  /** The next requests are answered with this status, once each. */
  refuse(...statuses: number[]): void;
  /** Each of these happens to one request, in order. */
  trouble(...troubles: Trouble[]): void;
  stop(): Promise<void>;
}

async function read(request: IncomingMessage): Promise<Record<string, unknown>> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return JSON.parse(Buffer.concat(parts).toString('utf8') || '{}') as Record<string, unknown>;
}

function cardOf(activity: Record<string, unknown>): Card {
  const [attachment] = (activity['attachments'] as { content: Card }[] | undefined) ?? [];
  return attachment?.content ?? {};
}

/** A Teams connector that records what the bot sends; over https when it is given a certificate. */
export async function startConnector(tls?: {
  readonly key: string;
  readonly cert: string;
}): Promise<Connector> {
  const messages: Message[] = [];
  const arrivals: Arrival[] = [];
  const troubles: Trouble[] = [];
  let count = 0;
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const activity = await read(request);
    const [, conversationId = '', , activityId] =
      /^\/v3\/conversations\/([^/]+)\/activities(\/([^/?]+))?/
        .exec(request.url ?? '')
        ?.map((part) => (part === undefined ? part : decodeURIComponent(part))) ?? [];
    const method = request.method === 'PUT' ? 'PUT' : 'POST';
    arrivals.push({
      method,
      conversationId,
      at: performance.now(),
      connection: request.socket.remotePort ?? 0,
      authorization: request.headers.authorization ?? null,
    });
    const next = troubles.findIndex((trouble) => (trouble.method ?? method) === method);
    const [trouble] = next === -1 ? [] : troubles.splice(next, 1);
    const answer = (status: number, body: object) => {
      // Restify, loaded in the same process, makes writeHead return nothing.
      response.writeHead(status, {
        'content-type': 'application/json',
        ...(trouble?.retryAfter === undefined ? {} : { 'retry-after': String(trouble.retryAfter) }),
      });
      response.end(JSON.stringify(body));
    };
    const show = (): [number, object] => {
      if (method === 'PUT') {
        const known = messages.find((message) => message.activityId === activityId);
        if (known === undefined) return [404, { error: { code: 'NotFound', message: 'no such activity' } }];
        known.cards.push(cardOf(activity));
        known.summaries.push(String(activity['summary'] ?? ''));
        return [200, { id: activityId }];
      }
      const id = `sent-${++count}`;
      messages.push({
        activityId: id,
        conversationId,
        cards: [cardOf(activity)],
        summaries: [String(activity['summary'] ?? '')],
      });
      return [201, { id }];
    };
    if (trouble === undefined) return answer(...show());
    if (trouble.shown) show();
    if (trouble.status === undefined) return request.socket.destroy();
    answer(trouble.status, { error: { code: 'Refused', message: trouble.message ?? 'refused' } });
  };
  const server: Server = tls === undefined ? createServer(handle) : createSecureServer(tls, handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo;
  return {
    url: tls === undefined ? `http://127.0.0.1:${port}/` : `https://localhost:${port}/`,
    messages,
    arrivals,
    refuse: (...statuses) => troubles.push(...statuses.map((status) => ({ status }))),
    trouble: (...more) => troubles.push(...more),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
