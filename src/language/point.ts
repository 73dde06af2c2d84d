import { readClock } from './clock-time.ts';
import type { Until } from './command.ts';

/** A moment as it was said. */
export type Point = Extract<Until, { kind: 'at' }>;
type Day = NonNullable<Point['day']>;

/** The shortest names, as they are written back; Monday first. */
export const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
/** January first. */
export const months = [
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
] as const;

/** A day of the week in any of its forms, lower case. */
export const WEEKDAY = /^(mon|tues?|wed(nes)?|thu(rs?)?|fri|sat(ur)?|sun)(day)?$/;
/** A month in any of its forms, lower case. */
export const MONTH =
  /^(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)$/;

const ISO = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/;
const DOTTED = /^(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})?\.?$/;
const SLASHED = /^(\d{1,2})\/(\d{1,2})(?:\/(\d{4}|\d{2}))?$/;
const DAY_OF_MONTH = /^(\d{1,2})(?:st|nd|rd|th)?$/;
const YEAR = /^2\d{3}$/;
const IN_DAYS = /^in (\d{1,4}) days?$/;

/** A leap year: a date without a year may be the 29th of February. */
const LEAP = 2028;

/**
 * The moment that words name, exactly; null when they name none or when it can't be told which: "5" (o'clock?),
 * "3/4" (which is the month?), "next Friday" (which?), "the weekend", a time zone, a weekday and a date at once.
 *
 * @param words lower case, without commas
 */
export function readPoint(words: readonly string[]): Point | null {
  const parts = words.flatMap((word) => /^(\d{4}-\d{1,2}-\d{1,2})t(.+)$/.exec(word)?.slice(1) ?? [word]);
  for (let cut = 0; cut <= parts.length; cut += 1) {
    const before = parts.slice(0, cut).join(' ');
    const after = parts.slice(cut).join(' ');
    const point = together(before, after) ?? together(after, before);
    if (point !== null) return point;
  }
  return null;
}

function together(dayText: string, clockText: string): Point | null {
  const clockSaid = clockText.replace(/^at /, '');
  if (clockSaid === '') {
    const day = readDay(dayText.replace(/(?<=.) morning$/, ''));
    // The working day's beginning may be over today.
    return day === null || isToday(day) ? null : { kind: 'at', day, clock: null };
  }
  const clock = readClock(clockSaid);
  if (clock === null) return null;
  if (dayText === '')
    return isDate(clockSaid) && !/[ap]\.?m$/.test(clockSaid) ? null : { kind: 'at', day: null, clock };
  // Midnight of a day is its beginning to some and its end to others.
  if (/^midnight$|^24/.test(clockSaid)) return null;
  const day = readDay(dayText);
  return day === null ? null : { kind: 'at', day, clock };
}

/** "18.10" may be a time of day and a day of a month. */
function isDate(clockText: string): boolean {
  const [, day, month] = /^(\d{1,2})\.(\d{2})$/.exec(clockText) ?? [];
  return day !== undefined && dateOf(null, Number(month), Number(day)) !== null;
}

function isToday(day: Day): boolean {
  return day.kind === 'in-days' && day.days === 0;
}

function readDay(text: string): Day | null {
  if (text === 'today') return { kind: 'in-days', days: 0 };
  if (text === 'tomorrow') return { kind: 'in-days', days: 1 };
  if (/^(?:the )?day after tomorrow$/.test(text)) return { kind: 'in-days', days: 2 };
  const days = IN_DAYS.exec(text)?.[1];
  if (days !== undefined) return { kind: 'in-days', days: Number(days) };
  const plain = text.replace(/^(?:on|this) /, '');
  if (WEEKDAY.test(plain)) {
    const weekday = weekdays.findIndex((name) => plain.startsWith(name.toLowerCase())) + 1;
    return { kind: 'weekday', weekday };
  }
  return readDate(text.replace(/^on /, ''));
}

function readDate(text: string): Day | null {
  const iso = ISO.exec(text);
  if (iso !== null) return dateOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const dotted = DOTTED.exec(text);
  if (dotted !== null) return dateOf(yearOf(dotted[3]), Number(dotted[2]), Number(dotted[1]));
  const slashed = SLASHED.exec(text);
  if (slashed !== null) {
    const year = yearOf(slashed[3]);
    const dayFirst = dateOf(year, Number(slashed[2]), Number(slashed[1]));
    const monthFirst = dateOf(year, Number(slashed[1]), Number(slashed[2]));
    if (dayFirst !== null && monthFirst !== null && slashed[1] !== slashed[2]) return null;
    return dayFirst ?? monthFirst;
  }
  return readNamedMonth(text.replace(/^the /, '').split(' '));
}

/** "1 Dec", "1st of December 2026", "Dec 1 2026". */
function readNamedMonth(words: readonly string[]): Day | null {
  const [one = '', two = '', third, ...more] = words.filter((word, at) => !(word === 'of' && at === 1));
  if (more.length > 0 || (third !== undefined && !YEAR.test(third))) return null;
  const [named, numbered] = MONTH.test(one) ? [one, two] : [two, one];
  const day = DAY_OF_MONTH.exec(numbered)?.[1];
  if (!MONTH.test(named) || day === undefined) return null;
  const month = months.findIndex((name) => named.startsWith(name.toLowerCase())) + 1;
  return dateOf(third === undefined ? null : Number(third), month, Number(day));
}

function yearOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  return text.length === 2 ? 2_000 + Number(text) : Number(text);
}

/** Null when there is no such day. */
function dateOf(year: number | null, month: number, day: number): Extract<Day, { kind: 'date' }> | null {
  if (month < 1 || month > 12 || day < 1 || (year !== null && (year < 2_000 || year > 2_999))) return null;
  const last = new Date(Date.UTC(year ?? LEAP, month, 0)).getUTCDate();
  return day > last ? null : { kind: 'date', year, month, day };
}
