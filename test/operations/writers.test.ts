import type { Graph } from '../../src/graph/client.ts';
import { advanceRun } from '../../src/operations/advance-run.ts';
import { personWriters } from '../../src/operations/writers.ts';
import { openStore } from '../../src/store/open.ts';
import { claimRuns, findRun } from '../../src/store/runs.ts';
import { agree, depsOf, jobId, servicePrincipalId } from './world.ts';

const answer = { status: 200, code: null, requestId: null, retryAfter: null };
const job = {
  id: jobId,
  templateId: 'slack',
  schedule: { state: 'Active' },
  status: { code: 'Active' },
};

test('a run whose person’s sign-in went with its process sends nothing, and asks again as that person', async () => {
  const db = await openStore({ kind: 'file', file: ':memory:' });
  const sent: string[] = [];
  const graph: Graph = async ({ method, path }) => {
    if (method !== 'GET') sent.push(path);
    return {
      answer,
      body: path.includes('/synchronization/') ? job : { id: servicePrincipalId, displayName: 'Slack' },
    };
  };
  let now = 1_000_000;
  const clock = { now: () => now };
  const deps = { ...depsOf(db, graph, clock), writers: personWriters(null, clock) };
  const record = await agree(db, 'pause', job, now);
  const advance = async () => {
    for (const run of await claimRuns(db, { owner: 'me', now, limit: 5 })) await advanceRun(deps, run);
  };
  await advance();
  // Another replica may have the sign-in.
  expect(await findRun(db, record.view.runId)).toMatchObject({ state: 'claimed' });
  now += 16_000;
  await advance();
  expect(sent).toEqual([]);
  expect((await findRun(db, record.view.runId))?.record.view.outcome).toEqual({
    kind: 'refused',
    code: 'interrupted',
  });
  const [open] = await db.selectFrom('confirmation').select('plan').where('status', '=', 'pending').execute();
  expect(JSON.parse(open?.plan ?? '{}')).toMatchObject({ warnings: ['was-away', 'as-you'] });
  await db.destroy();
});

test('what was agreed to in a person’s name is not done in the app’s, should the setting change in between', async () => {
  const db = await openStore({ kind: 'file', file: ':memory:' });
  const sent: string[] = [];
  const graph: Graph = async ({ method, path }) => {
    if (method !== 'GET') sent.push(path);
    const principal = { id: servicePrincipalId, displayName: 'Slack' };
    return { answer, body: path.includes('/synchronization/') ? job : principal };
  };
  const clock = { now: () => 1_000_000 };
  const deps = {
    ...depsOf(db, graph, clock),
    writers: personWriters({ graphOf: () => graph, operations: ['pause'] }, clock),
  };
  const record = await agree(db, 'pause', job, 1_000_000);
  const inTheirName = { ...record, view: { ...record.view, writesAs: 'person' } };
  await db
    .updateTable('run')
    .set({ record: JSON.stringify(inTheirName) })
    .execute();
  for (const run of await claimRuns(db, { owner: 'me', now: 1_000_000, limit: 5 }))
    await advanceRun(deps, run);
  expect(sent).toEqual([]);
  expect((await findRun(db, record.view.runId))?.record.view.outcome).toMatchObject({ code: 'interrupted' });
  await db.destroy();
});

describe('what is kept of a person', () => {
  const graph: Graph = async () => ({ answer, body: {} });
  const run = (id: string) => ({ id, tenantId: 't' });

  test('is given to that run alone, for ten minutes, until it ends', () => {
    let now = 0;
    const writers = personWriters(null, { now: () => now });
    writers.keep('r', graph);
    expect(writers.of(run('r'), 'pause')).toBe(graph);
    expect(writers.of(run('s'), 'pause')).toBeNull();
    now = 10 * 60_000 - 1;
    expect(writers.of(run('r'), 'pause')).toBe(graph);
    now = 10 * 60_000;
    expect(writers.of(run('r'), 'pause')).toBeNull();
    writers.keep('t', graph);
    writers.forget('t');
    expect(writers.of(run('t'), 'pause')).toBeNull();
  });

  test('is bounded', () => {
    const writers = personWriters(null, { now: () => 0 });
    for (let index = 0; index < 3000; index++) writers.keep(`r${index}`, graph);
    const kept = Array.from({ length: 3000 }, (_, index) => writers.of(run(`r${index}`), 'pause') !== null);
    expect(kept.filter(Boolean)).toHaveLength(1000);
    expect(kept[2999]).toBe(true);
  });

  test('an operation the app may do itself never takes a person’s', () => {
    const app: Graph = async () => ({ answer, body: {} });
    const writers = personWriters({ graphOf: () => app, operations: ['pause'] }, { now: () => 0 });
    writers.keep('r', graph);
    expect(writers.of(run('r'), 'pause')).toBe(app);
    expect(writers.of(run('r'), 'pause-profile')).toBe(graph);
    expect([writers.as('pause'), writers.as('pause-profile')]).toEqual(['app', 'person']);
  });
});
