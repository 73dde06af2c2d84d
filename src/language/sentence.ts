import type { Command, TargetText, Until, WatchText } from './command.ts';
import { quotePairs } from './quotes.ts';
import { readCommand } from './read-command.ts';
import { minutesWords } from './read-quiet.ts';
import { typedWords } from './target-text.ts';
import { lengthWords, untilWords } from './until-words.ts';
import { didWord } from './vocabulary.ts';
import { inOrder, quarantineEvents } from './watch-events.ts';

/**
 * The sentence that stands for a command, in its plainest form: reading it gives the same command again.
 * Buttons that navigate carry it and cards show it as what to type.
 *
 * A name or reason is put in quotes where it would be misread without; a name that is only reachable in quotes
 * comes back with `quoted: true`. Limit: a name or reason that breaks every kind of quotation mark (", ', « »),
 * or a pattern that looks like part of a sentence, can't be written; then the sentence says the bare verb, which
 * asks for the target, or one that only shows. It never names another target, and never leaves out a time.
 */
export function sentenceFor(command: Command): string {
  for (const sentence of candidates(command)) {
    const reading = readCommand(sentence);
    if (reading.kind === 'command' && isSame(reading.command, command)) return sentence;
  }
  return sentenceWithout(command);
}

function* candidates(command: Command): Generator<string> {
  switch (command.verb) {
    case 'help':
      yield join('help', command.topic);
      break;
    case 'whoami':
    case 'timers':
    case 'watching':
      yield command.verb;
      break;
    case 'quiet':
      yield join('quiet', quietWords(command.hours));
      break;
    case 'list':
    case 'list schools': {
      const filter = command.verb === 'list' ? command.filter : null;
      for (const form of written(filter)) yield join(command.verb, form, pageOf(command.page));
      break;
    }
    case 'history':
    case 'who':
      for (const target of targetForms(command.target)) {
        yield join(bareSentence(command), target, pageOf(command.page));
      }
      break;
    case 'watch':
    case 'unwatch':
      yield* watchSentences(command);
      break;
    case 'extend':
      for (const target of targetForms(command.target)) {
        yield join('extend', target, extensionWords(command.until));
      }
      break;
    case 'status':
    case 'status school':
    case 'cancel timer':
      for (const target of targetForms(command.target)) yield join(command.verb, target);
      break;
    default:
      for (const target of targetForms(command.target)) {
        for (const why of written(command.reason)) {
          yield join(bareSentence(command), target, endOf(command), why === null ? null : `because ${why}`);
        }
      }
  }
}

function extensionWords(until: Until): string {
  return until.kind === 'for' ? `by ${lengthWords(until.minutes)}` : untilWords(until);
}

function* watchSentences(command: Extract<Command, { verb: 'watch' | 'unwatch' }>): Generator<string> {
  const only = command.verb === 'watch' ? command.only : null;
  const events = only === null ? null : inOrder(only).join(', ');
  if (command.what?.kind === 'all' && events === quarantineEvents.join(', ')) yield 'watch quarantine';
  for (const what of whatForms(command.what)) {
    yield join(command.verb, what, events === null ? null : `only ${events}`);
  }
}

function whatForms(what: WatchText | null): readonly (string | null)[] {
  switch (what?.kind) {
    case undefined:
      return [null];
    case 'all':
      return ['all'];
    case 'pattern':
      return [what.pattern];
    case 'target':
      return targetForms(what.target);
  }
}

function quietWords(hours: Extract<Command, { verb: 'quiet' }>['hours']): string | null {
  if (hours === undefined) return null;
  return hours === null ? 'off' : `${minutesWords(hours.from)}-${minutesWords(hours.to)}`;
}

/** When a pause is to end; null for what has no end. */
function endOf(command: Command): string | null {
  return command.verb === 'pause' && command.until !== null ? untilWords(command.until) : null;
}

/** For a command whose target, reason or time can't be written. */
function sentenceWithout(command: Command): string {
  switch (command.verb) {
    // Without a target these mean another one, or all.
    case 'extend':
    case 'cancel timer':
      return 'timers';
    case 'watch':
    case 'unwatch':
      return 'watching';
    case 'pause': {
      if (command.until === null) return bareSentence(command);
      const timed = join(bareSentence(command), endOf(command));
      const reading = readCommand(timed);
      const without = { ...command, target: null, reason: null };
      return reading.kind === 'command' && isSame(reading.command, without) ? timed : 'help until';
    }
    default:
      return bareSentence(command);
  }
}

function pageOf(page: number): string | null {
  return page === 1 ? null : `page ${page}`;
}

function bareSentence(command: Command): string {
  if (command.verb === 'who') return `who ${didWord[command.did]}`;
  return 'ask' in command && command.ask ? `plan ${command.verb}` : command.verb;
}

function targetForms(target: TargetText | null): readonly (string | null)[] {
  if (target === null) return [null];
  if (target.kind === 'name') return target.quoted ? written(target.name).slice(1) : written(target.name);
  const id = typedWords(target);
  // One full stop at the end is taken for the sentence's.
  return [id.endsWith('.') ? `${id}.` : id];
}

/** A text as it is and then in each kind of quotes. */
function written(text: string | null): readonly (string | null)[] {
  return text === null ? [null] : [text, ...quotePairs.map(([open, close]) => `${open}${text}${close}`)];
}

function isSame(read: Command, meant: Command): boolean {
  return meaning(read) === meaning(meant) || meaning(read) === meaning(withQuotes(meant));
}

/** A text that is equal for equal commands, whatever the order of their fields. */
function meaning(command: Command): string {
  const plain =
    'only' in command && command.only !== null ? { ...command, only: inOrder(command.only) } : command;
  return JSON.stringify(plain, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  );
}

function quoted(target: TargetText): TargetText {
  return target.kind === 'name' ? { ...target, quoted: true } : target;
}

function withQuotes(command: Command): Command {
  if ('what' in command && command.what?.kind === 'target') {
    return { ...command, what: { kind: 'target', target: quoted(command.what.target) } };
  }
  if (!('target' in command) || command.target === null) return command;
  return { ...command, target: quoted(command.target) };
}

function join(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join(' ');
}
