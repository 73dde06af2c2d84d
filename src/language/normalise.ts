import { decodeHTMLStrict } from 'entities';
import { verbWords } from './vocabulary.ts';

const ATTRIBUTES = `(?:\\s+[\\w:-]+\\s*=\\s*(?:"[^"<>]*"|'[^'<>]*'|[^\\s"'<>]+))*`;
const tag = (names: string) => new RegExp(`</?(?:${names})${ATTRIBUTES}\\s*/?>`, 'gi');

/** Tags that Teams writes, by what they do to a line. Anything else between angle brackets is text. */
const QUOTED_MESSAGE = new RegExp(
  `^(?:\\s|<(?:p|div)>)*<blockquote${ATTRIBUTES}\\s*>(?:(?!<blockquote)[\\s\\S])*?</blockquote>`,
  'i',
);
const QUOTE_TAG = tag('blockquote');
const STRUCK_TAG = tag('s|strike|del');
const BREAKING_TAG = tag('p|br|div|pre|codeblock|ul|ol|li|dl|dt|dd|table|thead|tbody|tr|hr|h[1-6]');
const SPACING_TAG = tag('td|th');
const INLINE_TAG = tag(
  'at|a|b|strong|i|em|u|ins|code|span|font|small|big|sub|sup|mark|kbd|samp|var|tt|img|emoji|attachment|readonly|systemeventmessage',
);

const LINE_BREAK = /\r\n|[\r\n\v\f\u0085\u2028\u2029]/g;
const FENCE = /^\s*```[\w+-]*\n([\s\S]*?)\n?\s*```\s*$/;
const WRAPPERS = ['```', '**', '__', '`', '*', '_'];
const FORMATTED_WORDS = /(^|\s)(`|\*\*)([^`*\n"]+)\2(?=[\s.,;!?]|$)/g;

/**
 * The words of a message as Teams sends it, as one plain line: tags, code and emphasis marks, invisible and
 * direction characters gone, entities decoded once (after the tags, so that a typed `<b>` stays), curly
 * quotes made straight, blanks made single, NFC. A message quoted in front (a reply) is left out; struck-out
 * text is kept between `~~`, so that it is never taken for a command. The text of a mention is kept: a sentence
 * to somebody else is not one to the bot.
 */
export function plainText(raw: string): string {
  const untagged = raw
    .toWellFormed()
    .replace(LINE_BREAK, '\n')
    .replace(QUOTED_MESSAGE, '')
    .replace(QUOTE_TAG, '\n> ')
    .replace(STRUCK_TAG, '~~')
    .replace(BREAKING_TAG, '\n')
    .replace(SPACING_TAG, ' ')
    .replace(INLINE_TAG, '');
  const text = decodeHTMLStrict(untagged)
    .replace(LINE_BREAK, '\n')
    .replace(/[^\P{Cc}\n\t]|\p{Cf}/gu, '')
    .replace(/[“”„‟]/g, '"')
    .replace(/[‘’‚‛]/g, "'")
    .normalize('NFC')
    .replace(/[^\S\n]+/g, ' ');
  const unwrapped = withoutWrappers(text.replace(FENCE, '$1')).replace(FORMATTED_WORDS, '$1$3');
  return inOneLine(unwrapped.split('\n').map((line) => line.trim()));
}

function withoutWrappers(text: string): string {
  let inner = text.trim();
  for (const mark of WRAPPERS) {
    const within = inner.slice(mark.length, -mark.length);
    if (inner === `${mark}${within}${mark}` && within !== '' && !within.includes(mark)) inner = within.trim();
  }
  return inner;
}

/**
 * A line break is a blank, except between two lines that both begin like commands: there it keeps them apart,
 * or "pause Slack", "list" would become a pause of "Slack list".
 */
function inOneLine(lines: readonly string[]): string {
  let joined = '';
  for (const line of lines) {
    if (line === '') continue;
    const apart =
      startsWithVerb(line) && startsWithVerb(joined) && /\s/.test(joined) && !/\sbecause$/i.test(joined);
    joined += joined === '' ? line : `${apart ? '; ' : ' '}${line}`;
  }
  return joined;
}

function startsWithVerb(text: string): boolean {
  const [word = ''] = text.replace(/^please[\s,]+/i, '').split(/[^\p{L}?]/u, 1);
  return verbWords.has(word.toLowerCase()) || /^(?:plan|cancel)$/i.test(word);
}
