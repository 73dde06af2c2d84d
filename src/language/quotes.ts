const CLOSERS: ReadonlyMap<string, string> = new Map([
  ['"', '"”'],
  ['“', '”"“'],
  ['„', '“”"'],
  ['«', '»'],
  ["'", "'’"],
  ['‘', "’'"],
  ['‚', "‘’'"],
]);

const MASK = '\u0001';

/** Pairs to write a name in. Curly ones would not help: they end wherever their straight ones do. */
export const quotePairs: readonly (readonly [string, string])[] = [
  ['"', '"'],
  ["'", "'"],
  ['«', '»'],
];

/**
 * The same text, equally long, with everything that stands in quotes (marks included) blacked out, so that
 * rules about words can look at the rest. A mark opens only at the start of a word and closes only at the end
 * of one: the apostrophes of "don't" and "Children's" are none.
 */
export function maskQuoted(text: string): string {
  let masked = '';
  let at = 0;
  // A mark that found no partner finds none further on either; asking again at each would take its time.
  const partnerless = new Set<string>();
  while (at < text.length) {
    const closers = opensAt(text, at);
    const end = closers === undefined || partnerless.has(closers) ? -1 : closingMark(text, at + 1, closers);
    if (end < 0) {
      if (closers !== undefined) partnerless.add(closers);
      masked += text[at] ?? '';
      at += 1;
    } else {
      masked += MASK.repeat(end - at + 1);
      at = end + 1;
    }
  }
  return masked;
}

/** What stands inside when the whole text is one quotation; null when it is not. */
export function unquoted(text: string): string | null {
  const closers = opensAt(text, 0);
  return closers !== undefined && closingMark(text, 1, closers) === text.length - 1
    ? text.slice(1, -1)
    : null;
}

/** Whether any of a masked text was in quotes. */
export function hasQuoted(masked: string): boolean {
  return masked.includes(MASK);
}

/** Whether a masked text still holds a mark that opened or closed nothing. */
export function isUnbalanced(masked: string): boolean {
  return /["“”„«»]/.test(masked) || /^['‘’‚]|\s['‘‚]|['‘’‚]$/.test(masked);
}

/** Whether a text begins with a quotation mark. */
export function opensQuote(text: string): boolean {
  return CLOSERS.has(text.charAt(0));
}

function opensAt(text: string, at: number): string | undefined {
  return at === 0 || /\s/.test(text.charAt(at - 1)) ? CLOSERS.get(text.charAt(at)) : undefined;
}

function closingMark(text: string, from: number, closers: string): number {
  for (let at = from; at < text.length; at += 1) {
    if (closers.includes(text.charAt(at)) && /^[\s.,;:!?]?$/.test(text.charAt(at + 1))) return at;
  }
  return -1;
}
