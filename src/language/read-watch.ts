import type { WatchEvent } from '../words.ts';
import type { WatchText } from './command.ts';
import { isNegated } from './name-doubts.ts';
import { maskQuoted } from './quotes.ts';
import { readAim } from './read-target.ts';
import { splitReason } from './read-targeted.ts';
import { askHelp, command, doubted, NOTHING, REFUSED, type Reading } from './reading.ts';
import { slips } from './slips.ts';
import { quarantineEvents, readEvents, watchEvents } from './watch-events.ts';

const ALL = /^(?:all|everything|all(?: the)? jobs|every job)[.!]?$/i;
const ANY_NAME = /^[*\s]*\*[*\s]*[.!]?$/;
const QUARANTINE = /^(?:all )?quarantines?[.!]?$/i;
const ONLY = /(?:^|,?\s)only(?:\s|$)/i;
const STOP_WATCHING = /^stop\s+watching(?=\s|[.!]?$)/i;
/** What could be meant as that, and must not be taken for the name of a job. */
const END_WATCH =
  /^(?:remove|delete|stop|cancel|end)\s+(?:(?:the|my)\s+)?watch(?:es)?\s+(?:(?:on|of|for|over)\s+)?/i;
const START_WATCHING = /^(?:start|resume|keep)\s+watching\s+/i;

type What =
  | {
      readonly kind: 'what';
      readonly what: WatchText | null;
      /** The events that the word itself names: `quarantine`. */
      readonly only: readonly WatchEvent[] | null;
      /** Said with a `*` alone. */
      readonly anyName?: boolean;
      readonly sure: boolean;
    }
  | { readonly kind: 'too-long' | 'refused' | 'nothing' };

/**
 * Reads `stop watching …` and what comes close to it; null for any other sentence.
 *
 * @param said without "please"
 */
export function readStopWatching(said: string): Reading | null {
  const stop = STOP_WATCHING.exec(said);
  if (stop !== null)
    return readWatch(
      'unwatch',
      said
        .slice(stop[0].length)
        .trim()
        .replace(/^[.!]$/, ''),
    );
  const end = END_WATCH.exec(said);
  if (end !== null) return doubted(readWatch('unwatch', said.slice(end[0].length)));
  const start = START_WATCHING.exec(said);
  return start === null ? null : doubted(readWatch('watch', said.slice(start[0].length)));
}

/** Reads what stands behind `watch` or `unwatch`: a target, `all`, `quarantine`, `sales*`, with `only …` or not. */
export function readWatch(verb: 'watch' | 'unwatch', rest: string): Reading {
  const split = splitReason(rest);
  if (split === null) return NOTHING;
  const { aimed, why } = split;
  const only = ONLY.exec(maskQuoted(aimed));
  const pointed = only === null ? aimed : aimed.slice(0, only.index).trim();
  const about = readWhat(pointed);
  if (about.kind !== 'what') return { kind: about.kind };
  // A reason is not kept with a watch, so it isn't passed over.
  const sure = about.sure && why === null;
  const what = verb === 'unwatch' ? endedBy(about) : about.what;
  if (only === null) {
    if (verb === 'unwatch')
      return about.only === null || sure ? command({ verb, what }, sure) : askHelp('watch');
    return command({ verb, what, only: about.only }, sure);
  }
  const listed = aimed.slice(only.index + only[0].length);
  if (isNegated(maskQuoted(listed))) return REFUSED;
  if (verb === 'unwatch') return askHelp('watch');
  const { events, unknown } = readEvents(listed);
  const meant = new Set([...events, ...unknown.flatMap(closestEvent)]);
  if (meant.size === 0) return askHelp('watch');
  return command(
    { verb, what: what ?? { kind: 'all' }, only: watchEvents.filter((event) => meant.has(event)) },
    sure && unknown.length === 0 && about.only === null && what !== null,
  );
}

/** `unwatch all` ends every watch; the one of all jobs is ended by what it was made with. */
function endedBy({ what, only, anyName }: Extract<What, { kind: 'what' }>): WatchText | null {
  return anyName || only !== null ? { kind: 'pattern', pattern: '*' } : what;
}

function closestEvent(word: string): readonly WatchEvent[] {
  return watchEvents.filter((event) => slips(word, event) === 1);
}

function readWhat(text: string): What {
  const said = text.replace(/\s+/g, ' ');
  if (said === '') return { kind: 'what', what: null, only: null, sure: true };
  if (ALL.test(said)) return { kind: 'what', what: { kind: 'all' }, only: null, sure: true };
  if (ANY_NAME.test(said))
    return { kind: 'what', what: { kind: 'all' }, only: null, anyName: true, sure: true };
  if (QUARANTINE.test(said))
    return { kind: 'what', what: { kind: 'all' }, only: quarantineEvents, sure: true };
  const { events, unknown } = readEvents(said);
  if (events.length > 0 && unknown.length === 0)
    return { kind: 'what', what: { kind: 'all' }, only: events, sure: false };
  const aim = readAim(text, { strict: true, times: false });
  if (aim.kind !== 'aim') return { kind: aim.kind };
  const { target, sure } = aim;
  if (target === null) return { kind: 'what', what: null, only: null, sure };
  const what: WatchText =
    target.kind === 'name' && !target.quoted && target.name.includes('*')
      ? { kind: 'pattern', pattern: target.name.replace(/\*+/g, '*') }
      : { kind: 'target', target };
  return { kind: 'what', what, only: null, sure };
}
