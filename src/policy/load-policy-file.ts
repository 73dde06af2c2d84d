import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { type PolicyReading, readPolicy } from './read-policy.ts';

/** Larger is no policy that a person wrote. */
const mostBytes = 256 * 1024;

const trouble: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'the bot may not read it',
  EPERM: 'the bot may not read it',
  EISDIR: 'it is a directory',
  ENOTDIR: 'there is no such file',
  ENXIO: 'it is no regular file',
};

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

async function readText(file: string): Promise<string | { readonly problem: string }> {
  // Without O_NONBLOCK a pipe would be waited for.
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stat = await handle.stat();
    if (stat.isDirectory()) return { problem: 'it is a directory' };
    if (!stat.isFile()) return { problem: 'it is no regular file' };
    const bytes = Buffer.alloc(mostBytes + 1);
    let length = 0;
    while (length < bytes.length) {
      const { bytesRead } = await handle.read(bytes, length, bytes.length - length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    if (length > mostBytes) return { problem: `it is larger than ${mostBytes / 1024} KB` };
    return utf8(bytes.subarray(0, length)) ?? { problem: 'it is not UTF-8 text' };
  } finally {
    await handle.close();
  }
}

/**
 * Reads a policy from a file. Whatever is wrong with the file is told like a mistake in it: a bot without a
 * policy that can be read must not start.
 *
 * @returns the policy, or every problem found
 */
export async function loadPolicyFile(file: string): Promise<PolicyReading> {
  let text: Awaited<ReturnType<typeof readText>>;
  try {
    text = await readText(file);
  } catch (error) {
    const code = String((error as { readonly code?: unknown } | null)?.code);
    text = { problem: trouble[code] ?? `it can't be read (${String(error)})` };
  }
  if (typeof text === 'string') return readPolicy(text);
  const message = `the policy can't be read from ${file}: ${text.problem}`;
  return { ok: false, problems: [{ line: 0, path: '', message }] };
}
