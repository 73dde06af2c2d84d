import { isUnbalanced } from './quotes.ts';
import { didWords, verbWords } from './vocabulary.ts';

/** What to make of a name that stands in no quotes. */
export type NameVerdict =
  | { readonly kind: 'fine' }
  /** It isn't a name. */
  | { readonly kind: 'nothing' }
  /** It may be one, or may be more than one: only worth a suggestion. */
  | { readonly kind: 'doubtful'; readonly instead: string; readonly quote: boolean };

const FINE: NameVerdict = { kind: 'fine' };
const NOTHING: NameVerdict = { kind: 'nothing' };

const words = (text: string) => text.split(/\s+/).filter((word) => word !== '');

/** Words after a verb with which a sentence goes on that isn't about a target: "stop it", "start with …". */
const NEVER_FIRST = new Set(
  words(`
    it its it's this that that's these those them they him her me us you your yourself myself
    everything all anything something nothing none both everyone everybody anyone someone
    with on up out off over to from of for and or but then so again asap immediately please
    what which who why how when where whether if is are was were be been being do does did
    not no never don't dont because until till unless being doing using asking talking posting
    sending spamming working trying telling annoying bothering syncing pausing suspending stopping starting
    resuming unpausing deleting removing watching unwatching extending
  `),
);

/** Words a name may well begin with, though more often a sentence does: offered in quotes. */
const SELDOM_FIRST = new Set(words('a an my our any some every each one here now in by about as'));

/** Words that make a sentence of what would otherwise be a name. */
const NEVER_INSIDE =
  /(^|[\s,.;:!])(i'm|i'll|i'd|i've|i (think|guess|mean|want|need|would|will|can|could|said|am|was|have|had|suppose|believe|hope|see|wonder|know)|we|we'll|we're|if|unless|whenever|said|says|told|asked|wrote|should|would|could|might|must|did|does|maybe|perhaps|wait|actually|sorry|oops|kidding|never ?mind)(?=$|[\s,.;:!])/i;

/** Not a word of a name in any case; "not" and "never" are looked for everywhere. */
const RETRACTION =
  /\b(never ?mind|nvm|scratch that|just kidding|jk|no,? wait|wait,? no|hold off|forget it|disregard)\b/i;

const NEGATION =
  /(^|[^\p{L}\p{N}])(\p{L}+n't|dont|doesnt|didnt|cant|wont|shouldnt|wouldnt|couldnt|isnt|arent|not|never|cannot|neither|nor|nobody|without|avoid|refrain|instead|rather|except|unless|undo|forget|no (need|one|way|longer|reason|more))(?![\p{L}\p{N}])/iu;

const NO = /^\s*no\b|[,.;!?]\s*no\b|\bno[\s.!]*$/i;

const COURTESY =
  /[\s,.!–—-]+(thanks|thank you|many thanks|thx|ty|cheers|pls|plz|asap|right now|right away|at once|immediately|for me|thanks in advance)[.!]*$/i;
const REMARK =
  /[.,!;]\s+(now|it|its|it's|they|they're|he|she|this|that|these|those|so|just|since|otherwise|then|also|ok|okay|right|will you|would you|could you|can you|hi|hello|why|how|when|thanks|thank you)\b/i;

/** What stands between two commands; the symbols are found in names as well. */
const AND =
  'and|then|and then|and also|also|or|plus|but|after that|and afterwards|afterwards|followed by|before you';
const SYMBOL = '[-–—&+/|•*=>→]{1,2}';
const FURTHER = '(?:(?:please|just|also|then|to|and)\\s+){0,2}';
const ANY_VERB = [
  ...verbWords.keys(),
  'plan',
  'cancel',
  'restart',
  'kill',
  'hold',
  'continue',
  'enable',
  'disable',
]
  .filter((word) => /^\p{L}/u.test(word))
  .join('|');
const WRITE_VERB = [...verbWords]
  .filter(([, { verb }]) => verb === 'pause' || verb === 'start' || verb === 'delete')
  .map(([word]) => word)
  .join('|');

const ASKS_WHO = `who\\s+(?:${[...didWords.keys()].join('|')})`;

const SECOND_COMMAND = new RegExp(
  `(?:(?:\\s*[;,!]\\s*|[.:]\\s+|\\s(?:${AND})\\s+)${FURTHER}(?:${ANY_VERB})|\\s${ASKS_WHO})(?![\\p{L}\\p{N}])`,
  'iu',
);
const AFTER_SYMBOL = new RegExp(`\\s${SYMBOL}\\s*${FURTHER}(?:${ANY_VERB})(?![\\p{L}\\p{N}])`, 'iu');
/** In a reason only what would change something counts, and only when it says what. */
const SECOND_WRITE = new RegExp(
  `(?:\\s*[;,!]\\s*|[.:]\\s+|\\s(?:${AND}|${SYMBOL})\\s+)${FURTHER}(?:${WRITE_VERB})\\s+\\S`,
  'iu',
);
const SYMBOL_FIRST = /^[-–—&+/|•=>→]{1,2}\s/;
const VERB_INSIDE = new RegExp(`(?:^|[\\s.:/|])(?:${WRITE_VERB})\\s+\\S`, 'i');

const NOUN =
  '(?:sync|synchroni[sz]ation|provisioning|job|jobs|app|application|integration|connector|connection)';
const THE_JOB = new RegExp(`^the\\s+(.+?)(?:\\s+${NOUN}){1,3}[.!]?$`, 'i');

/** Marks of a quoted line or of struck-out words. */
const QUOTING_OR_STRUCK = /~~|(^|\s)>(\s|$)/;

/** Whether a text says not to do something. Quotations must be masked. */
export function isNegated(masked: string): boolean {
  const text = masked.replace(/[‘’]/g, "'");
  return NEGATION.test(text) || NO.test(text) || RETRACTION.test(text);
}

/** Where a second command begins in the name or the reason of another; -1 when it does not. Quotations must be masked. */
export function secondCommandAt(masked: string, within: 'name' | 'reason'): number {
  return masked.search(within === 'name' ? SECOND_COMMAND : SECOND_WRITE);
}

/** Whether a reason takes back what was asked. */
export function isRetracted(masked: string): boolean {
  return RETRACTION.test(masked);
}

/**
 * Looks at a name as it stands, outside quotes, for signs that it is part of a sentence and not a name.
 * Negations are looked for before, in all that follows the verb.
 */
export function judgeName(name: string, writes: boolean): NameVerdict {
  const first = (name.split(/[\s,.!]/, 1)[0] ?? '').toLowerCase().replace(/’/g, "'");
  if (first === '' || NEVER_FIRST.has(first) || isUnbalanced(name) || QUOTING_OR_STRUCK.test(name))
    return NOTHING;
  if (SELDOM_FIRST.has(first)) {
    return /\s/.test(name) ? { kind: 'doubtful', instead: name, quote: true } : NOTHING;
  }
  const theJob = THE_JOB.exec(name)?.[1] ?? (name.startsWith('the ') ? name.slice(4) : null);
  if (theJob !== null) return { kind: 'doubtful', instead: theJob.trim(), quote: false };
  if (!writes) return name.includes('?') ? NOTHING : FINE;
  if (NEVER_INSIDE.test(name) || SYMBOL_FIRST.test(name) || name.includes('?')) return NOTHING;
  const second = secondCommandAt(name, 'name');
  if (second >= 0) return cut(name, second);
  if (VERB_INSIDE.test(name) || AFTER_SYMBOL.test(name))
    return { kind: 'doubtful', instead: name, quote: true };
  const tail = name.search(COURTESY);
  if (tail >= 0) return cut(name, tail);
  const remark = name.search(REMARK);
  if (remark >= 0) return cut(name, remark);
  return FINE;
}

function cut(name: string, at: number): NameVerdict {
  const instead = name.slice(0, at).trim();
  return instead === '' ? NOTHING : { kind: 'doubtful', instead, quote: false };
}
