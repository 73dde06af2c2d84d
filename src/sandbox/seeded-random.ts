/**
 * A repeatable stream of numbers in [0, 1): equal seeds and keys give equal streams.
 * FNV-1a over the key, then mulberry32; good enough to make counts look alive, nothing more.
 */
export function seededRandom(seed: number, key: string): () => number {
  let state = 0x811c9dc5 ^ seed;
  for (let i = 0; i < key.length; i++) {
    state = Math.imul(state ^ key.charCodeAt(i), 0x01000193);
  }
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A GUID from such a stream, in the shape of a version 4 one. */
export function randomGuid(random: () => number): string {
  const hex = (digits: number) =>
    Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('');
  return `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
}
