import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Button, textOf } from '../support/card.ts';
import type { Card } from '../support/connector.ts';
import { tenant } from '../support/front-door.ts';

/** A message or an update as it arrived. */
export interface Arrival {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly conversationId: string;
  readonly activityId: string;
  readonly card: Card;
}

/** Teams with many people in it, each in a conversation of their own or all in one. */
export interface Teams {
  readonly url: string;
  /** Everything the bots sent, oldest first. */
  readonly arrivals: readonly Arrival[];
  /** What a conversation shows: the newest text of each of its messages. */
  shown(conversationId: string): readonly string[];
  /**
   * Delivers a sentence to the first bot that takes it, as a load balancer does: a delivery that breaks goes to
   * the next.
   */
  say(ports: readonly number[], said: Said): Promise<void>;
  /** Delivers a tap on a button of a message in the same way. */
  tap(ports: readonly number[], tapped: Tapped): Promise<void>;
  /** The newest card of each message of a conversation, with what Teams calls it. */
  cards(conversationId: string): ReadonlyMap<string, Card>;
  stop(): Promise<void>;
}

export interface Said {
  readonly text: string;
  readonly conversationId: string;
  /** The person's number. */
  readonly person: number;
  /** Tells it apart from everything else that is said. */
  readonly id: string;
}

export interface Tapped {
  readonly button: Pick<Button, 'verb' | 'data'>;
  readonly input: object;
  /** What Teams calls the message. */
  readonly on: string;
  readonly conversationId: string;
  readonly person: number;
  readonly id: string;
}

async function activityOf(incoming: IncomingMessage): Promise<Record<string, unknown>> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  return JSON.parse(Buffer.concat(parts).toString('utf8') || '{}') as Record<string, unknown>;
}

/** Starts a connector on loopback that records what bots send. */
export async function startTeams(): Promise<Teams> {
  const arrivals: Arrival[] = [];
  let count = 0;

  async function take(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = Date.now();
    const activity = await activityOf(incoming);
    const [, conversationId = '', , updated] =
      /^\/v3\/conversations\/([^/]+)\/activities(\/([^/?]+))?/
        .exec(incoming.url ?? '')
        ?.map((part) => (part === undefined ? part : decodeURIComponent(part))) ?? [];
    const isUpdate = incoming.method === 'PUT';
    const activityId = isUpdate ? (updated ?? '') : `sent-${++count}`;
    const [attachment] = (activity['attachments'] as { content: Card }[] | undefined) ?? [];
    arrivals.push({ at, conversationId, activityId, card: attachment?.content ?? {} });
    response.writeHead(isUpdate ? 200 : 201, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ id: activityId }));
  }

  const server = createServer((incoming, response) => {
    // A bot that was killed in the middle of its request.
    take(incoming, response).catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/`;

  const cards = (conversationId: string) => {
    const newest = new Map<string, Card>();
    for (const arrival of arrivals) {
      if (arrival.conversationId === conversationId) newest.set(arrival.activityId, arrival.card);
    }
    return newest;
  };

  async function deliver(
    ports: readonly number[],
    { conversationId, person, id }: Pick<Said, 'conversationId' | 'person' | 'id'>,
    more: object,
  ): Promise<void> {
    const body = JSON.stringify({
      id,
      timestamp: new Date().toISOString(),
      channelId: 'msteams',
      serviceUrl: url,
      from: {
        id: `29:person-${person}`,
        name: `Person ${person}`,
        aadObjectId: `7c2f9a10-55d1-4e0b-a6c3-${String(person).padStart(12, '0')}`,
      },
      recipient: { id: '28:bot', name: 'Sync Warden' },
      conversation: { id: conversationId, conversationType: 'personal', tenantId: tenant },
      channelData: { tenant: { id: tenant } },
      ...more,
    });
    let why: unknown;
    for (const to of ports) {
      try {
        const response = await fetch(`http://127.0.0.1:${to}/api/messages`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
        });
        if (response.ok) return;
        why = new Error(`it was answered with ${response.status}`);
      } catch (error) {
        why = error;
      }
    }
    throw new Error(`no bot took ${id}`, { cause: why });
  }

  return {
    url,
    arrivals,
    cards,
    shown: (conversationId) => [...cards(conversationId).values()].map((card) => textOf(card)),
    say: (ports, said) => deliver(ports, said, { type: 'message', textFormat: 'plain', text: said.text }),
    tap: (ports, tapped) =>
      deliver(ports, tapped, {
        type: 'invoke',
        name: 'adaptiveCard/action',
        value: {
          action: {
            type: 'Action.Execute',
            verb: tapped.button.verb,
            data: { ...tapped.button.data, ...tapped.input },
          },
          trigger: 'manual',
        },
        replyToId: tapped.on,
      }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
