/**
 * A name as the policy compares it: case, composition, quotes' shape, width of blanks and what cannot be seen make
 * no difference. The same folding as `nameKey` of targets, but for the Greek sigma: its small form depends on what
 * follows, and a pattern does not know what follows its `*`.
 */
export function foldName(name: string): string {
  return name
    .normalize('NFC')
    .replace(/\p{Cf}/gu, '')
    .replace(/[\u2018\u2019\u201a\u201b]/gu, "'")
    .replace(/[\u201c\u201d\u201e\u201f]/gu, '"')
    .replace(/\s+/gu, ' ')
    .trim()
    .toLowerCase()
    .replaceAll('ς', 'σ');
}
