/**
 * Names that differ only in case, in width and number of blanks, in Unicode composition, in the shape of their
 * quotes or in characters that cannot be seen have one key. What people type was cleaned of the latter two, what
 * Graph has as `displayName` was not.
 */
export function nameKey(name: string): string {
  return visible(name).toLowerCase();
}

/** A name as a person can type it: its case is kept, what cannot be seen or typed apart is folded. */
export function visible(name: string): string {
  return name
    .normalize('NFC')
    .replace(/\p{Cf}/gu, '')
    .replace(/[\u2018\u2019\u201a\u201b]/gu, "'")
    .replace(/[\u201c\u201d\u201e\u201f]/gu, '"')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** As `nameKey`, without any blank: what a slip of the space bar leaves equal. */
export function tightKey(name: string): string {
  return nameKey(name).replaceAll(' ', '');
}
