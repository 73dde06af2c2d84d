import type { Command, TargetText, Verb } from './command.ts';
import { judgeName } from './name-doubts.ts';
import { withoutQuestionMark } from './question-mark.ts';
import { hasQuoted, maskQuoted, opensQuote, unquoted } from './quotes.ts';
import { readQuiet } from './read-quiet.ts';
import { readTargeted } from './read-targeted.ts';
import { readExtend, readTimer } from './read-timer.ts';
import { readStopWatching, readWatch } from './read-watch.ts';
import { command, doubted, MAX_NAME, NOTHING, type Reading, TOO_LONG } from './reading.ts';
import { afterSchool } from './school-word.ts';
import { readId } from './target-text.ts';
import { type BaseVerb, didWords, helpTopics, isWriteVerb, phrases, verbWords } from './vocabulary.ts';

/** The longest text that is read at all. */
export const MAX_TEXT = 1_000;

/** Could also be the status of something that is called “History …”. */
const SHOW_HISTORY = /^show\s+(?:the\s+)?history\s+(?:(?:of|for)\s+)?/i;

/** Words that "now" belongs to: "right now", "Service Now". Behind a name it says nothing more. */
const WITH_NOW = new Set('right just for until till by from of and or even ok service'.split(' '));

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

  const special = readTimer(said) ?? readStopWatching(said);
  if (special !== null) return special;

  const [planned, afterPlan] = /^plan\s/i.test(said) ? [true, said.slice(5).trim()] : [false, said];
  const found = firstVerb(afterPlan);
  if (found === null) return NOTHING;
  const { verb, alone, rest } = found;
  if (planned && !isWriteVerb(verb)) return NOTHING;
  if (verb === 'help') return readHelp(rest);
  if (verb === 'list') return readList(rest);
  if (verb === 'history') return readHistory(rest);
  if (verb === 'who') return readWho(rest);
  if (verb === 'extend') return readExtend(rest);
  if (verb === 'watch' || verb === 'unwatch') return readWatch(verb, rest);
  if (verb === 'quiet') return readQuiet(rest);
  // These stand alone; with more words they say something else.
  if (verb === 'whoami' || verb === 'timers' || verb === 'watching') return NOTHING;

  const school = verb === 'start' || verb === 'delete' ? null : afterSchool(rest);
  const full =
    school !== null && (verb === 'pause' || verb === 'status') ? (`${verb} school` as const) : verb;
  const argument = school ?? (verb === 'start' ? withoutNow(rest) : rest);
  return readTargeted(argument, {
    writes: isWriteVerb(full),
    alone: alone || school !== null,
    times: full === 'pause',
    build: (target, reason, until) => {
      if (full === 'pause') return { verb: full, target, reason, ask: planned, until };
      return isWriteVerb(full) ? { verb: full, target, reason, ask: planned } : { verb: full, target };
    },
  });
}

function withoutNow(rest: string): string {
  const because = /\sbecause\s/i.exec(maskQuoted(rest))?.index ?? rest.length;
  const [, before] = /^(.*\S)\s+now[.!]?$/s.exec(rest.slice(0, because).trimEnd()) ?? [];
  const last = before?.split(/\s/).at(-1)?.toLowerCase() ?? '';
  if (before === undefined || WITH_NOW.has(last)) return rest;
  return before.replace(/,$/, '') + rest.slice(because);
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
    case 'timers':
    case 'watching':
      return { verb };
    case 'cancel timer':
      return { verb, target: null };
    case 'watch':
      return { verb, what: null, only: null };
    case 'unwatch':
      return { verb, what: null };
    case 'quiet':
      return { verb, hours: undefined };
    case 'who':
    case 'extend':
      return null;
    case 'pause':
      return { verb, target: null, reason: null, ask: false, until: null };
    case 'start':
    case 'delete':
    case 'pause school':
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
  return readTargeted(argument, {
    writes: false,
    alone: true,
    times: false,
    build: (target) => build(target, page),
  });
}
