import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, systemClock } from '../../src/clock.ts';
import { type Config, readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { type Bot, type Parts, startBot } from '../../src/main.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts';
import { textOf } from './card.ts';
import { type Card, type Connector, type Message, startConnector } from './connector.ts';

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

/** A clock that goes on like any other, and can be made to jump. */
export interface MovableClock extends Clock {
  /** Milliseconds, ahead or back. */
  jump(by: number): void;
  /** Goes to that moment, epoch milliseconds or ISO 8601. */
  set(to: number | string): void;
}

/** @param start epoch milliseconds or ISO 8601 */
export function movableClock(start: number | string = Date.now()): MovableClock {
  const epoch = (time: number | string) => (typeof time === 'string' ? Date.parse(time) : time);
  let ahead = epoch(start) - Date.now();
  return {
    now: () => Date.now() + ahead,
    jump(by) {
      ahead += by;
    },
    set(to) {
      ahead = epoch(to) - Date.now();
    },
  };
}

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

export const tenant = '5f1d3a52-8c3e-4d6b-9d0e-6a1f0c7b2e10';
const bot = { id: '28:bot', name: 'Sync Warden' };

/** A Graph request as the sandbox saw it. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly status: number | null;
  readonly batch: number | null;
}

export interface FrontDoor {
  readonly connector: Connector;
  readonly sandbox: Sandbox;
  readonly bot: Bot;
  /** The bot's store, where it is a file. */
  readonly storeFile: string;
  /** Types a sentence; the HTTP status of the answer. */
  say(text: string, as?: { who?: Person; where?: Where; id?: string; timeZone?: string }): Promise<number>;
  /** Posts any activity. */
  post(activity: object): Promise<{ status: number; body: InvokeBody | null }>;
  /** Taps a button; the invoke's body. */
  tap(
    button: { verb: string; data: object },
    as?: { who?: Person; where?: Where; on?: Message | undefined; input?: object; id?: string },
  ): Promise<InvokeBody>;
  /** The first message, now or soon, whose newest card matches; fails after 25 s with all there is. */
  shown(pattern: RegExp, as?: { from?: number }): Promise<Message>;
  /** The newest text of a message. */
  text(message: Message): string;
  calls(): Promise<Call[]>;
  /** The writes among them, as `METHOD path`. */
  writes(): Promise<string[]>;
  faults(...faults: object[]): Promise<void>;
  /** Changes a job as an admin elsewhere would. */
  change(job: { servicePrincipalId: string; jobId: string }, set: object): Promise<void>;
  /** Waits until nothing is under way any more. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface InvokeBody {
  readonly statusCode: number;
  readonly type: string;
  readonly value: unknown;
}

/** Quick enough for tests, and in the same proportions as the real ones. */
export const quick = { looks: [30, 60, 120, 240, 300], followUps: [200, 400, 800] };

let count = 0;

async function json(url: string, method: string, body?: object): Promise<Record<string, unknown>> {
  const response = await fetch(url, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`);
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}

/**
 * The bot, its sandbox tenant and a recording connector, all over HTTP on loopback.
 *
 * @param options.clock what bot and tenant go by
 * @param options.replicas how many bots share tenant, connector and store; what is posted goes to them in turn
 */
export async function openFrontDoor(
  options: {
    env?: Record<string, string>;
    parts?: Parts;
    pace?: object;
    replicas?: number;
    clock?: Clock;
  } = {},
): Promise<FrontDoor> {
  const folder = mkdtempSync(join(tmpdir(), 'sync-warden-'));
  const storeFile = join(folder, 'bot.db');
  const connector = await startConnector();
  const pace = { pauseVisibleAfter: 40, startVisibleAfter: 40, deleteVisibleAfter: 40, ...options.pace };
  const clocked = options.clock === undefined ? {} : { clock: options.clock };
  const sandbox = await startSandbox({ port: 0, pace, ...clocked });
  const read = readConfig({
    MODE: 'sandbox',
    PORT: '0',
    GRAPH_BASE_URL: sandbox.url,
    STORE_URL: `file:${storeFile}`,
    ...options.env,
  });
  if (!read.ok) throw new Error(read.problems.join('; '));
  const config: Config = read.config;
  const parts: Parts = {
    log: createLog('silent'),
    timing: quick,
    ...clocked,
    ...options.parts,
  };
  const { replicas = 1 } = options;
  const startAll = () => Promise.all(Array.from({ length: replicas }, () => startBot(config, parts)));
  const stopAll = () => Promise.all(running.map((each) => each.stop()));
  let running = await startAll();
  let turn = 0;
  const first = () => {
    const [bot] = running;
    if (bot === undefined) throw new Error('no bot was started');
    return bot;
  };

  const activity = (who: Person, where: Where) => ({
    id: `activity-${++count}`,
    timestamp: new Date((options.clock ?? systemClock).now()).toISOString(),
    channelId: 'msteams',
    serviceUrl: connector.url,
    from: who,
    recipient: bot,
    conversation: { ...where, tenantId: tenant },
    channelData: { tenant: { id: tenant } },
  });

  const post = async (body: object) => {
    const { port } = running[turn++ % running.length] ?? first();
    const response = await fetch(`http://127.0.0.1:${port}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : (JSON.parse(text) as InvokeBody) };
  };

  const door: FrontDoor = {
    connector,
    sandbox,
    storeFile,
    get bot() {
      return first();
    },
    post,
    async say(text, { who = dana, where = personal, id, timeZone } = {}) {
      const mention = { type: 'mention', mentioned: bot, text: '<at>Sync Warden</at>' };
      const addressed = where.conversationType === 'personal';
      const { status } = await post({
        ...activity(who, where),
        type: 'message',
        textFormat: 'plain',
        text: addressed ? text : `<at>Sync Warden</at> ${text}`,
        entities: addressed ? [] : [mention],
        ...(timeZone === undefined ? {} : { localTimezone: timeZone }),
        ...(id === undefined ? {} : { id }),
      });
      return status;
    },
    async tap({ verb, data }, { who = dana, where = personal, on, input = {}, id } = {}) {
      const { status, body } = await post({
        ...activity(who, where),
        type: 'invoke',
        name: 'adaptiveCard/action',
        value: { action: { type: 'Action.Execute', verb, data: { ...data, ...input } }, trigger: 'manual' },
        ...(on === undefined ? {} : { replyToId: on.activityId }),
        ...(id === undefined ? {} : { id }),
      });
      if (status !== 200 || body === null) throw new Error(`the tap was answered with ${status}`);
      return body;
    },
    text: (message) => textOf(message.cards.at(-1)),
    async shown(pattern, { from = 0 } = {}) {
      const until = Date.now() + 25_000;
      for (;;) {
        const found = connector.messages.slice(from).find((message) => pattern.test(door.text(message)));
        if (found !== undefined) return found;
        if (Date.now() > until) {
          const all = connector.messages.map((m) => `${m.conversationId}: ${door.text(m)}`).join('\n');
          throw new Error(`nothing shown matches ${String(pattern)}; there is:\n${all}`);
        }
        await sleep(10);
      }
    },
    async calls() {
      const { calls } = await json(`${sandbox.url}/_sandbox/calls`, 'GET');
      return calls as Call[];
    },
    async writes() {
      return (await door.calls())
        .filter((call) => call.method !== 'GET' && !call.path.includes('$batch'))
        .map((call) => `${call.method} ${call.path}`);
    },
    async faults(...faults) {
      await json(`${sandbox.url}/_sandbox/faults`, 'POST', { faults });
    },
    async change({ servicePrincipalId, jobId }, set) {
      await json(`${sandbox.url}/_sandbox/jobs`, 'POST', { servicePrincipalId, jobId, set });
    },
    async restart() {
      await stopAll();
      running = await startAll();
    },
    async stop() {
      await stopAll();
      await sandbox.stop();
      await connector.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return door;
}

export type { Card, Message };
