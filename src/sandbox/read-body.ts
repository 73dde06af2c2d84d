import type { IncomingMessage } from 'node:http';
import { readText } from './read-text.ts';

export type ReadBody =
  /** `json` is undefined when there was no body. */
  | { readonly kind: 'json'; readonly json: unknown }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'malformed' };

/**
 * Reads a body as JSON.
 *
 * @throws when the connection ends early
 */
export async function readBody(request: IncomingMessage): Promise<ReadBody> {
  const text = await readText(request);
  if (text === null) return { kind: 'too-large' };
  if (text.trim() === '') return { kind: 'json', json: undefined };
  try {
    return { kind: 'json', json: JSON.parse(text) as unknown };
  } catch {
    return { kind: 'malformed' };
  }
}
