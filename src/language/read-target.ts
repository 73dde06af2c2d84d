import type { TargetText, Until } from './command.ts';
import { isNegated, judgeName } from './name-doubts.ts';
import { hasQuoted, maskQuoted, unquoted } from './quotes.ts';
import { MAX_NAME } from './reading.ts';
import { asTargetText, readId } from './target-text.ts';
import { bareLengthAtEnd, type TimeFound, timeAtEnd, timeWithin } from './time-at-end.ts';

/** What the words behind a verb point at. */
export type Aim =
  | {
      readonly kind: 'aim';
      /** Null when there was nothing, or nothing but a time. */
      readonly target: TargetText | null;
      readonly until: Until | null;
      /** The time was said with `by`. */
      readonly by: boolean;
      /** False when it says more, or could be meant otherwise: only worth a suggestion. */
      readonly sure: boolean;
    }
  | { readonly kind: 'too-long' | 'refused' | 'nothing' };

type Pointing =
  | { readonly kind: 'target'; readonly target: TargetText; readonly sure: boolean }
  | { readonly kind: 'too-long' | 'nothing' };

export interface Aiming {
  /** Whether a mistake would change something: then a name must not look like part of a sentence. */
  readonly strict: boolean;
  /** Whether a time may follow; where it may not, a sentence with one is not read as if it had none. */
  readonly times: boolean;
}

const NO_AIM: Aim = { kind: 'nothing' };

/** Reads a target and, where one may follow, a time: `Slack`, `"Slack" for 2h`, `until 18:00`. */
export function readAim(aimed: string, { strict, times }: Aiming): Aim {
  const masked = maskQuoted(aimed);
  const timeLast = timeAtEnd(aimed, masked);
  const bare = strict && timeLast === null ? bareLengthAtEnd(masked) : null;
  const time = timeLast ?? (bare !== null && (times || bare.at > 0) ? bare : null);
  const named = time === null ? aimed : headOf(aimed, time);
  // An id is opaque: "no.…" in one says nothing.
  const said = readId(withoutStop(named)) === null ? masked : masked.slice(named.length);
  if (strict && isNegated(said)) return { kind: 'refused' };
  if (time !== null) return times ? aimedUntil(named, time, { strict, sure: time === timeLast }) : NO_AIM;

  const pointing = readTarget(aimed, strict);
  if (pointing.kind === 'target' && !pointing.sure) {
    const cut = timeInside(pointing.target);
    if (cut !== null)
      return times ? aimedUntil(headOf(cut.name, cut.time), cut.time, { strict, sure: false }) : NO_AIM;
  }
  const within = strict && !/\?\s*$/.test(masked) ? timeWithin(aimed, masked) : null;
  if (within !== null)
    return times ? aimedUntil(headOf(aimed, within), within, { strict, sure: true }) : NO_AIM;
  return pointing.kind === 'target'
    ? { kind: 'aim', target: pointing.target, until: null, by: false, sure: pointing.sure }
    : pointing;
}

function aimedUntil(
  named: string,
  { until, by }: TimeFound,
  { strict, sure }: { readonly strict: boolean; readonly sure: boolean },
): Aim {
  if (named === '') return { kind: 'aim', target: null, until, by, sure };
  const pointing = readTarget(named, strict);
  return pointing.kind === 'target'
    ? { kind: 'aim', target: pointing.target, until, by, sure: sure && pointing.sure }
    : pointing;
}

function headOf(text: string, { at }: TimeFound): string {
  return text
    .slice(0, at)
    .trimEnd()
    .replace(/(?:,|\s[-–—])$/, '')
    .trimEnd();
}

/** The time at the end of a name that was cut out of a longer sentence: "Slack for 2h, thanks". */
function timeInside(target: TargetText): { readonly name: string; readonly time: TimeFound } | null {
  if (target.kind !== 'name' || target.quoted) return null;
  const time = timeAtEnd(target.name, target.name);
  return time === null ? null : { name: target.name, time };
}

function withoutStop(text: string): string {
  return text.replace(/\.$/, '');
}

/**
 * Reads a target and nothing else.
 *
 * @param strict whether a mistake would change something
 */
export function readTarget(aimed: string, strict: boolean): Pointing {
  const masked = maskQuoted(aimed);
  // A phone's full stop after a closing mark belongs to the sentence.
  const name = unquoted(aimed) ?? (masked.endsWith('.') ? unquoted(aimed.slice(0, -1)) : null);
  if (name !== null) {
    if (name.trim() === '') return { kind: 'nothing' };
    return name.length > MAX_NAME ? { kind: 'too-long' } : found({ kind: 'name', name, quoted: true });
  }
  const id = readId(withoutStop(aimed));
  if (id !== null) return found(id);
  if (hasQuoted(masked)) return { kind: 'nothing' };
  const typed = aimed.replace(/\s+/g, ' ');
  if (typed.length > MAX_NAME) return { kind: 'too-long' };
  const verdict = judgeName(typed, strict);
  switch (verdict.kind) {
    case 'fine':
      return found({ kind: 'name', name: typed, quoted: false });
    case 'doubtful': {
      const instead = asTargetText(verdict.instead);
      const target = verdict.quote && instead.kind === 'name' ? { ...instead, quoted: true } : instead;
      return { kind: 'target', target, sure: false };
    }
    case 'nothing':
      return { kind: 'nothing' };
  }
}

function found(target: TargetText): Pointing {
  return { kind: 'target', target, sure: true };
}
