import type { Command, TargetText, Until } from './command.ts';
import { isRetracted, secondCommandAt } from './name-doubts.ts';
import { maskQuoted, unquoted } from './quotes.ts';
import { type Aim, readAim } from './read-target.ts';
import { command, MAX_REASON, NOTHING, REFUSED, type Reading } from './reading.ts';
import { timeAtEnd, timeWithin } from './time-at-end.ts';
import { lengthWords } from './until-words.ts';

interface Targeted {
  /** Whether the verb means to change something. */
  readonly writes: boolean;
  /** Whether the verb may stand without a target. */
  readonly alone: boolean;
  /** Whether it may end by itself: `for 2h`. */
  readonly times: boolean;
  readonly build: (target: TargetText | null, reason: string | null, until: Until | null) => Command;
}

type Why =
  | {
      readonly kind: 'reason';
      readonly reason: string | null;
      /** The time that stood behind the reason. */
      readonly until: Until | null;
      readonly sure: boolean;
    }
  | { readonly kind: 'refused' | 'too-long' };

const NO_REASON: Why = { kind: 'reason', reason: null, until: null, sure: true };

/** "because CHG0421 until Monday": behind a single word, or a comma, a time is no part of the reason. */
const SET_APART = /^(?:of\s+)?(?:the\s+)?\S+$|[,;]$|\s[-–—]$/i;

/** What stands before `because` and behind it; null when nothing does. */
export function splitReason(
  argument: string,
): { readonly aimed: string; readonly why: string | null } | null {
  const masked = maskQuoted(argument);
  if (/(?:^|\s)because[.!?]?$/i.test(masked)) return null;
  const because = /(?:^|\s)because\s+/i.exec(masked);
  return because === null
    ? { aimed: argument.trim(), why: null }
    : {
        aimed: argument.slice(0, because.index).trim(),
        why: argument.slice(because.index + because[0].length).trim(),
      };
}

/** Reads what stands behind a verb that acts on a target or shows one: target, time, reason, each left out or not. */
export function readTargeted(argument: string, { writes, alone, times, build }: Targeted): Reading {
  const split = splitReason(argument);
  if (split === null) return NOTHING;
  const { aimed, why } = split;
  const aim: Aim =
    aimed === ''
      ? { kind: 'aim', target: null, until: null, by: false, sure: true }
      : readAim(aimed, { strict: writes, times });
  if (aim.kind === 'refused') return REFUSED;
  const timed = aim.kind === 'aim' && aim.until !== null;
  const reading =
    why === null ? NO_REASON : readReason(why, !writes || timed ? 'any' : times ? 'end' : 'part');
  if (reading.kind !== 'reason') return { kind: reading.kind };
  if (aim.kind !== 'aim') return { kind: aim.kind };
  const sure = aim.sure && reading.sure;
  const until = endOf(aim) ?? reading.until;
  return command(build(aim.target, reading.reason, until), sure && (aim.target !== null || alone));
}

/** "by 2h" lengthens; what would be lengthened by a pause can't be told. */
function endOf({ until, by }: Extract<Aim, { kind: 'aim' }>): Until | null {
  return by && until?.kind === 'for' ? { kind: 'unclear', text: `by ${lengthWords(until.minutes)}` } : until;
}

/**
 * @param times what a time at its end is: the end of the pause, a part of the reason though it might be meant
 *   otherwise, or anything
 */
function readReason(text: string, times: 'end' | 'part' | 'any'): Why {
  const masked = maskQuoted(text);
  const last = times === 'any' ? null : timeAtEnd(text, masked);
  const time = last ?? (times === 'end' ? timeWithin(text, masked) : null);
  if (time === null) return plainReason(text);
  const apart = SET_APART.test(masked.slice(0, time.at).trimEnd());
  if (times === 'end' && (apart || time.until.kind !== 'unclear')) {
    const said = text.slice(0, time.at).trimEnd();
    const reading = plainReason(said.replace(/(?:[,;]|\s[-–—])$/, '').trimEnd());
    return reading.kind === 'reason'
      ? { ...reading, until: time.until, sure: reading.sure && apart }
      : reading;
  }
  const reading = plainReason(text);
  return reading.kind === 'reason' && last !== null ? { ...reading, sure: false } : reading;
}

function plainReason(text: string): Why {
  const quoted = unquoted(text);
  const reason = quoted ?? text.replace(/\s+/g, ' ');
  if (reason.length > MAX_REASON) return { kind: 'too-long' };
  if (reason.trim() === '') return { kind: 'refused' };
  if (quoted !== null) return { kind: 'reason', reason, until: null, sure: true };
  const masked = maskQuoted(text);
  if (isRetracted(masked)) return { kind: 'refused' };
  const sure = !masked.endsWith('?') && secondCommandAt(masked, 'reason') < 0;
  // With another command in it, it isn't one to be offered.
  return { kind: 'reason', reason: sure ? reason : null, until: null, sure };
}
