import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Button } from '../support/card.ts';
import type { Message } from '../support/connector.ts';
import type { BotLives } from './bot-lives.ts';
import { type ReadCard, readCard } from './read-card.ts';
import type { RecordingConnector } from './recording-connector.ts';

export interface Person {
  readonly name: string;
  readonly id: string;
  readonly aadObjectId: string;
}

export const dana: Person = {
  name: 'Dana Reyes',
  id: '29:dana',
  aadObjectId: '3b1a5f0e-7f5c-4a83-9d21-0c5a4e8b7a01',
};
export const lee: Person = {
  name: 'Lee Park',
  id: '29:lee',
  aadObjectId: '3b1a5f0e-7f5c-4a83-9d21-0c5a4e8b7a02',
};

export interface Where {
  readonly id: string;
  readonly conversationType: 'personal' | 'groupChat' | 'channel';
}

export const personal: Where = { id: 'a:dana', conversationType: 'personal' };
export const group: Where = { id: '19:group@thread.v2', conversationType: 'groupChat' };
export const channel: Where = {
  id: '19:general@thread.tacv2;messageid=1700000000001',
  conversationType: 'channel',
};

const tenant = '5f1d3a52-8c3e-4d6b-9d0e-6a1f0c7b2e10';
const bot = { id: '28:bot', name: 'Sync Warden' };

/** How long an answer may take before Teams gives up on it, milliseconds. */
const patience = 20_000;
/** How long a card may take to come: over two kills and the leases they leave behind. Milliseconds. */
const longestWait = 90_000;
/** A card that hasn't come that long after the bot had nothing left to do never comes, milliseconds. */
const silence = 4000;
const idleCheck = 500;
const mostDeliveries = 6;

export interface Activity {
  readonly id: string;
  readonly [key: string]: unknown;
}

/** What a person in Teams can do. Whatever the bot didn't answer is delivered or tapped again. */
export interface TeamsClient {
  readonly messages: readonly Message[];
  /** A typed sentence, not delivered yet. */
  typed(who: Person, where: Where, text: string): Activity;
  /** Delivers a typed sentence until the bot has taken it: same id, same timestamp, same body. */
  deliver(activity: Activity): Promise<void>;
  /** Taps a button until the tap is answered; the card or the words of the answer. */
  tap(
    on: Message,
    button: Button,
    as: { readonly who: Person; readonly where: Where; readonly input: object },
  ): Promise<ReadCard | string>;
  /** The first message, now or later, whose newest card fits. @throws when it doesn't come */
  shown(what: string, fits: (card: ReadCard) => boolean, from?: number): Promise<Message>;
  /** What was not as Teams expects it. */
  readonly problems: readonly string[];
}

type Answer = { readonly status: number; readonly text: string } | null;

export function createTeamsClient(given: {
  readonly lives: BotLives;
  readonly connector: RecordingConnector;
  /** The bot lives and its store has nothing left to do. */
  readonly idle: () => boolean;
  readonly note: (what: string) => void;
}): TeamsClient {
  const { lives, connector, idle, note } = given;
  const problems: string[] = [];
  let count = 0;

  const activity = (who: Person, where: Where, rest: object): Activity => ({
    id: `activity-${++count}`,
    timestamp: new Date().toISOString(),
    channelId: 'msteams',
    serviceUrl: connector.url,
    from: who,
    recipient: bot,
    conversation: { ...where, tenantId: tenant },
    channelData: { tenant: { id: tenant } },
    ...rest,
  });

  /** One HTTP request; null when no answer came. */
  function post(port: number, body: Activity): Promise<Answer> {
    return new Promise((resolve) => {
      const payload = JSON.stringify(body);
      const outgoing = request(
        {
          host: '127.0.0.1',
          port,
          path: '/api/messages',
          method: 'POST',
          agent: false,
          timeout: patience,
          headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) },
        },
        (answer) => {
          const parts: Buffer[] = [];
          answer.on('data', (part: Buffer) => parts.push(part));
          answer.on('error', () => resolve(null));
          answer.on('end', () => {
            const status = answer.statusCode ?? 0;
            lives.killer.reached('activity-answered', `${body.id} → ${status}`);
            resolve({ status, text: Buffer.concat(parts).toString('utf8') });
          });
        },
      );
      outgoing.on('timeout', () => outgoing.destroy());
      outgoing.on('error', () => resolve(null));
      outgoing.on('finish', () => lives.killer.reached('activity-sent', body.id));
      lives.killer.startClock();
      outgoing.end(payload);
    });
  }

  /** Delivers until answered. `again` makes what is delivered after a delivery that wasn't. */
  async function insist(first: Activity, again: (before: Activity) => Activity): Promise<string> {
    let body = first;
    for (let delivery = 1; delivery <= mostDeliveries; delivery++) {
      const { life, port } = await lives.up();
      const answer = await post(port, body);
      if (answer !== null) {
        if (answer.status < 200 || answer.status > 299)
          problems.push(`${body.id} was answered with ${answer.status}: ${answer.text.slice(0, 200)}`);
        return answer.text;
      }
      note(`${body.id} was not answered`);
      if (!(await lives.endedSoon(life)))
        problems.push(`${body.id} was not answered although the bot lived (life ${life})`);
      body = again(body);
    }
    throw new Error(`${first.id} was never answered`);
  }

  return {
    messages: connector.messages,
    problems,
    typed(who, where, text) {
      const alone = where.conversationType === 'personal';
      const mention = { type: 'mention', mentioned: bot, text: '<at>Sync Warden</at>' };
      const sentence = activity(who, where, {
        type: 'message',
        textFormat: 'plain',
        text: alone ? text : `<at>Sync Warden</at> ${text}`,
        entities: alone ? [] : [mention],
      });
      note(`${who.name} types as ${sentence.id}: ${text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '…')}`);
      return sentence;
    },
    async deliver(sentence) {
      await insist(sentence, (before) => before);
    },
    async tap(on, { title, verb, data }, { who, where, input }) {
      const invoke = () =>
        activity(who, where, {
          type: 'invoke',
          name: 'adaptiveCard/action',
          value: { action: { type: 'Action.Execute', verb, data: { ...data, ...input } }, trigger: 'manual' },
          replyToId: on.activityId,
        });
      const first = invoke();
      note(`${who.name} taps ${title} on ${on.activityId} as ${first.id}`);
      const text = await insist(first, invoke);
      const body = JSON.parse(text === '' ? '{}' : text) as { type?: string; value?: unknown };
      if (body.type === 'application/vnd.microsoft.card.adaptive')
        return readCard(body.value as Record<string, unknown>);
      return JSON.stringify(body);
    },
    async shown(what, fits, from = 0) {
      const until = Date.now() + longestWait;
      let looked = 0;
      let idleSince = 0;
      for (;;) {
        const now = Date.now();
        const found = connector.messages.slice(from).find((message) => fits(readCard(message.cards.at(-1))));
        if (found !== undefined) return found;
        if (now > until) throw new Error(`${what} never came`);
        if (now - looked >= idleCheck) {
          looked = now;
          if (!idle()) idleSince = 0;
          else if (idleSince === 0) idleSince = now;
        }
        if (idleSince > 0 && now - idleSince > silence)
          throw new Error(`${what} never came, and the bot has nothing left to do`);
        await sleep(20);
      }
    },
  };
}
