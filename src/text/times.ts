import { DateTime } from 'luxon';

/** Keeps the parts of one time on one line. */
const NBSP = '\u00a0';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const two = (value: number) => String(value).padStart(2, '0');

/** "14:05", in UTC. */
export function clockTime(at: number): string {
  const time = new Date(at);
  return `${two(time.getUTCHours())}:${two(time.getUTCMinutes())}`;
}

/** "14:05:09", in UTC. */
export function exactTime(at: number): string {
  return `${clockTime(at)}:${two(new Date(at).getUTCSeconds())}`;
}

/** "20 Aug", with the year when it isn't this year's. */
export function date(at: number, now: number): string {
  const time = new Date(at);
  const year = time.getUTCFullYear();
  const day = `${time.getUTCDate()}${NBSP}${MONTHS[time.getUTCMonth()] ?? ''}`;
  return year === new Date(now).getUTCFullYear() ? day : `${day}${NBSP}${year}`;
}

/** "14:05 UTC", with the date when it isn't today. */
export function moment(at: number, now: number): string {
  const time = `${clockTime(at)}${NBSP}UTC`;
  const today = Math.floor(at / DAY) === Math.floor(now / DAY);
  return today ? time : `${date(at, now)}${NBSP}${time}`;
}

/** "5 min", "36 h", "9 days": minutes below an hour, hours up to 48. Rounded down, at least a minute. */
export function span(milliseconds: number): string {
  if (milliseconds < HOUR) return `${Math.max(1, Math.floor(milliseconds / MINUTE))}${NBSP}min`;
  if (milliseconds <= 48 * HOUR) return `${Math.floor(milliseconds / HOUR)}${NBSP}h`;
  return `${Math.floor(milliseconds / DAY)}${NBSP}days`;
}

/** "45 s", "5 min", "2 h": how long to wait, rounded up so that it is never too short. */
export function wait(milliseconds: number): string {
  if (milliseconds < MINUTE) return `${Math.max(1, Math.ceil(milliseconds / 1000))}${NBSP}s`;
  if (milliseconds < HOUR) return `${Math.ceil(milliseconds / MINUTE)}${NBSP}min`;
  return `${Math.ceil(milliseconds / HOUR)}${NBSP}h`;
}

/** "in 2 h", also a second after two hours were agreed on. */
export function ahead(at: number, now: number): string {
  return `in${NBSP}${span(Math.round((at - now) / MINUTE) * MINUTE)}`;
}

/** "5 min ago, 14:00 UTC" or "in 2 h, 16:00 UTC". */
export function relative(at: number, now: number): string {
  const distance = now - at;
  if (Math.abs(distance) < MINUTE) return `just now, ${moment(at, now)}`;
  const near = distance > 0 ? `${span(distance)}${NBSP}ago` : ahead(at, now);
  return `${near}, ${moment(at, now)}`;
}

const DURATION = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:\d+(?:\.\d+)?S)?)?$/;

/** "40 min" for `PT40M`; null when unset, unreadable or Graph's "never" (longer than a year). */
export function interval(duration: string | null): string | null {
  const parts = DURATION.exec(duration ?? '');
  if (parts === null) return null;
  const [days = 0, hours = 0, minutes = 0] = parts.slice(1).map((part) => Number(part ?? 0));
  const total = days * DAY + hours * HOUR + minutes * MINUTE;
  if (total < MINUTE || total > 366 * DAY) return null;
  return total % HOUR === 0 || total > 48 * HOUR ? span(total) : `${total / MINUTE}${NBSP}min`;
}

/**
 * A time as a person in a time zone says it, with the zone's name: "Mon 23 Nov, 06:00 (Europe/Berlin)",
 * "today, 18:00 (UTC)". With the year when it isn't this year's.
 *
 * @param timeZone IANA name; one that isn't known counts as UTC, so that the time is right in any case
 */
export function zonedMoment(at: number, timeZone: string, now: number): string {
  const meant = DateTime.fromMillis(at, { zone: timeZone, locale: 'en' });
  const time = meant.isValid ? meant : DateTime.fromMillis(at, { zone: 'utc', locale: 'en' });
  const here = DateTime.fromMillis(now, { zone: time.zone });
  const day = time.hasSame(here, 'year') ? 'ccc d LLL' : 'ccc d LLL yyyy';
  const shown = time.hasSame(here, 'day') ? 'today' : time.toFormat(day).replaceAll(' ', NBSP);
  return `${shown}, ${time.toFormat('HH:mm')} (${(time.zoneName ?? 'UTC').replaceAll('_', ' ')})`;
}

/** "22:00" for 1320 minutes after midnight. */
export function timeOfDay(minutes: number): string {
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
