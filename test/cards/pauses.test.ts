import { renderCard } from '../../src/cards/render.ts';
import { parse } from '../../src/language/parse.ts';
import type { Notice } from '../../src/notice.ts';
import { zonedMoment } from '../../src/text/times.ts';
import { end, job, NOW, plan, run, samples } from './samples.ts';
import { ofType, readable } from './walk.ts';

const render = (notice: Notice) => renderCard(notice, { sandbox: false, now: NOW });
const sample = (name: string) => samples.get(name) ?? plan();
const text = (name: string) => readable(render(sample(name)).card);
const buttonsOf = (notice: Notice) => ofType(render(notice).card, 'Action.Execute');
const titles = (notice: Notice) => buttonsOf(notice).map(({ title }) => title);
const says = (notice: Notice) => buttonsOf(notice).map(({ data }) => (data as { say?: string }).say);
const { servicePrincipalId, jobId } = job().target;
const id = `${servicePrincipalId}/${jobId}`;
const MONDAY = 'Mon 24 Aug, 06:00 (Europe/Berlin)';

describe('times in a time zone', () => {
  const said = (at: number, zone: string, now = NOW) => zonedMoment(at, zone, now).replaceAll('\u00a0', ' ');

  test.each([
    [Date.UTC(2026, 7, 24, 4), 'Europe/Berlin', MONDAY],
    [Date.UTC(2026, 7, 20, 16), 'Europe/Berlin', 'today, 18:00 (Europe/Berlin)'],
    [Date.UTC(2026, 7, 20, 22, 30), 'Europe/Berlin', 'Fri 21 Aug, 00:30 (Europe/Berlin)'],
    [Date.UTC(2027, 0, 4, 5), 'Europe/Berlin', 'Mon 4 Jan 2027, 06:00 (Europe/Berlin)'],
    [Date.UTC(2026, 7, 21, 3), 'America/New_York', 'today, 23:00 (America/New York)'],
    [Date.UTC(2026, 10, 23, 5), 'Europe/Berlin', 'Mon 23 Nov, 06:00 (Europe/Berlin)'],
    [Date.UTC(2026, 7, 21, 3), 'UTC', 'Fri 21 Aug, 03:00 (UTC)'],
    [Date.UTC(2026, 7, 21, 3), 'Middle/Earth', 'Fri 21 Aug, 03:00 (UTC)'],
  ])('%p in %s', (at, zone, expected) => {
    expect(said(at, zone)).toBe(expected);
  });
});

describe('a timed pause', () => {
  test.each([
    [
      'plan-pause-until',
      [
        `Until: ${MONDAY}, in 3 days`,
        'Changes wait until then.',
        'When it ends | I start it then by myself',
        'Reason: CHG0421',
        'Ends, in UTC | 24 Aug 04:00 UTC',
      ],
    ],
    [
      'plan-pause-until-remind',
      ['Until: today, 18:06 (Europe/Berlin), in 2 h', 'I remind you then: a tap is needed to start it.'],
    ],
    ['plan-pause-long', ['That is a long pause: 14 days. Nothing syncs until then.']],
    [
      'plan-approval-pause-until',
      [
        'Dana Reyes asks to pause Databricks EU. That is a long pause: 14 days.',
        'I post a reminder here then',
      ],
    ],
    ['run-working-until', [`Until: ${MONDAY}`]],
    ['run-done-until', [`Changes wait until ${MONDAY}.`, 'I start it then by myself', 'by 1h”']],
    ['run-done-until-remind', ['I post a reminder here then: a tap is needed to start it.']],
    ['run-accepted-until', [`Until: ${MONDAY}`]],
    ['run-already-until', ['I set no timer']],
    [
      'run-already-met',
      [
        'Dana Reyes paused it until today, 18:06 (Europe/Berlin), in 2 h. I start it then by myself',
        'I set no timer',
      ],
    ],
    ['run-already-met-remind', ['in 2 h. I only remind of it then: a tap is needed to start it.']],
    ['run-already-met-open', ['Dana Reyes paused it, with no end set.']],
    [
      'run-already-met-over',
      ['Dana Reyes paused it until today, 15:06 (Europe/Berlin), and nobody started it since.'],
    ],
    [
      'run-already-longer',
      [
        'Dana Reyes paused it until today, 18:06 (Europe/Berlin), in 2 h.',
        'I remind of it then instead of starting it, because you want it paused longer.',
      ],
    ],
    ['post-already-longer', ['because Lee Wong wants it paused longer.']],
    [
      'run-by-timer',
      ['Its pause was over, so I started it. Done and read back.', 'The pause by Dana Reyes was over'],
    ],
    ['post-until', [`until ${MONDAY}`, 'I start it then by myself']],
    ['post-by-timer', ['Paused by: Dana Reyes']],
    ['run-refused-time-over', ['The pause was to end by now, so I sent nothing.']],
    ['whoami-zone', ['Your time zone | Europe/Berlin']],
  ])('%s', (name, expected) => {
    for (const part of expected) expect(text(name)).toContain(part);
  });

  test('what failed promises no end', () => {
    for (const name of ['run-failed-until', 'run-already-until', 'run-refused-time-over']) {
      expect(text(name)).not.toMatch(/Until:|by myself|reminder/);
    }
    expect(text('run-accepted-until')).not.toContain('by myself');
  });

  test('one without an end says nothing of one', () => {
    for (const name of ['plan-pause', 'run-done-pause'])
      expect(text(name)).not.toMatch(/Until|by myself|timer/);
    expect(titles(sample('run-done-pause'))).toEqual(['Start', 'Status']);
  });

  test('it can be ended, made longer, and left without an end', () => {
    expect(titles(sample('run-done-until'))).toEqual(['Resume now', 'Extend 1 h', 'Cancel timer', 'Status']);
    expect(says(sample('run-done-until')).slice(0, 3)).toEqual([
      `start ${id}`,
      `extend ${id} by 1h`,
      `cancel timer ${id}`,
    ]);
  });

  test('of somebody else, it can be ended, made longer, and left without an end as well', () => {
    for (const name of ['run-already-met', 'run-already-longer'])
      expect(titles(sample(name))).toEqual(['Resume now', 'Extend 1 h', 'Cancel timer', 'Status']);
    expect(titles(sample('run-already-met-open'))).toEqual(['Start', 'Status']);
    expect(text('run-already-longer')).not.toContain('no timer');
  });

  test('trying again keeps the end', () => {
    const again = run({ outcome: { kind: 'failed', code: 'conflict' }, until: end(), reason: 'CHG0421' });
    const parsed = parse(says(again)[0] ?? '');
    expect(parsed).toMatchObject({
      kind: 'command',
      command: {
        verb: 'pause',
        reason: 'CHG0421',
        until: { kind: 'at', day: { year: 2026, month: 8, day: 24 }, clock: { hour: 6, minute: 0 } },
      },
    });
  });
});

describe('the end of a timed pause', () => {
  test.each([
    [
      'pause-over-remind',
      [
        '‖ | The pause of Databricks EU is over | I can’t start it myself: that takes a tap by one of you.',
        'Now: ‖ Paused',
        'Paused by: Dana Reyes, 3 days ago, 17 Aug 14:06 UTC',
        'Reason: the sandbox is being refreshed',
      ],
    ],
    ['pause-over-changed', ['■ |', 'is switched off now, so I left it as it is. I sent nothing.']],
    ['pause-over-changed-active', ['= |', 'It is active already: somebody changed it before.']],
    ['pause-over-changed-quarantined', ['It is in quarantine already']],
    ['pause-over-changed-unread', ['It was changed after it was paused']],
    ['pause-over-gone', ['× | The Databricks EU job is gone', 'nothing left to start']],
    [
      'pause-over-forbidden',
      [
        'The rule “no starts in the freeze” doesn’t let me start it for Dana Reyes. I sent nothing.',
        'Whom to ask | the identity team',
        'It stays paused.',
      ],
    ],
    ['pause-over-forbidden-no-rule', ['No rule lets me start it for Dana Reyes any more.']],
    ['pause-over-forbidden-unknown', ['I couldn’t look up whether the rules let me']],
    ['pause-over-unreadable', ['? |', 'couldn’t read its state, so I didn’t start it']],
    [
      'still-paused',
      [
        '‖ | Databricks EU has been paused for 3 days | Dana Reyes paused it because the sandbox is being refreshed. It has no end.',
        'Paused by: Dana Reyes, 3 days ago',
      ],
    ],
    [
      'still-paused-no-reason',
      [
        'A job has been paused for 9 days | Adobe Creative Cloud for the Design and Media Faculty. Dana Reyes paused it and gave no reason.',
      ],
    ],
    [
      'timer-set-longer',
      [
        '✓ | The pause of Databricks EU lasts longer',
        `Until ${MONDAY}, in 3 days.`,
        'It was: today, 17:06 (Europe/Berlin)',
      ],
    ],
    ['timer-set-earlier', ['ends earlier', 'I post a reminder here then']],
    ['timer-set-first', ['ends by itself', 'It was: no end set']],
    [
      'timer-set-cancelled',
      ['– | The timer of Databricks EU is cancelled | It stays paused until someone starts it.'],
    ],
    [
      'timers',
      [
        '2 timed pauses | 1 more without an end.',
        'Slack | Until today, 18:06 (Europe/Berlin), then I remind here',
        `Databricks EU | Until ${MONDAY}, then I start it | Dana Reyes, 3 days ago, 17 Aug 14:06 UTC · because the sandbox`,
        'Zoom | No end set; I remind here',
      ],
    ],
    ['timers-open', ['1 pause without an end']],
    ['timers-none', ['No pause waits for its end']],
    ['timers-many', ['30 timed pauses', 'more.']],
  ])('%s', (name, expected) => {
    for (const part of expected) expect(text(name)).toContain(part);
  });

  test.each([
    ['pause-over-remind', ['Resume now', 'Extend 1 h', 'Status']],
    ['pause-over-remind-asks', ['Resume…', 'Extend 1 h', 'Status']],
    ['pause-over-changed', ['Resume now', 'Status']],
    ['pause-over-changed-active', ['Status']],
    ['pause-over-changed-quarantined', ['Status']],
    ['pause-over-gone', ['List jobs']],
    ['pause-over-forbidden', ['Resume now', 'Extend 1 h', 'Status']],
    ['pause-over-unreadable', ['Resume now', 'Extend 1 h', 'Look again']],
    ['still-paused', ['Resume now', 'End in 24 h', 'Status']],
    ['timer-set-longer', ['Resume now', 'Extend 1 h', 'Cancel timer', 'Timers']],
    ['timer-set-cancelled', ['Resume now', 'End in 24 h', 'Timers']],
    ['timers-one', ['Databricks EU, paused. Open', 'Resume now', 'Extend 1 h', 'Cancel timer', 'Refresh']],
    ['timers-open', ['Databricks EU, paused. Open', 'Refresh']],
    ['timers-none', ['Refresh', 'List jobs']],
  ])('%s offers only what is sensible', (name, expected) => {
    expect(titles(sample(name))).toEqual(expected);
  });

  test('an open-ended pause gets an end by its button', () => {
    expect(says(sample('still-paused'))).toContain(`extend ${id} by 1 day`);
    expect(text('still-paused')).toContain('“extend Databricks EU by 1 day”');
  });

  test('those that end first stand first', () => {
    const order = titles(sample('timers')).map((title) => String(title).split(',')[0]);
    expect(order.slice(0, 3)).toEqual(['Slack', 'Databricks EU', 'Zoom']);
  });
});
