import type { Command } from './command.ts';

/** What a sentence says when nothing of it is corrected or guessed. */
export type Reading =
  | { readonly kind: 'command'; readonly command: Command }
  /** Could be meant as this command, but says something else or more. */
  | { readonly kind: 'doubtful'; readonly command: Command }
  | { readonly kind: 'too-long' }
  /** It holds a negation, a question or another sentence: not even to be suggested. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'nothing' };

/** The longest name, in characters. */
export const MAX_NAME = 256;
/** The longest reason, in characters. */
export const MAX_REASON = 500;

export const NOTHING: Reading = { kind: 'nothing' };
export const REFUSED: Reading = { kind: 'refused' };
export const TOO_LONG: Reading = { kind: 'too-long' };

/** A sentence that is exactly a command, or one that is only close to it. */
export function command(it: Command, sure = true): Reading {
  return { kind: sure ? 'command' : 'doubtful', command: it };
}

/** The same sentence, said so that it may only be offered. */
export function doubted(reading: Reading): Reading {
  return reading.kind === 'command' ? command(reading.command, false) : reading;
}

/** For a sentence that can't be guessed, though what it is about is plain: that topic's help is offered. */
export function askHelp(topic: string): Reading {
  return command({ verb: 'help', topic }, false);
}
