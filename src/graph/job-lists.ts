import * as z from 'zod/v4';
import type { GraphAnswer } from '../words.ts';
import { batchGet } from './batch.ts';
import type { Graph } from './client.ts';
import { jobsShape } from './decode.ts';
import { GraphFailure } from './failure.ts';
import { principalPath } from './ids.ts';
import type { GraphJob } from './jobs.ts';

/** What became of reading the jobs of one principal. */
export type JobList =
  | { readonly kind: 'jobs'; readonly jobs: readonly GraphJob[] }
  /** Graph knows the principal no more. */
  | { readonly kind: 'gone' }
  /** Graph answered this part with something else. */
  | { readonly kind: 'failed'; readonly answer: GraphAnswer }
  /** It wasn't asked for, or not answered, because the request as a whole failed. */
  | { readonly kind: 'unanswered'; readonly failure: GraphFailure };

/** One `$batch` takes twenty requests. */
const atOnce = 20;
/** A principal has a handful of jobs; more pages than this is a server that never stops. */
const mostPages = 20;

const page = z.object({ '@odata.nextLink': z.string().optional() });
const nothing: GraphAnswer = { status: null, code: null, requestId: null, retryAfter: null };

interface Asked {
  readonly index: number;
  readonly path: string;
  readonly jobs: readonly GraphJob[];
  readonly pages: number;
}

/**
 * GETs the jobs of many principals, twenty to a request, every page of them. Nothing is tried again, and after a
 * request that failed as a whole none follows.
 *
 * @returns one list per principal, in their order
 */
export async function readJobLists(graph: Graph, servicePrincipalIds: readonly string[]): Promise<JobList[]> {
  const lists: JobList[] = [];
  let left: readonly Asked[] = servicePrincipalIds.map((id, index) => ({
    index,
    path: `${principalPath(id)}/synchronization/jobs`,
    jobs: [],
    pages: 0,
  }));
  while (left.length > 0) {
    const some = left.slice(0, atOnce);
    const following: Asked[] = [];
    let parts: Awaited<ReturnType<typeof batchGet>>;
    try {
      parts = await batchGet(
        graph,
        some.map(({ path }) => path),
      );
    } catch (error) {
      if (!(error instanceof GraphFailure)) throw error;
      for (const { index } of left) lists[index] = { kind: 'unanswered', failure: error };
      break;
    }
    for (const [at, asked] of some.entries()) {
      const part = parts[at];
      const answer = part?.answer ?? nothing;
      const read = answer.status === 200 ? jobsShape.safeParse(part?.body) : null;
      if (!read?.success) {
        lists[asked.index] = answer.status === 404 ? { kind: 'gone' } : { kind: 'failed', answer };
        continue;
      }
      const jobs = [...asked.jobs, ...read.data.value];
      const next = page.safeParse(part?.body).data?.['@odata.nextLink'];
      if (next === undefined) {
        lists[asked.index] = { kind: 'jobs', jobs };
        continue;
      }
      const path = nextPath(asked.path, next);
      if (path === null || asked.pages >= mostPages) lists[asked.index] = { kind: 'failed', answer };
      else following.push({ ...asked, path, jobs, pages: asked.pages + 1 });
    }
    left = [...following, ...left.slice(atOnce)];
  }
  return lists;
}

/** Only the query of a link is taken over: one to another host must not get the bot's token. Null for no link at all. */
function nextPath(path: string, link: string): string | null {
  const url = URL.parse(link, 'https://graph.invalid');
  return url === null ? null : `${path.split('?')[0]}${url.search}`;
}
