import type { Notice } from '../notice.ts';
import type { Happening, JobSnapshot, QuietHours, WatchEvent, Watched } from '../words.ts';
import { phaseOf } from '../words.ts';
import { uncapital } from './capital.ts';
import { counted } from './counts.ts';
import { bandWords } from './headlines.ts';
import { quarantineText } from './quarantine.ts';
import { stateInSentence, stateSentence, stateSymbols } from './states.ts';
import { moment, relative, span, timeOfDay } from './times.ts';

/** How sentences speak of what can happen to a watched job; `name` as it is to be shown. */
interface EventWords {
  readonly mark: string;
  /** "Slack went into quarantine". */
  readonly headline: (name: string) => string;
  /** The same where the name is too long. */
  readonly instead: string;
  /** "Went into quarantine", as a line under a name. */
  readonly past: string;
  /** "went into quarantine", as in "2 went into quarantine". */
  readonly did: (count: number) => string;
  /** "quarantines", as in "only quarantines are told". */
  readonly noun: string;
}

const was = (count: number) => (count === 1 ? 'was' : 'were');
const has = (count: number) => (count === 1 ? 'has' : 'have');

const EVENTS: Readonly<Record<WatchEvent, EventWords>> = {
  quarantined: {
    mark: stateSymbols.quarantined,
    headline: (name) => `${name} went into quarantine`,
    instead: 'A job went into quarantine',
    past: 'Went into quarantine',
    did: () => 'went into quarantine',
    noun: 'quarantines',
  },
  deleted: {
    mark: stateSymbols.gone,
    headline: (name) => `The ${name} job was deleted`,
    instead: 'A job was deleted',
    past: 'Deleted',
    did: (count) => `${was(count)} deleted`,
    noun: 'deletions',
  },
  guarded: {
    mark: stateSymbols.quarantined,
    headline: (name) => `${name} holds back deletions`,
    instead: 'A job holds back deletions',
    past: 'Holds back deletions',
    did: (count) => `${count === 1 ? 'holds' : 'hold'} back deletions`,
    noun: 'deletions held back',
  },
  credentials: {
    mark: stateSymbols.error,
    headline: (name) => `${name} refuses its sign-in`,
    instead: 'An application refuses its sign-in',
    past: 'Refuses the stored sign-in',
    did: (count) => `${count === 1 ? 'refuses' : 'refuse'} the stored sign-in`,
    noun: 'refused sign-ins',
  },
  failing: {
    mark: stateSymbols.error,
    headline: (name) => `${name} has failing runs`,
    instead: 'A job has failing runs',
    past: 'Runs fail',
    did: (count) => `${has(count)} failing runs`,
    noun: 'failing runs',
  },
  silent: {
    mark: stateSymbols.unknown,
    headline: (name) => `${name} has gone silent`,
    instead: 'A job has gone silent',
    past: 'No run for long',
    did: (count) => `${has(count)} gone silent`,
    noun: 'long silence',
  },
  paused: {
    mark: stateSymbols.paused,
    headline: (name) => `${name} was paused`,
    instead: 'A job was paused',
    past: 'Paused',
    did: (count) => `${was(count)} paused`,
    noun: 'pauses',
  },
  started: {
    mark: stateSymbols.active,
    headline: (name) => `${name} was started`,
    instead: 'A job was started',
    past: 'Started',
    did: (count) => `${was(count)} started`,
    noun: 'starts',
  },
  recovered: {
    mark: stateSymbols.active,
    headline: (name) => `${name} is out of quarantine`,
    instead: 'A job is out of quarantine',
    past: 'Out of quarantine',
    did: () => 'came out of quarantine',
    noun: 'recoveries',
  },
};

/** Every event, those that need somebody first. */
export const eventsByWeight = Object.keys(EVENTS) as readonly WatchEvent[];

/** The symbol of an event. */
export const eventMark = (event: WatchEvent): string => EVENTS[event].mark;

/** "Went into quarantine". */
export const eventPast = (event: WatchEvent): string => EVENTS[event].past;

/** The same event reads otherwise where the state says more. */
function wordsFor(event: WatchEvent, after: JobSnapshot | null): Pick<EventWords, 'headline' | 'instead'> {
  if (event === 'paused' && after !== null && phaseOf(after) === 'off')
    return { headline: (name) => `${name} was switched off`, instead: 'A job was switched off' };
  if (event === 'failing' && !runFailed(after))
    return { headline: (name) => `${name} has failing entries`, instead: 'A job has failing entries' };
  return EVENTS[event];
}

/** The whole run, not some of its entries. */
const runFailed = (after: JobSnapshot | null) => after?.lastExecution?.state === 'Failed';

/** What the band about one change says; `name` as it is to be shown. */
export function happenedText(
  { event, after }: Happening,
  name: string,
): { readonly headline: string; readonly sentence: string } {
  const { headline, instead } = wordsFor(event, after);
  return bandWords(name, { headline: headline(name), instead, sentence: happenedSentence(event, after) });
}

function happenedSentence(event: WatchEvent, after: JobSnapshot | null): string {
  const quarantined = after !== null && phaseOf(after) === 'quarantined';
  switch (event) {
    case 'quarantined':
    case 'guarded':
    case 'credentials':
      if (quarantined) return `${quarantineText(after.quarantine).why}.`;
      if (event === 'guarded') return 'More deletions than the safety limit allows wait for an admin.';
      if (event === 'credentials') return 'Nothing gets through until the sign-in is renewed in Entra.';
      return 'It keeps failing, so Microsoft runs it only about once a day.';
    case 'recovered':
      return after === null
        ? 'It runs as usual again.'
        : `It is ${stateInSentence(after)} now. ${stateSentence(after)}`;
    case 'paused':
      return after === null ? 'Changes wait and are caught up after a start.' : stateSentence(after);
    case 'started':
      return after?.lastExecution === null
        ? 'Its first run takes the longest.'
        : 'It catches up on what waited.';
    case 'deleted':
      return 'It is gone. Accounts it created stay.';
    case 'failing':
      return runFailed(after)
        ? 'It isn’t in quarantine yet, but will be if that goes on.'
        : 'The other entries were synchronized; Microsoft tries these again by itself.';
    case 'silent':
      return 'No run was seen for much longer than usual.';
  }
}

/** What a person can do about a change that the state alone doesn't tell; null when there is nothing. */
export function happenedHelps({ event, after }: Happening): string | null {
  switch (event) {
    case 'credentials':
      return 'Renew the sign-in in Entra and test the connection there. A start doesn’t help before that.';
    case 'guarded':
      return 'Look first at why so much is to be deleted: the provisioning log in Entra names it. An admin can allow the deletions there.';
    case 'failing':
      return 'The provisioning log in Entra names the entries that fail.';
    case 'silent':
      return 'Look at it in Entra. If nothing is wrong there, Microsoft may be late: see the service health in the admin center.';
    case 'deleted':
      return 'To have it again, set up provisioning in Entra anew. The new job starts from zero.';
    case 'paused':
      return after?.escrowsPruned === true
        ? 'Correct the failing entries in the provisioning log, then start the job.'
        : null;
    default:
      return null;
  }
}

/** Who did it; `name` as it is to be shown, null when it isn't known. Null where nobody has to have done it. */
export function doneBy({ event, by, after }: Happening, name: string | null): string | null {
  if (by !== null && name !== null) {
    return by.through === 'bot' ? `${name}, through me` : `${name}, says the Entra audit log`;
  }
  if (event === 'paused' && after?.escrowsPruned === true) return 'Microsoft, after too many errors';
  return event === 'paused' || event === 'started' || event === 'deleted'
    ? 'not through me; the Entra audit log may tell'
    : null;
}

/** Says that a message comes late because of quiet hours. */
export const heldBack = 'I held this back until the quiet hours were over.';

/** Why a message comes, as the beginning of the last line. */
export const whyThisComes = 'This conversation watches it.';

/** What follows that on the card that is kept up to date. */
export const keptUpToDate = 'I keep this card up to date.';

type Counts = Readonly<Partial<Record<WatchEvent, number>>>;

/** What the band over many changes says. */
export function digestText(
  { happenings, total }: Pick<Extract<Notice, { kind: 'digest' }>, 'happenings' | 'total'>,
  counts: Counts,
  now: number,
): { readonly headline: string; readonly sentence: string } {
  const times = happenings.map(({ at }) => at);
  const first = Math.min(...times);
  const last = Math.max(...times);
  const all = happenings.length >= total && happenings.length > 1;
  const within = last - first < 60_000 ? `at ${moment(last, now)}` : `in ${span(last - first)}`;
  const told = eventsByWeight.flatMap((event) => {
    const count = counts[event] ?? 0;
    return count === 0 ? [] : [`${new Intl.NumberFormat('en').format(count)} ${EVENTS[event].did(count)}`];
  });
  return {
    headline: `${counted(total, 'change')} of watched jobs${all ? ` ${within}` : ''}`,
    sentence: `${told.join(', ')}.`,
  };
}

/** "Paused, 25 min ago, 13:40 UTC"; `by` as it is to be shown. */
export function happeningLine({ event, at }: Happening, by: string | null, now: number): string {
  const who = by === null ? '' : `, by ${by}`;
  return `${EVENTS[event].past}${who} · ${relative(at, now)}`;
}

/** What a screen reader says of that line. */
export function happeningTitle(name: string, event: WatchEvent): string {
  const past = EVENTS[event].past;
  return `${name}, ${past.charAt(0).toLowerCase()}${past.slice(1)}. Open`;
}

/** "Paused: Slack, Zoom and 12 more"; names as they are to be shown. */
export function restLine(event: WatchEvent, names: readonly string[], more: number): string {
  const shown = names.join(', ');
  const rest =
    more === 0 ? '' : names.length === 0 ? counted(more, 'job') : ` and ${counted(more, 'more', 'more')}`;
  return `${EVENTS[event].past}: ${shown}${rest}`;
}

/** What the changes that no line names are about. */
export function unnamedChanges(count: number): string {
  return `And ${counted(count, 'more', 'more')}, too many to name here. “list” shows how all jobs are doing.`;
}

/** What is watched, as the beginning of a sentence; `name` as it is to be shown. */
export function watchedName({ kind }: Watched, name: string): string {
  if (kind === 'all') return 'All jobs';
  return kind === 'pattern' ? `Jobs called “${name}”` : name;
}

/** "every change", or which ones. */
export function toldEvents(only: readonly WatchEvent[] | null): string {
  if (only === null) return 'every change';
  const nouns = eventsByWeight.filter((event) => only.includes(event)).map((event) => EVENTS[event].noun);
  return only.includes('deleted') ? nouns.join(', ') : `${nouns.join(', ')}; deletions always`;
}

/** What the answer to "watch …" says; `name` as it is to be shown. */
export function watchSetText(
  { watch, jobs, changed }: Extract<Notice, { kind: 'watch-set' }>,
  name: string,
): { readonly headline: string; readonly sentence: string } {
  const { kind } = watch.watched;
  const what = watchedName(watch.watched, name);
  const are = kind === 'job' ? 'is' : 'are';
  const which =
    kind === 'job'
      ? ''
      : `${jobs === 0 ? 'None exists now' : `${counted(jobs, 'job')} now`}; new ones are picked up. `;
  const again = changed ? 'This replaces what was set before. ' : '';
  return bandWords(what, {
    headline: `${what} ${are} watched here`,
    instead: kind === 'pattern' ? 'Jobs of that name are watched here' : 'The job is watched here',
    sentence: `${which}${again}I post here when something happens.`,
  });
}

/** What the answer to "unwatch …" says; `name` of the only one, `asked` as they are to be shown. */
export function unwatchedText(
  watches: readonly { readonly watched: Watched }[],
  { name, asked }: { readonly name: string; readonly asked: string | null },
): { readonly headline: string; readonly sentence: string } {
  const [only] = watches;
  if (only === undefined) {
    return {
      headline: asked === null ? 'Nothing was watched here' : 'That wasn’t watched here',
      sentence: `${asked === null ? 'There' : `“${asked}”: there`} was nothing to stop, so nothing was done.`,
    };
  }
  if (watches.length > 1) {
    return {
      headline: `${counted(watches.length, 'watch', 'watches')} ended`,
      sentence: 'I don’t post about these here any more.',
    };
  }
  const what = watchedName(only.watched, name);
  const are = only.watched.kind === 'job' ? 'is' : 'are';
  return bandWords(what, {
    headline: `${what} ${are} no longer watched`,
    instead: 'That is no longer watched',
    sentence: 'I post nothing about it here, unless another watch takes it in.',
  });
}

/** What the list of watches says. */
export function watchingText(
  count: number,
  quiet: QuietHours | null,
): { readonly headline: string; readonly sentence: string } {
  return {
    headline: count === 0 ? 'Nothing is watched here' : `${counted(count, 'watch', 'watches')} here`,
    sentence: quiet === null ? 'No quiet hours: I post at any time.' : quietText(quiet),
  };
}

/** "Quiet from 22:00 to 07:00 (Europe/Berlin): …". */
function quietText({ from, to, timeZone }: QuietHours): string {
  const zone = timeZone.replaceAll('_', ' ');
  return `Quiet from ${timeOfDay(from)} to ${timeOfDay(to)} (${zone}): only quarantines and deletions are told then.`;
}

/** "since 14:01 UTC, by Dana Reyes"; `by` as it is to be shown. */
export function watchLine(by: string, since: number, now: number): string {
  return `since ${moment(since, now)}, by ${by}`;
}

/** What a screen reader says of the button beside a watch; `name` as it is to be shown. */
export function unwatchTitle(watched: Watched, name: string): string {
  const what = watchedName(watched, name);
  return `Stop watching ${watched.kind === 'job' ? what : uncapital(what)}`;
}

/** What can be said where nothing is watched. */
export const howToWatch =
  'Say “watch” and the name of a job, or “watch all”. I post here when something happens to it.';

/** What the bot says when it can't watch, or can again. */
export function troubleText(
  { trouble, since, at }: Extract<Notice, { kind: 'watch-trouble' }>,
  now: number,
): { readonly headline: string; readonly sentence: string; readonly helps: string | null } {
  const blind = 'Until that is mended I notice no change of the jobs watched here.';
  switch (trouble) {
    case 'not-permitted':
      return {
        headline: 'I can’t watch any more: I may not read',
        sentence: `Microsoft Graph hasn’t let me read since ${moment(since, now)}. ${blind}`,
        helps:
          'An admin checks that Sync Warden may read sync jobs in this tenant: it needs Synchronization.Read.All.',
      };
    case 'sign-in':
      return {
        headline: 'I can’t watch any more: no sign-in',
        sentence: `Microsoft has refused my own sign-in since ${moment(since, now)}. ${blind}`,
        helps:
          'An admin checks Sync Warden’s own credential: it may have expired, or the consent was taken back.',
      };
    case 'unreachable':
      return {
        headline: 'I can’t watch now: no connection',
        sentence: `I haven’t reached Microsoft Graph since ${moment(since, now)}. ${blind}`,
        helps:
          'I keep trying and say when it is over. If it stays like this, an admin checks the network of Sync Warden.',
      };
    case 'throttled':
      return {
        headline: 'I can’t watch now: asked to wait',
        sentence: `Microsoft Graph has asked me to wait since ${moment(since, now)}: it takes no more requests for now. Until it does, I notice no change of the jobs watched here.`,
        helps:
          'I go on when Graph lets me, and say so. If it stays like this, an admin checks what else sends many requests to Graph in this tenant.',
      };
    case 'over':
      return {
        headline: 'I can watch again',
        sentence: `I couldn’t for ${span(at - since)}, since ${moment(since, now)}.`,
        helps: null,
      };
  }
}

/** What "over" doesn't promise. */
export const missedMeanwhile =
  'What is different now is told as a change. What came and went in between I couldn’t see.';
