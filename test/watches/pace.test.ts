import { periodOf, turnAfter } from '../../src/watches/pace.ts';
import { quietUntil } from '../../src/watches/quiet.ts';
import { settleAfter } from '../../src/watches/settle.ts';
import { seeded } from './world.ts';

const minute = 60_000;

describe('how often a job is read', () => {
  test.each([
    [0, false, 10, 5000],
    [1.9, false, 10, 5000],
    [2, false, 10, 20_000],
    [11.9, false, 10, 20_000],
    [12, false, 10, 60_000],
    [600, false, 1000, 60_000],
    [59, false, 1001, 60_000],
    [60, false, 1001, 120_000],
    [120, false, 1001, 240_000],
    [180, false, 1001, 300_000],
    [6e6, false, 1001, 300_000],
    [600, true, 5000, 5000],
    [-0.5, false, 10, 5000],
    [-600, false, 10, 60_000],
  ])('quiet for %p min, seems changed: %p, %p jobs: every %p ms', (quiet, unsettled, jobs, period) => {
    expect(periodOf({ quietFor: quiet * minute, unsettled, jobs })).toBe(period);
  });

  test('waits are spread, never by more than a tenth, and a second look is never too early', () => {
    const random = seeded(7);
    const turns = Array.from({ length: 500 }, () => turnAfter(minute, 1000, random));
    expect(Math.min(...turns.map(({ nextAt }) => nextAt))).toBeLessThan(1000 + 0.92 * minute);
    expect(Math.max(...turns.map(({ nextAt }) => nextAt))).toBeGreaterThan(1000 + 1.08 * minute);
    for (const { nextAt } of turns)
      expect(Math.abs(nextAt - 1000 - minute)).toBeLessThanOrEqual(0.1 * minute);
    for (const { dueFrom, nextAt } of turns) expect(nextAt - dueFrom).toBe(0.1 * minute);
    for (let i = 0; i < 500; i++) expect(turnAfter(5000, 0, random).dueFrom).toBeGreaterThan(settleAfter);
  });
});

describe('quiet hours', () => {
  const berlin = { from: 22 * 60, to: 7 * 60, timeZone: 'Europe/Berlin' };
  const at = (text: string) => Date.parse(text);
  test.each([
    ['before they begin', berlin, '2026-08-20T21:59:59+02:00', null],
    ['when they begin', berlin, '2026-08-20T22:00:00+02:00', '2026-08-21T07:00:00+02:00'],
    ['after midnight', berlin, '2026-08-21T03:00:00+02:00', '2026-08-21T07:00:00+02:00'],
    ['when they are over', berlin, '2026-08-21T07:00:00+02:00', null],
    ['the night the clock goes forward', berlin, '2026-03-28T23:00:00+01:00', '2026-03-29T07:00:00+02:00'],
    ['the night the clock goes back', berlin, '2026-10-24T23:00:00+02:00', '2026-10-25T07:00:00+01:00'],
    [
      'an end in the hour that is left out',
      { ...berlin, to: 150 },
      '2026-03-29T00:00:00+01:00',
      '2026-03-29T03:30:00+02:00',
    ],
    [
      'an end in the hour that comes twice, in its second half',
      { ...berlin, to: 150 },
      '2026-10-25T02:10:00+01:00',
      '2026-10-25T02:30:00+01:00',
    ],
    [
      'within a day',
      { ...berlin, from: 720, to: 780 },
      '2026-08-20T12:30:00+02:00',
      '2026-08-20T13:00:00+02:00',
    ],
    ['none at all', { ...berlin, from: 720, to: 720 }, '2026-08-20T12:00:00+02:00', null],
    [
      'a zone nobody knows counts as UTC',
      { ...berlin, timeZone: 'Mars/Olympus' },
      '2026-08-20T23:00:00Z',
      '2026-08-21T07:00:00Z',
    ],
  ])('%s', (_name, hours, now, until) => {
    expect(quietUntil(hours, at(now))).toBe(until === null ? null : at(until));
  });
});
