import type { IncomingMessage } from 'node:http';

/** Longest body that is read, in bytes. */
export const longestBody = 1024 * 1024;

export type ReadBody =
  /** `json` is undefined when there was no body. */
  | { readonly kind: 'json'; readonly json: unknown }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'malformed' };

/**
 * Reads a body as JSON. One that is too long is still read to its end without being kept, so that the sender
 * gets to see the answer.
 *
 * @throws when the connection ends early.
 */
export async function readBody(request: IncomingMessage): Promise<ReadBody> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= longestBody) chunks.push(chunk);
  }
  if (length > longestBody) return { kind: 'too-large' };
  const text = Buffer.concat(chunks).toString('utf8');
  if (text.trim() === '') return { kind: 'json', json: undefined };
  try {
    return { kind: 'json', json: JSON.parse(text) as unknown };
  } catch {
    return { kind: 'malformed' };
  }
}
