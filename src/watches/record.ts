import { recordAct } from '../store/acts.ts';
import type { Tx } from '../store/schema.ts';
import { everyJob, hoursName, recordedEvents } from '../text/acts.ts';
import type { Actor, OwnAct, Place, QuietHours, WatchEvent, Watched } from '../words.ts';

/** Who changes what a conversation hears of, and where and when (epoch milliseconds) they asked. */
export interface Change {
  readonly actor: Actor;
  readonly place: Place;
  readonly now: number;
}

const done = { kind: 'done' } as const;

/** A watch, as far as it says which events it tells; null for every one. */
type Telling = { readonly only: readonly WatchEvent[] | null };

function nameOf(watched: Watched): string {
  switch (watched.kind) {
    case 'all':
      return everyJob;
    case 'job':
      return watched.displayName;
    case 'pattern':
      return watched.pattern;
  }
}

/**
 * Writes down that a watch began, was changed or ended, in the transaction that does it.
 *
 * @param watch.before as it was; null when it was not there
 * @param watch.after as it is; null when it ended
 */
export async function recordWatch(
  tx: Tx,
  act: Extract<OwnAct, 'watch' | 'unwatch'>,
  watch: {
    readonly watched: Watched;
    readonly before: Telling | null;
    readonly after: Telling | null;
  },
  { actor, place, now }: Change,
): Promise<void> {
  const { watched } = watch;
  const before = watch.before && recordedEvents(watch.before.only);
  const after = watch.after && recordedEvents(watch.after.only);
  const target = watched.kind === 'job' ? watched.target : null;
  const displayName = nameOf(watched);
  await recordAct(tx, { act, actor, place, target, displayName, before, after, result: done }, now);
}

/** Writes down that quiet hours were set or, with null, taken away, in the transaction that does it. */
export async function recordQuiet(
  tx: Tx,
  { was, quiet }: { readonly was: QuietHours | null; readonly quiet: QuietHours | null },
  { actor, place, now }: Change,
): Promise<void> {
  const before = was && hoursName(was);
  const after = quiet && hoursName(quiet);
  const displayName = after ?? 'off';
  const record = { actor, place, target: null, displayName, before, after, result: done } as const;
  await recordAct(tx, { act: 'quiet', ...record }, now);
}
