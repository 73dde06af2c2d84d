import { statSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

/**
 * Tells of each write to a file, also one that isn't there yet. With SQLite's log it is the only sight of the
 * journal from outside: every transaction is some writes to it.
 */
export function watchWrites(file: string, written: () => void): { stop(): void } {
  const name = basename(file);
  let last = 0n;
  const watcher = watch(dirname(file), (_event, changed) => {
    if (changed !== name) return;
    // Opening it, as whoever only reads does, is an event too.
    const modified = statSync(file, { bigint: true, throwIfNoEntry: false })?.mtimeNs ?? last;
    if (modified === last) return;
    last = modified;
    written();
  });
  return { stop: () => watcher.close() };
}
