import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

/** One of several bots: the real program, as a process of its own. */
export interface Replica {
  readonly pid: number;
  readonly port: number;
  /** How it ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  /** What it printed lately, both streams. */
  readonly output: readonly string[];
  signal(name: 'SIGKILL' | 'SIGTERM'): void;
  /** Makes sure that it is gone. */
  end(): Promise<void>;
}

const root = resolve(import.meta.dirname, '../..');
const longestStart = 60_000;

/** Starts a bot in sandbox mode and waits until it listens. @throws when it ends before, or takes too long */
export async function startReplica(given: {
  readonly graphUrl: string;
  readonly storeUrl: string;
}): Promise<Replica> {
  const child = spawn(
    process.execPath,
    [
      ...['--import', './src/require-node.mjs'],
      // Tests that are killed can't end it.
      ...['--import', './test/soak/die-with-parent.ts'],
      'src/cli/serve.ts',
    ],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'] ?? '',
        NO_COLOR: '1',
        MODE: 'sandbox',
        PORT: '0',
        GRAPH_BASE_URL: given.graphUrl,
        STORE_URL: given.storeUrl,
        LOG_LEVEL: 'warn',
      },
    },
  );
  const output: string[] = [];
  const ended: Replica['ended'] = new Promise((settle) => {
    child.once('close', (code, signal) => settle({ code, signal }));
  });
  let late: NodeJS.Timeout | undefined;
  const port = await new Promise<number>((settle, reject) => {
    const fail = (why: string) => reject(new Error(`${why}:\n${output.join('')}`));
    late = setTimeout(() => {
      child.kill('SIGKILL');
      fail('the bot took too long to start');
    }, longestStart);
    const read = (text: string) => {
      output.push(text);
      output.splice(0, output.length - 200);
      const [, found] = /listens on http:\/\/[^:]+:(\d+)\//.exec(text) ?? [];
      if (found !== undefined) settle(Number(found));
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
    child.once('error', reject);
    ended.then(({ code, signal }) => fail(`the bot ended before it listened (${signal ?? code})`));
  }).finally(() => clearTimeout(late));
  return {
    pid: child.pid ?? 0,
    port,
    ended,
    output,
    signal: (name) => child.kill(name),
    async end() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
