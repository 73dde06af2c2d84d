import type { Command, TargetText, Verb } from './command.ts';
import { isNegated, isRetracted, judgeName, secondCommandAt } from './name-doubts.ts';
import { withoutQuestionMark } from './question-mark.ts';
import { hasQuoted, maskQuoted, opensQuote, unquoted } from './quotes.ts';
import { afterSchool } from './school-word.ts';
import { readId } from './target-text.ts';
import { endsWithTime } from './time-limit.ts';
import { type BaseVerb, didWords, helpTopics, isWriteVerb, phrases, verbWords } from './vocabulary.ts';

/** What a sentence says when nothing of it is corrected or guessed. */
export type Reading =
  | { readonly kind: 'command'; readonly command: Command }
  /** Could be meant as this command, but says something else or more. */
  | { readonly kind: 'doubtful'; readonly command: Command }
  | { readonly kind: 'timed' }
  | { readonly kind: 'too-long' }
  /** It holds a negation, a question or another sentence: not even to be suggested. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'nothing' };

/** The longest text that is read at all. */
export const MAX_TEXT = 1_000;
const MAX_NAME = 256;
const MAX_REASON = 500;

const NOTHING: Reading = { kind: 'nothing' };
const REFUSED: Reading = { kind: 'refused' };
const TOO_LONG: Reading = { kind: 'too-long' };

/** Could also be the status of something that is called “History …”. */
const SHOW_HISTORY = /^show\s+(?:the\s+)?history\s+(?:(?:of|for)\s+)?/i;

type Pointing =
  | { readonly kind: 'target'; readonly target: TargetText }
  | { readonly kind: 'doubtful'; readonly target: TargetText }
  | { readonly kind: 'too-long' | 'refused' | 'nothing' };

/** Drops one "please" at each end, with its comma; nothing else. */
export function withoutPlease(text: string): string {
  return text
    .trim()
    .replace(/^please(?:\s*,\s*|\s+)/i, '')
    .replace(/(?:\s*,\s*|\s+)please[.!]?$/i, '');
}

/** Reads plain text as a command, exactly: what `parse` does before it looks for near misses. */
export function readCommand(text: string): Reading {
  const whole = text.trim();
  if (whole.length > MAX_TEXT) return TOO_LONG;
  const said = withoutPlease(whole);
  const bare = readPhrase(said);
  if (bare !== null) return bare;

  const shown = SHOW_HISTORY.exec(said);
  if (shown !== null) return doubted(readHistory(said.slice(shown[0].length)));

  const [planned, afterPlan] = /^plan\s/i.test(said) ? [true, said.slice(5).trim()] : [false, said];
  const found = firstVerb(afterPlan);
  if (found === null) return NOTHING;
  const { verb, alone, rest } = found;
  if (planned && !isWriteVerb(verb)) return NOTHING;
  if (verb === 'help') return readHelp(rest);
  if (verb === 'list') return readList(rest);
  if (verb === 'history') return readHistory(rest);
  if (verb === 'who') return readWho(rest);
  // It is about the person and nothing else; with more words it says something else.
  if (verb === 'whoami') return NOTHING;

  const school = verb === 'start' || verb === 'delete' ? null : afterSchool(rest);
  const full: Verb = school !== null && (verb === 'pause' || verb === 'status') ? `${verb} school` : verb;
  const argument = school ?? rest;
  return readTargeted(argument, {
    writes: isWriteVerb(full),
    alone: alone || school !== null,
    build: (target, reason) =>
      isWriteVerb(full) ? { verb: full, target, reason, ask: planned } : { verb: full, target },
  });
}

function doubted(reading: Reading): Reading {
  return reading.kind === 'command' ? { kind: 'doubtful', command: reading.command } : reading;
}

function readPhrase(said: string): Reading | null {
  const phrase = said.toLowerCase().replace(/\s+/g, ' ').replace(/[.!]$/, '');
  const verb = phrases.get(phrase) ?? (phrase === 'list schools' ? 'list schools' : undefined);
  const word = verb === undefined ? verbWords.get(phrase) : { verb, alone: true };
  const bare = word === undefined ? null : bareCommand(word.verb);
  if (word === undefined || bare === null) return null;
  return word.alone ? command(bare) : { kind: 'doubtful', command: bare };
}

/** Null for a verb that says nothing by itself. */
function bareCommand(verb: Verb): Command | null {
  switch (verb) {
    case 'help':
      return { verb, topic: null };
    case 'list':
      return { verb, filter: null, page: 1 };
    case 'list schools':
      return { verb, page: 1 };
    case 'status':
    case 'status school':
      return { verb, target: null };
    case 'history':
      return { verb, target: null, page: 1 };
    case 'whoami':
      return { verb };
    case 'who':
      return null;
    default:
      return { verb, target: null, reason: null, ask: false };
  }
}

function firstVerb(text: string): { verb: BaseVerb; alone: boolean; rest: string } | null {
  const first = text.split(/\s/, 1)[0] ?? '';
  const rest = text.slice(first.length).trim();
  // "Pause." is a whole sentence on a phone; "pause. slack" is not one.
  const word = rest === '' ? first.replace(/\.$/, '') : first;
  const known = verbWords.get(word.toLowerCase());
  return known === undefined ? null : { ...known, rest };
}

function readHelp(rest: string): Reading {
  const topic = rest
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/[.!?]$/, '');
  return command({ verb: 'help', topic: helpTopics.get(topic) ?? null });
}

/** A text and the page asked for at its end; null for a page that can't be. */
function splitPage(rest: string): { text: string; page: number; paged: boolean } | null {
  const [, before, number] = /^(.*?)(?:^|\s)page\s+(\d{1,4})\.?$/is.exec(maskQuoted(rest)) ?? [];
  if (before === undefined) return { text: rest.trim(), page: 1, paged: false };
  const page = Number(number);
  return page < 1 ? null : { text: rest.slice(0, before.length).trim(), page, paged: true };
}

function readList(rest: string): Reading {
  const split = splitPage(rest);
  if (split === null) return NOTHING;
  const { text, page, paged } = split;
  if (text === '') return command({ verb: 'list', filter: null, page });
  const quoted = unquoted(text.replace(/(["'”’»])\.$/, '$1'));
  if (quoted !== null) {
    return quoted.trim() === ''
      ? NOTHING
      : quoted.length > MAX_NAME
        ? TOO_LONG
        : command({ verb: 'list', filter: quoted, page });
  }
  if (paged && phrases.get(`list ${text.toLowerCase()}`) === 'list')
    return command({ verb: 'list', filter: null, page });
  const school = afterSchool(text);
  if (school !== null)
    return school === ''
      ? command({ verb: 'list schools', page })
      : { kind: 'doubtful', command: { verb: 'list schools', page } };
  const filter = text.replace(/\s+/g, ' ').replace(/\.$/, '');
  if (filter.length > MAX_NAME) return TOO_LONG;
  const verdict = hasQuoted(maskQuoted(text)) ? null : judgeName(filter, false);
  if (verdict === null || verdict.kind === 'nothing') return NOTHING;
  return verdict.kind === 'fine'
    ? command({ verb: 'list', filter, page })
    : { kind: 'doubtful', command: { verb: 'list', filter: verdict.instead, page } };
}

function readHistory(rest: string): Reading {
  return readPast(rest, (target, page) => ({ verb: 'history', target, page }));
}

function readWho(rest: string): Reading {
  const said = withoutPlease(withoutQuestionMark(rest));
  const first = said.split(/\s/, 1)[0] ?? '';
  const after = said.slice(first.length).trim();
  const did = didWords.get((after === '' ? first.replace(/\.$/, '') : first).toLowerCase());
  return did === undefined
    ? NOTHING
    : readPast(after, (target, page) => ({ verb: 'who', did, target, page }));
}

/** Reads what may stand behind a question about what was: a target, a page, both or nothing. */
function readPast(rest: string, build: (target: TargetText | null, page: number) => Command): Reading {
  const split = splitPage(rest);
  if (split === null) return NOTHING;
  const { text, page } = split;
  // A name is left with its “school”, which may be part of it; an id or a name in quotes can't be meant otherwise.
  const school = afterSchool(text);
  const [aimed = ''] = school?.split(/\s+because\s/i) ?? [];
  const apart = school !== null && (opensQuote(school) || readId(aimed.replace(/\.$/, '')) !== null);
  const argument = apart ? school : text;
  return readTargeted(argument, { writes: false, alone: true, build: (target) => build(target, page) });
}

function readTargeted(
  argument: string,
  {
    writes,
    alone,
    build,
  }: {
    readonly writes: boolean;
    /** Whether the verb may stand without a target. */
    readonly alone: boolean;
    readonly build: (target: TargetText | null, reason: string | null) => Command;
  },
): Reading {
  const masked = maskQuoted(argument);
  const because = /(?:^|\s)because\s+/i.exec(masked);
  const aimed = (because === null ? argument : argument.slice(0, because.index)).trim();
  const aimedMask = maskQuoted(aimed);
  const reasonText = because === null ? null : argument.slice(because.index + because[0].length).trim();
  if (/(?:^|\s)because[.!?]?$/i.test(masked)) return NOTHING;
  // An id is opaque: "no.…" in one says nothing.
  if (writes && readId(aimed.replace(/\.$/, '')) === null && isNegated(aimedMask)) return REFUSED;

  const reading = reasonText === null ? { kind: 'none' as const } : readReason(reasonText);
  if (reading.kind === 'refused' || reading.kind === 'too-long') return { kind: reading.kind };
  if (writes && (endsWithTime(aimedMask) || (reasonText !== null && endsWithTime(maskQuoted(reasonText))))) {
    return { kind: 'timed' };
  }

  const reason = reading.kind === 'reason' ? reading.reason : null;
  if (aimed === '') {
    const bare = build(null, reason);
    return alone && reading.kind !== 'doubtful' ? command(bare) : { kind: 'doubtful', command: bare };
  }
  const pointing = readTarget(aimed, aimedMask, writes);
  switch (pointing.kind) {
    case 'target':
      return {
        kind: reading.kind === 'doubtful' ? 'doubtful' : 'command',
        command: build(pointing.target, reason),
      };
    case 'doubtful':
      return { kind: 'doubtful', command: build(pointing.target, reason) };
    default:
      return { kind: pointing.kind };
  }
}

function readReason(
  text: string,
):
  | { readonly kind: 'reason'; readonly reason: string }
  | { readonly kind: 'refused' | 'too-long' | 'doubtful' } {
  const quoted = unquoted(text);
  const reason = quoted ?? text.replace(/\s+/g, ' ');
  if (reason.length > MAX_REASON) return { kind: 'too-long' };
  if (reason.trim() === '') return { kind: 'refused' };
  if (quoted !== null) return { kind: 'reason', reason };
  const masked = maskQuoted(text);
  if (isRetracted(masked)) return { kind: 'refused' };
  if (masked.endsWith('?') || secondCommandAt(masked, 'reason') >= 0) return { kind: 'doubtful' };
  return { kind: 'reason', reason };
}

function readTarget(aimed: string, masked: string, writes: boolean): Pointing {
  // A phone's full stop after a closing mark belongs to the sentence.
  const name = unquoted(aimed) ?? (masked.endsWith('.') ? unquoted(aimed.slice(0, -1)) : null);
  if (name !== null) {
    if (name.trim() === '') return { kind: 'nothing' };
    return name.length > MAX_NAME ? { kind: 'too-long' } : found({ kind: 'name', name, quoted: true });
  }
  const id = readId(aimed.replace(/\.$/, ''));
  if (id !== null) return found(id);
  if (hasQuoted(masked)) return { kind: 'nothing' };
  const typed = aimed.replace(/\s+/g, ' ');
  if (typed.length > MAX_NAME) return { kind: 'too-long' };
  const verdict = judgeName(typed, writes);
  if (verdict.kind === 'fine') return found({ kind: 'name', name: typed, quoted: false });
  if (verdict.kind === 'nothing') return { kind: 'nothing' };
  const instead = readId(verdict.instead) ?? { kind: 'name', name: verdict.instead, quoted: verdict.quote };
  return { kind: 'doubtful', target: instead };
}

function found(target: TargetText): Pointing {
  return { kind: 'target', target };
}

function command(it: Command): Reading {
  return { kind: 'command', command: it };
}
