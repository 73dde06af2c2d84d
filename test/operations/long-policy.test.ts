import type { Graph } from '../../src/graph/client.ts';
import { advanceRun } from '../../src/operations/advance-run.ts';
import { sandboxPolicy } from '../../src/policy/policy.ts';
import { openStore } from '../../src/store/open.ts';
import { claimRuns } from '../../src/store/runs.ts';
import { agree, depsOf, jobId, servicePrincipalId } from './world.ts';

const answer = { status: 200, code: null, requestId: null, retryAfter: null };
const job = {
  id: jobId,
  templateId: 'slack',
  schedule: { state: 'Active', interval: 'PT40M' },
  status: { code: 'Active' },
};

const { jest } = import.meta;

afterEach(() => jest.useRealTimers());

test('a run whose policy is looked up for longer than a lease stays with its process, and writes once', async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
  const db = await openStore({ kind: 'file', file: ':memory:' });
  const writes: string[] = [];
  const graph: Graph = async ({ method, path }) => {
    if (method !== 'GET') writes.push(path);
    return {
      answer,
      body: path.includes('/synchronization/') ? job : { id: servicePrincipalId, displayName: 'Slack' },
    };
  };
  const clock = { now: () => Date.now() };
  const deps = {
    ...depsOf(db, graph, clock),
    confirmationTtl: 300_000,
    policy: {
      ...sandboxPolicy,
      judge: async (...deed: Parameters<typeof sandboxPolicy.judge>) => {
        await new Promise((resolve) => setTimeout(resolve, 40_000));
        return await sandboxPolicy.judge(...deed);
      },
    },
  };
  await agree(db, 'pause', job, clock.now());
  const [run] = await claimRuns(db, { owner: 'me', now: clock.now(), limit: 5 });
  if (run === undefined) throw new Error('there was no run to claim');
  const working = advanceRun(deps, run);
  await jest.advanceTimersByTimeAsync(39_000);
  expect(await claimRuns(db, { owner: 'peer', now: clock.now(), limit: 5 })).toEqual([]);
  await jest.advanceTimersByTimeAsync(2000);
  await working;
  expect(writes).toHaveLength(1);
  await db.destroy();
});
