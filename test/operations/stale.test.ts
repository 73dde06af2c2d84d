import type { Graph } from '../../src/graph/client.ts';
import { advanceRun } from '../../src/operations/advance-run.ts';
import { openStore } from '../../src/store/open.ts';
import { claimRuns, findRun } from '../../src/store/runs.ts';
import type { Database } from '../../src/store/schema.ts';
import { agree, depsOf, jobId, servicePrincipalId } from './world.ts';

const answer = { status: 200, code: null, requestId: null, retryAfter: null };
const job = (id = jobId) => ({
  id,
  templateId: 'slack',
  schedule: { state: 'Active' },
  status: { code: 'Active' },
});

function graphOf(writes: string[], body: () => object): Graph {
  return async ({ method, path }) => {
    if (method !== 'GET') writes.push(`${method} ${path}`);
    const principal = { id: servicePrincipalId, displayName: 'Slack' };
    if (path.endsWith('/schema')) return { answer, body: { synchronizationRules: [] } };
    return { answer, body: path.includes('/synchronization/') ? body() : principal };
  };
}

let db: Database;
beforeEach(async () => {
  db = await openStore({ kind: 'file', file: ':memory:' });
});
afterEach(async () => {
  await db.destroy();
});

async function live(writes: string[], from: number, lives: number, body: () => object = job): Promise<void> {
  let now = from;
  const deps = depsOf(db, graphOf(writes, body), { now: () => now });
  for (let life = 0; life < lives; life++) {
    for (const run of await claimRuns(db, { owner: `life-${life}`, now, limit: 5 }))
      await advanceRun(deps, run);
    now += 16_000;
  }
}

test('a yes from before the bot was away is not acted on: it asks again', async () => {
  const writes: string[] = [];
  const record = await agree(db, 'delete', job(), 1_000_000);
  await live(writes, 1_000_000 + 3 * 86_400_000, 3);
  expect(writes).toEqual([]);
  expect((await findRun(db, record.view.runId))?.record.view.outcome).toEqual({
    kind: 'refused',
    code: 'interrupted',
  });
  const open = await db.selectFrom('confirmation').select(['status', 'message_id']).execute();
  expect(open).toEqual([{ status: 'pending', message_id: 'm' }]);
});

test('a yes of a moment ago is acted on', async () => {
  const writes: string[] = [];
  await agree(db, 'delete', job(), 1_000_000);
  await live(writes, 1_000_500, 1);
  expect(writes).toHaveLength(1);
});

test('an answer about another job than was asked for is never acted on, and the run ends', async () => {
  const writes: string[] = [];
  const record = await agree(db, 'delete', job(), 1_000_000);
  await live(writes, 1_000_500, 5, () => job('slack.another'));
  expect(writes).toEqual([]);
  expect((await findRun(db, record.view.runId))?.record.view.outcome).toEqual({
    kind: 'refused',
    code: 'unreadable',
  });
});

test('a run that meets something nobody foresaw again and again ends, and lets its target go', async () => {
  const writes: string[] = [];
  const record = await agree(db, 'pause', job(), 1_000_000);
  await live(writes, 1_000_500, 6, () => {
    throw new TypeError('unforeseen');
  });
  expect(await findRun(db, record.view.runId)).toMatchObject({
    state: 'announced',
    record: { view: { outcome: { kind: 'refused', code: 'unreadable' } } },
  });
  expect(await db.selectFrom('run').select('id').where('locked_target', 'is not', null).execute()).toEqual(
    [],
  );
  expect(writes).toEqual([]);
});

test('a run of an earlier version, whose record knows less, is ended all the same', async () => {
  const record = await agree(db, 'pause', job(), 1_000_000);
  const { requestIds: _ids, approver: _approver, ...rest } = record;
  const { saved: _saved, writesAs: _as, forbidden: _forbidden, approvedBy: _by, ...view } = rest.view;
  await db
    .updateTable('run')
    .set({ record: JSON.stringify({ ...rest, view }), state: 'called' })
    .execute();
  await live([], 1_000_500, 6, () => ({
    ...job(),
    schedule: { state: 'Paused' },
    status: { code: 'Paused' },
  }));
  expect(await findRun(db, record.view.runId)).toMatchObject({ state: 'announced' });
  expect(await db.selectFrom('audit').select(['outcome', 'request_ids']).execute()).toEqual([
    { outcome: 'done', request_ids: '[]' },
  ]);
});
