import { foldName } from './fold-name.ts';

/** A name in which `*` stands for any characters, or none; everything else stands for itself. */
export interface NamePattern {
  /** As it was written. */
  readonly text: string;
  /** What must occur, folded, in this order; the first at the beginning, the last at the end. */
  readonly parts: readonly string[];
}

/** Prepares a pattern for matching. */
export function namePattern(text: string): NamePattern {
  return { text, parts: foldName(text).split(/\*+/) };
}

/**
 * Whether a pattern fits a whole name. Each part is looked for once, from where the one before it ended: taking
 * the earliest place leaves the most for the rest, so nothing is ever tried again.
 *
 * @param folded the name after `foldName`
 */
export function fits({ parts }: NamePattern, folded: string): boolean {
  const first = parts[0] ?? '';
  if (parts.length === 1) return folded === first;
  const last = parts.at(-1) ?? '';
  const end = folded.length - last.length;
  if (end < first.length || !folded.startsWith(first) || !folded.endsWith(last)) return false;
  let from = first.length;
  for (const part of parts.slice(1, -1)) {
    const at = folded.indexOf(part, from);
    if (at === -1 || at + part.length > end) return false;
    from = at + part.length;
  }
  return true;
}
