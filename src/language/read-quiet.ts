import { type ClockTime, clockWords, readClock } from './clock-time.ts';
import { askHelp, command, doubted, NOTHING, type Reading } from './reading.ts';

const BETWEEN = /\s*(?:[-–—]|\s(?:to|until|till|til|and)\s)\s*/;
const BARE_HOUR = /^\d{1,2}$/;

/** Reads what stands behind `quiet`: `22:00-07:00`, `from 10pm to 7am`, `off`. */
export function readQuiet(rest: string): Reading {
  const said = rest
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/^hours?(?: |$)/, '')
    .replace(/[.!]$/, '');
  if (said === '') return command({ verb: 'quiet', hours: undefined });
  if (/^(?:off|none)$/.test(said)) return command({ verb: 'quiet', hours: null });
  const [from, to, ...more] = said.replace(/^(?:from|between) /, '').split(BETWEEN);
  if (from === undefined || to === undefined || more.length > 0) return hintFor(said);
  // Half of "22-7" may be meant in the evening: it is offered in full.
  const bare = BARE_HOUR.test(from) && BARE_HOUR.test(to);
  const hours = hoursOf(bare ? wholeHour(from) : readClock(from), bare ? wholeHour(to) : readClock(to));
  if (hours === null) return hintFor(said);
  const reading = command({ verb: 'quiet', hours });
  return bare ? doubted(reading) : reading;
}

/** "quiet down" isn't said to the bot; with digits it is about hours. */
function hintFor(said: string): Reading {
  return /\d/.test(said) ? askHelp('quiet') : NOTHING;
}

function wholeHour(text: string): ClockTime | null {
  return readClock(`${text}:00`);
}

function hoursOf(
  from: ClockTime | null,
  to: ClockTime | null,
): { readonly from: number; readonly to: number } | null {
  if (from === null || to === null) return null;
  const minutes = { from: from.hour * 60 + from.minute, to: to.hour * 60 + to.minute };
  return minutes.from === minutes.to ? null : minutes;
}

/** Minutes after midnight as `22:00`. */
export function minutesWords(minutes: number): string {
  return clockWords({ hour: Math.floor(minutes / 60), minute: minutes % 60 });
}
