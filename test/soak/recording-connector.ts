import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Card, Message } from '../support/connector.ts';
import type { Killer } from './killer.ts';
import { readCard } from './read-card.ts';

/** A message, and in which life the bot sent it first. */
export interface Sent extends Message {
  readonly life: number;
}

/** Teams' side of the conversation: keeps what the bot sent, and lets it be killed around each message. */
export interface RecordingConnector {
  readonly url: string;
  readonly messages: readonly Sent[];
  stop(): Promise<void>;
}

async function activityOf(incoming: IncomingMessage): Promise<Record<string, unknown>> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  return JSON.parse(Buffer.concat(parts).toString('utf8') || '{}') as Record<string, unknown>;
}

function cardOf(activity: Record<string, unknown>): Card {
  const [attachment] = (activity['attachments'] as { content: Card }[] | undefined) ?? [];
  return attachment?.content ?? {};
}

/** @throws when no port can be had */
export async function startRecordingConnector(
  killer: Killer,
  life: () => number,
): Promise<RecordingConnector> {
  const messages: Sent[] = [];

  function record(known: Sent | undefined, conversationId: string, activity: Record<string, unknown>) {
    const card = cardOf(activity);
    const summary = String(activity['summary'] ?? '');
    if (known !== undefined) {
      known.cards.push(card);
      known.summaries.push(summary);
      return known.activityId;
    }
    const activityId = `sent-${messages.length + 1}`;
    messages.push({ activityId, conversationId, cards: [card], summaries: [summary], life: life() });
    return activityId;
  }

  async function take(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const activity = await activityOf(incoming);
    const update = incoming.method === 'PUT';
    const [, conversationId = '', , activityId] =
      /^\/v3\/conversations\/([^/]+)\/activities(\/([^/?]+))?/
        .exec(incoming.url ?? '')
        ?.map((part) => (part === undefined ? part : decodeURIComponent(part))) ?? [];
    const { mark, headline } = readCard(cardOf(activity));
    const about = (id: string) => `${id}: ${mark} ${headline}`;
    const known = update ? messages.find((message) => message.activityId === activityId) : undefined;
    const kind = update ? 'put' : 'post';
    if (!killer.reached(`${kind}-arrived`, about(update ? (activityId ?? '') : 'new'))) {
      incoming.socket.destroy();
      return;
    }
    if (update && known === undefined) {
      response.writeHead(404, { 'content-type': 'application/json' });
      response.end('{"error":{"code":"NotFound","message":"no such activity"}}');
      return;
    }
    const id = record(known, conversationId, activity);
    if (!killer.reached(`${kind}-recorded`, about(id))) {
      incoming.socket.destroy();
      return;
    }
    response.writeHead(update ? 200 : 201, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ id }), () => {
      killer.reached(`${kind}-answered`, id);
    });
  }

  const server = createServer((incoming, response) => {
    // A bot that was killed in the middle of its request.
    take(incoming, response).catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    messages,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
