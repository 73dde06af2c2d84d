const NUMBERS: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  ninety: 90,
};

/** Minutes of a unit by its first letter; months and years are none: they are not always equally long. */
const UNITS: Readonly<Record<string, number>> = {
  s: 1 / 60,
  m: 1,
  h: 60,
  d: 1_440,
  w: 10_080,
  f: 20_160,
};

const UNIT = '(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?|fortnights?)(?!\\p{L})';
const PART = new RegExp(
  `^(?:and )?(\\d{1,7}(?:[.,]\\d{1,2})?|[a-z]+(?:-[a-z]+)?)( and a half)? ?(?:more )?${UNIT}( and a half)? ?`,
  'u',
);
const HOURS_AND_MINUTES = /^(\d{1,3}) ?h ?(\d{2})$/;

/** Ten years; what is longer is a slip of the keyboard. */
const MOST = 10 * 366 * 1_440;

/**
 * How long a length of time is, exactly as it says: `2h`, `1h30`, `90 min`, `half an hour`, `two and a half days`.
 *
 * @param words lower case, without commas
 * @returns whole minutes, at least one; null when it says no such length ("a while", "2-3 hours", "about an hour",
 *   "a month")
 */
export function minutesOf(words: readonly string[]): number | null {
  let rest = words
    .join(' ')
    .replace(/^(?:another|(?:the )?next) /, '')
    .replace(/\bhalf an? /, 'half ');
  const short = HOURS_AND_MINUTES.exec(rest);
  if (short !== null) {
    const minutes = Number(short[2]);
    return minutes > 59 ? null : whole(Number(short[1]) * 60 + minutes);
  }
  let minutes = 0;
  let smallest = Number.POSITIVE_INFINITY;
  while (rest !== '') {
    const [part = '', amount = '', half, unit = '', halfAfter] = PART.exec(rest) ?? [];
    const size = UNITS[unit.charAt(0)];
    const count = numberOf(amount);
    if (part === '' || size === undefined || count === null || size >= smallest) return null;
    minutes += (count + (half === undefined && halfAfter === undefined ? 0 : 0.5)) * size;
    smallest = size;
    rest = rest.slice(part.length);
  }
  return whole(minutes);
}

function numberOf(text: string): number | null {
  if (text === 'half') return 0.5;
  if (/^\d/.test(text)) return Number(text.replace(',', '.'));
  const [tens = '', ones] = text.split('-');
  const first = NUMBERS[tens];
  if (first === undefined) return null;
  if (ones === undefined) return first;
  const second = NUMBERS[ones];
  return second === undefined || first < 20 || first % 10 !== 0 || second > 9 ? null : first + second;
}

function whole(minutes: number): number | null {
  const rounded = Math.round(minutes);
  return Math.abs(minutes - rounded) < 1e-6 && rounded >= 1 && rounded <= MOST ? rounded : null;
}
