import { MONTH, WEEKDAY } from './point.ts';

const CLOCK = /^\d{1,2}([:.h]\d{2})?(:\d{2})?(am|pm|h|z)?$/;
const DATE =
  /^(\d{4}-\d{1,2}-\d{1,2}(t[\d:.]+z?)?|\d{4}\/\d{1,2}\/\d{1,2}|\d{1,2}[./]\d{1,2}[./]?(\d{2,4})?|\d{4}|\d{1,2}(st|nd|rd|th))$/;
const NUMBER =
  /^(\d+([.,]\d+)?|\d+([.,]\d+)?[-–—]\d+([.,]\d+)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|(twenty|thirty|forty|fifty|sixty|ninety)(-[a-z]+)?|half|few|couple|several|some|many)$/;
const UNIT =
  /^(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?|weekends?|fortnights?|months?|mornings?|afternoons?|evenings?|nights?|terms?|semesters?|yrs?|years?)$/;
const GLUED = /^(\d+([.,]\d+)?([-–—]\d+([.,]\d+)?)?(s|secs?|m|mins?|h|hrs?|d|w|wks?))+$|^\d{1,3}h\d{1,2}$/;
const SHARP_CLOCK = /^\d{1,2}([:.h]\d{2})(:\d{2})?(am|pm|h|z)?$|^\d{1,2}(am|pm)$/;
const SHARP_DATE = /^(\d{4}-\d{1,2}-\d{1,2}(t[\d:.]+z?)?|\d{1,2}\.\d{1,2}\.(\d{2,4})?)$/;

/** "in 2 hours", but not "in the morning", which is how a name may end. */
const NUMBER_FIRST = /^(\d|an? |one |two |three |four |five |six |half )/;
/** A bare number after "at" could be anything. */
const HOUR = /^(\d{1,2}[:.h]\d{2} ?(am|pm)?|\d{1,2} ?(am|pm)|noon|midnight)$/;

const setOf = (words: string) => new Set(words.split(/\s+/));

const DURATION_FILLER = setOf(
  'and of the about another at least most up to next rest more less whole or so around roughly approximately approx almost nearly',
);
const MOMENT = setOf('now today tonight tomorrow overnight while bit moment ages');
const TELLING_LENGTHS: ReadonlySet<string> = new Set([
  'the time being',
  'a long time',
  'some time',
  'a short time',
]);
const POINT = setOf('today tonight tomorrow noon midday midnight eod eow later notice end');
const SHARP = setOf('tonight tomorrow noon midday midnight');
const POINT_FILLER = setOf(
  "at on the of next this further early late am pm a.m p.m o'clock o’clock and in after or utc gmt cet cest est edt cst cdt mst mdt pst pdt bst ist",
);
const ZONE = /^(utc|gmt)?[+-]\d{1,2}(:?\d{2})?$/;

function isLength(word: string): boolean {
  return UNIT.test(word) || GLUED.test(word) || MOMENT.has(word);
}

function isMoment(word: string): boolean {
  return (
    WEEKDAY.test(word) ||
    MONTH.test(word) ||
    CLOCK.test(word) ||
    DATE.test(word) ||
    UNIT.test(word) ||
    POINT.has(word)
  );
}

/** Whether words are a length of time and nothing else, exact or not: "2h", "a while", "about 2-3 hours". */
export function areLength(words: readonly string[]): boolean {
  if (TELLING_LENGTHS.has(words.join(' '))) return true;
  return (
    words.some(isLength) &&
    words.every((word) => isLength(word) || NUMBER.test(word) || DURATION_FILLER.has(word))
  );
}

/** Whether words begin with a length of time that has a number: "2h in the EU". */
export function beginWithLength([first = '', second = '']: readonly string[]): boolean {
  return GLUED.test(first) || (/^\d/.test(first) && NUMBER.test(first) && UNIT.test(second));
}

/** Whether words are a moment and nothing else, exact or not: "Monday 06:00", "the end of the month", "5". */
export function arePoint(words: readonly string[]): boolean {
  return (
    words.some(isMoment) && words.every((word) => isMoment(word) || POINT_FILLER.has(word) || ZONE.test(word))
  );
}

/** Whether words behind `in` mean a time. */
export function areDelay(words: readonly string[]): boolean {
  return areLength(words) && NUMBER_FIRST.test(words.join(' '));
}

/** Whether words behind `at` mean a time. */
export function areHour(words: readonly string[]): boolean {
  return HOUR.test(words.join(' '));
}

/** Whether words behind `on`, `from`, `after` and the like mean a time: a name may well end in "on 365". */
export function areSharp(words: readonly string[]): boolean {
  return (
    words.some(
      (word) => WEEKDAY.test(word) || SHARP.has(word) || SHARP_CLOCK.test(word) || SHARP_DATE.test(word),
    ) && words.every((word) => isMoment(word) || POINT_FILLER.has(word) || /^(to|until|till|-|–)$/.test(word))
  );
}
