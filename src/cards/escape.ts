/** Line breaks, tabs and blanks; the no-break space stays, it holds times together. */
const BLANKS = /[ \t\n\v\f\r\u0085\u2028\u2029]+/g;

/**
 * Characters without a shape of their own: controls, those that turn the direction of text, and blanks of no
 * width, with which a name can look like another. Joiners stay: scripts and emoji need them.
 */
const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is removed
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

/** Half of a pair that isn't there can break what reads the JSON. */
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Shows nothing and keeps `{{DATE(…)}}` from being run by the client. */
const WORD_JOINER = '\u2060';

/** How much of a name, note or message stands on a card; all of it is in Details. */
export const LONGEST_SHOWN = 60;

/** A text from elsewhere on one line, without characters that show nothing or turn the direction. */
export function clean(text: string): string {
  return text
    .replace(BLANKS, ' ')
    .replace(INVISIBLE, '')
    .replace(LONE_SURROGATE, '\ufffd')
    .replace(/\{(?=\{)/g, `{${WORD_JOINER}`)
    .trim();
}

/** A cleaned text, cut with "…" when it is longer than `longest` characters. */
export function short(text: string, longest = LONGEST_SHOWN): string {
  const characters = Array.from(clean(text));
  if (characters.length === 0) return '(no name)';
  if (characters.length <= longest) return characters.join('');
  return `${characters
    .slice(0, longest - 1)
    .join('')
    .trimEnd()}…`;
}

/** Whether `short` leaves anything of a name out. */
export function isCut(text: string): boolean {
  return Array.from(clean(text)).length > LONGEST_SHOWN;
}

/** A text that Markdown leaves as it is, for TextBlocks and FactSets. Takes one line. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_[\]<~]/g, '\\$&')
    .replace(/&(?=#?\w+;)/g, '\\&')
    .replace(/^(?=[#>+=-])/, '\\')
    .replace(/^(\d+)(?=[.)](\s|$))/, '$1\\');
}
