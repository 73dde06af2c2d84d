import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSharedIds } from './shared-ids.ts';

/** What stands between several clients and one bot. */
export interface SharedConversation {
  /** Where the clients send what people do, below `/api/messages`. */
  readonly port: number;
  /** From now on people talk to the bot that listens here. */
  turnTo(botPort: number): void;
  stop(): Promise<void>;
}

/** The part of an activity that is read or rewritten; everything else passes as it is. */
interface Activity extends Record<string, unknown> {
  readonly type?: string;
  readonly text?: string;
  readonly serviceUrl?: string;
  readonly replyToId?: string;
  readonly from?: { readonly name?: string };
  readonly conversation?: { readonly id: string; readonly conversationType?: string };
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

const threadMark = ';messageid=';
const bareOf = (conversation: string) => conversation.split(threadMark)[0] ?? '';
const threadOf = (conversation: string) => conversation.split(threadMark)[1] ?? null;

async function read(request: IncomingMessage): Promise<Activity> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return JSON.parse(Buffer.concat(parts).toString('utf8') || '{}') as Activity;
}

async function send(method: string, url: string, body: object): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}

/** @throws when the message was not taken */
function idIn({ status, text }: Answer): string {
  const { id } = status < 300 ? (JSON.parse(text) as { id?: string }) : {};
  if (id === undefined) throw new Error(`a client answered ${status} ${text}`);
  return id;
}

/**
 * Makes one conversation of several local clients. Each client is a Teams of its own, with one person: here they are
 * put together, so that all of them see the same channel, the same card and its updates. The bot sees one connector,
 * one conversation and one id for each message.
 *
 * A client only shows what its own person or the bot says, so what somebody else says arrives as the bot's words.
 */
export async function startSharedConversation(): Promise<SharedConversation> {
  const ids = createSharedIds();
  /** The clients by their `serviceUrl`, as they come. */
  const clients = new Set<string>();
  /** Whose personal chats are whose. */
  const homes = new Map<string, string>();
  let botPort = 0;

  /** How a client calls a conversation; null where it lacks the thread. */
  const seenBy = (client: string, conversation: string): string | null => {
    const thread = threadOf(conversation);
    if (thread === null) return conversation;
    const own = ids.own(client, thread);
    return own === undefined ? null : `${bareOf(conversation)}${threadMark}${own}`;
  };

  const activities = (client: string, conversation: string) =>
    `${client.replace(/\/$/, '')}/v3/conversations/${encodeURIComponent(conversation)}/activities`;

  /** Posts to everybody who has the conversation; the ids it got there. */
  async function postTo(
    audience: Iterable<string>,
    conversation: string,
    { replyToId: _, ...activity }: Activity,
  ): Promise<Map<string, string>> {
    const got = new Map<string, string>();
    await Promise.all(
      [...audience].map(async (client) => {
        const id = seenBy(client, conversation);
        if (id === null) return;
        const there = { ...activity, serviceUrl: client, conversation: { ...activity.conversation, id } };
        got.set(client, idIn(await send('POST', activities(client, id), there)));
      }),
    );
    return got;
  }

  const audienceOf = (conversation: string): Iterable<string> => {
    const home = homes.get(bareOf(conversation));
    return home === undefined ? clients : [home];
  };

  /** The conversation a person spoke in as all call it; a new post is shown to the others first. */
  async function share(from: string, activity: Activity, conversation: string): Promise<string> {
    const bare = bareOf(conversation);
    const thread = threadOf(conversation);
    const known = thread === null ? undefined : ids.shared(from, thread);
    const shared = known === undefined ? bare : `${bare}${threadMark}${known}`;
    const isNew = thread !== null && known === undefined;
    let copies = new Map<string, string>();
    if (activity.type === 'message' && activity.text !== undefined) {
      const others = [...clients].filter((client) => client !== from);
      const text = `${activity.from?.name ?? 'Somebody'} said: ${activity.text.replace(/<[^>]*>/g, '')}`;
      copies = await postTo(others, shared, { type: 'message', text });
    }
    return isNew ? `${bare}${threadMark}${ids.share(copies.set(from, thread))}` : shared;
  }

  /** What a person did, on its way to the bot. */
  async function toBot(activity: Activity): Promise<Answer> {
    const { serviceUrl: from = '', conversation, replyToId } = activity;
    if (from === '' || conversation === undefined) return { status: 200, text: '{}' };
    clients.add(from);
    const alone = conversation.conversationType === 'personal';
    if (alone) homes.set(conversation.id, from);
    const id = alone ? conversation.id : await share(from, activity, conversation.id);
    const on = replyToId === undefined ? undefined : (ids.shared(from, replyToId) ?? replyToId);
    return await send('POST', `http://127.0.0.1:${botPort}/api/messages`, {
      ...activity,
      serviceUrl: `http://127.0.0.1:${port}/`,
      conversation: { ...conversation, id },
      ...(on === undefined ? {} : { replyToId: on }),
    });
  }

  /** What the bot says, on its way to everybody. */
  async function toClients(conversation: string, activity: Activity): Promise<Answer> {
    const id = ids.share(await postTo(audienceOf(conversation), conversation, activity));
    return { status: 201, text: JSON.stringify({ id }) };
  }

  /** A message that the bot changes, wherever it is. */
  async function change(conversation: string, message: string, activity: Activity): Promise<Answer> {
    const { replyToId: _, ...rest } = activity;
    const answers = [...audienceOf(conversation)].map(async (client) => {
      const own = ids.own(client, message);
      const id = seenBy(client, conversation);
      if (own === undefined || id === null) return null;
      const there = { ...rest, id: own, serviceUrl: client, conversation: { ...rest.conversation, id } };
      return await send('PUT', `${activities(client, id)}/${encodeURIComponent(own)}`, there);
    });
    const given = (await Promise.all(answers)).filter((answer) => answer !== null);
    const worst = given.toSorted((a, b) => b.status - a.status)[0];
    if (worst === undefined) return { status: 404, text: '{}' };
    return worst.status < 300 ? { status: 200, text: JSON.stringify({ id: message }) } : worst;
  }

  async function route(request: IncomingMessage): Promise<Answer> {
    const { method, url = '' } = request;
    const activity = await read(request);
    if (method === 'POST' && url === '/api/messages') return await toBot(activity);
    const [, conversation = '', message] =
      /^\/v3\/conversations\/([^/]+)\/activities(?:\/([^/?]+))?$/.exec(url)?.map(decodeURIComponent) ?? [];
    if (method === 'POST' && conversation !== '') return await toClients(conversation, activity);
    if (method === 'PUT' && message !== undefined) return await change(conversation, message, activity);
    return { status: 501, text: '{}' };
  }

  const server = createServer(async (request, response) => {
    const { status, text } = await route(request).catch((error: unknown) => ({
      status: 502,
      text: JSON.stringify({ error: { code: 'Relay', message: String(error) } }),
    }));
    // Restify, loaded in the same process, makes writeHead return nothing.
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(text);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    turnTo(next) {
      botPort = next;
    },
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
