import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';

/** How a process ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One life of the bot: the real program, as a process of its own. */
export interface BotProcess {
  readonly pid: number;
  /** Its port, once it listens; rejects with what it printed when it ends before or takes too long. */
  readonly listening: Promise<number>;
  readonly ended: Promise<Ending>;
  /** What it printed, both streams, the newest lines. */
  readonly output: readonly string[];
  signal(name: 'SIGKILL' | 'SIGTERM' | 'SIGINT'): void;
  /** Makes sure that it is gone. */
  end(): Promise<void>;
}

/** A bot that listens. */
export interface Replica extends BotProcess {
  readonly port: number;
}

export interface BotProcessOptions {
  readonly graphUrl: string;
  readonly storeUrl: string;
  /** More of its environment. */
  readonly env?: Readonly<Record<string, string>>;
}

export const root = resolve(import.meta.dirname, '../..');

/** How long a start may take on a machine that is busy, milliseconds. */
const longestStart = 60_000;
const keptLines = 200;

const children = new Set<ChildProcess>();

/** Kills every bot that still runs, at once; for the end of a harness, however it comes. */
export function killAllBots(): void {
  for (const child of children) child.kill('SIGKILL');
}

/** Starts a bot in sandbox mode, which ends with this process. */
export function startBotProcess({ graphUrl, storeUrl, env = {} }: BotProcessOptions): BotProcess {
  const child = spawn(
    process.execPath,
    [
      ...['--import', './src/require-node.mjs'],
      ...['--import', './test/soak/die-with-parent.ts'],
      'src/cli/serve.ts',
    ],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'] ?? '',
        NO_COLOR: '1',
        PARENT_PID: String(process.pid),
        MODE: 'sandbox',
        PORT: '0',
        GRAPH_BASE_URL: graphUrl,
        STORE_URL: storeUrl,
        LOG_LEVEL: 'warn',
        ...env,
      },
    },
  );
  children.add(child);
  const output: string[] = [];
  const ended = new Promise<Ending>((settle) => {
    child.once('close', (code, signal) => {
      children.delete(child);
      settle({ code, signal });
    });
  });
  let late: NodeJS.Timeout | undefined;
  const listening = new Promise<number>((settle, reject) => {
    const fail = (why: string) => reject(new Error(`${why}:\n${output.join('\n')}`));
    late = setTimeout(() => {
      child.kill('SIGKILL');
      fail('the bot took too long to start');
    }, longestStart);
    const read = (text: string) => {
      output.push(...text.split('\n').filter((line) => line !== ''));
      output.splice(0, output.length - keptLines);
      const [, port] = /listens on http:\/\/[^:]+:(\d+)\//.exec(text) ?? [];
      if (port !== undefined) settle(Number(port));
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
    child.once('error', reject);
    ended.then(({ code, signal }) => fail(`the bot ended before it listened (${signal ?? code})`));
  }).finally(() => clearTimeout(late));
  // Whoever waits for it hears of it; a bot that is killed while nobody waits is no surprise.
  listening.catch(() => {});
  return {
    pid: child.pid ?? 0,
    listening,
    ended,
    output,
    signal: (name) => void child.kill(name),
    async end() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Starts a bot and waits until it listens. @throws when it ends before, or takes too long */
export async function startReplica(options: BotProcessOptions): Promise<Replica> {
  const bot = startBotProcess(options);
  return { ...bot, port: await bot.listening };
}
