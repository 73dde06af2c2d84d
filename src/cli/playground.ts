import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const playground = '@microsoft/m365agentsplayground';
const startWithin = 30_000;

export interface Playground {
  readonly url: string;
  /** Settles when the program ends by itself. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** Where the installed client's program is. @throws when it is not installed */
function programPath(): string {
  const manifest = createRequire(import.meta.url).resolve(`${playground}/package.json`);
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin: string | Record<string, string> };
  const path = typeof bin === 'string' ? bin : Object.values(bin)[0];
  if (path === undefined) throw new Error(`${playground} has no program`);
  return join(dirname(manifest), path);
}

/** The client takes another port without a word when its own is taken. @throws with the setting to change */
async function demandFreePort(port: number): Promise<void> {
  await new Promise<void>((done, fail) => {
    const probe = createServer();
    probe.once('error', () => fail(new Error(`port ${port} is taken; set PLAYGROUND_PORT to a free one`)));
    probe.listen(port, () => probe.close(() => done()));
  });
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  const until = Date.now() + startWithin;
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Error('the Agents Playground ended while starting');
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) }).catch(() => null);
    if (response?.ok) return;
    await new Promise((later) => setTimeout(later, 200));
  }
  throw new Error(`the Agents Playground did not answer within ${startWithin / 1000} s`);
}

/**
 * Starts Microsoft's local Teams-like client on a bot.
 *
 * @param options `config` is a client configuration file; the project's own when left out
 * @throws when its port is taken, it is not installed, or it does not answer
 */
export async function startPlayground(options: {
  readonly botPort: number;
  readonly port: number;
  readonly config?: string;
}): Promise<Playground> {
  await demandFreePort(options.port);
  const config =
    options.config ?? resolve(dirname(fileURLToPath(import.meta.url)), '../../env/playground.yml');
  const args = ['start', '-e', `http://localhost:${options.botPort}/api/messages`, '-c', 'msteams'];
  const child = spawn(
    process.execPath,
    [programPath(), ...args, '-p', String(options.port), '--disable-telemetry'],
    {
      // It ends when its standard input does.
      stdio: ['pipe', 'pipe', 'pipe'],
      env: {
        ...process.env,
        TEAMSAPPTESTER_BROWSER: 'none',
        APPLICATION_INSIGHTS_NO_STATSBEAT: '1',
        M365_AGENTS_PLAYGROUND_CONFIG_PATH: config,
      },
    },
  );
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data: Buffer) => {
      said = `${said}${data.toString()}`.slice(-500);
    });
  }
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), 3000);
    await ended;
    clearTimeout(force);
  };
  const url = `http://localhost:${options.port}`;
  try {
    await answers(url, child);
  } catch (error) {
    await stop();
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${said.trim()}`, {
      cause: error,
    });
  }
  return { url, ended, stop };
}
