import { clockWords } from './clock-time.ts';
import type { Until } from './command.ts';
import { months, type Point, weekdays } from './point.ts';

const WEEK = 10_080;
const DAY = 1_440;

/**
 * A length of time as it can be typed: `45 min`, `2h`, `1h30`, `3 days`, `2 weeks`.
 *
 * @param minutes whole, at least one
 */
export function lengthWords(minutes: number): string {
  if (minutes % WEEK === 0) return counted(minutes / WEEK, 'week');
  if (minutes % DAY === 0) return counted(minutes / DAY, 'day');
  const hours = Math.floor(minutes / 60);
  // More hours than three digits are not read together with minutes.
  if (hours === 0 || (minutes % 60 > 0 && hours > 999)) return `${minutes} min`;
  return `${hours}h${minutes % 60 === 0 ? '' : String(minutes % 60).padStart(2, '0')}`;
}

/** The words that say when a pause is to end, with their preposition: `for 2h`, `until Mon 06:00`. */
export function untilWords(until: Until): string {
  switch (until.kind) {
    case 'for':
      return `for ${lengthWords(until.minutes)}`;
    case 'at':
      return `until ${pointWords(until)}`;
    case 'unclear':
      return until.text;
  }
}

function pointWords({ day, clock }: Point): string {
  // Only the word can be read for the beginning of a day that isn't said.
  const time = clock === null ? null : clockWords(clock);
  return [day === null ? null : dayWords(day), time].filter((part) => part !== null).join(' ');
}

function dayWords(day: NonNullable<Point['day']>): string {
  switch (day.kind) {
    case 'in-days':
      return ['today', 'tomorrow'][day.days] ?? `in ${day.days} days`;
    case 'weekday':
      return weekdays[day.weekday - 1] ?? '';
    case 'date':
      return day.year === null
        ? `${day.day} ${months[day.month - 1] ?? ''}`
        : [String(day.year), two(day.month), two(day.day)].join('-');
  }
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
