import { nameKey } from '../name-key.ts';

/**
 * A name as the policy compares it: as everywhere, but for the Greek sigma, whose small form depends on what
 * follows; a pattern does not know what follows its `*`.
 */
export function foldName(name: string): string {
  return nameKey(name).replaceAll('ς', 'σ');
}
