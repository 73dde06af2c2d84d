import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = resolve(import.meta.dirname, '../..');
/** Two programs start on a machine that may be busy, milliseconds. */
const longest = 60_000;

let folder: string;
const running: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rehearsal-'));
});
afterEach(async () => {
  for (const child of running.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'close');
  }
  rmSync(folder, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** A program of the project, with what it printed so far. */
function run(program: string, env: Record<string, string>, ...args: string[]) {
  const child = spawn(
    process.execPath,
    ['--import', './src/require-node.mjs', `src/cli/${program}.ts`, ...args],
    { cwd: root, env: { PATH: process.env['PATH'] ?? '', NO_COLOR: '1', ...env } },
  );
  running.push(child);
  const ended = once(child, 'close');
  let printed = '';
  const read = (part: string) => {
    printed += part;
  };
  child.stdout.setEncoding('utf8').on('data', read);
  child.stderr.setEncoding('utf8').on('data', read);
  return {
    child,
    /** Exit code and signal. */
    ended,
    type: (line: string) => child.stdin.write(`${line}\n`),
    /** Waits until it printed this, after what was waited for before. */
    async prints(pattern: RegExp): Promise<string> {
      const until = Date.now() + longest;
      while (!pattern.test(printed)) {
        if (Date.now() > until) throw new Error(`${program} never printed ${pattern}:\n${printed}`);
        await sleep(50);
      }
      const found = printed;
      printed = '';
      return found;
    },
  };
}

/** What a shell would have after reading the file in. */
function settingsOf(file: string): Record<string, string> {
  const lines = readFileSync(file, 'utf8').matchAll(/^export (\w+)='([^']*)'$/gm);
  return Object.fromEntries([...lines].map(([, name = '', value = '']) => [name, value]));
}

test(
  'production mode is rehearsed from start to a pause, with nothing but what is printed',
  async () => {
    const port = await freePort();
    const rehearsal = run('rehearse', {}, '--port', String(port), '--folder', folder);
    const told = await rehearsal.prints(/In another terminal:[\s\S]*\/quit/);
    const [, file = ''] = /^ {2}\. (\S+)$/m.exec(told) ?? [];
    expect(statSync(file).mode & 0o077).toBe(0);

    rehearsal.type('list');
    await rehearsal.prints(/Nothing listens on port \d+: start the bot in another terminal/);

    const bot = run('serve', settingsOf(file));
    await bot.prints(/listens on .*\(production\)/);
    rehearsal.type('whoami');
    await rehearsal.prints(/You are Ada Lindqvist[\s\S]*Pause a job {2}Yes/);
    rehearsal.type('pause Slack');
    const question = await rehearsal.prints(/Pause Slack\?[\s\S]*\(\d\) Pause/);
    const [, yes = ''] = /\((\d)\) Pause/.exec(question) ?? [];
    rehearsal.type(`/tap ${yes}`);
    await rehearsal.prints(/Slack is paused/);

    rehearsal.type('/as reader');
    await rehearsal.prints(/You are Rita Alves, without a role/);
    rehearsal.type('pause Zoom');
    await rehearsal.prints(/rules here don’t allow that/);
    rehearsal.type('/tap 99');
    await rehearsal.prints(/It has the buttons 1 to \d/);

    rehearsal.type('/quit');
    expect(await rehearsal.ended).toEqual([0, null]);
    bot.child.kill('SIGTERM');
    expect(await bot.ended).toEqual([0, null]);
  },
  4 * longest,
);

test('what it can’t be told is answered with how to', async () => {
  const wrong = run('rehearse', {}, '--port', 'many');
  await wrong.prints(/Usage: npm run rehearse/);
  expect((await wrong.ended)[0]).not.toBe(0);
});
