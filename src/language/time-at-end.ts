import type { Until } from './command.ts';
import { minutesOf } from './duration.ts';
import { readPoint } from './point.ts';
import { areDelay, areHour, areLength, arePoint, areSharp, beginWithLength } from './time-words.ts';

/** A time in a text. */
export interface TimeFound {
  /** Where it begins: its preposition. */
  readonly at: number;
  readonly until: Until;
  /** Said with `by`, which lengthens and does not end. */
  readonly by: boolean;
}

/** A time is not longer than this many words; trying every tail of a long text would take its time. */
const MOST_WORDS = 10;

const UNTIL = new Set(['until', 'till', 'til', "'til", '’til']);
const OTHERS = new Set(['on', 'from', 'after', 'before', 'by', 'since', 'between', 'starting']);
const PREPOSITIONS = new Set([...UNTIL, ...OTHERS, 'for', 'in', 'at']);

/** A last word that means a time, unless it is written like a name ("USA Today"). */
const DAY_ALONE = /^(today|tonight|tomorrow|overnight)[.!]?$/;

/** A length of time without a preposition, unless it is written like a name ("First 48 Hours"). */
const BARE_LENGTH =
  /(?:^|[\s,])(\d+(?:[.,]\d+)?\s?(?:h|hrs?|hours?|min|mins|minutes?|days?|weeks?)|\d{1,3}h\d{2})[.!]?$/;

interface Word {
  readonly at: number;
  readonly typed: string;
  /** In lower case. */
  readonly text: string;
}

function wordsOf(masked: string): readonly Word[] {
  return [...masked.matchAll(/[^\s,]+(?:,[^\s,]+)*/g)].map(({ 0: word, index }) => ({
    at: index,
    typed: word,
    text: word.toLowerCase(),
  }));
}

/** Without the sentence's marks at the end; the last full stop of "3.12." belongs to the date. */
function bare(word: string): string {
  return /^\d{1,2}\.\d{1,2}\.$/.test(word) ? word : word.replace(/[.!]+$/, '');
}

/**
 * The time that a text ends with: `for 2h`, `until Monday 06:00`, `in two hours`. A name such as "Box for
 * Government" ends with none. What is meant as a time and can't be told is unclear, and so are two times.
 *
 * @param masked the text with its quotations masked
 */
export function timeAtEnd(text: string, masked: string): TimeFound | null {
  const words = wordsOf(masked);
  const last = lastTime(words);
  if (last === null) return null;
  const within = indexWithin(words.slice(0, last.index));
  let index = within < 0 ? last.index : within;
  for (let next = lastTime(words.slice(0, index)); next !== null; next = lastTime(words.slice(0, index)))
    index = next.index;
  const at = words[index]?.at ?? 0;
  const { until, by } = last;
  return until === 'unclear' || index < last.index ? unclear(text, at) : { at, until, by };
}

interface Last {
  /** Of its first word. */
  readonly index: number;
  readonly until: Until | 'unclear';
  readonly by: boolean;
}

function lastTime(words: readonly Word[]): Last | null {
  for (let index = Math.max(0, words.length - MOST_WORDS - 1); index < words.length - 1; index += 1) {
    const word = words[index]?.text ?? '';
    if (!PREPOSITIONS.has(word) || words.slice(index + 1).some(({ text }) => UNTIL.has(text))) continue;
    const rest = words
      .slice(index + 1)
      .map((each) => bare(each.text))
      .filter((each) => each !== '');
    const until = rest.length === 0 ? null : timeAfter(word, rest);
    const by = word === 'by';
    if (until !== null) return { index, until: by && isPoint(until) ? 'unclear' : until, by };
  }
  const index = words.length - 1;
  return DAY_ALONE.test(words[index]?.typed ?? '') ? { index, until: 'unclear', by: false } : null;
}

function isPoint(until: Until | 'unclear'): boolean {
  return until !== 'unclear' && until.kind !== 'for';
}

function timeAfter(preposition: string, rest: readonly string[]): Until | 'unclear' | null {
  if (preposition === 'for' || preposition === 'by') {
    const minutes = minutesOf(rest);
    if (minutes !== null) return { kind: 'for', minutes };
    if (areLength(rest)) return 'unclear';
  }
  if (UNTIL.has(preposition)) return readPoint(rest) ?? (arePoint(rest) ? 'unclear' : null);
  if (preposition === 'in') return areDelay(rest) ? 'unclear' : null;
  if (preposition === 'at') return areHour(rest) ? 'unclear' : null;
  return OTHERS.has(preposition) && areSharp(rest) ? 'unclear' : null;
}

/** A length of time that a text ends with, without the word `for`: "Slack 2h". */
export function bareLengthAtEnd(masked: string): TimeFound | null {
  const found = BARE_LENGTH.exec(masked);
  const said = found?.[1];
  if (found === null || said === undefined) return null;
  const minutes = minutesOf(said.toLowerCase().split(/\s+/));
  return minutes === null ? null : { at: found.index, until: { kind: 'for', minutes }, by: false };
}

/**
 * A time somewhere in a text, with more behind it, or one that is not made of words for times: "until Anna is
 * back", "for 2h in the EU". Which time it is can't be told.
 *
 * @param masked the text with its quotations masked
 */
export function timeWithin(text: string, masked: string): TimeFound | null {
  const words = wordsOf(masked);
  const first = words[indexWithin(words)];
  return first === undefined ? null : unclear(text, first.at);
}

function indexWithin(words: readonly Word[]): number {
  return words.findIndex(
    ({ text }, at) =>
      bare(text) === 'until' ||
      (text === 'for' && beginWithLength(words.slice(at + 1, at + 3).map((each) => bare(each.text)))),
  );
}

function unclear(text: string, at: number): TimeFound {
  return { at, until: { kind: 'unclear', text: text.slice(at).trim().replace(/\s+/g, ' ') }, by: false };
}
