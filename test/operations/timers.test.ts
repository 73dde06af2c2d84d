import fc from 'fast-check';
import { handleCommand } from '../../src/commands/handlers.ts';
import { parse } from '../../src/language/parse.ts';
import type { Notice } from '../../src/notice.ts';
import { advanceRun } from '../../src/operations/advance-run.ts';
import { changeEnd, TimerMoved } from '../../src/operations/change-end.ts';
import { inTenant } from '../../src/operations/deps.ts';
import { fireTimer } from '../../src/operations/fire-timer.ts';
import { personWriters } from '../../src/operations/writers.ts';
import { type Policy, sandboxPolicy, type Verdict } from '../../src/policy/policy.ts';
import { purge } from '../../src/store/purge.ts';
import { claimRuns } from '../../src/store/runs.ts';
import { type ClaimedTimer, claimTimers, findTimer, nextTimerAt } from '../../src/store/timers.ts';
import type { Actor, PauseEnd } from '../../src/words.ts';
import { began, hour, jobOf, type Mishap, type PausedWorld, pausedWorld } from './paused-world.ts';
import { agree, jobId, place, servicePrincipalId } from './world.ts';

const day = 24 * hour;
const minute = 60_000;
const target = { kind: 'job', servicePrincipalId, jobId } as const;

let world: PausedWorld;
afterEach(async () => {
  await world.close();
});

const kinds = async () => (await world.told()).map((notice) => ('why' in notice ? notice.why : notice.kind));

describe('what a run leaves', () => {
  test('a pause: one timer, written with what is told; the start ends it', async () => {
    world = await pausedWorld(began + 2 * hour);
    expect(await world.waiting()).toMatchObject([
      {
        kind: 'timed',
        dueAt: began + 2 * hour,
        record: { messageId: 'm', pause: { until: { at: began + 2 * hour } } },
      },
    ]);
    world.wait(2 * hour);
    await world.live();
    expect(world.it.writes).toEqual(['pause', 'start']);
    expect(await world.waiting()).toEqual([]);
    expect(await nextTimerAt(world.db)).toBeNull();
    expect(await kinds()).toEqual([]);
    const [started] = await world.db
      .selectFrom('audit')
      .selectAll()
      .where('operation', '=', 'start')
      .execute();
    expect(started).toMatchObject({ actor_object: 'o', outcome: 'done' });
  });

  test('a start that was accepted but not seen yet: never a second start, but a reminder', async () => {
    world = await pausedWorld(began + 2 * hour);
    world.wait(2 * hour);
    // The write is answered and has no effect as yet.
    const { it, deps } = world;
    const graph = deps.graphOf('t');
    const slow = {
      ...deps,
      writers: {
        ...deps.writers,
        of: () => async (request: Parameters<typeof graph>[0]) => {
          const answer = await graph(request);
          it.state = 'Paused';
          return answer;
        },
      },
    };
    for (const timer of await claimTimers(world.db, { owner: 'me', now: world.now(), limit: 5 }))
      await fireTimer(slow, timer);
    for (let look = 0; look < 8; look++) {
      for (const run of await claimRuns(world.db, { owner: 'me', now: world.now(), limit: 5 }))
        await advanceRun(slow, run);
      world.wait(10);
    }
    expect(await world.waiting()).toMatchObject([{ kind: 'open-ended' }]);
    world.wait(day);
    await world.live();
    expect(await kinds()).toEqual(['still-paused']);
    expect(it.writes).toEqual(['pause', 'start']);
  });

  test('what is over is taken out of the store after a month; what waits and its card stay', async () => {
    world = await pausedWorld(began + 60 * day);
    await purge(world.db, began + 59 * day);
    expect(await world.waiting()).toHaveLength(1);
    expect(await world.db.selectFrom('message').select('id').where('id', '=', 'm').execute()).toHaveLength(1);
    world.wait(60 * day);
    await world.live();
    await purge(world.db, began + 91 * day);
    expect(await world.db.selectFrom('timer').select('id').execute()).toEqual([]);
  });
});

describe('a job that can’t be read when its time has come', () => {
  test('is tried again in growing waits, and started once it can be', async () => {
    world = await pausedWorld(began + hour);
    world.wait(hour);
    world.it.mishaps.push(...Array.from({ length: 6 }, (): Mishap => 'lost-before'));
    const reads: number[] = [];
    for (let seconds = 0; seconds < 180; seconds += 5) {
      const left = world.it.mishaps.length;
      await world.live();
      if (world.it.mishaps.length < left) reads.push(seconds);
      world.wait(5000);
    }
    expect(world.it.writes).toEqual(['pause', 'start']);
    expect(reads.length).toBeGreaterThanOrEqual(3);
    const waits = reads.slice(1).map((at, index) => at - (reads[index] ?? 0));
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(await kinds()).toEqual([]);
  });

  test('for half an hour: told, and reminded of from then on; never started', async () => {
    world = await pausedWorld(began + hour);
    world.wait(hour);
    for (let minutes = 0; minutes < 45; minutes++) {
      world.it.mishaps.splice(0, 100, ...Array.from({ length: 100 }, (): Mishap => 'lost-before'));
      await world.live();
      world.wait(minute);
    }
    expect(await kinds()).toEqual(['unreadable']);
    world.it.mishaps.length = 0;
    world.wait(day);
    await world.live();
    expect(await kinds()).toEqual(['unreadable', 'still-paused']);
    expect(world.it.writes).toEqual(['pause']);
  });
});

const unknown: Verdict = { allowed: false, why: 'membership-unknown', rule: 'r', contact: null };
const asks: Verdict = { allowed: true, rule: 'r', asks: true, approval: null };

test('while nobody can tell whether who paused may still start it, it is tried again; then told', async () => {
  const policy: Policy = { ...sandboxPolicy, judge: async () => unknown };
  world = await pausedWorld(began + hour);
  const deps = { ...world.deps, policy };
  for (let minutes = 0; minutes < 120; minutes++) {
    for (const timer of await claimTimers(world.db, { owner: 'me', now: world.now(), limit: 5 }))
      await fireTimer(deps, timer);
    world.wait(minute);
  }
  expect(await world.told()).toMatchObject([
    { kind: 'pause-over', why: 'forbidden', forbidden: { why: 'membership-unknown' } },
  ]);
  expect(world.it.writes).toEqual(['pause']);
});

test('a policy that began to ask between the timer and its run: nothing is sent, the person is asked', async () => {
  world = await pausedWorld(began + hour);
  world.wait(hour);
  for (const timer of await claimTimers(world.db, { owner: 'me', now: world.now(), limit: 5 }))
    await fireTimer(world.deps, timer);
  const deps = { ...world.deps, policy: { ...sandboxPolicy, judge: async () => asks } };
  for (const run of await claimRuns(world.db, { owner: 'me', now: world.now(), limit: 5 }))
    await advanceRun(deps, run);
  expect(world.it.writes).toEqual(['pause']);
  const open = await world.db.selectFrom('confirmation').select('operation').execute();
  expect(open).toEqual([{ operation: 'start' }]);
  expect(await world.waiting()).toMatchObject([{ kind: 'open-ended' }]);
});

test.each([
  [
    'the service stopped it by itself meanwhile',
    (w: PausedWorld) => Object.assign(w.it, { escrowsPruned: true }),
  ],
  ['it is in quarantine', (w: PausedWorld) => Object.assign(w.it, { code: 'Quarantine' })],
])('where a start would ask, it reminds: %s', async (_what, change) => {
  world = await pausedWorld(began + hour);
  change(world);
  world.wait(hour);
  await world.live();
  expect(await kinds()).toEqual(['remind']);
  world.wait(day);
  await world.live();
  expect(await kinds()).toEqual(['remind', 'still-paused']);
  expect(world.it.writes).toEqual(['pause']);
});

describe('where writes are done with the rights of a person', () => {
  test('it reminds, and never writes by itself', async () => {
    world = await pausedWorld(began + hour, 'remind');
    const deps = { ...world.deps, writers: personWriters(null, world.deps.clock) };
    for (let hours = 0; hours < 50; hours++) {
      world.wait(hour);
      for (const timer of await claimTimers(world.db, { owner: 'me', now: world.now(), limit: 5 }))
        await fireTimer(deps, timer);
    }
    expect(await kinds()).toEqual(['remind', 'still-paused', 'still-paused']);
    expect(world.it.writes).toEqual(['pause']);
    expect(await world.db.selectFrom('run').select('id').execute()).toHaveLength(1);
  });

  test('a timer of before that setting only reminds as well', async () => {
    world = await pausedWorld(began + hour, 'start');
    const deps = { ...world.deps, writers: personWriters(null, world.deps.clock) };
    world.wait(hour);
    for (const timer of await claimTimers(world.db, { owner: 'me', now: world.now(), limit: 5 }))
      await fireTimer(deps, timer);
    expect(await kinds()).toEqual(['remind']);
    expect(await world.db.selectFrom('run').select('id').execute()).toHaveLength(1);
  });
});

describe('a timer that moves while somebody holds it', () => {
  const claim = (owner: string) => claimTimers(world.db, { owner, now: world.now(), limit: 5 });

  test('extended after it was claimed: the new end counts', async () => {
    world = await pausedWorld(began + hour);
    world.wait(hour);
    const [held] = await claim('slow');
    const read = await findTimer(world.db, target);
    if (held === undefined || read === null) throw new Error('nothing waits');
    const until = read.record.pause.until;
    if (until === null) throw new Error('it has no end');
    const to = { ...until, at: world.now() + hour };
    await world.db.transaction().execute((tx) => changeEnd(tx, world.deps, read, { to, now: world.now() }));
    await fireTimer(world.deps, held);
    await world.live();
    expect(world.it.writes).toEqual(['pause']);
    world.wait(hour);
    await world.live();
    expect(world.it.writes).toEqual(['pause', 'start']);
  });

  test('claimed after it was read: the change is planned anew', async () => {
    world = await pausedWorld(began + hour);
    const read = await findTimer(world.db, target);
    if (read === null) throw new Error('nothing waits');
    world.wait(hour);
    await claim('quick');
    await expect(
      world.db.transaction().execute((tx) => changeEnd(tx, world.deps, read, { to: null, now: world.now() })),
    ).rejects.toThrow(TimerMoved);
  });

  test('of many that claim at once one gets it', async () => {
    world = await pausedWorld(began + hour);
    world.wait(hour);
    const all = await Promise.all(Array.from({ length: 20 }, (_, index) => claim(`owner-${index}`)));
    expect(all.flat()).toHaveLength(1);
  });
});

const lee: Actor = { tenantId: 't', objectId: 'lee', name: 'Lee' };
const name = `${servicePrincipalId}/${jobId}`;

/** Says a command as somebody, and keeps what it writes. */
async function say(text: string, actor: Actor): Promise<Notice | null> {
  const parsed = parse(text);
  if (parsed.kind !== 'command') throw new Error(`no command: ${text}`);
  const receivedAt = world.now();
  const reply = await handleCommand(inTenant(world.deps, 't'), parsed.command, { actor, place, receivedAt });
  if (reply.kind !== 'write') throw new Error(`it answered with ${reply.kind}`);
  return await world.db.transaction().execute((tx) => reply.write(tx, world.now()));
}

/** Has policy say this of Lee starting something. */
function judgeLee(verdict: Verdict): void {
  const { policy } = world.deps;
  const judge: Policy['judge'] = async (deed, how) =>
    deed.operation === 'start' && deed.actor.objectId === 'lee' ? verdict : await policy.judge(deed, how);
  Object.assign(world.deps, { policy: { ...policy, judge } });
}

const fireAll = async () => {
  for (const timer of await claimTimers(world.db, { owner: 'me', now: world.now(), limit: 5 }))
    await fireTimer(world.deps, timer);
};
const denied: Verdict = { allowed: false, why: 'denied', rule: 'r', contact: null };
const wantsTwo: Verdict = {
  allowed: true,
  rule: 'r',
  asks: false,
  approval: { rule: 'r', users: [], groups: [], also: [] },
};

describe('an end that somebody else gave it', () => {
  test.each([
    ['who may not start, sooner', began + 8 * hour, 'until 09:07', denied],
    ['who may not start, of an open-ended one', null, 'by 5min', denied],
    ['who would be asked', began + hour, 'by 5min', asks],
    ['who would need an approval', began + hour, 'by 5min', wantsTwo],
  ])('%s: the bot only reminds', async (_what, until, end, verdict) => {
    world = await pausedWorld(until);
    judgeLee(verdict);
    const told = await say(`extend ${name} ${end}`, lee);
    expect(told).toMatchObject({ kind: 'timer-set', pause: { until: { atEnd: 'remind' } } });
    world.wait(2 * hour);
    await world.live();
    expect(await kinds()).toEqual(['remind']);
    expect(world.it.writes).toEqual(['pause']);
  });

  test('who may start as well: it is started', async () => {
    world = await pausedWorld(began + hour);
    await say(`extend ${name} by 1h`, lee);
    world.wait(2 * hour);
    await world.live();
    expect(world.it.writes).toEqual(['pause', 'start']);
  });

  test('who may not start any more when it is over: the bot only reminds', async () => {
    world = await pausedWorld(began + hour);
    await say(`extend ${name} by 1h`, lee);
    judgeLee(denied);
    world.wait(2 * hour);
    await world.live();
    expect(await kinds()).toEqual(['remind']);
    expect(world.it.writes).toEqual(['pause']);
  });

  test('of whom nobody can tell: it is tried again, then told', async () => {
    world = await pausedWorld(began + hour);
    await say(`extend ${name} by 1h`, lee);
    judgeLee(unknown);
    world.wait(2 * hour);
    await world.live();
    expect(await kinds()).toEqual([]);
    for (let minutes = 0; minutes < 45; minutes++) {
      await world.live(1);
      world.wait(minute);
    }
    expect(await kinds()).toEqual(['remind']);
    expect(world.it.writes).toEqual(['pause']);
  });

  test.each([
    ['who may not', denied],
    ['who would be asked', asks],
    ['of whom nobody can tell', unknown],
  ])('%s when the start is handed over already: nothing is sent', async (_what, verdict) => {
    world = await pausedWorld(began + hour);
    await say(`extend ${name} by 1h`, lee);
    world.wait(2 * hour);
    await fireAll();
    judgeLee(verdict);
    await world.live();
    expect(world.it.writes).toEqual(['pause']);
    expect(await world.waiting()).toMatchObject([{ kind: 'open-ended' }]);
  });
});

describe('somebody who wants it paused for longer than it waits', () => {
  const until = (at: number): PauseEnd => ({ at, timeZone: 'UTC', atEnd: 'start' });
  const met = async () => {
    const [row] = await world.db.selectFrom('message').select('notice').where('id', '=', 'm-lee').execute();
    const notice = JSON.parse(row?.notice ?? 'null') as Notice | null;
    return notice?.kind === 'run' ? notice.run.met : undefined;
  };
  const pauseAsLee = async (end: PauseEnd | null) => {
    world.wait(minute);
    await agree(world.db, 'pause', jobOf(world.it), world.now(), end, lee);
    await world.live();
  };

  test.each([
    ['for good', null],
    ['until later', until(began + 11 * hour)],
  ])('%s: told what waits; at its end the bot only reminds', async (_what, end) => {
    world = await pausedWorld(began + 2 * hour);
    await pauseAsLee(end);
    const pause = { actorName: 'Dana', until: { at: began + 2 * hour, atEnd: 'remind' } };
    expect(await met()).toMatchObject({ longer: true, pause });
    expect(await world.waiting()).toMatchObject([{ kind: 'timed', dueAt: began + 2 * hour }]);
    const [card] = await world.db.selectFrom('message').select('notice').where('id', '=', 'm').execute();
    expect(JSON.parse(card?.notice ?? '')).toMatchObject({ run: { until: { atEnd: 'remind' } } });
    world.wait(2 * hour);
    await world.live();
    expect(await kinds()).toEqual(['remind']);
    expect(world.it.writes).toEqual(['pause']);
  });

  test.each([
    ['sooner', began + hour],
    ['then', began + 2 * hour],
  ])('%s: nothing changes, but it is told', async (_what, at) => {
    world = await pausedWorld(began + 2 * hour);
    await pauseAsLee(until(at));
    expect(await met()).toMatchObject({ longer: false, pause: { until: { atEnd: 'start' } } });
    world.wait(2 * hour);
    await world.live();
    expect(world.it.writes).toEqual(['pause', 'start']);
  });

  test('is heard while somebody holds the timer: that one does not start it', async () => {
    world = await pausedWorld(began + 2 * hour);
    world.wait(2 * hour - minute);
    const due = { owner: 'slow', now: began + 2 * hour, limit: 5 };
    const [held] = await claimTimers(world.db, due);
    await pauseAsLee(null);
    if (held === undefined) throw new Error('nothing waits');
    await fireTimer(world.deps, held);
    await world.live();
    expect(await kinds()).toEqual(['remind']);
    expect(world.it.writes).toEqual(['pause']);
  });

  test('an end that another gives it, and that is sooner, is only reminded of; their own is not', async () => {
    world = await pausedWorld(began + 2 * hour);
    await pauseAsLee(until(began + 11 * hour));
    const dana = { tenantId: 't', objectId: 'o', name: 'Dana' };
    expect(await say(`extend ${name} by 1h`, dana)).toMatchObject({ pause: { until: { atEnd: 'remind' } } });
    expect(await say(`extend ${name} by 1h`, lee)).toMatchObject({ pause: { until: { atEnd: 'start' } } });
    expect(await say(`extend ${name} by 1h`, dana)).toMatchObject({ pause: { until: { atEnd: 'start' } } });
  });
});

describe('stopped, but not as the bot left it', () => {
  test('it ran and was paused again by others within minutes: told, and reminded of', async () => {
    world = await pausedWorld(began + 2 * hour);
    world.it.cycleBegan = began + 2 * minute;
    world.wait(2 * hour);
    await world.live();
    expect(await kinds()).toEqual(['changed']);
    world.wait(day);
    await world.live();
    expect(await kinds()).toEqual(['changed', 'still-paused']);
    expect(world.it.writes).toEqual(['pause']);
  });

  test('the cycle that ran when it was paused ended later: it is started', async () => {
    world = await pausedWorld(began + 2 * hour);
    world.it.cycleBegan = began - minute;
    world.wait(2 * hour);
    await world.live();
    expect(world.it.writes).toEqual(['pause', 'start']);
  });

  test('switched off by others: told, not started', async () => {
    world = await pausedWorld(began + 2 * hour);
    Object.assign(world.it, { state: 'Disabled', code: 'NotRun' });
    world.wait(2 * hour);
    await world.live();
    expect(await kinds()).toEqual(['changed']);
    expect(world.it.writes).toEqual(['pause']);
  });

  test.each([
    ['it ran in between', (w: PausedWorld) => Object.assign(w.it, { cycleBegan: began + hour })],
    ['nobody took it up for long', (w: PausedWorld) => w.wait(11 * minute)],
  ])(
    'when its start is handed over already, %s: nothing is sent, and it is reminded of',
    async (_what, then) => {
      world = await pausedWorld(began + 2 * hour);
      world.wait(2 * hour);
      await fireAll();
      then(world);
      await world.live();
      expect(world.it.writes).toEqual(['pause']);
      expect(await world.waiting()).toMatchObject([{ kind: 'open-ended' }]);
      const open = await world.db.selectFrom('confirmation').select('operation').execute();
      expect(open).toEqual([{ operation: 'start' }]);
    },
  );

  test.each([
    ['started', began - minute, ['pause', 'start']],
    ['not where it ran since', began + hour, ['pause']],
  ])('a record of before that kept nothing of it is still read: %s', async (_what, cycle, writes) => {
    world = await pausedWorld(began + 2 * hour);
    const [timer] = await world.waiting();
    if (timer === undefined) throw new Error('nothing waits');
    const { found, ...older } = timer.record;
    expect(found).toEqual({ scheduleState: 'Paused', began: world.it.cycleBegan });
    await world.db
      .updateTable('timer')
      .set({ record: JSON.stringify(older) })
      .execute();
    world.it.cycleBegan = cycle;
    world.wait(2 * hour);
    await world.live();
    expect(world.it.writes).toEqual(writes);
  });
});

describe('a pause that is not seen', () => {
  const cases = [
    ['gone', (w: PausedWorld, is: boolean) => Object.assign(w.it, { gone: is })],
    ['changed', (w: PausedWorld, is: boolean) => Object.assign(w.it, { state: is ? 'Active' : 'Paused' })],
  ] as const;

  test.each(cases)('once, %s, of one with an end: it is looked for again, and started', async (_why, set) => {
    world = await pausedWorld(began + hour);
    world.wait(hour);
    set(world, true);
    await world.live(2);
    set(world, false);
    world.wait(30_000);
    await world.live();
    expect(await kinds()).toEqual([]);
    expect(world.it.writes).toEqual(['pause', 'start']);
  });

  test.each(cases)('once, %s, of an open-ended one: it is still reminded of', async (_why, set) => {
    world = await pausedWorld(null);
    world.wait(day);
    set(world, true);
    await world.live(2);
    set(world, false);
    world.wait(30_000);
    await world.live();
    world.wait(day);
    set(world, true);
    await world.live(2);
    set(world, false);
    world.wait(30_000);
    await world.live();
    expect(await kinds()).toEqual(['still-paused', 'still-paused']);
  });

  test.each(cases)('twice, %s: told, and over', async (why, set) => {
    world = await pausedWorld(began + hour);
    world.wait(hour);
    set(world, true);
    await world.live();
    expect(await kinds()).toEqual([]);
    world.wait(30_000);
    await world.live();
    expect(await kinds()).toEqual([why]);
    expect(await world.waiting()).toEqual([]);
  });

  test.each(cases)(
    'once, %s, when its start is handed over: nothing is sent, and it is reminded of',
    async (_why, set) => {
      world = await pausedWorld(began + hour);
      world.wait(hour);
      await fireAll();
      set(world, true);
      await world.live();
      expect(await world.waiting()).toHaveLength(1);
      set(world, false);
      world.wait(30_000);
      await world.live();
      expect(await kinds()).toEqual(['still-paused']);
      expect(world.it.writes).toEqual(['pause']);
    },
  );

  test.each(cases)(
    'by who wants to extend it, %s: told, and reminded of where it is there after all',
    async (why, set) => {
      world = await pausedWorld(began + hour);
      set(world, true);
      expect(await say(`extend ${name} by 1h`, lee)).toMatchObject({ kind: 'pause-over', why });
      set(world, false);
      world.wait(30_000);
      await world.live();
      expect(await kinds()).toEqual(['still-paused']);
      set(world, true);
      world.wait(day);
      await world.live();
      world.wait(30_000);
      await world.live();
      expect(await world.waiting()).toEqual([]);
      expect(await kinds()).toEqual(['still-paused']);
      expect(world.it.writes).toEqual(['pause']);
    },
  );
});

test.each([
  ['seen later: known by that, and started', [10_000], ['pause', 'start', 'pause', 'start'], []],
  ['never seen: only reminded of', [], ['pause', 'start', 'pause'], ['remind']],
])('a pause that was accepted and %s', async (_what, followUps, writes, told) => {
  world = await pausedWorld(began + hour);
  world.wait(hour);
  await world.live();
  const { it, deps } = world;
  const graph = deps.graphOf('t');
  let slow = true;
  Object.assign(deps, {
    timing: { looks: [10, 10, 10], followUps },
    writers: {
      ...deps.writers,
      of: () => async (request: Parameters<typeof graph>[0]) => {
        const answer = await graph(request);
        if (slow) it.state = 'Active';
        return answer;
      },
    },
  });
  const until = { at: world.now() + hour, timeZone: 'UTC', atEnd: 'start' } as const;
  await agree(world.db, 'pause', jobOf(it), world.now(), until);
  await world.live();
  expect(await world.waiting()).toMatchObject([{ kind: 'timed', record: { found: null } }]);
  Object.assign(it, { state: 'Paused', code: 'Paused' });
  slow = false;
  world.wait(20_000);
  await world.live();
  world.wait(hour);
  await world.live();
  expect(it.writes).toEqual(writes);
  expect(await kinds()).toEqual(told);
});

describe('whatever dies, gets lost or is slow, and however many hold it', () => {
  type Step =
    | { readonly do: 'claim' | 'fire' | 'drop' | 'run' }
    | { readonly do: 'wait'; readonly by: number };
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.constantFrom<Step>(
      { do: 'claim' },
      { do: 'claim' },
      { do: 'fire' },
      { do: 'fire' },
      { do: 'drop' },
      { do: 'run' },
    ),
    fc.record({ do: fc.constant('wait' as const), by: fc.constantFrom(10, 5000, 16_000, 70_000) }),
  );
  const mishap = fc.constantFrom<Mishap>(
    'fine',
    'fine',
    'fine',
    'die-before',
    'die-after',
    'lost-before',
    'lost-after',
  );

  test('at most one start, and no pause is forgotten', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 25 }),
        fc.array(mishap, { maxLength: 12 }),
        async (steps, mishaps) => {
          world = await pausedWorld(began + hour);
          try {
            world.wait(hour);
            world.it.mishaps.push(...mishaps);
            const held: ClaimedTimer[] = [];
            let owners = 0;
            for (const each of steps) {
              const claim = { owner: `owner-${++owners}`, now: world.now(), limit: 5 };
              if (each.do === 'wait') world.wait(each.by);
              else if (each.do === 'claim') held.push(...(await claimTimers(world.db, claim)));
              else if (each.do === 'drop') held.shift();
              else if (each.do === 'fire') {
                const timer = held.shift();
                if (timer !== undefined) await fireTimer(world.deps, timer);
              } else {
                for (const run of await claimRuns(world.db, claim)) await advanceRun(world.deps, run);
              }
            }
            // Whoever was slow comes last.
            for (let life = 0; life < 50; life++) {
              await world.live(1);
              world.wait(30_000);
            }
            for (const timer of held) await fireTimer(world.deps, timer);
            await world.live();
            // Where it runs after all, a reminder has nothing to say.
            world.wait(day);
            await world.live(1);
            world.wait(30_000);
            await world.live(1);
            expect(world.it.writes.filter((write) => write === 'start').length).toBeLessThanOrEqual(1);
            const runs = await world.db.selectFrom('run').select('state').execute();
            expect(runs.length).toBeLessThanOrEqual(2);
            expect(runs.every(({ state }) => state === 'announced')).toBe(true);
            const waiting = await world.waiting();
            expect(waiting.length).toBe(world.it.state === 'Active' ? 0 : 1);
            const waited = steps.reduce((sum, each) => sum + (each.do === 'wait' ? each.by : 0), 0);
            // A start that is handed over and left for long is not made any more.
            if (mishaps.every((each) => each === 'fine') && waited < 5 * minute)
              expect(world.it.state).toBe('Active');
          } finally {
            await world.close();
          }
        },
      ),
      { numRuns: 100 },
    );
    world = await pausedWorld(null);
  });
});
