const WEEKDAY = /^(mon|tues?|wed(nes)?|thu(rs?)?|fri|sat(ur)?|sun)(day)?$/;
const MONTH =
  /^(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)$/;
const CLOCK = /^\d{1,2}([:.h]\d{2})?(:\d{2})?(am|pm|h|z)?$/;
const DATE =
  /^(\d{4}-\d{1,2}-\d{1,2}(t[\d:.]+z?)?|\d{1,2}[./]\d{1,2}[./]?(\d{2,4})?|\d{4}|\d{1,2}(st|nd|rd|th))$/;
const NUMBER =
  /^(\d+([.,]\d+)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|forty-five|fifty|sixty|ninety|half|few|couple|several)$/;
const UNIT =
  /^(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?|weekends?|fortnights?|months?|mornings?|afternoons?|evenings?|nights?|terms?|semesters?|yrs?|years?)$/;
const GLUED = /^(\d+([.,]\d+)?(s|secs?|m|mins?|h|hrs?|d|w|wks?))+$/;

/** "in 2 hours", but not "in the morning", which is how a name may end. */
const NUMBER_FIRST = /^(\d|an? |one |two |three |four |five |six |half )/;
/** A bare number after "at" could be anything. */
const HOUR = /^(\d{1,2}[:.h]\d{2} ?(am|pm)?|\d{1,2} ?(am|pm)|noon|midnight)$/;

const DURATION_FILLER = new Set([
  'and',
  'of',
  'the',
  'about',
  'another',
  'at',
  'least',
  'most',
  'up',
  'to',
  'next',
  'rest',
  'more',
  'whole',
]);
const MOMENT = new Set(['now', 'today', 'tonight', 'tomorrow', 'overnight', 'while', 'bit', 'moment']);
const POINT = new Set([
  'today',
  'tonight',
  'tomorrow',
  'noon',
  'midday',
  'midnight',
  'eod',
  'eow',
  'later',
  'notice',
  'end',
]);
const POINT_FILLER = new Set([
  'at',
  'on',
  'the',
  'of',
  'next',
  'this',
  'further',
  'early',
  'late',
  'am',
  'pm',
  'a.m',
  'p.m',
  "o'clock",
  'o’clock',
  'utc',
  'gmt',
  'cet',
  'and',
  'in',
  'after',
]);

function isDuration(words: readonly string[]): boolean {
  const hasLength = words.some((word) => UNIT.test(word) || GLUED.test(word) || MOMENT.has(word));
  return (
    hasLength &&
    words.every(
      (word) =>
        UNIT.test(word) ||
        GLUED.test(word) ||
        MOMENT.has(word) ||
        NUMBER.test(word) ||
        DURATION_FILLER.has(word),
    )
  );
}

function isPoint(words: readonly string[]): boolean {
  const isCore = (word: string) =>
    WEEKDAY.test(word) ||
    MONTH.test(word) ||
    CLOCK.test(word) ||
    DATE.test(word) ||
    UNIT.test(word) ||
    POINT.has(word);
  return words.some(isCore) && words.every((word) => isCore(word) || POINT_FILLER.has(word));
}

/**
 * Whether a text ends with a time limit: `for 2h`, `until Monday 06:00`, `at 5pm`, `in two hours`. A name such as
 * "Box for Government" does not. What is given must have its quotations masked.
 */
export function endsWithTime(masked: string): boolean {
  const words = masked
    .toLowerCase()
    .split(/[\s,]+/)
    .map((word) => word.replace(/[.!]+$/, ''))
    .filter((word) => word !== '');
  return words.some((word, at) => {
    const rest = words.slice(at + 1);
    // A limit longer than this is none, and trying every tail of a long text would take its time.
    if (rest.length === 0 || rest.length > 10) return false;
    if (word === 'for') return isDuration(rest);
    if (word === 'in') return isDuration(rest) && NUMBER_FIRST.test(rest.join(' '));
    if (word === 'at') return HOUR.test(rest.join(' '));
    return ['until', 'till', 'til', "'til", '’til'].includes(word) && isPoint(rest);
  });
}
