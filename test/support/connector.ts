import { createServer, type IncomingMessage, type Server } from 'node:http';
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

export interface Connector {
  readonly url: string;
  readonly messages: Message[];
  /** The next requests are answered with this status, once each. */
  refuse(...statuses: number[]): void;
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

/** A Teams connector that records what the bot sends. */
export async function startConnector(): Promise<Connector> {
  const messages: Message[] = [];
  const refusals: number[] = [];
  let count = 0;
  const server: Server = createServer(async (request, response) => {
    const activity = await read(request);
    const [, conversationId = '', , activityId] =
      /^\/v3\/conversations\/([^/]+)\/activities(\/([^/?]+))?/
        .exec(request.url ?? '')
        ?.map((part) => (part === undefined ? part : decodeURIComponent(part))) ?? [];
    const refusal = refusals.shift();
    const answer = (status: number, body: object) => {
      // Restify, loaded in the same process, makes writeHead return nothing.
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    if (refusal !== undefined) return answer(refusal, { error: { code: 'Refused', message: 'refused' } });
    if (request.method === 'PUT') {
      const known = messages.find((message) => message.activityId === activityId);
      if (known === undefined)
        return answer(404, { error: { code: 'NotFound', message: 'no such activity' } });
      known.cards.push(cardOf(activity));
      known.summaries.push(String(activity['summary'] ?? ''));
      return answer(200, { id: activityId });
    }
    const id = `sent-${++count}`;
    messages.push({
      activityId: id,
      conversationId,
      cards: [cardOf(activity)],
      summaries: [String(activity['summary'] ?? '')],
    });
    return answer(201, { id });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    messages,
    refuse: (...statuses) => refusals.push(...statuses),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
