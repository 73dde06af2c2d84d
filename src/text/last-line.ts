import { date, moment } from './times.ts';

/** Nobody types more than this; such sentences are left to the buttons. */
const LONGEST_TYPED = 160;

/** The last line of a card: what can be typed instead of the buttons, and when its facts were true. */
export function lastLine(sentences: readonly string[], rest: string): string {
  const short = sentences.filter(({ length }) => length <= LONGEST_TYPED);
  const typed = short.map((sentence) => `“${sentence}”`).join(', ');
  return typed === '' ? rest : `Or type ${typed}. ${rest}`;
}

/** "Read 14:05 UTC." */
export function readAtLine(at: number, now: number): string {
  return `Read ${moment(at, now)}.`;
}

/** "Times in UTC, 20 Aug." */
export function timesLine(at: number, now: number): string {
  return `Times in UTC, ${date(at, now)}.`;
}

/** "14:05 UTC." */
export function timeLine(at: number, now: number): string {
  return `${moment(at, now)}.`;
}
