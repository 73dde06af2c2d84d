import type { Graph } from '../graph/client.ts';
import { type JobList, readJobLists } from '../graph/job-lists.ts';
import type { GraphAnswer } from '../words.ts';

/** How to wait for a Graph that is too busy. */
export interface Patience {
  /** Waits so many milliseconds. */
  readonly pause: (milliseconds: number) => Promise<unknown>;
  /** How long to wait altogether, milliseconds. */
  readonly longest: number;
}

/** The first wait where Graph names none, milliseconds; each further one is twice as long. */
const firstWait = 1000;

/** Of what may be answered a moment later, what is known of the answer; else null. */
function busy(list: JobList | undefined): GraphAnswer | null {
  if (list === undefined || list.kind === 'jobs' || list.kind === 'gone') return null;
  const answer = list.kind === 'failed' ? list.answer : list.failure.answer;
  const leftOut = list.kind === 'failed' && answer.status === null;
  const broken =
    list.kind === 'unanswered' &&
    (list.failure.kind === 'timeout' || list.failure.kind === 'connection-lost');
  return leftOut || broken || answer.status === 429 || (answer.status ?? 0) >= 500 ? answer : null;
}

/**
 * The jobs of many principals. What Graph was too busy for is asked for again, after the time that Graph names: in
 * a tenant with thousands of applications some part of the many requests nearly always meets a limit.
 *
 * @returns one list per principal, in their order; those that stay busy as they were answered last
 */
export async function allJobLists(
  graph: Graph,
  servicePrincipalIds: readonly string[],
  { pause, longest }: Patience,
): Promise<JobList[]> {
  const lists = await readJobLists(graph, servicePrincipalIds);
  let waited = 0;
  for (let own = firstWait; ; own *= 2) {
    const again = servicePrincipalIds.flatMap((id, index) => {
      const answer = busy(lists[index]);
      return answer === null ? [] : [{ id, index, retryAfter: (answer.retryAfter ?? 0) * 1000 }];
    });
    const wait = Math.max(own, ...again.map(({ retryAfter }) => retryAfter));
    if (again.length === 0 || waited + wait > longest) return lists;
    await pause(wait);
    waited += wait;
    const read = await readJobLists(
      graph,
      again.map(({ id }) => id),
    );
    for (const [at, { index }] of again.entries()) {
      const list = read[at];
      if (list !== undefined) lists[index] = list;
    }
  }
}
