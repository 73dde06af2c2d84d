import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';

/** One life of the bot: the real program, as a process of its own. */
export interface BotProcess {
  /** Its port, once it listens; rejects when it ends before. */
  readonly listening: Promise<number>;
  /** How it ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  /** What it printed, both streams, the newest lines. */
  readonly output: readonly string[];
  kill(): void;
  /** Asks it to stop (SIGTERM). */
  terminate(): void;
}

export const root = resolve(import.meta.dirname, '../..');

/** How long a start may take on a machine that is busy, milliseconds. */
const longestStart = 60_000;
const keptLines = 60;

const children = new Set<ChildProcess>();

/** Kills every bot that still runs, at once; for the end of the harness, however it comes. */
export function killAllBots(): void {
  for (const child of children) child.kill('SIGKILL');
}

export function startBotProcess(given: {
  readonly graphUrl: string;
  /** Its store and whatever else it writes. */
  readonly folder: string;
  readonly storeFile: string;
  /** Where Node keeps compiled code between starts. */
  readonly compileCache: string;
}): BotProcess {
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
        TMPDIR: given.folder,
        NO_COLOR: '1',
        PARENT_PID: String(process.pid),
        NODE_COMPILE_CACHE: given.compileCache,
        MODE: 'sandbox',
        PORT: '0',
        GRAPH_BASE_URL: given.graphUrl,
        STORE_URL: `file:${given.storeFile}`,
        LOG_LEVEL: 'warn',
      },
    },
  );
  children.add(child);
  const output: string[] = [];
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((settle) => {
    child.once('close', (code, signal) => {
      children.delete(child);
      settle({ code, signal });
    });
  });
  const listening = new Promise<number>((settle, reject) => {
    const late = setTimeout(() => reject(new Error('the bot took too long to start')), longestStart);
    const read = (text: string) => {
      output.push(...text.split('\n').filter((line) => line !== ''));
      output.splice(0, output.length - keptLines);
      const [, port] = /listens on http:\/\/[^:]+:(\d+)\//.exec(text) ?? [];
      if (port === undefined) return;
      clearTimeout(late);
      settle(Number(port));
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
    child.once('error', reject);
    ended.then(({ code, signal }) => {
      clearTimeout(late);
      reject(new Error(`the bot ended before it listened (${signal ?? code})`));
    });
  });
  // Whoever waits for it hears of it; a bot that is killed while nobody waits is no surprise.
  listening.catch(() => {});
  return {
    listening,
    ended,
    output,
    kill: () => child.kill('SIGKILL'),
    terminate: () => child.kill('SIGTERM'),
  };
}
