import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/**
 * When the certificate in a file ends.
 *
 * @param path of a PEM file; its first certificate counts
 * @returns epoch milliseconds
 * @throws when there is no certificate in it
 */
export async function certificateEnd(path: string): Promise<number> {
  return Date.parse(new X509Certificate(await readFile(path)).validTo);
}
