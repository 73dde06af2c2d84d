import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

interface Program {
  readonly ended: Promise<number | string | null>;
  signal(name: NodeJS.Signals): void;
  /** Waits until it printed that. */
  printed(text: string): Promise<void>;
  output(): string;
}

function run(
  file: string,
  args: readonly string[],
  env: Record<string, string> = {},
  through: readonly string[] = [],
): Program {
  // That kills it when its parent ends, which is not wanted where that is looked at.
  const bounded = through.length > 0 ? [] : ['--import', './test/soak/die-with-parent.ts'];
  const parts = ['--import', './src/require-node.mjs', ...bounded];
  const [command = process.execPath, ...rest] = [...through, process.execPath, ...parts, file, ...args];
  const child = spawn(command, rest, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '', ...env },
  });
  children.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  return {
    ended: new Promise((resolve) => child.once('close', (code, signal) => resolve(code ?? signal))),
    signal: (name) => child.kill(name),
    output: () => output,
    async printed(text) {
      const until = Date.now() + 45_000;
      while (!output.includes(text)) {
        if (Date.now() > until) throw new Error(`“${text}” was not printed: ${output}`);
        await sleep(10);
      }
    },
  };
}

const stopping = async (how: string, atMost = 5000) => {
  const program = run('test/stop/stopping-program.ts', [how, String(atMost)]);
  await program.printed('ready');
  return program;
};

test.each(['SIGTERM', 'SIGINT'] as const)('%s stops it, once, and it ends with 0', async (signal) => {
  const program = await stopping('quick');
  program.signal(signal);
  expect(await program.ended).toBe(0);
  expect(program.output()).toContain(`asked by ${signal}`);
});

test('a Ctrl-C that arrives twice, as it does under npm, is one', async () => {
  const program = await stopping('slow');
  program.signal('SIGINT');
  await program.printed('asked by SIGINT');
  program.signal('SIGINT');
  expect(await program.ended).toBe(0);
  expect(program.output().match(/asked by/g)).toHaveLength(1);
});

test.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)('a second signal, %s, ends it at once', async (second, code) => {
  const program = await stopping('hung');
  program.signal('SIGTERM');
  await program.printed('asked by SIGTERM');
  await sleep(1200);
  const began = performance.now();
  program.signal(second);
  expect(await program.ended).toBe(code);
  expect(performance.now() - began).toBeLessThan(3000);
});

test('what hangs ends in time all the same, with 0 and a word', async () => {
  const program = await stopping('hung', 700);
  program.signal('SIGTERM');
  expect(await program.ended).toBe(0);
  expect(program.output()).toContain('the next start takes up what is left');
});

test('an end that fails says why and is an end', async () => {
  const program = await stopping('failing');
  program.signal('SIGTERM');
  expect(await program.ended).toBe(0);
  expect(program.output()).toContain('the store is gone');
});

describe('the bot itself', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stop-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const serve = (env: Record<string, string> = {}, through: readonly string[] = []) =>
    run(
      'src/cli/serve.ts',
      [],
      {
        MODE: 'sandbox',
        PORT: '0',
        GRAPH_BASE_URL: 'http://127.0.0.1:1',
        STORE_URL: `file:${join(folder, 'bot.db')}`,
        LOG_LEVEL: 'warn',
        ...env,
      },
      through,
    );

  test('SIGTERM: not ready at once, still there for a while, then gone with 0', async () => {
    const program = serve();
    await program.printed('listens on');
    const [url = ''] = /http:\/\/[^/]+/.exec(program.output()) ?? [];
    const began = performance.now();
    program.signal('SIGTERM');
    await sleep(100);
    const readiness = await fetch(`${url}/readyz`);
    expect([readiness.status, await readiness.json()]).toEqual([503, { status: 'stopping', parts: {} }]);
    await sleep(1500);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(await program.ended).toBe(0);
    expect(performance.now() - began).toBeGreaterThan(3900);
    expect(performance.now() - began).toBeLessThan(19_500);
  });

  test('Ctrl-C: gone at once', async () => {
    const program = serve();
    await program.printed('listens on');
    const began = performance.now();
    program.signal('SIGINT');
    expect(await program.ended).toBe(0);
    expect(performance.now() - began).toBeLessThan(3900);
  });

  /** Stands in for npm: a shell that passes no signal on; bounded, should this test be killed. */
  const npm = ['timeout', '--foreground', '60', 'sh', '-c', '"$0" "$@"; true'];

  test('what npm started does not outlive npm', async () => {
    const program = serve({ npm_lifecycle_event: 'serve' }, npm);
    await program.printed('listens on');
    const [url = ''] = /http:\/\/[^/]+/.exec(program.output()) ?? [];
    // The shell ends and passes nothing on.
    program.signal('SIGTERM');
    // Which is when the last that holds its output has ended: the bot.
    await program.ended;
    await expect(fetch(`${url}/healthz`)).rejects.toThrow(/fetch failed/);
  });

  test('a signal while it still starts ends it with 0', async () => {
    // A server that never answers keeps the start waiting.
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', () => resolve()));
    const { port } = silent.address() as { port: number };
    const connected = new Promise<void>((resolve) => silent.once('connection', () => resolve()));
    const program = serve({ STORE_URL: `postgres://nobody@127.0.0.1:${port}/none` });
    await connected;
    program.signal('SIGTERM');
    expect(await program.ended).toBe(0);
    silent.close();
  });
});
