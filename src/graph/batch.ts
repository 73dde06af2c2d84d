import * as z from 'zod/v4';
import { count, statusClass } from '../metrics.ts';
import type { GraphAnswer } from '../words.ts';
import { describeAnswer, type Graph } from './client.ts';
import { expectShape } from './jobs.ts';

export interface BatchPart {
  readonly answer: GraphAnswer;
  readonly body: unknown;
}

const responses = z.object({ responses: z.array(z.unknown()) });
/** Read one by one, so that one that makes no sense costs only itself. */
const response = z.object({
  id: z.string(),
  status: z.number(),
  headers: z.record(z.string(), z.unknown()).nullish().catch(null),
  body: z.unknown(),
});

/** The documented most of one `$batch`. */
const most = 20;

/** A header of a part, its name in any case; what no HTTP header could be is none. */
function headerOf(headers: Readonly<Record<string, unknown>>): (name: string) => string | null {
  const byName = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return (name) => {
    const value = byName.get(name.toLowerCase());
    return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
  };
}

/**
 * GETs many paths, 20 to a request; reads only, because a batch can half succeed.
 *
 * @returns one part per path, in their order, each with a status of its own; null for a part that Graph left out or
 * that makes no sense
 * @throws GraphFailure when a whole batch fails
 */
export async function batchGet(graph: Graph, paths: readonly string[]): Promise<(BatchPart | null)[]> {
  const parts: (BatchPart | null)[] = [];
  for (let start = 0; start < paths.length; start += most) {
    const slice = paths.slice(start, start + most);
    const { body, answer } = await graph({
      name: 'batch',
      method: 'POST',
      version: 'v1.0',
      path: '/$batch',
      body: { requests: slice.map((url, index) => ({ id: String(index + 1), method: 'GET', url })) },
    });
    const understood = expectShape(responses, body, answer).responses.flatMap(
      (each) => response.safeParse(each).data ?? [],
    );
    const byId = new Map(understood.map((each) => [each.id, each]));
    for (let index = 0; index < slice.length; index++) {
      const found = byId.get(String(index + 1));
      const status = found === undefined ? 'unexpected' : statusClass(found.status);
      count('sync_warden_graph_batch_parts_total', { status });
      parts.push(
        found === undefined
          ? null
          : {
              answer: describeAnswer(found.status, headerOf(found.headers ?? {}), found.body),
              body: found.body,
            },
      );
    }
  }
  return parts;
}
