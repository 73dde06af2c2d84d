import fc from 'fast-check';
import type { Graph } from '../../src/graph/client.ts';
import { GraphFailure } from '../../src/graph/failure.ts';
import { advanceRun } from '../../src/operations/advance-run.ts';
import { openStore } from '../../src/store/open.ts';
import { claimRuns, findRun } from '../../src/store/runs.ts';
import { agree, depsOf, jobId, servicePrincipalId } from './world.ts';

const answer = { status: 200, code: null, requestId: null, retryAfter: null };
const nothing = { status: null, code: null, requestId: null, retryAfter: null };

/** What happens at one request: the process dies before or after it, Graph loses it before or after the effect, or all is well. */
type Mishap = 'fine' | 'die-before' | 'die-after' | 'lost-before' | 'lost-after';
const mishap = fc.constantFrom<Mishap>(
  'fine',
  'fine',
  'fine',
  'die-before',
  'die-after',
  'lost-before',
  'lost-after',
);

/** A tenant with one job, in memory, and the mishaps of its next requests. */
function tenantOf(operation: 'pause' | 'delete', mishaps: Mishap[]) {
  const world = { state: 'Active', gone: false, writes: 0 };
  const job = () => ({
    id: jobId,
    templateId: 'slack',
    schedule: { state: world.state },
    status: { code: world.state },
  });
  const act = (method: string, path: string): unknown => {
    if (method === 'GET') {
      if (!path.includes('/synchronization/')) return { id: servicePrincipalId, displayName: 'Slack' };
      if (world.gone) throw new GraphFailure('status', { ...answer, status: 404 }, 'gone');
      if (path.endsWith('/schema')) return { synchronizationRules: [] };
      return job();
    }
    world.writes++;
    if (world.gone) throw new GraphFailure('status', { ...answer, status: 404 }, 'gone');
    if (operation === 'pause') world.state = 'Paused';
    else world.gone = true;
    return undefined;
  };
  const graph: Graph = async ({ method, path }) => {
    const now = mishaps.shift() ?? 'fine';
    if (now === 'die-before') throw new Error('the process died');
    if (now === 'lost-before') throw new GraphFailure('connection-lost', nothing, 'lost');
    const body = act(method, path);
    if (now === 'die-after') throw new Error('the process died');
    if (now === 'lost-after') throw new GraphFailure('connection-lost', nothing, 'lost');
    return { answer, body };
  };
  return { world, graph, job };
}

describe('whatever dies or gets lost, and however often it is taken up again', () => {
  test.each(['pause', 'delete'] as const)(
    '%s: at most one write, and one truthful end',
    async (operation) => {
      await fc.assert(
        fc.asyncProperty(fc.array(mishap, { maxLength: 14 }), async (mishaps) => {
          const db = await openStore({ kind: 'file', file: ':memory:' });
          try {
            let now = 1_000_000;
            const { world, graph, job } = tenantOf(operation, [...mishaps]);
            const deps = { ...depsOf(db, graph, { now: () => now }), confirmationTtl: 10_000_000 };
            const record = await agree(db, operation, job(), now);
            for (let life = 0; life < 60; life++) {
              const claimed = await claimRuns(db, { owner: `life-${life}`, now, limit: 5 });
              for (const run of claimed) await advanceRun(deps, run);
              now += 16_000;
            }
            const end = await findRun(db, record.view.runId);
            expect(world.writes).toBeLessThanOrEqual(1);
            expect(end?.state).toBe('announced');
            const outcome = end?.record.view.outcome;
            const happened = operation === 'pause' ? world.state === 'Paused' : world.gone;
            // "Done" only when it is; "nothing was sent" only when nothing was.
            if (outcome?.kind === 'done') expect(happened).toBe(true);
            const saved = await db.selectFrom('saved_job').select('run_id').execute();
            if (operation === 'delete' && world.writes > 0) expect(saved.length).toBeGreaterThan(0);
            if (outcome?.kind === 'refused') expect(world.writes).toBe(0);
            if (outcome?.kind === 'failed') expect(happened).toBe(false);
            if (mishaps.every((each) => each === 'fine')) expect(outcome?.kind).toBe('done');
            const posts = await db.selectFrom('message').select('notice').where('id', '!=', 'm').execute();
            expect(posts).toHaveLength(1);
            const audited = await db.selectFrom('audit').select('outcome').execute();
            expect(audited).toEqual([{ outcome: outcome?.kind }]);
            const held = await db
              .selectFrom('run')
              .select('id')
              .where('locked_target', 'is not', null)
              .execute();
            expect(held).toEqual([]);
          } finally {
            await db.destroy();
          }
        }),
        { numRuns: 150 },
      );
    },
  );
});
