import { DateTime, IANAZone } from 'luxon';
import type { Until } from '../language/command.ts';
import type { ErrorCode } from '../words.ts';

const minute = 60_000;
const day = 86_400_000;
/** A pause that ends sooner is hardly seen before it is over, milliseconds. */
export const shortestPause = 5 * minute;
/** What is paused longer is rather switched off, milliseconds. */
export const longestPause = 90 * day;
/** Longer than people usually mean: it is asked about, milliseconds. */
export const unusualPause = 7 * day;

/** 08:00: the beginning of the working day, where no time of day was said. */
const morning = { hour: 8, minute: 0 };
/** A 29 February comes back after eight years at most. */
const yearsAhead = 8;

type UntilProblem = Extract<ErrorCode, 'until-past' | 'until-too-soon' | 'until-too-far' | 'until-unclear'>;

/** A moment in the zone it was meant in, or why there is none. */
export type PauseTime =
  | { readonly ok: true; readonly at: number; readonly timeZone: string }
  | { readonly ok: false; readonly code: UntilProblem };

type Clock = NonNullable<Extract<Until, { kind: 'at' }>['clock']>;
type Day = NonNullable<Extract<Until, { kind: 'at' }>['day']>;

interface CalendarDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** The zone a person's times are meant in: their own where their client gave one that exists, else UTC. */
export function zoneOf({ timeZone }: { readonly timeZone?: string }): string {
  return timeZone !== undefined && IANAZone.isValidZone(timeZone) ? timeZone : 'UTC';
}

const within = (value: number, least: number, most: number) =>
  Number.isInteger(value) && value >= least && value <= most;

function makesSense({ hour, minute: minutes }: Clock): boolean {
  return within(hour, 0, 23) && within(minutes, 0, 59);
}

/** A day of the calendar that many days later; days are counted by the calendar, so that none is ever skipped or doubled. */
function later({ year, month, day: date }: CalendarDay, days: number): CalendarDay {
  const found = DateTime.utc(year, month, date).plus({ days });
  return { year: found.year, month: found.month, day: found.day };
}

/**
 * When a clock of that zone first shows this after `after`, else when it does at all. Where the clocks go back, a
 * time is shown twice; where they go forward, one that is left out becomes the time an hour later.
 */
function moment(date: CalendarDay, clock: Clock, local: DateTime, after: number): number {
  const found = local.set({ ...date, ...clock, second: 0, millisecond: 0 });
  const times = found.getPossibleOffsets().map((each) => each.toMillis());
  return Math.min(...times.filter((time) => time > after), Math.max(...times));
}

/** The days that may be meant, in order; the first whose time is still ahead is. Empty when there is no such day. */
function daysMeant(said: Day | null, today: CalendarDay, weekday: number): readonly CalendarDay[] {
  if (said === null) return [today, later(today, 1)];
  switch (said.kind) {
    case 'in-days':
      return within(said.days, 0, 36_500) ? [later(today, said.days)] : [];
    case 'weekday': {
      if (!within(said.weekday, 1, 7)) return [];
      const first = later(today, (said.weekday - weekday + 7) % 7);
      return [first, later(first, 7)];
    }
    case 'date': {
      const { year, month, day: date } = said;
      const years =
        year === null ? Array.from({ length: yearsAhead + 1 }, (_, index) => today.year + index) : [year];
      return years
        .filter((each) => within(each, 1, 9999) && DateTime.utc(each, month, date).isValid)
        .map((each) => ({ year: each, month, day: date }));
    }
  }
}

function limited(at: number, now: number, timeZone: string): PauseTime {
  if (!Number.isFinite(at)) return { ok: false, code: 'until-unclear' };
  if (at <= now) return { ok: false, code: 'until-past' };
  if (at - now < shortestPause) return { ok: false, code: 'until-too-soon' };
  if (at - now > longestPause) return { ok: false, code: 'until-too-far' };
  return { ok: true, at, timeZone };
}

/**
 * Makes a moment of what was said, on the calendar and clock of a time zone (daylight saving as in the IANA
 * database of the runtime). Never throws; what can't be understood is `until-unclear`.
 *
 * @param when times in epoch milliseconds: `now` for the limits; `saidAt` what “today” is, by default `now`;
 *   `from` what a duration is counted from, by default `now`; `timeZone` an IANA name, UTC where it is none
 */
export function resolveEnd(
  until: Until,
  when: {
    readonly now: number;
    readonly timeZone: string;
    readonly saidAt?: number;
    readonly from?: number;
  },
): PauseTime {
  const { now, saidAt = now, from = now } = when;
  const timeZone = zoneOf(when);
  if (until.kind === 'unclear') return { ok: false, code: 'until-unclear' };
  if (until.kind === 'for') {
    if (!(until.minutes > 0)) return { ok: false, code: 'until-unclear' };
    return limited(from + until.minutes * minute, now, timeZone);
  }
  const clock = until.clock ?? morning;
  const local = DateTime.fromMillis(saidAt, { zone: timeZone });
  if (!makesSense(clock) || !local.isValid) return { ok: false, code: 'until-unclear' };
  const today = { year: local.year, month: local.month, day: local.day };
  const times = daysMeant(until.day, today, local.weekday).map((each) => moment(each, clock, local, saidAt));
  const at = times.find((time) => time > saidAt) ?? times.at(-1);
  return at === undefined ? { ok: false, code: 'until-unclear' } : limited(at, now, timeZone);
}
