import fc from 'fast-check';
import type { Graph } from '../../src/graph/client.ts';
import { GraphFailure } from '../../src/graph/failure.ts';
import { allJobLists } from '../../src/targets/all-job-lists.ts';

const id = (n: number) => `60443998-8cf7-4e61-b05c-${String(n).padStart(12, '0')}`;
const jobs = { value: [{ id: 'job', schedule: { state: 'Active' }, status: { code: 'Active' } }] };
const ok = { status: 200, code: null, requestId: null, retryAfter: null };

/** A part's answer: jobs, none at all, or a status with the seconds to wait. */
type Answer = 'jobs' | 'left out' | { readonly status: number; readonly retryAfter?: number };

/** A Graph that gives each principal's answers in order, the last again and again. */
function graphOf(answers: readonly (readonly Answer[])[]) {
  const asked = answers.map(() => 0);
  const sizes: number[] = [];
  const graph: Graph = async ({ body }) => {
    const { requests } = body as { requests: { id: string; url: string }[] };
    sizes.push(requests.length);
    const responses = requests.flatMap(({ id: part, url }): object[] => {
      const n = Number(/-(\d{12})\//.exec(url)?.[1]);
      const row = answers[n] ?? [];
      const answer = row[Math.min(asked[n] ?? 0, row.length - 1)] ?? 'left out';
      asked[n] = (asked[n] ?? 0) + 1;
      if (answer === 'left out') return [];
      if (answer === 'jobs') return [{ id: part, status: 200, body: jobs }];
      const headers = answer.retryAfter === undefined ? {} : { 'Retry-After': answer.retryAfter };
      return [{ id: part, status: answer.status, headers, body: {} }];
    });
    return { answer: ok, body: { responses } };
  };
  return { graph, asked, sizes };
}

async function read(answers: readonly (readonly Answer[])[], longest = 15_000) {
  const given = graphOf(answers);
  const waits: number[] = [];
  const lists = await allJobLists(
    given.graph,
    answers.map((_row, n) => id(n)),
    { pause: async (milliseconds) => void waits.push(milliseconds), longest },
  );
  return { ...given, waits, kinds: lists.map(({ kind }) => kind) };
}

test('what was throttled is asked for again after the longest time named, and nothing else is', async () => {
  const busy: Answer[] = [{ status: 429, retryAfter: 3 }, 'jobs'];
  const busier: Answer[] = [{ status: 429, retryAfter: 5 }, 'jobs'];
  const { kinds, waits, asked } = await read([
    ['jobs'],
    busy,
    [{ status: 404 }],
    busier,
    ['left out', 'jobs'],
  ]);
  expect(kinds).toEqual(['jobs', 'jobs', 'gone', 'jobs', 'jobs']);
  expect(waits).toEqual([5000]);
  expect(asked).toEqual([1, 2, 1, 2, 2]);
});

test('a wait that is longer than anybody waits is not begun', async () => {
  const { kinds, waits, asked } = await read([['jobs'], [{ status: 429, retryAfter: 600 }]]);
  expect(kinds).toEqual(['jobs', 'failed']);
  expect(waits).toEqual([]);
  expect(asked).toEqual([1, 1]);
});

test('what stays busy is given up in time, each wait longer than the last', async () => {
  const { kinds, waits } = await read([[{ status: 503 }]]);
  expect(kinds).toEqual(['failed']);
  expect(waits).toEqual([1000, 2000, 4000, 8000]);
});

test('a refusal is not asked for again', async () => {
  const { kinds, waits, asked } = await read([[{ status: 403 }], [{ status: 401 }]]);
  expect(kinds).toEqual(['failed', 'failed']);
  expect(waits).toEqual([]);
  expect(asked).toEqual([1, 1]);
});

test('a whole request that failed is asked for again only where that can help', async () => {
  for (const [kind, times] of [
    ['timeout', 2],
    ['connection-lost', 2],
    ['no-token', 1],
    ['unreachable', 1],
  ] as const) {
    let asked = 0;
    const { graph } = graphOf([['jobs']]);
    const failing: Graph = async (request) => {
      asked += 1;
      if (asked === 1) throw new GraphFailure(kind, { ...ok, status: null }, 'for the test');
      return await graph(request);
    };
    const [list] = await allJobLists(failing, [id(0)], { pause: async () => {}, longest: 5000 });
    expect({ kind, asked, list: list?.kind }).toEqual({
      kind,
      asked: times,
      list: times === 2 ? 'jobs' : 'unanswered',
    });
  }
});

test('any mixture: in order, everything that is answered in time is there, and no wait goes beyond the longest', async () => {
  const answer = fc.oneof(
    fc.constantFrom<Answer>('jobs', 'left out', { status: 404 }, { status: 403 }, { status: 500 }),
    fc.record({ status: fc.constant(429), retryAfter: fc.integer({ min: 0, max: 20 }) }),
  );
  const rows = fc.array(fc.array(answer, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 50 });
  await fc.assert(
    fc.asyncProperty(rows, async (answers) => {
      const { kinds, waits, asked, sizes } = await read(answers);
      expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThanOrEqual(15_000);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(20);
      for (const [n, row] of answers.entries()) {
        const last = row[Math.min((asked[n] ?? 0) - 1, row.length - 1)];
        const gone = typeof last === 'object' && last.status === 404;
        expect(kinds[n]).toBe(last === 'jobs' ? 'jobs' : gone ? 'gone' : 'failed');
      }
    }),
    { numRuns: 60 },
  );
});
