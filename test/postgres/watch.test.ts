import { sql } from 'kysely';
import { sandboxIds } from '../../src/sandbox/ids.ts';
import { openStore } from '../../src/store/open.ts';
import { claimTenants, holdTenant } from '../../src/store/poll-tenants.ts';
import { nextTurn } from '../../src/store/watched-jobs.ts';
import { watchesOf } from '../../src/store/watches.ts';
import { endWatches } from '../../src/watches/end-watches.ts';
import { enrol } from '../../src/watches/enrol.ts';
import { targetKey } from '../../src/words.ts';
import { openWatching, quarantine } from '../front-door/watching.ts';
import { channel, group } from '../support/front-door.ts';
import { openWatchWorld, tenantId, testJob } from '../watches/world.ts';
import { openDatabases } from './databases.ts';

const { slack, zoom, box } = sandboxIds;
const databases = openDatabases();
afterAll(() => databases.dropAll());

test('two bots that share a PostgreSQL database tell each change once', async () => {
  const env = { STORE_URL: await databases.create('migrated') };
  const { door, watch, shows, timePasses, matching } = await openWatching({ replicas: 2, env });
  try {
    await watch('watch all', group);
    await watch('watch Slack', channel);
    await door.change(slack, { state: 'Paused' });
    await shows(/Slack was paused/, group);
    await shows(/Slack was paused/, channel);
    await door.change(zoom, quarantine);
    await shows(/Zoom went into quarantine/);
    await door.restart();
    await door.change(box, { delete: true });
    await shows(/The Box job was deleted/);
    await timePasses();
    for (const [pattern, count] of [
      [/Slack was paused/, 2],
      [/Zoom went into quarantine/, 1],
      [/The Box job was deleted/, 1],
    ] as const)
      expect(matching(pattern)).toHaveLength(count);
  } finally {
    await door.stop();
  }
});

test('a poll, a survey, a watch and its end, all at once, wait for each other in one order', async () => {
  const url = await databases.create('migrated');
  const db = await openStore({ kind: 'postgres', url });
  try {
    const jobs = [testJob(1), testJob(2)];
    const world = await openWatchWorld(jobs, { db });
    await world.watch('a', { kind: 'all' });
    await world.live(60_000);
    const now = world.clock.now();
    const [claim] = await claimTenants(db, { owner: 'poll', now: now + 60_000, limit: 1 });
    if (claim === undefined) throw new Error('nothing was claimed');
    const known = jobs.map(({ servicePrincipalId, id, name }) => {
      const target = { kind: 'job', servicePrincipalId, jobId: id } as const;
      return { target, targetKey: targetKey(target), displayName: `${name} renamed`, templateId: 'slack' };
    });
    const held = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const turn = { dueFrom: now, nextAt: now, began: now, soon: now, triedAt: now };
    const poll = db.transaction().execute(async (tx) => {
      await holdTenant(tx, claim, now);
      held.resolve();
      await goOn.promise;
      const keys = known.map((job) => job.targetKey);
      await nextTurn(tx, tenantId, keys, turn);
    });
    await held.promise;
    const watches = await watchesOf(db, { conversationId: 'a', tenantId });
    const others = [
      db.transaction().execute((tx) => enrol(tx, { tenantId, now, jobs: known })),
      db.transaction().execute((tx) => endWatches(tx, watches, world.by('a'))),
      world.watch('b', { kind: 'all' }),
    ];
    // Until each of them waits for the poll.
    for (let waiting = 0; waiting < 3; ) {
      const { rows } = await sql<{ n: number }>`
        select count(*)::int as n from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
      waiting = rows[0]?.n ?? 0;
    }
    goOn.resolve();
    await Promise.all([poll, ...others]);
    // Whichever came first, what is watched is polled.
    expect(await db.selectFrom('poll_tenant').select('tenant_id').execute()).toHaveLength(1);
    expect(await db.selectFrom('watched_job').select('target_key').execute()).toHaveLength(2);
  } finally {
    await db.destroy();
  }
});

test('a day on PostgreSQL: quiet hours, what waited, and the end of a watch', async () => {
  const env = { STORE_URL: await databases.create('migrated') };
  const { door, clock, watch, shows, timePasses, matching } = await openWatching({ env });
  try {
    await watch('watch all', group);
    await door.say('quiet 08:00-09:30', { where: group, timeZone: 'Etc/UTC' });
    await door.shown(/08:00/);
    for (const job of [slack, zoom]) await door.change(job, { state: 'Paused' });
    await timePasses();
    expect(matching(/paused/)).toEqual([]);
    clock.set('2026-08-20T09:30:10Z');
    await shows(/2 .*paused|paused .*2/i);
    await door.faults({ kind: 'unknown-error-401', path: '/synchronization/jobs', times: 0 });
    await shows(/can’t watch any more/);
    await fetch(`${door.sandbox.url}/_sandbox/faults`, { method: 'DELETE' });
    await door.say('unwatch all', { where: group });
    await timePasses(2);
    const before = (await door.calls()).length;
    await timePasses(2);
    expect((await door.calls()).length).toBe(before);
  } finally {
    await door.stop();
  }
});
