import fc from 'fast-check';
import { earliestSend, teamsLimits, withSent } from '../../src/teams/pacing.ts';

/** The most messages within any window of this length. */
function busiest(times: readonly number[], window: number): number {
  let from = 0;
  let most = 0;
  for (const [index, at] of times.entries()) {
    while (at - (times[from] ?? at) >= window) from++;
    most = Math.max(most, index - from + 1);
  }
  return most;
}

/** Sends `count` messages as fast as allowed; each arrives after a delay and is answered after another. */
function sendAll(count: number, delays: readonly (readonly [number, number])[]) {
  let now = 1_000_000;
  let sentAt: readonly number[] = [];
  const arrivals: number[] = [];
  for (let index = 0; index < count; index++) {
    const [there, back] = delays[index % delays.length] ?? [0, 0];
    now = Math.max(now, earliestSend(sentAt));
    arrivals.push(now + there);
    now += there + back;
    sentAt = withSent(sentAt, now);
  }
  return { arrivals, now };
}

const delay = fc.tuple(fc.nat(900), fc.nat(900));

test('whatever the delays, no limit is exceeded on the receiver’s clock', () => {
  fc.assert(
    fc.property(
      fc.array(delay, { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 1, max: 2500 }),
      (delays, count) => {
        const { arrivals } = sendAll(count, delays);
        for (const { count: most, window } of teamsLimits)
          expect(busiest(arrivals, window)).toBeLessThanOrEqual(most);
      },
    ),
    { numRuns: 60 },
  );
});

test('without delays the limits are used to the full: 500 messages take as long as 60 in 30 s demand', () => {
  const { arrivals, now } = sendAll(500, [[0, 0]]);
  expect(busiest(arrivals, 1000)).toBe(7);
  expect(busiest(arrivals, 2000)).toBe(8);
  expect(busiest(arrivals, 30_000)).toBe(60);
  expect(now - 1_000_000).toBeLessThan((500 / 60) * 30_000 + 30_000);
});

test('1800 an hour is kept', () => {
  const { arrivals } = sendAll(4000, [[0, 0]]);
  expect(busiest(arrivals, 3_600_000)).toBe(1800);
});

test('what is older than the longest window is forgotten', () => {
  expect(withSent([1, 2, 3], 3_600_002)).toEqual([3, 3_600_002]);
  expect(earliestSend([])).toBeLessThanOrEqual(1);
});
