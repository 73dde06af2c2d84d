/** Teams takes about 28 KB of a message, counted as UTF-16; a card stays well below, in UTF-16 code units. */
export const CARD_BUDGET = {
  /** 25 KB. */
  card: 12_800,
  /** What rows may take of it. */
  rows: 9_600,
} as const;

/** How many UTF-16 code units something takes as JSON. */
export function sizeOf(value: unknown): number {
  return JSON.stringify(value).length;
}
