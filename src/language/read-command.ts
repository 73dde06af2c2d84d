import type { Command, TargetText, Verb } from './command.ts';
import { isNegated, isRetracted, judgeName, secondCommandAt } from './name-doubts.ts';
import { hasQuoted, maskQuoted, unquoted } from './quotes.ts';
import { endsWithTime } from './time-limit.ts';
import { type BaseVerb, helpTopics, isWriteVerb, phrases, schoolWords, verbWords } from './vocabulary.ts';

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

const GUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const GUID_ALONE = new RegExp(`^${GUID}$`, 'i');
const PRINCIPAL_AND_JOB = new RegExp(`^(${GUID})/([A-Za-z0-9._-]{1,256})$`, 'i');
const JOB_ID = /^[A-Za-z0-9._-]{1,256}$/;
const TENANT_PART = /^[0-9a-f]{32}$/i;

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

  const [planned, afterPlan] = /^plan\s/i.test(said) ? [true, said.slice(5).trim()] : [false, said];
  const found = firstVerb(afterPlan);
  if (found === null) return NOTHING;
  const { verb, alone, rest } = found;
  if (planned && !isWriteVerb(verb)) return NOTHING;
  if (verb === 'help') return readHelp(rest);
  if (verb === 'list') return readList(rest);

  const school = verb === 'start' || verb === 'delete' ? null : afterSchool(rest);
  const full: Verb = school !== null && (verb === 'pause' || verb === 'status') ? `${verb} school` : verb;
  const argument = school ?? rest;
  return readTargeted(full, argument, { planned, alone: alone || school !== null });
}

function readPhrase(said: string): Reading | null {
  const phrase = said.toLowerCase().replace(/\s+/g, ' ').replace(/[.!]$/, '');
  const verb = phrases.get(phrase) ?? (phrase === 'list schools' ? 'list schools' : undefined);
  if (verb !== undefined) return command(bareCommand(verb));
  const word = verbWords.get(phrase);
  if (word === undefined) return null;
  const bare = bareCommand(word.verb);
  return word.alone ? command(bare) : { kind: 'doubtful', command: bare };
}

function bareCommand(verb: Verb): Command {
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

function afterSchool(rest: string): string | null {
  const lower = rest.toLowerCase().replace(/\s+/g, ' ');
  for (const words of schoolWords) {
    if (lower.replace(/\.$/, '') === words) return '';
    if (lower.startsWith(`${words} `)) return rest.slice(lengthOfWords(rest, words.split(' ').length)).trim();
  }
  return null;
}

function lengthOfWords(text: string, count: number): number {
  return new RegExp(`^(?:\\S+\\s+){${count}}`).exec(text)?.[0].length ?? text.length;
}

function readHelp(rest: string): Reading {
  const topic = rest
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/[.!?]$/, '');
  return command({ verb: 'help', topic: helpTopics.get(topic) ?? null });
}

function readList(rest: string): Reading {
  const masked = maskQuoted(rest);
  const paged = /^(.*?)(?:^|\s)page\s+(\d{1,4})\.?$/is.exec(masked);
  const number = Number(paged?.[2] ?? 1);
  if (paged !== null && number < 1) return NOTHING;
  const page = number;
  const text = rest.slice(0, paged === null ? rest.length : (paged[1] ?? '').length).trim();
  if (text === '') return command({ verb: 'list', filter: null, page });
  const quoted = unquoted(text.replace(/(["'”’»])\.$/, '$1'));
  if (quoted !== null) {
    return quoted.trim() === ''
      ? NOTHING
      : quoted.length > MAX_NAME
        ? TOO_LONG
        : command({ verb: 'list', filter: quoted, page });
  }
  if (paged !== null && phrases.get(`list ${text.toLowerCase()}`) === 'list')
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

function readTargeted(
  verb: Exclude<Verb, 'help' | 'list' | 'list schools'>,
  argument: string,
  how: { readonly planned: boolean; readonly alone: boolean },
): Reading {
  const writes = isWriteVerb(verb);
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
  const build = (target: TargetText | null): Command =>
    isWriteVerb(verb) ? { verb, target, reason, ask: how.planned } : { verb, target };
  if (aimed === '') {
    return how.alone && reading.kind !== 'doubtful'
      ? command(build(null))
      : { kind: 'doubtful', command: build(null) };
  }
  const pointing = readTarget(aimed, aimedMask, writes);
  switch (pointing.kind) {
    case 'target':
      return { kind: reading.kind === 'doubtful' ? 'doubtful' : 'command', command: build(pointing.target) };
    case 'doubtful':
      return { kind: 'doubtful', command: build(pointing.target) };
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

function readId(text: string): TargetText | null {
  const [, servicePrincipalId, jobId] = PRINCIPAL_AND_JOB.exec(text) ?? [];
  if (servicePrincipalId !== undefined && jobId !== undefined)
    return { kind: 'job', servicePrincipalId, jobId };
  if (GUID_ALONE.test(text)) return { kind: 'id', id: text };
  const parts = text.split('.');
  return JOB_ID.test(text) && parts.slice(1).some((part) => TENANT_PART.test(part))
    ? { kind: 'id', id: text }
    : null;
}

function found(target: TargetText): Pointing {
  return { kind: 'target', target };
}

function command(it: Command): Reading {
  return { kind: 'command', command: it };
}
