import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { rehearsalSettings } from '../../src/cli/rehearsal-files.ts';
import { type CloudName, clouds } from '../../src/clouds.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { type Bot, type Parts, startBot } from '../../src/main.ts';
import { type SandboxEntra, startSandboxEntra } from '../../src/sandbox/entra/server.ts';
import { type SandboxUserName, sandboxApps, sandboxUsers } from '../../src/sandbox/people.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/server.ts';
import { textOf } from './card.ts';
import { type Connector, type Message, startConnector } from './connector.ts';
import { quick } from './front-door.ts';

/** A Graph request as the sandbox saw it, and whose token it came with. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly status: number | null;
  readonly caller?: {
    readonly tenantId: string;
    readonly oid: string | null;
    readonly clientId: string;
    readonly delegated: boolean;
  };
}

export interface TapAnswer {
  readonly statusCode: number;
  readonly type: string;
  readonly value: unknown;
}

export interface Production {
  readonly entra: SandboxEntra;
  readonly graph: Sandbox;
  readonly connector: Connector;
  readonly bot: Bot;
  readonly policyFile: string;
  /** Everything logged so far, as text. */
  logged(): string;
  /** Everything in the store's files, as bytes read as Latin-1. */
  stored(): string;
  /** Posts an activity of a person, from that person's tenant; overrides win. The HTTP status and body. */
  post(
    user: SandboxUserName,
    activity: object,
    authorization?: string,
  ): Promise<{ status: number; body: TapAnswer | null }>;
  say(user: SandboxUserName, text: string): Promise<number>;
  /** Taps a button, with a single sign-on token when given. */
  tap(
    user: SandboxUserName,
    button: { verb: string; data: object },
    more?: { token?: string; input?: object; on?: Message },
  ): Promise<TapAnswer>;
  shown(pattern: RegExp, from?: number): Promise<Message>;
  text(message: Message): string;
  calls(): Promise<Call[]>;
  writes(): Promise<Call[]>;
  setPolicy(text: string): void;
  /** Stops the bot and starts it on the same store, with some settings changed. */
  restart(env: Record<string, string>): Promise<void>;
  stop(): Promise<void>;
}

const { bot } = sandboxApps;

export const everybodyMay = `
version: 1
contact: the identity team
rules:
  - name: everybody may
    effect: allow
    who: { everyone: true }
    where: { anywhere: true }
    operations: [pause, start, delete, pause-profile]
    targets: { all: true }
`;

let count = 0;
// Not 'default': a test before may have added an authority of the same name and another key.
const usual = getCACertificates('bundled');

/** The settings of a bot in the sandbox's Entra, as an operator would write them. */
export function productionEnv(
  { entra, graph }: { readonly entra: SandboxEntra; readonly graph: Sandbox },
  files: { readonly policy: string; readonly store: string },
): Record<string, string> {
  return { ...rehearsalSettings({ entra, graphUrl: graph.url }, files), PORT: '0' };
}

/** The bot in production mode, against a sandbox Entra, Graph, channel signer and connector, all over https. */
export async function openProduction(
  options: { env?: Record<string, string>; parts?: Parts; policy?: string } = {},
): Promise<Production> {
  const folder = mkdtempSync(join(tmpdir(), 'production-'));
  const policyFile = join(folder, 'policy.yml');
  writeFileSync(policyFile, options.policy ?? everybodyMay);
  const { issuer } = clouds[(options.env?.['CLOUD'] ?? 'global') as CloudName].bot;
  const entra = await startSandboxEntra({ channelIssuer: issuer });
  setDefaultCACertificates([...usual, entra.ca]);
  const pace = { pauseVisibleAfter: 40, startVisibleAfter: 40, deleteVisibleAfter: 40 };
  const graph = await startSandbox({ port: 0, pace, tls: entra.tls, entra });
  const connector = await startConnector(entra.tls);
  const files = { policy: policyFile, store: `file:${join(folder, 'bot.db')}` };
  const configOf = (env: Record<string, string> = {}) => {
    const read = readConfig({ ...productionEnv({ entra, graph }, files), ...options.env, ...env });
    if (!read.ok) throw new Error(read.problems.join('\n'));
    return read.config;
  };
  const lines: string[] = [];
  const log = createLog('debug', { write: (line: string) => void lines.push(line) });
  const start = (env?: Record<string, string>) =>
    startBot(configOf(env), { log, timing: quick, ...options.parts });
  let running = await start();

  const post: Production['post'] = async (user, activity, authorization) => {
    const { oid, tenantId, name } = sandboxUsers[user];
    const full = {
      id: `activity-${++count}`,
      timestamp: new Date().toISOString(),
      channelId: 'msteams',
      serviceUrl: connector.url,
      from: { id: `29:${user}`, name, aadObjectId: oid },
      recipient: { id: `28:${bot.clientId}`, name: 'Sync Warden' },
      conversation: { id: `a:${user}`, conversationType: 'personal', tenantId },
      channelData: { tenant: { id: tenantId } },
      ...activity,
    };
    const response = await fetch(`http://127.0.0.1:${running.port}/api/messages`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: authorization ?? `Bearer ${entra.channel.sign({ serviceUrl: connector.url })}`,
      },
      body: JSON.stringify(full),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : (JSON.parse(text) as TapAnswer) };
  };
  const text = (message: Message) => textOf(message.cards.at(-1));
  const calls = async () => {
    const response = await fetch(`${graph.url}/_sandbox/calls`);
    return ((await response.json()) as { calls: Call[] }).calls;
  };

  return {
    entra,
    graph,
    connector,
    get bot() {
      return running;
    },
    policyFile,
    logged: () => lines.join(''),
    stored: () =>
      readdirSync(folder)
        .filter((name) => name.startsWith('bot.db'))
        .map((name) => readFileSync(join(folder, name), 'latin1'))
        .join(''),
    post,
    say: async (user, said) =>
      (await post(user, { type: 'message', text: said, textFormat: 'plain' })).status,
    async tap(user, { verb, data }, { token, input = {}, on } = {}) {
      const { status, body } = await post(user, {
        type: 'invoke',
        name: 'adaptiveCard/action',
        value: {
          action: { type: 'Action.Execute', verb, data: { ...data, ...input } },
          trigger: 'manual',
          ...(token === undefined
            ? {}
            : { authentication: { id: 'x', connectionName: 'sync-warden', token } }),
        },
        ...(on === undefined ? {} : { replyToId: on.activityId }),
      });
      if (status !== 200 || body === null) throw new Error(`the tap was answered with ${status}`);
      return body;
    },
    text,
    async shown(pattern, from = 0) {
      const until = Date.now() + 25_000;
      for (;;) {
        const found = connector.messages.slice(from).find((message) => pattern.test(text(message)));
        if (found !== undefined) return found;
        if (Date.now() > until)
          throw new Error(
            `nothing shown matches ${pattern}:\n${connector.messages.map(text).join('\n')}\n${lines.join('')}`,
          );
        await sleep(10);
      }
    },
    calls,
    writes: async () =>
      (await calls()).filter(
        ({ method, path }) =>
          method !== 'GET' && !path.includes('$batch') && !path.endsWith('checkMemberGroups'),
      ),
    setPolicy: (policy) => writeFileSync(policyFile, policy),
    async restart(env) {
      await running.stop();
      running = await start(env);
    },
    async stop() {
      await running.stop();
      await graph.stop();
      await connector.stop();
      await entra.stop();
      setDefaultCACertificates(usual);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
