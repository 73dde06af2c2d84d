import fc from 'fast-check';
import { longestPause, resolveEnd, shortestPause, zoneOf } from '../../src/operations/pause-end.ts';
import type { Until } from '../../src/words.ts';

const clock = (hour: number, minute = 0) => ({ hour, minute });
const at = (
  day: Extract<Until, { kind: 'at' }>['day'],
  time: ReturnType<typeof clock> | null = null,
): Until => ({ kind: 'at', day, clock: time });
const inDays = (days: number) => ({ kind: 'in-days', days }) as const;
const weekday = (which: number) => ({ kind: 'weekday', weekday: which }) as const;
const date = (month: number, day: number, year: number | null = null) =>
  ({ kind: 'date', year, month, day }) as const;

/** The end in UTC, or why there is none. */
function ends(until: Until, now: string, timeZone = 'Europe/Berlin', more: object = {}): string {
  const found = resolveEnd(until, { now: Date.parse(now), timeZone, ...more });
  return found.ok ? new Date(found.at).toISOString().replace(':00.000Z', 'Z') : found.code;
}

describe('when a pause is to end', () => {
  // 24 November 2026 is a Tuesday; Berlin is an hour ahead of UTC then.
  const now = '2026-11-24T09:00:00Z';

  test.each<[string, Until, string]>([
    ['for 2 hours', { kind: 'for', minutes: 120 }, '2026-11-24T11:00Z'],
    ['for 5 minutes', { kind: 'for', minutes: 5 }, '2026-11-24T09:05Z'],
    ['for 4 minutes', { kind: 'for', minutes: 4 }, 'until-too-soon'],
    ['for 90 days', { kind: 'for', minutes: 90 * 1440 }, '2027-02-22T09:00Z'],
    ['for a minute more', { kind: 'for', minutes: 90 * 1440 + 1 }, 'until-too-far'],
    ['until 18:00, still ahead', at(null, clock(18)), '2026-11-24T17:00Z'],
    ['until 10:00, which is now', at(null, clock(10)), '2026-11-25T09:00Z'],
    ['until 09:30, over today', at(null, clock(9, 30)), '2026-11-25T08:30Z'],
    ['until 10:04', at(null, clock(10, 4)), 'until-too-soon'],
    ['until, with nothing said: the next morning', at(null), '2026-11-25T07:00Z'],
    ['until today 09:00', at(inDays(0), clock(9)), 'until-past'],
    ['until tomorrow', at(inDays(1)), '2026-11-25T07:00Z'],
    ['until in 90 days', at(inDays(90)), '2027-02-22T07:00Z'],
    ['until in 91 days', at(inDays(91)), 'until-too-far'],
    ['until Monday 06:00', at(weekday(1), clock(6)), '2026-11-30T05:00Z'],
    ['until Tuesday 11:00, today and ahead', at(weekday(2), clock(11)), '2026-11-24T10:00Z'],
    ['until Tuesday 08:00, today and over', at(weekday(2)), '2026-12-01T07:00Z'],
    ['until Sunday', at(weekday(7)), '2026-11-29T07:00Z'],
    ['until 1 December', at(date(12, 1)), '2026-12-01T07:00Z'],
    ['until 1 November: next year’s', at(date(11, 1)), 'until-too-far'],
    ['until 3 January: next year’s', at(date(1, 3), clock(12)), '2027-01-03T11:00Z'],
    ['until 1 November 2026', at(date(11, 1, 2026)), 'until-past'],
    ['until 31 December 2026, 23:59', at(date(12, 31, 2026), clock(23, 59)), '2026-12-31T22:59Z'],
    ['until 29 February: the next there is', at(date(2, 29)), 'until-too-far'],
    ['until 29 February 2027', at(date(2, 29, 2027)), 'until-unclear'],
    ['until 31 November', at(date(11, 31)), 'until-unclear'],
    ['until 25:00', at(null, clock(25)), 'until-unclear'],
    ['until the 8th day of the week', at(weekday(8)), 'until-unclear'],
    ['for no time at all', { kind: 'for', minutes: 0 }, 'until-unclear'],
    ['for a time that is no number', { kind: 'for', minutes: Number.NaN }, 'until-unclear'],
    ['what can’t be told', { kind: 'unclear', text: 'soon' }, 'until-unclear'],
  ])('%s', (_said, until, expected) => {
    expect(ends(until, now)).toBe(expected);
  });

  test('today is the day it is where the person is', () => {
    expect(ends(at(inDays(0), clock(8)), '2026-11-24T20:00:00Z', 'Asia/Tokyo')).toBe('2026-11-24T23:00Z');
    expect(ends(at(weekday(2), clock(23)), '2026-11-25T03:00:00Z', 'America/New_York')).toBe(
      '2026-11-25T04:00Z',
    );
  });

  test('what was said before the bot was away means the day it was said on', () => {
    const saidAt = Date.parse('2026-11-24T16:50:00Z');
    expect(ends(at(null, clock(18)), '2026-11-24T17:30:00Z', 'Europe/Berlin', { saidAt })).toBe('until-past');
    expect(ends({ kind: 'for', minutes: 60 }, '2026-11-24T17:30:00Z', 'Europe/Berlin', { saidAt })).toBe(
      '2026-11-24T18:30Z',
    );
  });

  test('a duration may be counted from another end', () => {
    const from = Date.parse('2026-11-24T12:00:00Z');
    expect(ends({ kind: 'for', minutes: 60 }, now, 'Europe/Berlin', { from })).toBe('2026-11-24T13:00Z');
  });
});

describe('where clocks change', () => {
  test.each<[string, Until, string, string, string]>([
    // Berlin: 29 March 2026, 02:00 becomes 03:00; 25 October, 03:00 becomes 02:00.
    [
      'the day after is an hour nearer',
      at(inDays(1), clock(8)),
      '2026-03-28T17:00:00Z',
      'Europe/Berlin',
      '2026-03-29T06:00Z',
    ],
    [
      'a time that is left out is an hour later',
      at(inDays(1), clock(2, 30)),
      '2026-03-28T17:00:00Z',
      'Europe/Berlin',
      '2026-03-29T01:30Z',
    ],
    [
      'two hours stay two hours',
      { kind: 'for', minutes: 120 },
      '2026-03-29T00:30:00Z',
      'Europe/Berlin',
      '2026-03-29T02:30Z',
    ],
    [
      'a time shown twice is the first one',
      at(inDays(1), clock(2, 30)),
      '2026-10-24T17:00:00Z',
      'Europe/Berlin',
      '2026-10-25T00:30Z',
    ],
    [
      'unless that is over',
      at(null, clock(2, 30)),
      '2026-10-25T00:40:00Z',
      'Europe/Berlin',
      '2026-10-25T01:30Z',
    ],
    [
      'and the day after once both are',
      at(null, clock(2, 30)),
      '2026-10-25T01:40:00Z',
      'Europe/Berlin',
      '2026-10-26T01:30Z',
    ],
    [
      'a day is counted by the calendar',
      at(inDays(1), clock(18)),
      '2026-10-24T16:00:00Z',
      'Europe/Berlin',
      '2026-10-25T17:00Z',
    ],
    [
      'a day is 24 hours where a duration is said',
      { kind: 'for', minutes: 1440 },
      '2026-10-24T16:00:00Z',
      'Europe/Berlin',
      '2026-10-25T16:00Z',
    ],
    // New York: 8 March 2026, 02:00 becomes 03:00; 1 November, 02:00 becomes 01:00.
    [
      'New York, left out',
      at(date(3, 8), clock(2, 15)),
      '2026-03-07T20:00:00Z',
      'America/New_York',
      '2026-03-08T07:15Z',
    ],
    [
      'New York, twice',
      at(date(11, 1), clock(1, 15)),
      '2026-10-31T20:00:00Z',
      'America/New_York',
      '2026-11-01T05:15Z',
    ],
    [
      'New York, twice, the second',
      at(null, clock(1, 15)),
      '2026-11-01T05:20:00Z',
      'America/New_York',
      '2026-11-01T06:15Z',
    ],
    [
      'New York, the morning after',
      at(date(11, 1)),
      '2026-10-31T20:00:00Z',
      'America/New_York',
      '2026-11-01T13:00Z',
    ],
  ])('%s', (_what, until, now, zone, expected) => {
    expect(ends(until, now, zone)).toBe(expected);
  });
});

test('a zone that doesn’t exist is UTC, and said to be', () => {
  expect(zoneOf({ timeZone: 'Mars/Olympus' })).toBe('UTC');
  expect(zoneOf({})).toBe('UTC');
  expect(zoneOf({ timeZone: 'Europe/Berlin' })).toBe('Europe/Berlin');
  const found = resolveEnd(at(null, clock(18)), { now: 0, timeZone: 'Mars/Olympus' });
  expect(found).toEqual({ ok: true, at: 18 * 3_600_000, timeZone: 'UTC' });
});

describe('whatever is said', () => {
  const odd = fc.oneof(fc.integer({ min: -10, max: 70 }), fc.integer(), fc.double());
  const days = fc.oneof(
    fc.constant(null),
    fc.record({ kind: fc.constant('in-days' as const), days: odd }),
    fc.record({ kind: fc.constant('weekday' as const), weekday: odd }),
    fc.record({
      kind: fc.constant('date' as const),
      year: fc.oneof(fc.constant(null), fc.integer({ min: 2025, max: 2028 }), odd),
      month: odd,
      day: odd,
    }),
  );
  const untils: fc.Arbitrary<Until> = fc.oneof(
    fc.record({
      kind: fc.constant('for' as const),
      minutes: fc.oneof(odd, fc.integer({ min: 1, max: 200_000 })),
    }),
    fc.record({
      kind: fc.constant('at' as const),
      day: days,
      clock: fc.oneof(fc.constant(null), fc.record({ hour: odd, minute: odd })),
    }),
    fc.record({ kind: fc.constant('unclear' as const), text: fc.string() }),
  );
  const zones = fc.constantFrom(
    'Europe/Berlin',
    'America/New_York',
    'Asia/Kathmandu',
    'Pacific/Apia',
    'Australia/Lord_Howe',
    'America/Sao_Paulo',
    'Africa/Cairo',
    'nowhere',
  );
  const nows = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2028, 0, 1) });

  test('it is a moment within the limits, or said why not', () => {
    fc.assert(
      fc.property(untils, zones, nows, (until, timeZone, now) => {
        const found = resolveEnd(until, { now, timeZone });
        if (!found.ok) return expect(found.code).toMatch(/^until-(past|too-soon|too-far|unclear)$/);
        expect(found.at - now).toBeGreaterThanOrEqual(shortestPause);
        expect(found.at - now).toBeLessThanOrEqual(longestPause);
      }),
      { numRuns: 2000 },
    );
  });

  test('a time of day is the next one that clocks there show, or an hour off where they leave it out', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 0, max: 59 }),
        zones,
        nows,
        (hour, minute, timeZone, now) => {
          const found = resolveEnd(at(null, { hour, minute }), { now, timeZone });
          if (!found.ok) return expect(found.code).toBe('until-too-soon');
          expect(found.at - now).toBeLessThanOrEqual(26 * 3_600_000);
          const shown = new Intl.DateTimeFormat('en-GB', {
            timeZone: found.timeZone,
            hour: '2-digit',
            minute: '2-digit',
          });
          const said = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
          // Where clocks go forward, at most an hour is left out.
          const skipped = Math.abs(Number(shown.format(found.at).slice(0, 2)) - hour) % 23 <= 1;
          expect(shown.format(found.at) === said || skipped).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
