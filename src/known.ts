import type { Notice } from './notice.ts';
import type { Operation, PauseEnd, Target, WatchEvent, Watched } from './words.ts';

/** The compiler sees to it that none is missing. */
function all<T extends string>(words: Readonly<Record<T, true>>): readonly T[] {
  return Object.keys(words) as T[];
}

/**
 * The words this version knows. While two versions share a store, rows of the newer one may say others: what can't be
 * understood is left to a bot that can.
 */
export const known = {
  notices: all<Notice['kind']>({
    help: true,
    'not-understood': true,
    status: true,
    list: true,
    picker: true,
    'not-found': true,
    history: true,
    plan: true,
    closed: true,
    forbidden: true,
    whoami: true,
    run: true,
    happened: true,
    digest: true,
    watched: true,
    'watch-set': true,
    unwatched: true,
    watching: true,
    'watch-trouble': true,
    'pause-over': true,
    'still-paused': true,
    'timer-set': true,
    timers: true,
    told: true,
    error: true,
  }),
  operations: all<Operation>({ pause: true, start: true, delete: true, 'pause-profile': true }),
  targets: all<Target['kind']>({ job: true, profile: true }),
  pauseEnds: all<PauseEnd['atEnd']>({ start: true, remind: true }),
  watched: all<Watched['kind']>({ all: true, job: true, pattern: true }),
  events: all<WatchEvent>({
    quarantined: true,
    recovered: true,
    paused: true,
    started: true,
    deleted: true,
    failing: true,
    silent: true,
    guarded: true,
    credentials: true,
  }),
} as const;

/** Whether a word of a row is one this version knows. */
export function knows<K extends keyof typeof known>(kind: K, word: string): boolean {
  const words: readonly string[] = known[kind];
  return words.includes(word);
}
