import { jobShape, toJobSnapshot } from '../../src/graph/decode.ts';
import { purge } from '../../src/store/purge.ts';
import { watchesOver } from '../../src/store/watches.ts';
import { digest } from '../../src/watches/tell.ts';
import type { Happening, WatchEvent } from '../../src/words.ts';
import { jobJson, openWatchWorld, refused, start, tenantId, testJob } from './world.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const all = { kind: 'all' } as const;
const open: { db: { destroy(): Promise<void> } }[] = [];
afterEach(async () => {
  for (const { db } of open.splice(0)) await db.destroy();
});

async function openWorld(count: number) {
  const jobs = Array.from({ length: count }, (_, index) => testJob(index));
  const world = await openWatchWorld(jobs);
  open.push(world);
  return {
    ...world,
    job(index: number) {
      const found = jobs[index];
      if (found === undefined) throw new Error('no such job');
      return found;
    },
    /** Watches one job, with the card that goes with it. */
    async watchOne(conversationId: string, index: number) {
      const { servicePrincipalId, id, name } = this.job(index);
      const target = { kind: 'job', servicePrincipalId, jobId: id } as const;
      const json = jobShape.parse(jobJson(this.job(index), world.clock.now()));
      const readAt = world.clock.now();
      const snapshot = toJobSnapshot(json, { servicePrincipalId, displayName: name, readAt });
      await world.watch(conversationId, { kind: 'job', target, displayName: name }, { snapshot });
    },
    /** Teams says since `at` that the bot is not in the conversation, or `null`: that it is. */
    async removed(conversationId: string, at: number | null) {
      const row = { id: conversationId, reference: '{}', updated_at: at ?? world.clock.now() };
      const gone = at === null ? null : '403';
      await world.db
        .insertInto('conversation')
        .values({
          ...row,
          welcomed: 1,
          lease_owner: null,
          lease_until: 0,
          fence: 0,
          paced_until: 0,
          sent_at: '[]',
          gone,
        })
        .onConflict((c) => c.column('id').doUpdateSet({ updated_at: row.updated_at, gone }))
        .execute();
    },
  };
}

const happening = (event: WatchEvent, at: number, index: number): Happening => ({
  id: `${index}`,
  event,
  at,
  target: { kind: 'job', servicePrincipalId: 'x', jobId: `job.${index}` },
  displayName: `App ${index}`,
  templateId: null,
  after: null,
  by: null,
});

describe('a digest of more than it can list', () => {
  const pauses = Array.from({ length: 45 }, (_, index) => happening('paused', start + 1000 - index, index));
  const urgent = [happening('deleted', start, 98), happening('quarantined', start - 1, 99)];

  test('lists what needs somebody before what is newer, and counts all', () => {
    const notice = digest([...pauses, ...urgent], { waited: false, now: start + 2000 });
    expect(notice.happenings).toEqual([...pauses.slice(0, 38), ...urgent]);
    expect(notice).toMatchObject({ total: 47, counts: { paused: 45, deleted: 1, quarantined: 1 } });
  });

  test('one that lists all needs no counts', () => {
    expect(digest(pauses.slice(0, 40), { waited: true, now: start })).not.toHaveProperty('counts');
  });

  test('so does one of what quiet hours held back', async () => {
    const world = await openWorld(60);
    await world.watch('a', all);
    await world.quiet('a', { from: 8 * 60, to: 10 * 60, timeZone: 'UTC' });
    await world.live(minute);
    world.job(59).last = { state: 'Failed', ended: null, escrowed: 0, errorCode: null };
    await world.live(3 * minute);
    for (let index = 0; index < 50; index++) world.job(index).schedule = 'Paused';
    await world.live(hour);
    const [told] = await world.told('digest');
    if (told?.notice.kind !== 'digest') throw new Error('no digest');
    expect(told.notice).toMatchObject({ total: 51, counts: { paused: 50, failing: 1 } });
    expect(told.notice.happenings.filter(({ event }) => event === 'failing')).toHaveLength(1);
  });
});

describe('a job that Graph doesn’t know for a while', () => {
  test('a burst of 404 is no deletion', async () => {
    const world = await openWorld(10);
    await world.watch('a', all);
    await world.live(2 * minute);
    world.tenant.interfere(() => ({ status: 404, code: 'ResourceNotFound' }));
    await world.live(1.5 * minute);
    world.tenant.interfere(() => null);
    world.job(2).schedule = 'Paused';
    await world.live(2 * minute);
    expect(await world.heard('a')).toEqual(['paused App 2']);
  });

  test('a deletion is told within three minutes, however long nothing happened', async () => {
    const world = await openWorld(3);
    await world.watch('a', all);
    await world.live(6 * hour);
    world.job(1).gone = true;
    await world.live(3 * minute);
    expect(await world.heard('a')).toEqual(['deleted App 1']);
  });
});

describe('the watch of one job that is deleted', () => {
  test('ends, and its card says so', async () => {
    const world = await openWorld(2);
    await world.watchOne('a', 1);
    await world.watch('a', all);
    const [card] = await world.told('watched');
    await world.live(minute);
    world.job(1).gone = true;
    await world.live(3 * minute);
    const told = await world.told('happened');
    expect(told).toHaveLength(2);
    expect(told.find(({ id }) => id === card?.id)).toMatchObject({
      revision: 2,
      notice: { happening: { event: 'deleted', displayName: 'App 1' } },
    });
    expect(await watchesOver(world.db, tenantId)).toMatchObject([{ watched: all }]);
    await world.live(30 * minute);
    expect(await world.told()).toHaveLength(2);
  });

  test('when none is left, what was being gathered is still told, and the tenant is read no more', async () => {
    const world = await openWorld(5);
    for (let index = 0; index < 5; index++) await world.watchOne('a', index);
    await world.live(minute);
    for (let index = 0; index < 5; index++) world.job(index).gone = true;
    await world.live(5 * minute);
    const digests = (await world.told('digest')).flatMap(({ notice }) =>
      notice.kind === 'digest' ? notice.happenings : [],
    );
    const single = (await world.told('happened')).filter(({ revision }) => revision === 1);
    expect(digests.length + single.length).toBe(5);
    expect(await watchesOver(world.db, tenantId)).toEqual([]);
    await world.live(15 * minute);
    expect(await world.db.selectFrom('poll_tenant').select('tenant_id').execute()).toEqual([]);
  });
});

describe('a conversation the bot was removed from', () => {
  test('is told nothing, and others are', async () => {
    const world = await openWorld(2);
    await world.watch('a', all);
    await world.watch('b', all);
    await world.live(minute);
    await world.removed('a', world.clock.now());
    world.job(0).schedule = 'Paused';
    await world.live(3 * minute);
    await world.removed('a', null);
    world.job(0).schedule = 'Active';
    await world.live(3 * minute);
    expect(await world.heard('a')).toEqual(['started App 0']);
    expect(await world.heard('b')).toEqual(['paused App 0', 'started App 0']);
  });

  test('is not told what was held back either', async () => {
    const world = await openWorld(2);
    await world.watch('a', all);
    await world.quiet('a', { from: 8 * 60, to: 10 * 60, timeZone: 'UTC' });
    await world.live(minute);
    world.job(0).schedule = 'Paused';
    await world.live(3 * minute);
    await world.removed('a', world.clock.now());
    await world.live(2 * hour);
    expect(await world.told()).toEqual([]);
    expect(await world.db.selectFrom('held_happening').select('happening_id').execute()).toEqual([]);
  });

  test('is not told of trouble until it is back', async () => {
    const world = await openWorld(2);
    await world.watch('a', all);
    await world.live(minute);
    await world.removed('a', world.clock.now());
    world.tenant.fail(refused(403));
    await world.live(10 * minute);
    expect(await world.told()).toEqual([]);
    await world.removed('a', null);
    await world.live(3 * minute);
    expect(await world.told()).toMatchObject([{ notice: { trouble: 'not-permitted' } }]);
  });

  const left = async (world: Awaited<ReturnType<typeof openWorld>>) => ({
    watches: (await watchesOver(world.db, tenantId)).map(({ place }) => place.conversationId),
    quiet: (await world.db.selectFrom('quiet_hours').select('conversation_id').execute()).length,
  });

  test('its watches end after a week', async () => {
    const world = await openWorld(2);
    for (const id of ['a', 'b']) {
      await world.watch(id, all);
      await world.quiet(id, { from: 1, to: 2, timeZone: 'UTC' });
    }
    await world.removed('a', start);
    await world.removed('b', null);
    await purge(world.db, start + 7 * day);
    expect(await left(world)).toEqual({ watches: ['a', 'b'], quiet: 2 });
    await purge(world.db, start + 7 * day + 1);
    expect(await left(world)).toEqual({ watches: ['b'], quiet: 1 });
  });

  test('what waited for it for more than a day is not sent when the bot is back', async () => {
    const world = await openWorld(2);
    await world.watchOne('a', 0);
    await world.watch('b', all);
    await world.live(minute);
    world.job(0).schedule = 'Paused';
    await world.live(3 * minute);
    expect(await world.told('happened')).toHaveLength(2);
    await world.removed('a', world.clock.now());
    await purge(world.db, world.clock.now() + day - 5 * minute);
    expect(await world.told('happened')).toHaveLength(2);
    await purge(world.db, world.clock.now() + day);
    expect(await world.told('happened')).toMatchObject([{ conversationId: 'b' }]);
    // Its card still says how the job is.
    expect(await world.told('watched')).toHaveLength(1);
  });
});
