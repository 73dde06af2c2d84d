import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { findServerBinaries } from './server-binaries.ts';

/** A PostgreSQL server of our own, on loopback only; nothing of it outlives `stop`. */
export interface PostgresServer {
  /** Of a role that may create databases and nothing else, like the one a bot should have. */
  readonly url: string;
  /** A folder that is removed with it. */
  readonly folder: string;
  /** Stops it in the middle of everything, as a crash does, and starts it again on the same port. */
  crash(settings?: Settings): Promise<void>;
  stop(): Promise<void>;
  /** Ends it without waiting; for a process that is about to end. */
  endNow(): void;
}

/** Server settings, such as `fsync: 'off'`. */
export type Settings = Readonly<Record<string, string>>;

/** How long each of these may take, milliseconds. */
const longest = { init: 60_000, start: 30_000, fastStop: 10_000, immediateStop: 5000 };
const startAttempts = 3;
/** How long a server takes to die at once, milliseconds. */
const dying = 500;
const admin = 'admin';
const role = 'warden';

/** PostgreSQL refuses to run as root: the user of its package, or else nobody. */
export function unprivileged(): { readonly uid: number; readonly gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = ['postgres', 'nobody'].map((name) => users.find((fields) => fields[0] === name)).find(Boolean);
  if (user === undefined) throw new Error('PostgreSQL does not run as root, and there is no user nobody');
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** A child with the newest of what it printed. */
interface Child {
  readonly process: ChildProcess;
  readonly output: string[];
  readonly ended: Promise<number | null>;
}

/** Where Linux has it, the kernel ends the server when whoever started it is killed. */
const setpriv = '/usr/bin/setpriv';

function start(program: string, args: readonly string[], folder: string): Child {
  const tied = existsSync(setpriv) ? [setpriv, '--pdeathsig', 'INT', '--'] : [];
  const [command = program, ...rest] = [...tied, program, ...args];
  const child = spawn(command, rest, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, LC_ALL: 'C', TZ: 'UTC' },
    ...unprivileged(),
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output.push(text);
      output.splice(0, output.length - 40);
    });
  }
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', (error) => {
      output.push(String(error));
      resolve(null);
    });
    child.once('close', (code) => resolve(code));
  });
  return { process: child, output, ended };
}

/** Waits for `promise`, at most so long; undefined when it took longer. */
async function within<T>(time: number, promise: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), time);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function stopChild(child: Child): Promise<void> {
  for (const [signal, time] of [
    ['SIGINT', longest.fastStop],
    ['SIGQUIT', longest.immediateStop],
    ['SIGKILL', longest.immediateStop],
  ] as const) {
    child.process.kill(signal);
    if ((await within(time, child.ended)) !== undefined) return;
  }
}

async function initialise(binaries: string, folder: string, password: string): Promise<void> {
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  const user = unprivileged();
  if (user !== null) chownSync(passwordFile, user.uid, user.gid);
  const init = start(
    join(binaries, 'initdb'),
    [
      ...['--pgdata', join(folder, 'data'), '--username', admin, '--pwfile', passwordFile],
      ...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--locale', 'C', '--no-sync'],
    ],
    folder,
  );
  const code = await within(longest.init, init.ended);
  if (code === undefined) init.process.kill('SIGKILL');
  rmSync(passwordFile);
  if (code !== 0) throw new Error(`initdb failed (${code ?? 'too slow'}):\n${init.output.join('')}`);
}

async function asAdmin(port: number, password: string, statement: string): Promise<void> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: admin, password, database: 'postgres' });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Starts the server on what was initialised; waits until it answers. Null when it ended, as with a taken port. */
async function serve(
  binaries: string,
  from: { readonly folder: string; readonly port: number; readonly password: string },
  settings: Settings,
): Promise<Child | string> {
  const { folder, port, password } = from;
  const all = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '200',
    ...settings,
  };
  const server = start(
    join(binaries, 'postgres'),
    [
      '-D',
      join(folder, 'data'),
      ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    folder,
  );
  let ended = false;
  server.ended.then(() => {
    ended = true;
  });
  const until = Date.now() + longest.start;
  while (!ended && Date.now() < until) {
    const answers = await asAdmin(port, password, 'select 1').then(
      () => true,
      () => false,
    );
    if (answers && !ended) return server;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await stopChild(server);
  return server.output.join('');
}

/**
 * Makes a database server in a temporary folder and starts it.
 *
 * @throws when the server programs are missing, or it can't be made or started
 */
export async function startPostgres(settings: Settings = {}): Promise<PostgresServer> {
  const binaries = findServerBinaries();
  if (binaries === null) throw new Error('no PostgreSQL server programs found');
  const folder = mkdtempSync(join(tmpdir(), 'sync-warden-postgres-'));
  const user = unprivileged();
  if (user !== null) chownSync(folder, user.uid, user.gid);
  const password = randomBytes(18).toString('base64url');
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  let server: Child | null = null;
  try {
    mkdirSync(join(folder, 'tmp'));
    await initialise(binaries, folder, password);
    let port = 0;
    let told = '';
    for (let attempt = 0; server === null && attempt < startAttempts; attempt++) {
      port = await freePort();
      const served = await serve(binaries, { folder, port, password }, settings);
      if (typeof served === 'string') told = served;
      else server = served;
    }
    if (server === null) throw new Error(`the PostgreSQL server does not start:\n${told}`);
    await asAdmin(port, password, `create role ${role} login createdb password '${password}'`);
    return {
      url: `postgres://${role}:${password}@127.0.0.1:${port}/postgres`,
      folder,
      async crash(changed = settings) {
        if (server === null) throw new Error('the server was stopped');
        server.process.kill('SIGQUIT');
        await server.ended;
        const served = await serve(binaries, { folder, port, password }, changed);
        if (typeof served === 'string') throw new Error(`the server does not start again:\n${served}`);
        server = served;
      },
      async stop() {
        if (server !== null) await stopChild(server);
        server = null;
        remove();
      },
      endNow() {
        if (server?.process.kill('SIGQUIT')) {
          // Until it is gone it writes into its folder. Nothing can be awaited at the end of a process.
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, dying);
        }
        remove();
      },
    };
  } catch (error) {
    if (server !== null) await stopChild(server);
    remove();
    throw error;
  }
}
