import { maskQuoted } from './quotes.ts';
import { readAim } from './read-target.ts';
import { splitReason } from './read-targeted.ts';
import { askHelp, command, doubted, NOTHING, type Reading } from './reading.ts';
import { timeAtEnd } from './time-at-end.ts';

const CANCEL = /^cancel\s+(?:(?:the|my)\s+)?timer(?=\s|[.!]?$)/i;
/** What could be meant as that, and must not be taken for the name of a job. */
const END_TIMER = /^(?:stop|remove|delete|end|clear|drop)\s+(?:(?:the|my)\s+)?timer(?=\s|[.!]?$)/i;
const OF = /^(?:of|for|on)\s+(?:the\s+)?/i;
/** With these a sentence goes on that has no target. */
const GOING_ON = /^(?:right|just|also|plus|thanks?|thx|ty|cheers|pls|plz|ok|okay)(?![\p{L}\p{N}])/iu;
const KEEP = /^(?:keep|leave)\s+/i;
const PAUSED = /(?:^|\s)paused[.!]?$/i;
const TIMER_LAST = /(?:'s|’s)?\stimer[.!]?$/i;

/**
 * Reads a sentence that calls off the end of a timed pause; null for any other. The job stays paused then, so
 * "keep X paused" is offered it.
 *
 * @param said without "please"
 */
export function readTimer(said: string): Reading | null {
  const cancel = CANCEL.exec(said);
  if (cancel !== null) return readCancel(said.slice(cancel[0].length));
  const end = END_TIMER.exec(said);
  if (end !== null) return doubted(readCancel(said.slice(end[0].length)));
  if (KEEP.test(said) && PAUSED.test(said))
    return doubted(readCancel(said.replace(KEEP, '').replace(PAUSED, '')));
  const longer = KEEP.test(said) ? /\spaused\s/i.exec(maskQuoted(said)) : null;
  if (longer !== null) {
    const target = said.slice(0, longer.index).replace(KEEP, '');
    return doubted(readExtend(`${target} ${said.slice(longer.index + longer[0].length)}`));
  }
  if (/^cancel\s/i.test(said) && TIMER_LAST.test(said))
    return doubted(readCancel(said.replace(/^cancel\s+/i, '').replace(TIMER_LAST, '')));
  return null;
}

/** A reason is not kept with what is asked here, so it isn't passed over. */
function readCancel(rest: string): Reading {
  const split = splitReason(rest.replace(/^[.!]$/, ''));
  if (split === null) return NOTHING;
  const { aimed, why } = split;
  if (aimed === '') return command({ verb: 'cancel timer', target: null }, why === null);
  if (timeAtEnd(aimed, maskQuoted(aimed)) !== null) return NOTHING;
  if (GOING_ON.test(aimed)) return command({ verb: 'cancel timer', target: null }, false);
  const aim = readAim(aimed.replace(OF, ''), { strict: true, times: false });
  if (aim.kind !== 'aim') return { kind: aim.kind };
  return command({ verb: 'cancel timer', target: aim.target }, aim.sure && why === null);
}

/** Reads what stands behind `extend`: `Slack by 2h`, `until 18:00`. */
export function readExtend(rest: string): Reading {
  const split = splitReason(rest);
  if (split === null) return NOTHING;
  const { aimed, why } = split;
  if (aimed === '') return askHelp('timers');
  const aim = readAim(aimed, { strict: true, times: true });
  if (aim.kind !== 'aim') return { kind: aim.kind };
  const { target, until, sure } = aim;
  if (until !== null) return command({ verb: 'extend', target, until }, sure && why === null);
  const to = / to (?=\S+(?: \S+){0,5}$)/i.exec(aimed);
  const again =
    to === null ? null : readExtend(`${aimed.slice(0, to.index)} until ${aimed.slice(to.index + 4)}`);
  return again?.kind === 'command' &&
    again.command.verb === 'extend' &&
    again.command.until.kind !== 'unclear'
    ? doubted(again)
    : askHelp('timers');
}
