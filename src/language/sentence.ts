import type { Command, TargetText } from './command.ts';
import { quotePairs } from './quotes.ts';
import { readCommand } from './read-command.ts';
import { typedWords } from './target-text.ts';
import { didWord } from './vocabulary.ts';

/**
 * The sentence that stands for a command, in its plainest form: reading it gives the same command again.
 * Buttons that navigate carry it and cards show it as what to type.
 *
 * A name or reason is put in quotes where it would be misread without; a name that is only reachable in quotes
 * comes back with `quoted: true`. Limit: a name or reason that breaks every kind of quotation mark (", ', « ») can't be written; then the sentence says the bare verb, which asks for the target. It never names
 * another target.
 */
export function sentenceFor(command: Command): string {
  for (const sentence of candidates(command)) {
    const reading = readCommand(sentence);
    if (reading.kind === 'command' && isSame(reading.command, command)) return sentence;
  }
  return bareSentence(command);
}

function* candidates(command: Command): Generator<string> {
  if (command.verb === 'help') {
    yield join('help', command.topic);
  } else if (command.verb === 'whoami') {
    yield command.verb;
  } else if (command.verb === 'list' || command.verb === 'list schools') {
    const filter = command.verb === 'list' ? command.filter : null;
    for (const form of written(filter)) yield join(command.verb, form, pageOf(command.page));
  } else if (command.verb === 'history' || command.verb === 'who') {
    for (const target of targetForms(command.target)) {
      yield join(bareSentence(command), target, pageOf(command.page));
    }
  } else {
    const asks = 'ask' in command && command.ask ? 'plan' : null;
    const reason = 'reason' in command ? command.reason : null;
    for (const target of targetForms(command.target)) {
      for (const why of written(reason)) {
        yield join(asks, command.verb, target, why === null ? null : `because ${why}`);
      }
    }
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
  return JSON.stringify(command, [
    'verb',
    'topic',
    'filter',
    'page',
    'did',
    'target',
    'kind',
    'name',
    'quoted',
    'id',
    'servicePrincipalId',
    'jobId',
    'reason',
    'ask',
  ]);
}

function withQuotes(command: Command): Command {
  if (!('target' in command) || command.target?.kind !== 'name') return command;
  return { ...command, target: { ...command.target, quoted: true } };
}

function join(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join(' ');
}
