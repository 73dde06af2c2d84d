import { type Config, readConfig } from '../config.ts';

/** Reads settings or ends the program with every problem at once, each on a line. */
export function configOrExit(env: NodeJS.ProcessEnv): Config {
  const read = readConfig(env);
  if (read.ok) return read.config;
  process.stderr.write(
    `Sync Warden can't start:\n${read.problems.map((problem) => `- ${problem}`).join('\n')}\n`,
  );
  process.exit(1);
}

/**
 * A stop takes less by itself; what hangs is left to the next start then. Who stops a program often kills it after
 * 30 s. Milliseconds.
 */
const longestStop = 19_000;
/** Ctrl-C reaches a program twice, from the terminal and from npm: what comes this soon is the same. Milliseconds. */
const sameSignal = 1000;

type StopSignal = 'SIGINT' | 'SIGTERM';
/** What a shell calls an end by a signal: 128 and its number. */
const endedBy: Readonly<Record<StopSignal, number>> = { SIGINT: 130, SIGTERM: 143 };

/**
 * Calls `stop` at Ctrl-C or SIGTERM, once, then ends the program with 0, whatever became of it: within 19 seconds
 * always, and at once with 130 or 143 at a second signal. Calling what is returned stops it, too.
 *
 * @param stop `signal` is null when no signal asked for it
 * @param atMost instead of the 19 seconds, milliseconds
 */
export function stopOnSignal(
  stop: (signal: StopSignal | null) => Promise<void>,
  atMost = longestStop,
): () => void {
  let since: number | null = null;
  const once = (signal: StopSignal | null) => {
    if (since !== null) {
      if (signal !== null && performance.now() - since > sameSignal) process.exit(endedBy[signal]);
      return;
    }
    since = performance.now();
    setTimeout(() => {
      process.stderr.write('Not everything ended in time; the next start takes up what is left.\n');
      process.exit(0);
    }, atMost);
    stop(signal).then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(0);
      },
    );
  };
  process.on('SIGINT', once);
  process.on('SIGTERM', once);
  return () => once(null);
}

/** How often it is looked whether the parent still lives, milliseconds. */
const parentCheck = 1000;

/**
 * Calls `stop` when the process that started this one has ended: npm's shell passes no signal on, and what it
 * started would otherwise go on holding its ports.
 */
export function stopWithParent(stop: () => void): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stop();
  }, parentCheck).unref();
}
