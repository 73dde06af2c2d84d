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

/** Calls `stop` at Ctrl-C or SIGTERM, once, then ends the program; so does calling what is returned. */
export function stopOnSignal(stop: () => Promise<void>): () => void {
  let stopping = false;
  const once = () => {
    if (stopping) return;
    stopping = true;
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', once);
  process.on('SIGTERM', once);
  return once;
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
