import type { WatchEvent } from '../words.ts';

/** Every event, in the order they are written, with the other words for it. */
const EVENT_WORDS: Readonly<Record<WatchEvent, string>> = {
  quarantined: 'quarantine|quarantines',
  recovered: 'recover|recovers|recovery|recoveries',
  paused: 'pause|pauses|stopped|stops|suspended',
  started: 'start|starts|resumed|resumes|unpaused',
  deleted: 'delete|deletes|deletion|deletions|removed|removal|removals',
  failing: 'fail|fails|failed|failure|failures|error|errors|failing runs|failed runs',
  silent: 'silence|silences|long silent|long silence',
  guarded:
    'guard|guards|deletion guard|accidental deletion|accidental deletions|accidental-deletion guard|accidental deletion guard|held deletions|too many deletions',
  credentials:
    'credential|sign-in|sign-ins|sign in|signin|secret|secrets|failing credentials|credentials failing|bad credentials',
};

/** Every event there is, in the order they are written. */
export const watchEvents = Object.keys(EVENT_WORDS) as readonly WatchEvent[];

/** What is told by `watch quarantine`. */
export const quarantineEvents: readonly WatchEvent[] = ['quarantined', 'recovered'];

const eventOf: ReadonlyMap<string, WatchEvent> = new Map(
  watchEvents.flatMap((event) =>
    [event, ...EVENT_WORDS[event].split('|')].map((word) => [word, event] as const),
  ),
);

const BETWEEN = / ?(?:[,;/&+]| and | or )+ ?/;

/**
 * The events that a list names, each once and in their order, and how many of its words name none.
 *
 * @param text what stands behind `only`
 */
export function readEvents(text: string): {
  readonly events: readonly WatchEvent[];
  readonly unknown: readonly string[];
} {
  const words = text
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[.!]$/, '')
    .split(BETWEEN)
    .map((word) => word.trim().replace(/^(?:and|or|on|for|when|if) /, ''))
    .filter((word) => word !== '');
  const named = new Set(words.flatMap((word) => eventOf.get(word) ?? []));
  return {
    events: watchEvents.filter((event) => named.has(event)),
    unknown: words.filter((word) => !eventOf.has(word)),
  };
}

/** Events in the order they are written, each once. */
export function inOrder(events: readonly WatchEvent[]): readonly WatchEvent[] {
  return watchEvents.filter((event) => events.includes(event));
}
