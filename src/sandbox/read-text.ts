import type { IncomingMessage } from 'node:http';

/** Longest body that is read, in bytes. */
export const longestBody = 1024 * 1024;

/**
 * Reads a body as UTF-8. One that is too long is still read to its end without being kept, so that the sender
 * gets to see the answer.
 *
 * @returns null when it is too long
 * @throws when the connection ends early
 */
export async function readText(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= longestBody) chunks.push(chunk);
  }
  return length > longestBody ? null : Buffer.concat(chunks).toString('utf8');
}
