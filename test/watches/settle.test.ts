import fc from 'fast-check';
import { jobShape, toJobSnapshot } from '../../src/graph/decode.ts';
import {
  advance,
  type Change,
  goneAfter,
  type JobState,
  settleAfter,
  silentAfter,
  unread,
} from '../../src/watches/settle.ts';
import type { JobSnapshot } from '../../src/words.ts';
import { jobJson, type TestJob, testJob } from './world.ts';

const hour = 3_600_000;
const t0 = Date.UTC(2026, 0, 5);

const seen = (more: Partial<TestJob>, at: number): JobSnapshot | 'gone' => {
  const job = testJob(1, more);
  if (job.gone) return 'gone';
  return toJobSnapshot(jobShape.parse(jobJson(job, at)), {
    servicePrincipalId: job.servicePrincipalId,
    displayName: job.name,
    readAt: at,
  });
};

/** Takes readings in at times from `t0` on; what is told, and at which of them. */
function history(readings: readonly (readonly [at: number, Partial<TestJob>])[]): string[] {
  let state: JobState = unread;
  return readings.flatMap(([at, more]) => {
    const after = advance(state, seen(more, t0 + at), t0 + at);
    state = JSON.parse(JSON.stringify(after.state)) as JobState;
    return after.changes.map(({ event }) => `${event} ${at}`);
  });
}

/** Takes readings in, `every` milliseconds apart; what is told after each. */
function play(readings: readonly Partial<TestJob>[], every = 5000): string[][] {
  let state = unread;
  return readings.map((reading, index) => {
    const now = t0 + index * every;
    const after = advance(state, seen(reading, now), now);
    state = after.state;
    return after.changes.map(({ event }) => event);
  });
}

const well = {};
const paused = { schedule: 'Paused' };
const ended = (state: string, more: object = {}) => ({
  last: { state, ended: t0, escrowed: 0, errorCode: null, ...more },
});
const held = (escrowed: number) => ended('Succeeded', { escrowed });
const twice = <T>(reading: T): [T, T] => [reading, reading];
const quarantined = { reason: 'EncounteredBaseEscrowThreshold' };
const deletes = { reason: 'TooManyDeletes' };
const badLogin = { reason: 'EncounteredQuarantineException', errorCode: 'SalesforceInvalidCredentials' };
const noAnswer = { reason: 'EncounteredQuarantineException', errorCode: 'AuthenticationServiceUnavailable' };

describe('what two readings in a row make of a change', () => {
  test.each<[string, Partial<TestJob>[], string[][]]>([
    ['the first reading tells nothing', [paused, paused], [[], []]],
    ['paused', [well, paused, paused], [[], [], ['paused']]],
    [
      'disabled is paused too',
      [well, { schedule: 'Disabled' }, { schedule: 'Disabled' }],
      [[], [], ['paused']],
    ],
    [
      'from paused to disabled is nothing',
      [paused, { schedule: 'Disabled' }, { schedule: 'Disabled' }],
      [[], [], []],
    ],
    ['started', [paused, well, well], [[], [], ['started']]],
    ['quarantined', [well, quarantined, quarantined], [[], [], ['quarantined']]],
    ['recovered', [quarantined, well, well], [[], [], ['recovered']]],
    ['held deletions', [well, deletes, deletes], [[], [], ['quarantined', 'guarded']]],
    ['another reason of the same quarantine', [quarantined, deletes, deletes], [[], [], ['guarded']]],
    ['refused sign-in in quarantine', [well, badLogin, badLogin], [[], [], ['quarantined', 'credentials']]],
    [
      'an answer that didn’t come is no refused sign-in, though its code speaks of one',
      [well, noAnswer, noAnswer],
      [[], [], ['quarantined']],
    ],
    [
      'refused sign-in in a run',
      [well, ended('Failed', { errorCode: 'Unauthorized' }), ended('Failed', { errorCode: 'Unauthorized' })],
      [[], [], ['credentials', 'failing']],
    ],
    ['a failed run', [well, ended('Failed'), ended('Failed'), ended('Failed')], [[], [], ['failing'], []]],
    [
      'errors of entries',
      [well, ended('EntryLevelErrors'), ended('EntryLevelErrors')],
      [[], [], ['failing']],
    ],
    [
      'more entries held',
      [ended('Succeeded'), ended('Succeeded', { escrowed: 2 }), ended('Succeeded', { escrowed: 2 })],
      [[], [], ['failing']],
    ],
    [
      'as many entries held as ever',
      [
        ended('Succeeded', { escrowed: 2 }),
        ended('Succeeded', { escrowed: 2 }),
        ended('Succeeded', { escrowed: 1 }),
      ],
      [[], [], []],
    ],
    ['an unheard-of result says nothing', [well, ended('Sparkling'), ended('Sparkling')], [[], [], []]],
    [
      'an unheard-of schedule says nothing',
      [paused, { schedule: 'Snoozed' }, { schedule: 'Snoozed' }],
      [[], [], []],
    ],
    [
      'a change that a reading without the job interrupts',
      [well, paused, { gone: true }, paused],
      [[], [], [], ['paused']],
    ],
    [
      'still more entries held, after that was told; and a run that fails altogether',
      [ended('Succeeded'), ...twice(held(1)), held(1), ...twice(held(500)), ...twice(ended('Failed'))],
      [[], [], ['failing'], [], [], ['failing'], [], ['failing']],
    ],
    [
      'a failed run, a run that holds more entries, a failed run again',
      [well, ...twice(ended('Failed')), ...twice(held(5)), held(5), ...twice(ended('Failed'))],
      [[], [], ['failing'], [], [], [], [], ['failing']],
    ],
    [
      'entries held when the run fails altogether',
      [well, held(5), ended('Failed'), held(5), held(5), held(5), ...twice(held(6))],
      [[], [], ['failing'], [], [], [], [], ['failing']],
    ],
    ['gone before it was ever seen', [{ gone: true }, { gone: true }], [[], []]],
    ['there and back', [well, paused, well, well], [[], [], [], []]],
    ['flapping all the time', [well, paused, well, paused, well, paused], [[], [], [], [], [], []]],
    [
      'one thing flaps while another changes',
      [well, paused, { ...quarantined }, { ...paused, ...quarantined }],
      [[], [], [], ['quarantined']],
    ],
  ])('%s', (_name, readings, told) => {
    expect(play(readings)).toEqual(told);
  });

  test('a second reading that comes too soon does not settle it', () => {
    expect(play([well, paused, paused], settleAfter - 1)).toEqual([[], [], []]);
    expect(play([well, paused, paused], settleAfter)).toEqual([[], [], ['paused']]);
  });

  test('a clock that is set back does not keep a change from being told', () => {
    const told = history([
      [0, well],
      [6 * hour, paused],
      [10_000, paused],
      [15_000, paused],
    ]);
    expect(told).toEqual(['paused 15000']);
  });

  test('it happened when it was first seen', () => {
    const first = advance(unread, seen(well, t0), t0).state;
    const second = advance(first, seen(paused, t0 + 60_000), t0 + 60_000).state;
    expect(advance(second, seen(paused, t0 + 65_000), t0 + 65_000).changes).toEqual([
      { event: 'paused', at: t0 + 60_000 },
    ]);
  });

  test('a clean run ends a failing, and the next failure is told again', () => {
    const failed = ended('Failed');
    const clean = ended('Succeeded');
    expect(play([well, failed, failed, clean, clean, failed, failed]).flat()).toEqual(['failing', 'failing']);
  });
});

describe('deletion', () => {
  const gone = { gone: true };
  const every5s = (from: number, to: number, more: Partial<TestJob>) =>
    Array.from({ length: (to - from) / 5000 }, (_, index) => [from + 5000 * index, more] as const);

  test('takes a minute and a half to be believed', () => {
    expect(history([[0, well], ...every5s(5000, 5000 + goneAfter, gone)])).toEqual([]);
    expect(history([[0, well], ...every5s(5000, 10_000 + goneAfter, gone)])).toEqual([
      `deleted ${5000 + goneAfter}`,
    ]);
  });

  test('takes three readings, however far apart', () => {
    const looks = [
      [0, well],
      [hour, gone],
      [2 * hour, gone],
    ] as const;
    expect(history(looks)).toEqual([]);
    expect(history([...looks, [2 * hour + 5000, gone]])).toEqual([`deleted ${2 * hour + 5000}`]);
  });

  test('what comes back was never gone, and is compared with how it was before', () => {
    const away = [[0, well], ...every5s(5000, goneAfter, gone)] as const;
    const back = [
      [goneAfter, paused],
      [goneAfter + 5000, paused],
    ] as const;
    expect(history([...away, ...back])).toEqual([`paused ${goneAfter + 5000}`]);
    const again = every5s(goneAfter + 10_000, 2 * goneAfter, gone);
    expect(history([...away, ...back, ...again])).toEqual([`paused ${goneAfter + 5000}`]);
  });
});

describe('silence', () => {
  const quietFrom = (more: Partial<TestJob>) => ({ ...ended('Succeeded'), ...more });
  const after = (hours: number, more: Partial<TestJob> = {}) => {
    let state = unread;
    const told: string[] = [];
    for (const at of [t0, t0 + hours * hour, t0 + hours * hour + silentAfter]) {
      const result = advance(state, seen(quietFrom(more), at), at);
      state = result.state;
      told.push(...result.changes.map(({ event }) => event));
    }
    return told;
  };
  test.each<[number, Partial<TestJob>, string[]]>([
    [2.9, {}, []],
    [3.1, {}, ['silent']],
    [30, paused, []],
    [30, quarantined, []],
  ])('%p hours without a run: %p', (hours, more, told) => {
    expect(after(hours, more)).toEqual(told);
  });

  test('a job started after a week is not silent at once', () => {
    let state = unread;
    const told: string[] = [];
    const week = 168 * hour;
    for (const [at, more] of [
      [0, paused],
      [week, well],
      [week + 5000, well],
      [week + 10_000, well],
      [week + 2.9 * hour, well],
      [week + 3.1 * hour, well],
      [week + 3.1 * hour + silentAfter - 1, well],
      [week + 3.1 * hour + silentAfter, well],
    ] as const) {
      const result = advance(state, seen(quietFrom(more), t0 + at), t0 + at);
      state = result.state;
      told.push(...result.changes.map(({ event }) => `${event} ${at / hour > 168.1 ? 'later' : 'at once'}`));
    }
    expect(told).toEqual(['started at once', 'silent later']);
  });

  test('a clock that is far ahead for a moment makes none', () => {
    const still = quietFrom({});
    const told = history([
      [0, still],
      [5 * hour, still],
      [5 * hour + 6000, still],
      [60_000, still],
      [3.1 * hour, still],
      [3.1 * hour + 60_000, still],
    ]);
    expect(told).toEqual([]);
  });

  test('while it lasts nothing is looked at more closely', () => {
    const before = advance(unread, seen(quietFrom({}), t0), t0).state;
    const at = t0 + 4 * hour;
    expect(advance(before, seen(quietFrom({}), at), at).state.pending).toEqual({});
  });
});

describe('any history, read at any times', () => {
  /** The truth about one thing, found another way: runs of equal readings that last long enough. */
  function settledRuns(samples: readonly { at: number; value: boolean }[]): Change['at'][] {
    const [first] = samples;
    let held = first?.value;
    const changes: number[] = [];
    for (let from = 0; from < samples.length; ) {
      let to = from;
      while (to + 1 < samples.length && samples[to + 1]?.value === samples[from]?.value) to++;
      const began = samples[from]?.at ?? 0;
      if (samples[from]?.value !== held && (samples[to]?.at ?? 0) - began >= settleAfter) {
        held = samples[from]?.value;
        changes.push(began);
      }
      from = to + 1;
    }
    return changes;
  }

  test('what is told is what settled, each once', () => {
    const sample = fc.record({
      wait: fc.integer({ min: 500, max: 20_000 }),
      paused: fc.boolean(),
      quarantined: fc.boolean(),
      failed: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1, maxLength: 60 }), (samples) => {
        let at = t0;
        let state = unread;
        const told: Change[] = [];
        const truth = { paused: [], quarantined: [], failed: [] } as Record<
          'paused' | 'quarantined' | 'failed',
          { at: number; value: boolean }[]
        >;
        for (const each of samples) {
          at += each.wait;
          for (const key of ['paused', 'quarantined', 'failed'] as const)
            truth[key].push({ at, value: each[key] });
          const reading = seen(
            {
              schedule: each.paused ? 'Paused' : 'Active',
              reason: each.quarantined ? 'Unknown' : null,
              last: { state: each.failed ? 'Failed' : 'Succeeded', ended: at, escrowed: 0, errorCode: null },
            },
            at,
          );
          const after = advance(state, reading, at);
          state = JSON.parse(JSON.stringify(after.state));
          told.push(...after.changes);
        }
        const timesOf = (...events: string[]) =>
          told.filter(({ event }) => events.includes(event)).map((change) => change.at);
        expect(timesOf('paused', 'started')).toEqual(settledRuns(truth.paused));
        expect(timesOf('quarantined', 'recovered')).toEqual(settledRuns(truth.quarantined));
        const failings = settledRuns(truth.failed);
        const begins = samples[0]?.failed ? 1 : 0;
        expect(timesOf('failing')).toEqual(failings.filter((_, index) => index % 2 === begins));
        expect(new Set(told.map((change) => `${change.event} ${change.at}`)).size).toBe(told.length);
      }),
      { numRuns: 500 },
    );
  });
});
