import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';

/** What a process sees: a folder as `/`, this machine's system below it, and nothing else. */
export interface Jail {
  /** The folder; made by `makeRoot`. */
  readonly root: string;
  /** Whether it may be written to. */
  readonly writable: boolean;
  readonly env: Readonly<Record<string, string>>;
  readonly workdir: string;
  /** `uid:gid` without any privilege; null for root, as in a build. */
  readonly user: string | null;
  /** More folders and files, by path inside. */
  readonly mounts?: Readonly<Record<string, { readonly from: string; readonly writable: boolean }>>;
}

/** The programs of the base image: this machine's system, and of its own a Node with npm. */
export interface Base {
  readonly node: string;
  /** npm's folder. */
  readonly npm: string;
  /** A folder that is put together as the base image's `/usr/local`. */
  readonly local: string;
}

const system = ['bin', 'sbin', 'lib', 'lib64'];
/** As the official image has it. */
const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Makes the folder of a stage that has nothing but its base image yet. */
export function makeRoot(root: string): void {
  for (const folder of ['usr', 'etc', 'proc', 'dev', 'tmp', 'root', 'run']) mkdirSync(join(root, folder));
  for (const name of system.filter((each) => existsSync(`/${each}`))) {
    if (lstatSync(`/${name}`).isSymbolicLink()) symlinkSync(readlinkSync(`/${name}`), join(root, name));
    else mkdirSync(join(root, name));
  }
}

/** Makes the places the base's own programs are shown at. */
export function makeLocal(local: string): void {
  mkdirSync(join(local, 'bin'), { recursive: true });
  mkdirSync(join(local, 'lib/node_modules/npm'), { recursive: true });
  writeFileSync(join(local, 'bin/node'), '');
  symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', join(local, 'bin/npm'));
}

function jailArguments(base: Base, jail: Jail): string[] {
  const bind = (from: string, to: string, writable = false) => [writable ? '--bind' : '--ro-bind', from, to];
  const real = system.filter((name) => existsSync(`/${name}`) && !lstatSync(`/${name}`).isSymbolicLink());
  return [
    ...bind(jail.root, '/', jail.writable),
    ...['usr', 'etc', ...real].flatMap((name) => bind(`/${name}`, `/${name}`)),
    ...bind(base.local, '/usr/local'),
    ...bind(base.node, '/usr/local/bin/node'),
    ...bind(base.npm, '/usr/local/lib/node_modules/npm'),
    ...['--proc', '/proc', '--dev', '/dev'],
    ...Object.entries(jail.mounts ?? {}).flatMap(([to, { from, writable }]) => bind(from, to, writable)),
    '--clearenv',
    ...Object.entries({ PATH: path, HOME: '/root', ...jail.env }).flatMap((each) => ['--setenv', ...each]),
    ...['--chdir', jail.workdir],
    // As an engine starts it: process 1 of its own processes, which no signal ends that it doesn't ask for.
    ...['--unshare-pid', '--as-pid-1', '--unshare-ipc', '--unshare-uts', '--die-with-parent'],
    ...['--info-fd', '3', '--'],
    ...(jail.user === null ? [] : unprivileged(jail.user)),
  ];
}

/** Replaces itself by the program, so that the program is process 1 all the same. */
function unprivileged(user: string): string[] {
  const [uid = '', gid = uid] = user.split(':');
  return [
    ...['/usr/bin/setpriv', '--reuid', uid, '--regid', gid, '--clear-groups', '--no-new-privs'],
    ...['--bounding-set', '-all', '--inh-caps', '-all', '--'],
  ];
}

export interface Jailed {
  /** What it printed so far, both streams. */
  output(): string;
  /** The end code; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Sends a signal to the program itself, as an engine does. */
  signal(name: NodeJS.Signals): Promise<void>;
}

/** Of every jail that is not known to have ended: bwrap, and process 1 inside, which outlives it. */
const running = new Map<ChildProcess, number | null>();
process.on('exit', () => {
  for (const [child, first] of running) {
    child.kill('SIGKILL');
    if (first === null) continue;
    try {
      process.kill(first, 'SIGKILL');
    } catch {
      // It was faster.
    }
  }
});

/**
 * Starts a program in a jail.
 *
 * @param longest after this many milliseconds it is killed
 */
export function startJailed(base: Base, jail: Jail, command: readonly string[], longest: number): Jailed {
  const child = spawn('bwrap', [...jailArguments(base, jail), ...command], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    timeout: longest,
    killSignal: 'SIGKILL',
  });
  running.set(child, null);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const inside = new Promise<number>((resolve, reject) => {
    let told = '';
    (child.stdio[3] as Readable).setEncoding('utf8').on('data', (text: string) => {
      told += text;
      const pid = /"child-pid":\s*(\d+)/.exec(told)?.[1];
      if (pid === undefined) return;
      running.set(child, Number(pid));
      resolve(Number(pid));
    });
    child.once('close', () => reject(new Error('it has ended')));
  });
  inside.catch(() => undefined);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      running.delete(child);
      resolve(code);
    });
  });
  ended.catch(() => undefined);
  return {
    output: () => output,
    ended,
    async signal(name) {
      process.kill(await inside, name);
    },
  };
}

/** Runs a program in a jail to its end. */
export async function runJailed(
  base: Base,
  jail: Jail,
  command: readonly string[],
  longest: number,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const started = startJailed(base, jail, command, longest);
  return { code: await started.ended, output: started.output() };
}

/** npm's folder, from the path of its program. */
export const npmFolder = (program: string) => dirname(dirname(program));
