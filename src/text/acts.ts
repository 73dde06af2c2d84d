import { readRecordedEnd } from '../recorded-end.ts';
import type { Attempt, Operation, OwnAct, QuietHours, WatchEvent } from '../words.ts';
import { attemptWords } from './attempts.ts';
import { capital } from './capital.ts';
import { type OperationWords, operationWords } from './operations.ts';
import { timeOfDay, zonedMoment } from './times.ts';
import { eventsByWeight, toldEvents } from './watches.ts';

/** What the audit trail calls what a watch of all jobs is about. */
export const everyJob = 'every job';

const allEvents = 'all';

/** How it keeps which events a watch tells: `all`, or their names. */
export function recordedEvents(only: readonly WatchEvent[] | null): string {
  return only === null ? allEvents : only.join(' ');
}

/** What it calls quiet hours: "22:00–07:00 (Europe/Berlin)". */
export function hoursName({ from, to, timeZone }: QuietHours): string {
  return `${timeOfDay(from)}–${timeOfDay(to)} (${timeZone})`;
}

/** How the record speaks of an act; `name` as it is to be shown. */
interface ActWords {
  /** "Watch of Slack began". */
  readonly done: (attempt: Attempt, name: string, now: number) => string;
  /** "Watch Slack", for what was not done. */
  readonly act: (name: string) => string;
}

const OWN_ACTS: Readonly<Record<OwnAct, ActWords>> = {
  extend: {
    done: ({ before = null, after = null }, name, now) => {
      const was = readRecordedEnd(before);
      const end = readRecordedEnd(after);
      if (end === null) return `End of the pause of ${name} moved`;
      const until = `until ${zonedMoment(end.at, end.timeZone, now)}`;
      if (was === null) return `Pause of ${name} given an end, ${until}`;
      return end.at < was.at ? `Pause of ${name} shortened, ${until}` : `Pause of ${name} extended ${until}`;
    },
    act: (name) => `Extend the pause of ${name}`,
  },
  'cancel-timer': {
    done: (_, name) => `Timer of ${name} cancelled`,
    act: (name) => `Cancel the timer of ${name}`,
  },
  watch: {
    done: ({ before = null }, name) => `Watch of ${name} ${before === null ? 'began' : 'changed'}`,
    act: (name) => `Watch ${name}`,
  },
  unwatch: {
    done: (_, name) => `Watch of ${name} ended`,
    act: (name) => `Stop watching ${name}`,
  },
  quiet: {
    done: ({ after = null }, name) =>
      after === null ? 'Quiet hours taken away' : `Quiet hours set: ${name.replaceAll('_', ' ')}`,
    act: () => 'Set quiet hours',
  },
};

const WHERE: Readonly<Record<NonNullable<Attempt['where']>, string>> = {
  here: 'here',
  personal: 'in a personal chat',
  groupChat: 'in a group chat',
  channel: 'in a channel',
};

function operationOf(act: string): OperationWords | null {
  return Object.hasOwn(operationWords, act) ? operationWords[act as Operation] : null;
}

function ownActOf(act: string): ActWords | null {
  return Object.hasOwn(OWN_ACTS, act) ? OWN_ACTS[act as OwnAct] : null;
}

/** What an entry of the record is: "Pause Slack", "Watch of Slack began"; `name` and `act` as they are to be shown. */
export function entryText(
  attempt: Attempt,
  { name, act }: { readonly name: string; readonly act: string },
  now: number,
): string {
  const { operation, result } = attempt;
  const own = ownActOf(operation);
  if (own !== null) return result.kind === 'done' ? own.done(attempt, name, now) : own.act(name);
  // Another version of the bot wrote it.
  return operationOf(operation)?.act(name) ?? `“${act}”: ${name}`;
}

/** "Every change", or which ones; events of another version of the bot can't be named. */
function toldWords(after: string | null): string {
  if (after === null || after === allEvents) return capital(toldEvents(null));
  const events: readonly string[] = after.split(' ');
  const only = eventsByWeight.filter((event) => events.includes(event));
  return only.length === events.length ? `Only ${toldEvents(only)}` : 'Some changes';
}

/** How it ended, in a few words: "Done", "Not done, the rules don’t allow it"; of a watch what it tells, and where. */
export function entryEnd({ operation, result, after = null, where }: Attempt): string {
  if (ownActOf(operation) === null) return attemptWords(result);
  if (result.kind === 'refused') return attemptWords(result).replace(/^Not sent/, 'Not done');
  if (result.kind !== 'done') return attemptWords(result);
  const what = operation === 'watch' ? toldWords(after) : 'Done';
  // The end of a pause is the same everywhere.
  const local = operation === 'watch' || operation === 'unwatch' || operation === 'quiet';
  const told = where === undefined || !Object.hasOwn(WHERE, where) ? null : WHERE[where];
  return local && told !== null ? `${what}, ${told}` : what;
}
