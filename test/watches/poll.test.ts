import { claimTenants } from '../../src/store/poll-tenants.ts';
import { insertRun } from '../../src/store/runs.ts';
import { hurryJob } from '../../src/store/watched-jobs.ts';
import { removeWatches, watchesOf } from '../../src/store/watches.ts';
import { endWatches } from '../../src/watches/end-watches.ts';
import { pollTenant } from '../../src/watches/poll-tenant.ts';
import { setQuiet } from '../../src/watches/set-quiet.ts';
import type { Operation, Outcome } from '../../src/words.ts';
import { newRunRecord } from '../operations/world.ts';
import { noAnswer, openWatchWorld, placeOf, refused, start, tenantId, testJob } from './world.ts';

const minute = 60_000;
const hour = 60 * minute;
const all = { kind: 'all' } as const;
const worlds: { db: { destroy(): Promise<void> } }[] = [];
afterEach(async () => {
  for (const { db } of worlds.splice(0)) await db.destroy();
});

async function open(count = 3, options: Parameters<typeof openWatchWorld>[1] = {}) {
  const jobs = Array.from({ length: count }, (_, index) => testJob(index));
  const world = await openWatchWorld(jobs, options);
  worlds.push(world);
  const job = (index: number) => {
    const found = jobs[index];
    if (found === undefined) throw new Error('no such job');
    return found;
  };
  const oneOf = (index: number) => {
    const { servicePrincipalId, id, name } = job(index);
    return {
      kind: 'job',
      target: { kind: 'job', servicePrincipalId, jobId: id },
      displayName: name,
    } as const;
  };
  return { ...world, jobs, job, oneOf };
}

describe('who hears of what', () => {
  test('a change is told once, to each conversation that watches it and to no other', async () => {
    const world = await open();
    await world.watch('a', all);
    await world.watch('b', { kind: 'pattern', pattern: 'app 1*' });
    await world.watch('c', world.oneOf(2));
    await world.watch('a', world.oneOf(1));
    await world.live(2 * minute);
    world.job(1).schedule = 'Paused';
    await world.live(3 * hour);
    expect(await world.heard('a')).toEqual(['paused App 1']);
    expect(await world.heard('b')).toEqual(['paused App 1']);
    expect(await world.heard('c')).toEqual([]);
  });

  test('within a minute and a half, however long nothing happened', async () => {
    const world = await open();
    await world.watch('a', all);
    await world.live(6 * hour);
    world.job(1).reason = 'Unknown';
    await world.live(75_000);
    expect(await world.heard('a')).toEqual(['quarantined App 1']);
  });

  test('only the events asked for, and deletions always', async () => {
    const world = await open();
    await world.watch('a', all, { only: ['quarantined', 'recovered'] });
    await world.live(minute);
    world.job(0).schedule = 'Paused';
    world.job(1).reason = 'TooManyDeletes';
    world.job(2).gone = true;
    await world.live(3 * minute);
    expect((await world.heard('a')).sort()).toEqual(['deleted App 2', 'quarantined App 1']);
  });

  test('what a quarantine says already is not said besides; who asked for that alone hears it', async () => {
    const world = await open();
    await world.watch('a', all);
    await world.watch('b', all, { only: ['guarded'] });
    await world.live(minute);
    world.job(1).reason = 'TooManyDeletes';
    await world.live(3 * minute);
    expect(await world.heard('a')).toEqual(['quarantined App 1']);
    expect(await world.heard('b')).toEqual(['guarded App 1']);
  });

  test('a new job that matches is picked up, and nothing is told of how it is', async () => {
    const world = await open();
    await world.watch('a', all);
    await world.watch('b', { kind: 'pattern', pattern: '*new*' });
    await world.live(minute);
    const fresh = testJob(7, { name: 'Brand new', schedule: 'Paused' });
    world.jobs.push(fresh);
    await world.live(12 * minute);
    fresh.schedule = 'Active';
    await world.live(3 * minute);
    expect(await world.heard('a')).toEqual(['started Brand new']);
    expect(await world.heard('b')).toEqual(['started Brand new']);
  });

  test('a tenant nobody watches any more is not read any more', async () => {
    const world = await open();
    await world.watch('a', all);
    await world.live(minute);
    const watches = await watchesOf(world.db, { conversationId: 'a', tenantId });
    await world.db.transaction().execute((tx) => endWatches(tx, watches, world.by('a')));
    const before = world.tenant.requests.length;
    await world.live(hour);
    expect(world.tenant.requests).toHaveLength(before);
    expect(await world.db.selectFrom('watched_job').select('target_key').execute()).toEqual([]);
  });

  test('a watch for the same replaces the old one; a hundred and one are too many', async () => {
    const world = await open();
    expect(await world.watch('a', all)).toMatchObject({ kind: 'watch-set', changed: false, jobs: 3 });
    expect(await world.watch('a', all, { only: ['paused'] })).toMatchObject({ changed: true });
    for (let i = 1; i < 100; i++) await world.watch('a', { kind: 'pattern', pattern: `x${i}*` });
    expect(await world.watch('a', { kind: 'pattern', pattern: 'y*' })).toMatchObject({
      kind: 'error',
      code: 'watch-limit',
    });
    // A watch that was not set is not on record either.
    const pattern = world.db.selectFrom('audit').select('operation').where('display_name', '=', 'y*');
    expect(await pattern.execute()).toEqual([]);
    expect(await watchesOf(world.db, { conversationId: 'a', tenantId })).toHaveLength(100);
    expect(await world.watch('a', all)).toMatchObject({ kind: 'watch-set', changed: true });
    expect(await world.watch('b', all)).toMatchObject({ kind: 'watch-set' });
    await world.db
      .transaction()
      .execute(async (tx) => removeWatches(tx, await watchesOf(tx, { conversationId: 'a', tenantId })));
    expect(await watchesOf(world.db, { conversationId: 'a', tenantId })).toEqual([]);
  });
});

describe('many at once', () => {
  test('three changes are three messages, four are one', async () => {
    const world = await open(8);
    await world.watch('a', all);
    await world.live(3 * minute);
    for (const index of [0, 1, 2]) world.job(index).schedule = 'Paused';
    await world.live(3 * minute);
    expect(await world.told('happened')).toHaveLength(3);
    for (const index of [3, 4, 5, 6]) world.job(index).schedule = 'Paused';
    await world.live(3 * minute);
    expect(await world.told('happened')).toHaveLength(3);
    expect(await world.told('digest')).toMatchObject([{ notice: { total: 4, waited: false } }]);
  });

  test('500 changes are few digests with no more than 40 lines, and all are counted', async () => {
    const world = await open(500);
    await world.watch('a', all);
    await world.live(3 * minute);
    for (const job of world.jobs) job.schedule = 'Paused';
    await world.live(5 * minute);
    const digests = (await world.told('digest')).map(({ notice }) => notice);
    expect(digests.length).toBeLessThanOrEqual(3);
    expect(await world.told('happened')).toEqual([]);
    let total = 0;
    for (const notice of digests) {
      if (notice.kind !== 'digest') throw new Error('not a digest');
      expect(notice.happenings.length).toBe(Math.min(40, notice.total));
      total += notice.total;
    }
    expect(total).toBe(500);
  });

  test('never more than 35 parts of batches in any second, nor 20 in one', async () => {
    const world = await open(600);
    await world.watch('a', all);
    await world.live(5 * minute);
    const { requests } = world.tenant;
    for (const { at } of requests) {
      const window = requests.filter((each) => each.at > at - 10_000 && each.at <= at);
      expect(window.reduce((sum, { parts }) => sum + parts, 0)).toBeLessThanOrEqual(350);
    }
    expect(Math.max(...requests.map(({ parts }) => parts))).toBeLessThanOrEqual(20);
  });
});

describe('quiet hours', () => {
  // It is nine in the morning, UTC.
  const quiet = { from: 8 * 60, to: 10 * 60, timeZone: 'UTC' };

  test('all but quarantine and deletion waits, and comes as one message when they end', async () => {
    const world = await open(6);
    await world.watch('a', all);
    await world.watch('b', all);
    await world.quiet('a', quiet);
    await world.live(minute);
    world.job(0).schedule = 'Paused';
    await world.live(3 * minute);
    world.job(1).reason = 'Unknown';
    await world.live(3 * minute);
    world.job(2).gone = true;
    await world.live(3 * minute);
    world.job(3).schedule = 'Paused';
    await world.live(3 * minute);
    expect(await world.heard('a')).toEqual(['quarantined App 1', 'deleted App 2']);
    expect(await world.heard('b')).toHaveLength(4);
    await world.live(hour);
    const digests = await world.told('digest');
    expect(digests).toMatchObject([{ conversationId: 'a', notice: { total: 2, waited: true } }]);
    expect(await world.heard('a')).toEqual([
      'quarantined App 1',
      'deleted App 2',
      'paused App 0',
      'paused App 3',
    ]);
  });

  test('ending them tells what waited, once', async () => {
    const world = await open();
    await world.watch('a', all);
    await world.quiet('a', quiet);
    await world.live(minute);
    world.job(0).schedule = 'Paused';
    await world.live(3 * minute);
    expect(await world.heard('a')).toEqual([]);
    await world.db.transaction().execute((tx) => setQuiet(tx, null, world.by('a')));
    await world.live(2 * hour);
    expect(await world.told('happened')).toMatchObject([{ notice: { waited: true } }]);
  });
});

describe('what the bot did', () => {
  async function run(
    world: Awaited<ReturnType<typeof open>>,
    more: {
      operation?: Operation;
      conversationId?: string;
      outcome?: Outcome | null;
      sentAt?: number | null;
    },
  ) {
    const now = world.clock.now();
    const record = newRunRecord(`r${now}`, 'x');
    const { target } = world.oneOf(1);
    await insertRun(world.db, {
      record: {
        ...record,
        actor: { tenantId: 'Contoso', objectId: 'o', name: 'Lee' },
        place: placeOf(more.conversationId ?? 'a'),
        view: {
          ...record.view,
          operation: more.operation ?? 'pause',
          target,
          sentAt: more.sentAt === undefined ? now : more.sentAt,
          outcome: more.outcome === undefined ? { kind: 'done' } : more.outcome,
        },
      },
      state: 'announced',
      dueAt: null,
      now,
    });
    await world.db.transaction().execute((tx) => hurryJob(tx, 'Contoso', target, now));
  }
  const byOf = async (world: Awaited<ReturnType<typeof open>>, conversationId: string) =>
    (await world.told('happened'))
      .filter((each) => each.conversationId === conversationId)
      .map(({ notice }) => (notice.kind === 'happened' ? notice.happening.by : null));

  test('is told where it was not asked for, with who did it, and soon', async () => {
    const world = await open();
    await world.watch('a', all);
    await world.watch('b', all);
    await world.live(30 * minute);
    world.job(1).schedule = 'Paused';
    await run(world, {});
    await world.live(8000);
    expect(await world.heard('a')).toEqual([]);
    expect(await world.heard('b')).toEqual(['paused App 1']);
    expect(await byOf(world, 'b')).toEqual([{ name: 'Lee', through: 'bot' }]);
  });

  test('the next change of the same kind is somebody else’s', async () => {
    const world = await open();
    await world.watch('a', all);
    await world.live(minute);
    world.job(1).schedule = 'Paused';
    await run(world, {});
    await world.live(2 * minute);
    world.job(1).schedule = 'Active';
    await world.live(2 * minute);
    world.job(1).schedule = 'Paused';
    await world.live(2 * minute);
    expect(await world.heard('a')).toEqual(['started App 1', 'paused App 1']);
    expect(await byOf(world, 'a')).toEqual([null, null]);
  });

  test.each<[string, Parameters<typeof run>[1]]>([
    ['a run that was refused', { outcome: { kind: 'refused', code: 'busy' }, sentAt: null }],
    ['a run that failed', { outcome: { kind: 'failed', code: 'rejected' } }],
    ['a run of something else', { operation: 'start' }],
  ])('%s did not do it', async (_name, more) => {
    const world = await open();
    await world.watch('a', all);
    await world.live(minute);
    await run(world, more);
    world.job(1).schedule = 'Paused';
    await world.live(2 * minute);
    expect(await world.heard('a')).toEqual(['paused App 1']);
    expect(await byOf(world, 'a')).toEqual([null]);
  });

  test('a run that could not tell what came of it leaves it to the watch', async () => {
    const world = await open();
    await world.watch('a', all);
    await world.live(minute);
    await run(world, { outcome: { kind: 'unknown', code: 'timeout' } });
    world.job(1).schedule = 'Paused';
    await world.live(2 * minute);
    expect(await byOf(world, 'a')).toEqual([{ name: 'Lee', through: 'bot' }]);
  });

  const entry = (world: Awaited<ReturnType<typeof open>>, more: object = {}) => ({
    category: 'ProvisioningManagement',
    activityDateTime: new Date(world.clock.now()).toISOString(),
    activityDisplayName: 'Disable/pause provisioning configuration',
    result: 'success',
    initiatedBy: { user: { displayName: 'Ada' } },
    targetResources: [{ id: world.job(1).servicePrincipalId }],
    ...more,
  });

  test.each<[string, object, unknown]>([
    ['who did it, by the directory', {}, { name: 'Ada', through: 'directory' }],
    [
      'nobody: the service itself',
      { initiatedBy: { app: { displayName: 'Microsoft.Azure.SyncFabric' } } },
      null,
    ],
    ['nobody: another application', { targetResources: [{ id: 'another' }] }, null],
    ['nobody: something else was done', { activityDisplayName: 'Process escrow' }, null],
    ['nobody: it failed', { result: 'failure' }, null],
    ['nobody: another kind of entry', { category: 'UserManagement' }, null],
    ['nobody: long before', { activityDateTime: '2026-08-01T00:00:00Z' }, null],
  ])('%s', async (_name, more, by) => {
    const world = await open();
    await world.watch('a', all);
    await world.live(minute);
    world.tenant.audits([entry(world, more)]);
    world.job(1).schedule = 'Paused';
    await world.live(2 * minute);
    expect(await world.heard('a')).toEqual(['paused App 1']);
    expect(await byOf(world, 'a')).toEqual([by]);
  });

  test('audits that are not permitted are asked for once a day; one refusal that passes is not held against it', async () => {
    const world = await open();
    await world.watch('a', all);
    const asked = () => world.tenant.requests.filter(({ path }) => path.startsWith('/auditLogs/')).length;
    const toggle = async () => {
      world.job(1).schedule = world.job(1).schedule === 'Paused' ? 'Active' : 'Paused';
      await world.live(2 * minute);
    };
    await world.live(minute);
    world.tenant.audits(503);
    await toggle();
    world.tenant.audits(403);
    await toggle();
    await toggle();
    expect(asked()).toBe(2);
    await world.live(24 * hour);
    await toggle();
    expect(asked()).toBe(3);
    expect(await world.heard('a')).toHaveLength(4);
  });
});

describe('trouble', () => {
  test.each([
    ['not-permitted', refused(401, 'UnknownError')],
    ['not-permitted', refused(403, 'Authorization_RequestDenied')],
    ['sign-in', noAnswer('no-token')],
    ['sign-in', refused(401, 'InvalidAuthenticationToken')],
    ['unreachable', noAnswer('unreachable')],
  ] as const)('%s is told once, and its end once', async (trouble, failure) => {
    const world = await open();
    await world.watch('a', all);
    await world.watch('b', world.oneOf(1));
    await world.live(minute);
    world.tenant.fail(failure);
    await world.live(3 * hour);
    const told = async () =>
      (await world.told('watch-trouble')).map(
        ({ conversationId, notice }) =>
          `${conversationId} ${notice.kind === 'watch-trouble' ? notice.trouble : ''}`,
      );
    expect((await told()).sort()).toEqual([`a ${trouble}`, `b ${trouble}`]);
    world.job(1).schedule = 'Paused';
    world.tenant.fail(null);
    await world.live(2 * minute);
    expect((await told()).sort()).toEqual([`a ${trouble}`, 'a over', `b ${trouble}`, 'b over'].sort());
    expect(await world.heard('b')).toEqual(['paused App 1']);
    await world.live(hour);
    expect(await told()).toHaveLength(4);
  });

  test('a short one is told to nobody', async () => {
    const world = await open();
    await world.watch('a', all);
    await world.live(minute);
    world.tenant.fail(refused(403));
    await world.live(12_000);
    world.tenant.fail(null);
    await world.live(10 * minute);
    world.tenant.fail(noAnswer('unreachable'));
    await world.live(4 * minute);
    world.tenant.fail(null);
    await world.live(10 * minute);
    expect(await world.told('watch-trouble')).toEqual([]);
  });

  test('one application that may not be read is no trouble of the tenant, and the others go on', async () => {
    const world = await open();
    await world.watch('a', all);
    await world.live(minute);
    world.tenant.interfere((path) =>
      path.includes(world.job(0).servicePrincipalId) ? { status: 401, code: 'UnknownError' } : null,
    );
    await world.live(30 * minute);
    world.job(1).schedule = 'Paused';
    await world.live(2 * minute);
    expect(await world.told('watch-trouble')).toEqual([]);
    expect(await world.heard('a')).toEqual(['paused App 1']);
    world.tenant.interfere(() => null);
    world.job(0).schedule = 'Paused';
    await world.live(7 * minute);
    expect(await world.heard('a')).toEqual(['paused App 1', 'paused App 0']);
  });
});

describe('applications that can’t be read', () => {
  test.each([
    [20, 60, 403],
    [40, 60, 403],
    [45, 120, 403],
    [20, 60, 500],
  ])('%p of %p (%p) are no trouble of the tenant, and the others go on', async (bad, count, status) => {
    const world = await open(count);
    await world.watch('a', all);
    await world.live(3 * minute);
    const ids = new Set(world.jobs.slice(0, bad).map((job) => job.servicePrincipalId));
    world.tenant.interfere((path) => (ids.has(path.split('/')[2] ?? '') ? { status } : null));
    await world.live(7 * minute);
    world.job(count - 1).reason = 'Unknown';
    await world.live(2 * minute);
    expect(await world.heard('a')).toEqual([`quarantined App ${count - 1}`]);
    expect(await world.told('watch-trouble')).toEqual([]);
  });

  test('when all are refused one by one, it is told once all were tried; one that can be read ends it', async () => {
    const world = await open(100);
    await world.watch('a', all);
    await world.live(3 * minute);
    world.tenant.interfere(() => ({ status: 403 }));
    await world.live(2 * minute);
    expect(await world.told('watch-trouble')).toMatchObject([{ notice: { trouble: 'not-permitted' } }]);
    await world.live(hour);
    world.tenant.interfere((path) =>
      path.includes(world.job(99).servicePrincipalId) ? null : { status: 403 },
    );
    await world.live(7 * minute);
    expect(await world.told('watch-trouble')).toMatchObject([
      { notice: { trouble: 'not-permitted' } },
      { notice: { trouble: 'over' } },
    ]);
  });

  test('a link to a next page that is none, and headers that are none, cost only their own application', async () => {
    const world = await open(4);
    const { graph } = world.tenant;
    const spoil = [
      { headers: { 'not a name': 'x', 'Retry-After': '1\n2' }, link: undefined },
      { headers: { 'Retry-After': 7 }, link: undefined },
      { headers: {}, link: 'http://[' },
    ];
    const deps = {
      ...world.deps,
      graphOf: () => async (request: Parameters<typeof graph>[0]) => {
        const answer = await graph(request);
        const { responses } = answer.body as {
          responses?: { headers?: object; body: { value: object[] } }[];
        };
        for (const part of responses ?? []) {
          const [job] = part.body.value as { id?: string }[];
          const odd = spoil[Number(job?.id?.split('.')[1])];
          if (odd !== undefined)
            Object.assign(part, {
              headers: odd.headers,
              body: { ...part.body, '@odata.nextLink': odd.link },
            });
        }
        return answer;
      },
    };
    await world.watch('a', all);
    for (let round = 0; round < 20; round++) {
      if (round === 10) for (const job of world.jobs) job.schedule = 'Paused';
      world.pass(15_000);
      for (const each of await claimTenants(world.db, { owner: 'me', now: world.clock.now(), limit: 1 }))
        await pollTenant(deps, each);
    }
    expect((await world.heard('a')).sort()).toEqual(['paused App 0', 'paused App 1', 'paused App 3']);
    expect(await world.told('watch-trouble')).toEqual([]);
  });

  test('what nobody foresaw gives the tenant back, to be tried again half a minute later', async () => {
    const world = await open();
    await world.watch('a', all);
    await world.live(minute);
    world.tenant.fail(() => new TypeError('nobody foresaw it') as never);
    await world.live(4 * minute);
    const before = world.tenant.requests.length;
    await world.live(10 * minute);
    expect(world.tenant.requests.length - before).toBeLessThanOrEqual(21);
    expect(await world.told('watch-trouble')).toMatchObject([{ notice: { trouble: 'unreachable' } }]);
    world.tenant.fail(null);
    world.job(1).schedule = 'Paused';
    await world.live(2 * minute);
    expect(await world.heard('a')).toEqual(['paused App 1']);
    expect(await world.told('watch-trouble')).toHaveLength(2);
  });
});

describe('the order of reading', () => {
  test('in a tenant of many jobs, a second look and an act of the bot don’t wait for the others', async () => {
    const world = await open(1500);
    await world.watch('a', all);
    await world.live(5000);
    // All were due long ago, but these two.
    const late = world.clock.now();
    await world.db.updateTable('watched_job').set({ due_from: 0, next_at: 1, read_at: 1 }).execute();
    await world.db
      .updateTable('watched_job')
      .set({ unsettled: 1, next_at: late })
      .where('job_id', '=', world.job(1400).id)
      .execute();
    const { target } = world.oneOf(1450);
    await world.db.transaction().execute((tx) => hurryJob(tx, tenantId, target, late));
    const asked = new Set<string>();
    world.tenant.interfere((path) => {
      asked.add(path.split('/')[2] ?? '');
      return null;
    });
    world.pass(2000);
    await world.poll();
    expect(asked.size).toBe(40);
    for (const index of [1400, 1450]) expect(asked).toContain(world.job(index).servicePrincipalId);
  });
});

describe('when the clock is set back', () => {
  test('a tenant is polled on, by new hands too', async () => {
    const world = await open();
    await world.watch('a', all);
    await world.live(minute);
    world.pass(6 * hour);
    await world.work();
    const [dead] = await claimTenants(world.db, { owner: 'dead', now: world.clock.now() + minute, limit: 1 });
    expect(dead).toBeDefined();
    await world.db
      .updateTable('poll_tenant')
      .set({ survey_until: world.clock.now() + 10_000 })
      .execute();
    world.pass(-6 * hour);
    world.job(1).reason = 'Unknown';
    world.jobs.push(testJob(7, { name: 'Brand new' }));
    const before = world.tenant.requests.length;
    for (let second = 0; second < 120; second++) {
      world.pass(1000);
      await world.work('next');
    }
    expect(await world.heard('a')).toEqual(['quarantined App 1']);
    expect(await world.db.selectFrom('watched_job').select('target_key').execute()).toHaveLength(4);
    // Nor is anything read over and over.
    expect(world.tenant.requests.length - before).toBeLessThan(60);
  });
});

describe('when Graph wants patience', () => {
  const reads = (world: Awaited<ReturnType<typeof open>>, from: number) =>
    world.tenant.requests.filter(({ at, path }) => at >= from && path === '/$batch').length;
  const throttled = (seconds: number) => ({ status: 429, headers: { 'Retry-After': String(seconds) } });

  test('one throttled application waits by itself, and the others go on', async () => {
    const world = await open(60);
    await world.watch('a', all);
    await world.live(20 * minute);
    const { servicePrincipalId } = world.job(0);
    // Surveys ask for all of them, and are no part of this.
    await world.db
      .updateTable('poll_tenant')
      .set({ survey_at: world.clock.now() + hour })
      .execute();
    let asked = 0;
    world.tenant.interfere((path) => {
      if (!path.includes(servicePrincipalId)) return null;
      asked++;
      return throttled(3600);
    });
    await world.live(5 * minute);
    world.job(30).reason = 'Unknown';
    await world.live(90_000);
    expect(await world.heard('a')).toEqual(['quarantined App 30']);
    await world.live(50 * minute);
    expect(asked).toBe(1);
    expect(await world.told('watch-trouble')).toEqual([]);
  });

  test.each([
    ['asked to wait again and again', 60],
    ['asked to wait an hour', 3600],
  ])('%s, that is told once, and its end once', async (_name, seconds) => {
    const world = await open(60);
    await world.watch('a', all);
    await world.live(minute);
    world.tenant.interfere(() => throttled(seconds));
    await world.live(9 * minute);
    expect(await world.told('watch-trouble')).toHaveLength(seconds > 600 ? 1 : 0);
    await world.live(2 * hour);
    expect(await world.told('watch-trouble')).toMatchObject([{ notice: { trouble: 'throttled' } }]);
    world.tenant.interfere(() => null);
    await world.live(2 * hour);
    expect(await world.told('watch-trouble')).toMatchObject([
      { notice: { trouble: 'throttled' } },
      { notice: { trouble: 'over' } },
    ]);
  });

  test.each(['whole', 'most'])(
    'when the %s is throttled, the tenant waits, for all replicas',
    async (what) => {
      const world = await open();
      await world.watch('a', all);
      await world.live(minute);
      if (what === 'whole') world.tenant.fail(refused(429, 'TooManyRequests', 120));
      else {
        // They are read together.
        await world.db.updateTable('watched_job').set({ due_from: 0 }).execute();
        world.tenant.interfere((path) =>
          path.includes(world.job(1).servicePrincipalId) ? null : throttled(120),
        );
      }
      const before = world.tenant.requests.length;
      while (world.tenant.requests.length === before) {
        world.pass(1000);
        await world.work();
      }
      const throttledAt = world.clock.now();
      world.tenant.fail(null);
      world.tenant.interfere(() => null);
      world.job(0).reason = 'Unknown';
      for (let second = 1; second < 120; second++) {
        world.pass(1000);
        await world.work(`replica-${second % 3}`);
      }
      expect(reads(world, throttledAt + 1)).toBe(0);
      await world.live(20_000);
      expect(await world.heard('a')).toEqual(['quarantined App 0']);
      expect(await world.told('watch-trouble')).toEqual([]);
    },
  );
});

describe('pages', () => {
  test('jobs on later pages are read, from the same host', async () => {
    const shared = testJob(0).servicePrincipalId;
    const jobs = [0, 1, 2, 3, 4].map((index) => testJob(index, { servicePrincipalId: shared }));
    const world = await openWatchWorld(jobs);
    worlds.push(world);
    world.tenant.pages(2);
    await world.watch('a', all);
    await world.live(2 * minute);
    const [, , , , last] = jobs;
    if (last !== undefined) last.schedule = 'Paused';
    await world.live(2 * minute);
    expect(await world.heard('a')).toEqual(['paused App 4']);
  });
});

describe('the card of one watched job', () => {
  const snapshotOf = async (world: Awaited<ReturnType<typeof open>>) => {
    const { jobShape, toJobSnapshot } = await import('../../src/graph/decode.ts');
    const { jobJson } = await import('./world.ts');
    const job = world.job(1);
    const { servicePrincipalId, name: displayName } = job;
    return toJobSnapshot(jobShape.parse(jobJson(job, start)), {
      servicePrincipalId,
      displayName,
      readAt: start,
    });
  };

  test('is one message that is brought up to date; what happened goes to its thread in a channel', async () => {
    const world = await open();
    await world.watch('a', world.oneOf(1), { scope: 'channel', snapshot: await snapshotOf(world) });
    const [card] = await world.told('watched');
    await world.db.updateTable('message').set({ activity_id: 'card-1' }).execute();
    await world.live(minute);
    world.job(1).schedule = 'Paused';
    await world.live(2 * minute);
    world.job(1).reason = 'Unknown';
    await world.live(2 * minute);
    expect(await world.told('watched')).toMatchObject([
      {
        id: card?.id,
        revision: 3,
        notice: {
          snapshot: { scheduleState: 'Paused', code: 'Quarantine' },
          recent: [{ event: 'quarantined' }, { event: 'paused' }],
        },
      },
    ]);
    expect(await world.told('happened')).toMatchObject([{ thread: 'card-1' }, { thread: 'card-1' }]);
  });

  test('a change right after the watch began is told', async () => {
    const world = await open();
    const snapshot = await snapshotOf(world);
    world.job(1).schedule = 'Paused';
    await world.watch('a', world.oneOf(1), { snapshot });
    await world.live(minute);
    expect(await world.heard('a')).toEqual(['paused App 1']);
  });
});

describe('replicas, restarts and crashes', () => {
  test('a process that lost its claim writes nothing', async () => {
    const world = await open();
    await world.watch('a', all);
    await world.live(minute);
    world.job(1).schedule = 'Paused';
    world.pass(60_000);
    const [stale] = await claimTenants(world.db, { owner: 'slow', now: world.clock.now(), limit: 1 });
    world.pass(20_000);
    await world.live(minute);
    expect(await world.heard('a')).toEqual(['paused App 1']);
    const rows = () => world.db.selectFrom('watched_job').selectAll().execute();
    const before = await rows();
    world.job(2).schedule = 'Paused';
    if (stale === undefined) throw new Error('nothing was claimed');
    await pollTenant(world.deps, stale);
    expect(await rows()).toEqual(before);
  });

  test('several replicas at once tell each change once', async () => {
    const world = await open(60);
    await world.watch('a', all);
    await world.watch('b', all);
    await world.live(minute);
    for (let round = 0; round < 10; round++) {
      world.job(round).schedule = 'Paused';
      for (let second = 0; second < 60; second += 2) {
        world.pass(2000);
        await Promise.all(['x', 'y', 'z'].map((owner) => world.work(owner)));
      }
    }
    await world.live(2 * minute);
    const wanted = Array.from({ length: 10 }, (_, index) => `paused App ${index}`);
    expect(await world.heard('a')).toEqual(wanted);
    expect(await world.heard('b')).toEqual(wanted);
  });

  test.each(['before it is written', 'after it was written'])(
    'killed %s, a change is told once',
    async (when) => {
      const world = await open();
      await world.watch('a', all);
      await world.live(minute);
      world.job(1).reason = 'Unknown';
      let crashes = 0;
      const { db } = world;
      const dying = new Proxy(db, {
        get(target, property) {
          if (property === 'transaction')
            return () => ({
              execute: async (work: (tx: never) => Promise<unknown>) => {
                if (when === 'after it was written') {
                  await target.transaction().execute((tx) => work(tx as never));
                  crashes++;
                  throw new Error('killed');
                }
                return await target.transaction().execute(async (tx) => {
                  await work(tx as never);
                  crashes++;
                  throw new Error('killed');
                });
              },
            });
          const value = Reflect.get(target, property);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      });
      for (let life = 0; life < 20; life++) {
        world.pass(20_000);
        const mortal = life % 2 === 0;
        const owner = `life-${life}`;
        for (const each of await claimTenants(db, { owner, now: world.clock.now(), limit: 1 })) {
          await pollTenant(mortal ? { ...world.deps, db: dying } : world.deps, each).catch(() => {});
        }
      }
      await world.live(2 * minute);
      expect(crashes).toBeGreaterThan(3);
      expect(await world.heard('a')).toEqual(['quarantined App 1']);
    },
  );

  test('what happened while nobody polled is told once', async () => {
    const world = await open();
    await world.watch('a', all);
    await world.live(minute);
    world.job(1).schedule = 'Paused';
    world.job(2).gone = true;
    world.pass(8 * hour);
    await world.live(2 * minute);
    expect((await world.heard('a')).sort()).toEqual(['deleted App 2', 'paused App 1']);
    await world.live(hour);
    expect(await world.heard('a')).toHaveLength(2);
  });
});
