import * as z from 'zod/v4';
import type { GraphAnswer } from '../words.ts';
import { describeAnswer, type Graph } from './client.ts';
import { expectShape } from './jobs.ts';

export interface BatchPart {
  readonly answer: GraphAnswer;
  readonly body: unknown;
}

const responses = z.object({
  responses: z.array(
    z.object({
      id: z.string(),
      status: z.number(),
      headers: z.record(z.string(), z.string()).nullish(),
      body: z.unknown(),
    }),
  ),
});

/** The documented most of one `$batch`. */
const most = 20;

/**
 * GETs many paths, 20 to a request; reads only, because a batch can half succeed.
 *
 * @returns one part per path, in their order, each with a status of its own; null for a part Graph left out
 * @throws GraphFailure when a whole batch fails
 */
export async function batchGet(graph: Graph, paths: readonly string[]): Promise<(BatchPart | null)[]> {
  const parts: (BatchPart | null)[] = [];
  for (let start = 0; start < paths.length; start += most) {
    const slice = paths.slice(start, start + most);
    const { body, answer } = await graph({
      method: 'POST',
      version: 'v1.0',
      path: '/$batch',
      body: { requests: slice.map((url, index) => ({ id: String(index + 1), method: 'GET', url })) },
    });
    const byId = new Map(expectShape(responses, body, answer).responses.map((r) => [r.id, r]));
    for (let index = 0; index < slice.length; index++) {
      const found = byId.get(String(index + 1));
      const headers = new Headers(found?.headers ?? {});
      parts.push(
        found === undefined
          ? null
          : {
              answer: describeAnswer(found.status, (name) => headers.get(name), found.body),
              body: found.body,
            },
      );
    }
  }
  return parts;
}
