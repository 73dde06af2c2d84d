import type { JobSnapshot, WatchEvent } from '../words.ts';
import { eventsOf, type Facet, facets, look, type Standing } from './standing.ts';

/** What is remembered of a watched job between readings. */
export interface JobState {
  /** How it was when it last settled; null before it was ever read. */
  readonly standing: Standing | null;
  /** Facets but silence that were otherwise when last read, and when that was first seen, epoch milliseconds. */
  readonly pending: Readonly<Partial<Record<Facet, number>>>;
  /** When it was first seen to be silent, or no longer so: that takes long, and no closer look. */
  readonly lull?: number;
  /** In how many readings in a row it was gone, as far as that matters. */
  readonly misses?: number;
  /** As it was read when it last settled. */
  readonly snapshot: JobSnapshot | null;
  /** The last changes, newest first. */
  readonly recent: readonly { readonly event: WatchEvent; readonly at: number }[];
  /** When it was last seen to be paused, started, quarantined or released, epoch milliseconds; 0 for never. */
  readonly movedAt: number;
}

/** One thing that changed for good. `at`: when it was first seen, epoch milliseconds. */
export interface Change {
  readonly event: WatchEvent;
  readonly at: number;
}

export const unread: JobState = { standing: null, pending: {}, snapshot: null, recent: [], movedAt: 0 };

/** What was seen once has to be seen again this much later before it is told, milliseconds. */
export const settleAfter = 4000;
/** Graph answers 404 for jobs that are there, for a minute and longer: a deletion takes more to be believed. */
export const goneAfter = 90_000;
const goneReadings = 3;
/** A clock that is wrong for a moment makes every job look silent, milliseconds. */
export const silentAfter = 10 * 60_000;
const mostRecent = 5;
const moves: ReadonlySet<WatchEvent> = new Set(['paused', 'started', 'quarantined', 'recovered']);

/** The first reading is what later ones are compared with. */
function baseline(seen: JobSnapshot, now: number): JobState {
  const seenNow = look(seen, null);
  const standing = {
    ...(Object.fromEntries(facets.map((facet) => [facet, seenNow[facet] ?? false])) as Record<
      Facet,
      boolean
    >),
    escrowed: seen.lastExecution?.countEscrowed ?? 0,
    runsSince: seen.lastExecution === null && seenNow.stopped === false ? now : 0,
  };
  return { ...unread, standing, snapshot: seen };
}

function hasSettled(facet: Facet, value: boolean, seenFor: number, misses: number): boolean {
  if (facet === 'gone') return seenFor >= goneAfter && misses >= goneReadings;
  return seenFor >= (facet === 'silent' && value ? silentAfter : settleAfter);
}

/**
 * Takes a reading in. A change counts once it was seen in two readings in a row, `settleAfter` apart; a deletion and
 * silence take longer. What is back as it was in between never happened.
 *
 * @param state what was remembered
 * @param seen the reading; `gone` when Graph knows the job no more
 * @param now when it was read, epoch milliseconds
 * @returns what to remember, what has changed for good, in the order of importance, and whether the job is over
 */
export function advance(
  state: JobState,
  seen: JobSnapshot | 'gone',
  now: number,
): { readonly state: JobState; readonly changes: readonly Change[]; readonly over: boolean } {
  const { standing } = state;
  if (standing === null) {
    return seen === 'gone'
      ? { state, changes: [], over: true }
      : { state: baseline(seen, now), changes: [], over: false };
  }
  const seenNow = look(seen, standing);
  const misses = seen === 'gone' ? Math.min((state.misses ?? 0) + 1, goneReadings) : 0;
  const doubted: Partial<Record<Facet, number>> = {
    ...state.pending,
    ...(state.lull === undefined ? {} : { silent: state.lull }),
  };
  const pending: Partial<Record<Facet, number>> = {};
  const settled: Partial<Record<Facet, boolean>> = {};
  const changes: Change[] = [];
  for (const facet of facets) {
    // A job that only now begins to run again had no time for a run yet.
    const rested = facet === 'silent' && (standing.stopped || standing.quarantined);
    const value = rested && seenNow.silent !== null ? false : seenNow[facet];
    const doubtedSince = doubted[facet];
    // The clock may have been set back since.
    const since = doubtedSince === undefined ? undefined : Math.min(doubtedSince, now);
    if (value === null) {
      // It can't be told: what was seen before still has to be seen again.
      if (since !== undefined) pending[facet] = since;
      continue;
    }
    if (value === standing[facet]) continue;
    if (since === undefined || !hasSettled(facet, value, now - since, misses)) {
      pending[facet] = since ?? now;
      continue;
    }
    settled[facet] = value;
    const { begins, ends } = eventsOf[facet];
    const event = value ? begins : ends;
    if (event !== null) changes.push({ event, at: since });
  }
  const last = seen === 'gone' ? null : seen.lastExecution;
  const succeeded = last?.state === 'Succeeded';
  // Entries that were told are what later runs are compared with; a run that fails altogether goes on until one doesn't.
  const toldOfEntries = succeeded && (settled.failing === true || standing.failing);
  if (succeeded && settled.failing === true) settled.failing = false;
  const runsAgain = settled.stopped === false || settled.quarantined === false;
  const cleanRun = seen !== 'gone' && seenNow.failing === false;
  const { silent: lull, ...closely } = pending;
  const changed = Object.keys(settled).length > 0;
  return {
    state: {
      standing: {
        ...standing,
        ...settled,
        escrowed: cleanRun || toldOfEntries ? (last?.countEscrowed ?? 0) : standing.escrowed,
        runsSince: runsAgain ? now : Math.min(standing.runsSince, now),
      },
      pending: closely,
      ...(lull === undefined ? {} : { lull }),
      ...(misses === 0 ? {} : { misses }),
      snapshot: changed && seen !== 'gone' ? seen : state.snapshot,
      recent: changes.length === 0 ? state.recent : [...changes, ...state.recent].slice(0, mostRecent),
      movedAt: Math.max(
        Math.min(state.movedAt, now),
        ...changes.filter(({ event }) => moves.has(event)).map(({ at }) => at),
      ),
    },
    changes,
    over: settled.gone === true,
  };
}

/** True when nothing of it has to be written down. */
export function isSame(before: JobState, after: JobState): boolean {
  const noted = ({ standing, pending, lull, misses }: JobState) =>
    JSON.stringify([standing, pending, lull, misses]);
  return before.standing !== null && noted(before) === noted(after);
}
