/** Names that differ only in case, blanks' width and number, or Unicode composition have one key. */
export function nameKey(name: string): string {
  return name.normalize('NFC').replace(/\s+/gu, ' ').trim().toLowerCase();
}

/** As `nameKey`, without any blank: what a slip of the space bar leaves equal. */
export function tightKey(name: string): string {
  return nameKey(name).replaceAll(' ', '');
}
