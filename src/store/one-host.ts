import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod/v4';
import { StoreRefused } from './store-refused.ts';

export interface HostHold {
  /** Lets another host take the file. */
  release(): void;
}

export interface HostHoldOptions {
  /** Tells machines apart; by default this one's. */
  readonly host?: string;
  /** How often the file is marked, milliseconds. */
  readonly beat?: number;
  /** Called once when another host marks the file while it is held. */
  readonly onForeign: (reason: StoreRefused) => void;
}

const mark = z.object({ host: z.string(), name: z.string(), beat: z.string() });
type Mark = z.infer<typeof mark>;

/** The running kernel, which containers of one machine share; elsewhere the host's name. */
export function thisHost(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return hostname();
  }
}

function read(path: string): Mark | null {
  try {
    return mark.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

function write(path: string, host: string): void {
  const next = `${path}.${process.pid}`;
  const beat = `${process.pid} ${process.hrtime.bigint()}`;
  writeFileSync(next, JSON.stringify({ host, name: hostname(), beat } satisfies Mark), { mode: 0o600 });
  renameSync(next, path);
}

function orRefuse(file: string, act: () => unknown): void {
  try {
    act();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new StoreRefused(`${file} can't be opened (${why}); name a file the bot may write`, error);
  }
}

const refusal = (file: string, other: Mark) =>
  new StoreRefused(
    `${file} is in use by a bot on another machine (${other.name}); SQLite's locks don't reach that far, so stop one of them or use postgres://…`,
  );

/**
 * Holds an SQLite file for this machine: processes of one machine may share it, machines may not, because
 * SQLite's write-ahead log lives in shared memory. A mark beside the file is renewed while it is held; one that
 * stands still is of a machine that is gone.
 *
 * @throws StoreRefused when another machine holds it
 */
export async function holdForThisHost(file: string, options: HostHoldOptions): Promise<HostHold> {
  const { host = thisHost(), beat = 4000, onForeign } = options;
  orRefuse(file, () => mkdirSync(dirname(file), { recursive: true, mode: 0o700 }));
  const path = `${file}.host`;
  const first = read(path);
  if (first !== null && first.host !== host) {
    await sleep(beat * 2.5);
    const later = read(path);
    if (later !== null && later.host !== host && later.beat !== first.beat) throw refusal(file, later);
  }
  orRefuse(file, () => write(path, host));
  const timer = setInterval(() => {
    const found = read(path);
    if (found !== null && found.host !== host) {
      clearInterval(timer);
      onForeign(refusal(file, found));
      return;
    }
    try {
      write(path, host);
    } catch {
      // A full disk: the store itself says so.
    }
  }, beat);
  timer.unref();
  return {
    release() {
      clearInterval(timer);
      if (read(path)?.host === host) rmSync(path, { force: true });
    },
  };
}

/** Who marks an SQLite file. */
export interface HostMark {
  /** The machine's name. */
  readonly name: string;
  readonly thisHost: boolean;
}

/** A mark that wasn't renewed for this long is of a bot that is gone, milliseconds: twice the usual beat and more. */
const stale = 10_000;

/**
 * The machine a bot is running on with this SQLite file, or null when none is.
 *
 * @param now epoch milliseconds, by the clock of the file's disk
 */
export function markOf(file: string, now: number = Date.now(), host: string = thisHost()): HostMark | null {
  const path = `${file}.host`;
  const found = read(path);
  if (found === null) return null;
  const age = now - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  return age > stale ? null : { name: found.name, thisHost: found.host === host };
}
