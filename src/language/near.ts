import type { Command } from './command.ts';
import { isNegated } from './name-doubts.ts';
import { withoutQuestionMark } from './question-mark.ts';
import { maskQuoted, opensQuote } from './quotes.ts';
import { readCommand, withoutPlease } from './read-command.ts';
import type { Reading } from './reading.ts';
import { sentenceFor } from './sentence.ts';
import { slips } from './slips.ts';
import { type BaseVerb, didWord, didWords, hintWords, isWriteVerb, verbWords } from './vocabulary.ts';

const GREETING =
  /^(hey|hi|hello|ok|okay|yes|yep|so|now|then|and|also|just|go|bot|sync warden|warden|@sync warden)[,!]?\s+/i;
const ASKING =
  /^((can|could|will|would) (you|we|someone|somebody|i)|i want( you)? to|i wanna|i['’]d like( you)? to|i would like( you)? to|i need( you)? to|we need to|we want to|we['’]d like to|you need to|let['’]s|lets|let us|go ahead and|time to|pls|plz|kindly)[,]?\s+/i;
const POLITE = /^(please|kindly|just|now|maybe|also|quickly|go ahead and)[,]?\s+/i;
const KNOWING = /^(do you know|does (anyone|anybody|someone) know|tell me|show me|i wonder)[,]?\s+(?=who\s)/i;
const OF = /^(status|history|log|audit)\s+(?:of|for|on)\s+(?:the\s+)?/i;
const WHO = /^who(?:'s|’s)?$/;
const HELPING = /^(?:(?:has|have|had|did|last|just|recently)\s+)+/i;

/** Words that are one letter away from a verb and mean something of their own. */
const REAL_WORDS = new Set(
  'cause clause smart stark last lost mist fist slow snow how step shop shot stage stake stare slate statue chuck hell held heap line remote hello presume plain plane play match catch latch hatch patch batch witch swatch quite extent extends tends times timer timber tiers timed washing catching matching patching hatching'.split(
    ' ',
  ),
);
const INFLECTION = /^(.+?)(s|d|ed|ped|er)$/;

/** The command that a text comes close to, or null. Never for a negation. */
export function nearCommand(text: string): Command | null {
  const trimmed = text.trim();
  if (opensQuote(trimmed) || /^[>~]/.test(trimmed) || isNegated(beforeBecause(maskQuoted(trimmed))))
    return null;
  const plain = withoutQuestionMark(trimmed);
  for (const candidate of strippedForms(plain)) {
    const command = meant(readCommand(candidate)) ?? meant(readCommand(respelled(candidate) ?? ''));
    if (command !== null) return command;
  }
  return null;
}

function beforeBecause(masked: string): string {
  const at = masked.search(/\sbecause\s/i);
  return at < 0 ? masked : masked.slice(0, at);
}

function meant(reading: Reading): Command | null {
  if (reading.kind !== 'command' && reading.kind !== 'doubtful') return null;
  const { command } = reading;
  // A time that can't be told isn't offered again; how to say one is.
  if ('until' in command && command.until?.kind === 'unclear') return { verb: 'help', topic: 'until' };
  const asked = 'ask' in command ? { ...command, ask: true } : command;
  // What is offered has to be a command itself, whatever doubts brought it here.
  return readCommand(sentenceFor(asked)).kind === 'command' ? asked : null;
}

function strippedForms(text: string): readonly string[] {
  const forms = [text];
  let rest = text;
  // Each turn takes something away or ends; nobody greets more often than this.
  for (let turn = 0; turn < 6; turn += 1) {
    const before = rest;
    rest = withoutPlease(rest)
      .replace(GREETING, '')
      .replace(ASKING, '')
      .replace(POLITE, '')
      .replace(KNOWING, '');
    if (rest === before) break;
    forms.push(rest);
  }
  const last = forms.at(-1) ?? text;
  if (OF.test(last)) forms.push(last.replace(OF, '$1 '));
  return forms;
}

/** The text with its first word (or the one after `plan`) put right; null when it is right or beyond guessing. */
function respelled(text: string): string | null {
  const [first = '', ...others] = text.split(/\s+/);
  const rest = others.join(' ');
  const lower = first.toLowerCase();
  if (lower === 'plan') {
    const verb = respelled(rest);
    return verb === null ? null : `plan ${verb}`;
  }
  if (WHO.test(lower)) return respelledWho(rest);
  const hinted = hintWords.get(lower);
  if (hinted !== undefined) return rest === '' ? null : `${hinted} ${rest}`;
  if (slips(lower, 'cancel') === 1 && /^(?:the )?timer\b/i.test(rest)) return `cancel ${rest}`;
  const verb = closestVerb(lower);
  return verb === null ? null : `${verb} ${rest}`.trim();
}

/** A question "who …" with its verb put right: "who has paused Slack", "who pause Slack", "who puased Slack". */
function respelledWho(rest: string): string | null {
  const [first = '', ...others] = rest.replace(HELPING, '').split(/\s+/);
  const word = first.toLowerCase().replace(/[^\p{L}]+$/u, '');
  const verb = verbWords.get(word)?.verb;
  const did =
    verb === 'pause' || verb === 'start' || verb === 'delete'
      ? verb
      : (didWords.get(word) ?? [...didWords].find(([known]) => slips(word, known) === 1)?.[1]);
  return did === undefined ? null : `who ${didWord[did]} ${others.join(' ')}`.trim();
}

function closestVerb(word: string): BaseVerb | 'plan' | null {
  if (word.length < 4 || word.length > 9 || REAL_WORDS.has(word) || verbWords.has(word)) return null;
  const stem = INFLECTION.exec(word)?.[1];
  if (stem !== undefined && (verbWords.has(stem) || verbWords.has(`${stem}e`))) return null;
  const near = [...verbWords]
    .filter(([verb]) => verb.length >= 4 && slips(word, verb) === 1)
    .map(([, { verb }]) => verb);
  // Where two verbs are equally near, the one that changes nothing is offered.
  return near.find((verb) => !isWriteVerb(verb)) ?? near[0] ?? (slips(word, 'plan') === 1 ? 'plan' : null);
}
