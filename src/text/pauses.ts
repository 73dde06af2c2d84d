import type { Notice } from '../notice.ts';
import type { Forbidden, JobSnapshot, PauseEnd, PauseView, RunView } from '../words.ts';
import { phaseOf } from '../words.ts';
import { counted } from './counts.ts';
import { bandWords } from './headlines.ts';
import { stateInSentence } from './states.ts';
import { ahead, relative, span, zonedMoment } from './times.ts';

/** What happens at the end of a timed pause, for whoever reads along. */
export function afterwards({ atEnd }: PauseEnd): string {
  return atEnd === 'start'
    ? 'I start it then by myself, if nobody changed it meanwhile and the rules still allow it.'
    : 'I post a reminder here then: a tap is needed to start it.';
}

/** The same for the one person who is asked. */
export function afterwardsForYou(end: PauseEnd): string {
  return end.atEnd === 'start' ? afterwards(end) : 'I remind you then: a tap is needed to start it.';
}

/** Of a pause that found the job stopped already: whoever stopped it decides when it goes on. */
export const noTimerSet = 'I set no timer, because this isn’t what stopped it.';

/**
 * Of a pause that found another there: what is known of that one, and what becomes of it. Names as they are to be shown.
 *
 * @param wants who wants it paused for longer than the other: "you want"
 */
export function metPause(
  { pause: { until }, longer }: NonNullable<RunView['met']>,
  { actor, wants }: { readonly actor: string; readonly wants: string },
  now: number,
): string {
  if (until === null) return `${actor} paused it, with no end set.`;
  if (until.at <= now)
    return `${actor} paused it until ${zonedMoment(until.at, until.timeZone, now)}, and nobody started it since.`;
  const paused = `${actor} paused it until ${untilWhenPaused(until, now)}.`;
  if (longer)
    return `${paused} I remind of it then instead of starting it, because ${wants} it paused longer.`;
  return until.atEnd === 'start'
    ? `${paused} ${afterwards(until)}`
    : `${paused} I only remind of it then: a tap is needed to start it.`;
}

/** "Mon 23 Nov, 06:00 (Europe/Berlin), in 3 days". */
export function untilWhenPaused({ at, timeZone }: PauseEnd, now: number): string {
  const time = zonedMoment(at, timeZone, now);
  return at > now ? `${time}, ${ahead(at, now)}` : time;
}

/** "Mon 23 Nov, 06:00 (Europe/Berlin)", or that there is no end. */
export function pauseEnd(until: PauseEnd | null, now: number): string {
  return until === null ? 'no end set' : zonedMoment(until.at, until.timeZone, now);
}

/** "Dana Reyes, 5 min ago, 14:01 UTC"; `actor` as it is to be shown. */
export function pausedBy(actor: string, at: number, now: number): string {
  return `${actor}, ${relative(at, now)}`;
}

/** What a card about a pause says. */
export interface PauseText {
  readonly headline: string;
  readonly sentence: string;
  /** What can be done; null when there is nothing. */
  readonly helps: string | null;
}

type PauseOver = Extract<Notice, { kind: 'pause-over' }>;

/** Names as they are to be shown. */
export interface PauseNames {
  readonly name: string;
  readonly actor: string;
  /** The rule that says no; null where none is known. */
  readonly rule: string | null;
}

/** The time of a pause is over, and the bot did not start the job. */
export function pauseOverText({ why, snapshot, forbidden }: PauseOver, names: PauseNames): PauseText {
  const { name } = names;
  const over = { headline: `The pause of ${name} is over`, instead: 'A timed pause is over' };
  switch (why) {
    case 'remind':
      return {
        ...bandWords(name, { ...over, sentence: 'I can’t start it myself: that takes a tap by one of you.' }),
        helps: null,
      };
    case 'changed':
      return {
        ...bandWords(name, { ...over, sentence: `${changedSince(snapshot)} I sent nothing.` }),
        helps:
          snapshot !== null && isStopped(snapshot)
            ? 'Look why it was changed, then start it if it should run.'
            : null,
      };
    case 'gone':
      return {
        ...bandWords(name, {
          headline: `The ${name} job is gone`,
          instead: 'A paused job is gone',
          sentence: 'Its pause is over, but there is nothing left to start. Accounts it created stay.',
        }),
        helps: null,
      };
    case 'forbidden':
      return {
        ...bandWords(name, { ...over, sentence: `${forbiddenStart(forbidden, names)} I sent nothing.` }),
        helps: 'It stays paused. Somebody whom the rules allow it can start it here.',
      };
    case 'unreadable':
      return {
        ...bandWords(name, { ...over, sentence: 'I couldn’t read its state, so I didn’t start it.' }),
        helps: 'Look again in a few minutes, then start it if it is still paused.',
      };
  }
}

/** Whether a job does nothing by itself, so that a start can be offered. */
export function isStopped(job: JobSnapshot): boolean {
  const phase = phaseOf(job);
  return phase === 'paused' || phase === 'off';
}

function changedSince(snapshot: JobSnapshot | null): string {
  if (snapshot === null) return 'It was changed after it was paused, so I left it as it is.';
  return isStopped(snapshot)
    ? `It was changed after it was paused and is ${stateInSentence(snapshot)} now, so I left it as it is.`
    : `It is ${stateInSentence(snapshot)} already: somebody changed it before.`;
}

function forbiddenStart(forbidden: Forbidden | null, { actor, rule }: PauseNames): string {
  switch (forbidden?.why) {
    case 'no-rule':
      return `No rule lets me start it for ${actor} any more.`;
    case 'denied':
      return `${rule === null ? 'A rule' : `The rule “${rule}”`} doesn’t let me start it for ${actor}.`;
    case 'membership-unknown':
      return `I couldn’t look up whether the rules let me start it for ${actor}.`;
    default:
      return `The rules here don’t let me start it for ${actor}.`;
  }
}

/** A pause that nobody ended, or whose end is over; names and reason as they are to be shown. */
export function stillPausedText(
  { pausedAt, until }: PauseView,
  { name, actor, reason }: { readonly name: string; readonly actor: string; readonly reason: string | null },
  now: number,
): PauseText {
  const long = span(now - pausedAt);
  const why = reason === null ? 'and gave no reason' : `because ${reason}`;
  const end =
    until === null ? 'It has no end.' : `It was to end ${zonedMoment(until.at, until.timeZone, now)}.`;
  return {
    ...bandWords(name, {
      headline: `${name} has been paused for ${long}`,
      instead: `A job has been paused for ${long}`,
      sentence: `${actor} paused it ${why}. ${end}`,
    }),
    helps: 'Start it, or give the pause an end. Until then I remind here again.',
  };
}

/** The answer to a timer that was set, moved or cancelled. */
export function timerSetText(
  { until }: PauseView,
  was: PauseEnd | null,
  { name, now }: { readonly name: string; readonly now: number },
): PauseText {
  if (until === null) {
    return {
      ...bandWords(name, {
        headline: `The timer of ${name} is cancelled`,
        instead: 'The timer is cancelled',
        sentence: 'It stays paused until someone starts it.',
      }),
      helps: 'I remind here as long as it is paused.',
    };
  }
  const moved = was === null ? 'ends by itself' : until.at < was.at ? 'ends earlier' : 'lasts longer';
  return {
    ...bandWords(name, {
      headline: `The pause of ${name} ${moved}`,
      instead: `The pause ${moved}`,
      sentence: `Until ${untilWhenPaused(until, now)}.`,
    }),
    helps: null,
  };
}

/** What the band over all timed pauses says. */
export function timersText(pauses: readonly PauseView[]): {
  readonly headline: string;
  readonly sentence: string;
} {
  const timed = pauses.filter(({ until }) => until !== null).length;
  const open = pauses.length - timed;
  if (pauses.length === 0) {
    return {
      headline: 'No pause waits for its end',
      sentence: 'Nothing that I know of here is paused for a set time.',
    };
  }
  const without = open === 0 || timed === 0 ? '' : `${counted(open, 'more', 'more')} without an end. `;
  return {
    headline: timed === 0 ? `${counted(open, 'pause')} without an end` : counted(timed, 'timed pause'),
    sentence: `${without}Tap one to open it.`,
  };
}

const THEN: Readonly<Record<PauseEnd['atEnd'], string>> = {
  start: 'then I start it',
  remind: 'then I remind here',
};

/** One line of that list: "Until today, 18:00 (Europe/Berlin), then I start it". */
export function timerLine(until: PauseEnd | null, now: number): string {
  if (until === null) return 'No end set; I remind here';
  const then = Object.hasOwn(THEN, until.atEnd) ? THEN[until.atEnd] : 'then what a newer version of me knows';
  return `Until ${zonedMoment(until.at, until.timeZone, now)}, ${then}`;
}

/** What a screen reader says of that line. */
export function timerTitle(name: string): string {
  return `${name}, paused. Open`;
}

/** "And 3 more." */
export function andMore(count: number): string {
  return `And ${counted(count, 'more', 'more')}.`;
}
