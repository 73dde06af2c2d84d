import type { IncomingMessage, ServerResponse } from 'node:http';
import { isDeeperThan } from './json-depth.ts';

/** Largest body taken in, bytes; Teams' own are far below. */
export const largestBody = 262_144;
/** Cards and what comes back from them stay far below. */
const deepest = 64;

/** What is wrong with a body. */
export type BodyProblem = 'too-large' | 'not-json' | 'too-deep' | 'not-an-object' | 'broken-off';

export type BodyResult =
  | { readonly ok: true; readonly body: Record<string, unknown> }
  | { readonly ok: false; readonly problem: BodyProblem };

const no = (problem: BodyProblem) => ({ ok: false, problem }) as const;

/** True for a request that says its body is too large, before any of it was read. */
export function saysTooLarge(request: IncomingMessage): boolean {
  return Number(request.headers['content-length'] ?? 0) > largestBody;
}

function collect(request: IncomingMessage): Promise<Buffer | BodyProblem> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (result: Buffer | BodyProblem) => {
      request.off('data', take).off('end', end).off('close', broken);
      resolve(result);
    };
    const take = (chunk: Buffer) => {
      size += chunk.length;
      if (size <= largestBody) return void chunks.push(chunk);
      request.pause();
      settle('too-large');
    };
    const end = () => settle(Buffer.concat(chunks));
    const broken = () => settle('broken-off');
    request.on('data', take).once('end', end).once('close', broken);
    // An aborted request says so here too; it is handled as closed.
    request.on('error', () => {});
  });
}

/** Reads a body that has to be one JSON object, within limits. Never throws. */
export async function readJsonBody(request: IncomingMessage, response: ServerResponse): Promise<BodyResult> {
  if (request.headers.expect !== undefined) response.writeContinue();
  const bytes = await collect(request);
  if (typeof bytes === 'string') return no(bytes);
  let body: unknown;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (isDeeperThan(text, deepest)) return no('too-deep');
    body = JSON.parse(text);
  } catch {
    return no('not-json');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return no('not-an-object');
  return { ok: true, body: body as Record<string, unknown> };
}
