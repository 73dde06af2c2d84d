import { setTimeout as sleep } from 'node:timers/promises';
import type { Verdict } from '../../src/policy/policy.ts';
import { type Policy, sandboxPolicy } from '../../src/policy/policy.ts';
import { sandboxIds } from '../../src/sandbox/tenant.ts';
import { buttonOf } from '../support/card.ts';
import {
  channel,
  type FrontDoor,
  group,
  lee,
  type MovableClock,
  movableClock,
  openFrontDoor,
  tenant,
} from '../support/front-door.ts';

const { slack, zoom } = sandboxIds;
const berlin = { timeZone: 'Europe/Berlin' };
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** What is due is taken up within this, and what follows from it is out, milliseconds. */
const aMoment = 900;

let clock: MovableClock;
let door: FrontDoor;
async function open(options: Parameters<typeof openFrontDoor>[0] = {}, start = '2026-03-24T09:00:00Z') {
  clock = movableClock(start);
  door = await openFrontDoor({ clock, ...options });
}
afterEach(async () => {
  await door.stop();
});

/** What was written to jobs, in order, by its last word. */
const writes = async () => (await door.writes()).map((each) => each.split('/').at(-1));

/** Has the bot look what is due, and waits until that is done. */
async function look(): Promise<void> {
  const conversation = { id: 'a:dana', conversationType: 'personal', tenantId: tenant };
  await door.post({ type: 'typing', channelId: 'msteams', serviceUrl: door.connector.url, conversation });
  await sleep(aMoment);
}

async function jump(by: number): Promise<void> {
  clock.jump(by);
  await look();
}

/** Pauses Slack in the channel, as Dana. */
async function pause(until: string, more = ''): Promise<void> {
  const from = door.connector.messages.length;
  await door.say(`pause Slack ${until}${more}`, { where: channel, ...berlin });
  await door.shown(/Slack is paused/, { from });
}

/** How many messages say so now. */
const telling = (pattern: RegExp) =>
  door.connector.messages.filter((message) => pattern.test(door.text(message))).length;

describe('a timed pause', () => {
  test('ends at its time: the bot starts the job once, in the thread, with the reason', async () => {
    await open();
    await pause('for 2h', ' because CHG0421');
    expect(door.text(await door.shown(/Slack is paused/))).toMatch(/today, 12:00 \(Europe\/Berlin\)/);
    await jump(2 * hour - minute);
    expect(await writes()).toEqual(['pause']);
    clock.jump(minute);
    const card = await door.shown(/Its pause was over, so I started it/);
    expect(card.conversationId).toBe(channel.id);
    expect(door.text(card)).toMatch(/Dana Reyes.*CHG0421/);
    await jump(3 * day);
    expect(await writes()).toEqual(['pause', 'start']);
  });

  test('outlives restarts, also when its time comes while the bot is down', async () => {
    await open();
    await pause('until 18:00');
    await door.restart();
    await jump(hour);
    expect(await writes()).toEqual(['pause']);
    clock.set('2026-03-24T17:00:00Z');
    await door.restart();
    await door.shown(/Its pause was over, so I started it/);
    expect(await writes()).toEqual(['pause', 'start']);
  });

  test('means the clock of the person, over the change to daylight saving', async () => {
    await open({}, '2026-03-28T17:00:00Z');
    await pause('until tomorrow 08:00');
    expect(door.text(await door.shown(/Slack is paused/))).toMatch(/29\s*Mar, 08:00 \(Europe\/Berlin\)/);
    clock.set('2026-03-29T05:59:00Z');
    await look();
    expect(await writes()).toEqual(['pause']);
    clock.set('2026-03-29T06:00:01Z');
    await door.shown(/Its pause was over, so I started it/);
  });

  test('without a time zone it means UTC, and says so', async () => {
    await open();
    await door.say('pause Slack until 18:00');
    expect(door.text(await door.shown(/Slack is paused/))).toMatch(/today, 18:00 \(UTC\)/);
  });

  test('a clock that jumps back makes it later, one that jumps ahead sooner; it ends once', async () => {
    await open();
    await pause('for 2h');
    await jump(-day);
    await jump(day + hour);
    expect(await writes()).toEqual(['pause']);
    await jump(hour);
    await door.shown(/Its pause was over, so I started it/);
    await jump(-3 * hour);
    await jump(3 * hour);
    expect(await writes()).toEqual(['pause', 'start']);
  });

  test('of 40 days is asked about, and ends 40 days later', async () => {
    await open();
    await door.say('pause Slack for 40 days', { where: channel, ...berlin });
    const plan = await door.shown(/Pause .*Slack.*\?/);
    expect(door.text(plan)).toMatch(/That is a long pause/);
    const button = buttonOf(plan.cards[0], /^Pause/);
    // Two taps, one pause.
    await Promise.all([
      door.tap(button, { where: channel, on: plan }),
      door.tap(button, { where: channel, on: plan }),
    ]);
    await door.shown(/Slack is paused/);
    await door.restart();
    await jump(39 * day);
    expect(await writes()).toEqual(['pause']);
    await jump(day + minute);
    await door.shown(/Its pause was over, so I started it/);
    expect(await writes()).toEqual(['pause', 'start']);
  });

  test('keeps its end when it is asked anew because the job changed', async () => {
    await open();
    await door.say('plan pause Slack for 3h', { where: channel, ...berlin });
    const plan = await door.shown(/Pause .*Slack.*\?/);
    await door.change(slack, { quarantine: { reason: 'Unknown' } });
    await door.tap(buttonOf(plan.cards[0], /^Pause/), { where: channel, on: plan });
    await look();
    expect(door.text(plan)).toMatch(/today, 13:00 \(Europe\/Berlin\)/);
    await door.tap(buttonOf(plan.cards.at(-1), /^Pause/), { where: channel, on: plan });
    await door.shown(/Slack is paused/);
    await door.say('timers', { where: channel });
    expect(door.text(await door.shown(/1 timed pause/))).toMatch(/Until today, 13:00/);
  });

  test('agreed to when its end has come: nothing is sent', async () => {
    await open();
    await door.say('plan pause Slack for 5 min', { where: group });
    const plan = await door.shown(/Pause .*Slack.*\?/);
    clock.jump(4.5 * minute);
    await door.tap(buttonOf(plan.cards[0], /^Pause/), { where: group, on: plan });
    await door.shown(/The pause was to end by now, so I sent nothing/);
    expect(await writes()).toEqual([]);
  });

  test.each([
    ['for 2 minutes', /5 min/],
    ['for 100 days', /90 days/],
    ['until 2026-03-01', /over|past/i],
  ])('%s is refused before anything is read', async (until, pattern) => {
    await open();
    await door.say(`pause Slack ${until}`);
    await door.shown(pattern);
    expect(await door.calls()).toEqual([]);
  });

  test('of a job that was paused already sets no timer', async () => {
    await open();
    await door.change(slack, { state: 'Paused' });
    await door.say('pause Slack for 2h', { where: channel });
    expect(door.text(await door.shown(/Slack was already paused/))).toMatch(/no timer/);
    await door.say('timers', { where: channel });
    await door.shown(/No pause waits/);
    await jump(3 * hour);
    expect(await writes()).toEqual([]);
  });

  test('asked for again, for longer: what waits is said, and that it only reminds', async () => {
    await open();
    await pause('for 2h');
    await door.say('pause Slack until 20:00', { who: lee, where: channel, ...berlin });
    expect(door.text(await door.shown(/Slack was already paused/))).toMatch(
      /Dana Reyes paused it until today, 12:00 \(Europe\/Berlin\).*because you want it paused longer/,
    );
    await jump(2 * hour);
    await door.shown(/The pause of Slack is over/);
    expect(await writes()).toEqual(['pause']);
  });

  test('goes through the question which one is meant', async () => {
    await open();
    await door.say('pause Cisco Webex for 2h', { where: channel, ...berlin });
    const picker = await door.shown(/Which/);
    await door.tap(buttonOf(picker.cards.at(-1), /active/i), { where: channel, on: picker });
    expect(door.text(await door.shown(/Cisco Webex is paused/))).toMatch(/until today, 11:00/i);
  });
});

describe('when its time has come and things are no longer as they were', () => {
  test('started by somebody else: told once, nothing is sent', async () => {
    await open();
    await pause('for 2h');
    await door.change(slack, { state: 'Active' });
    await jump(2 * hour);
    // One reading may be wrong.
    await jump(minute);
    const told = await door.shown(/The pause of Slack is over/);
    expect(told.conversationId).toBe(channel.id);
    expect(door.text(told)).toMatch(/somebody changed it before/);
    await jump(3 * day);
    expect(telling(/The pause of Slack is over/)).toBe(1);
    expect(await writes()).toEqual(['pause']);
  });

  test('deleted by somebody else: told once', async () => {
    await open();
    await pause('for 2h');
    await door.change(slack, { delete: true });
    await jump(2 * hour);
    await jump(minute);
    await door.shown(/Slack job is gone/);
    await jump(3 * day);
    expect(telling(/job is gone/)).toBe(1);
    expect(await writes()).toEqual(['pause']);
  });

  test('quarantined: it reminds with the present state and a button, and nothing is sent', async () => {
    await open();
    await pause('for 2h');
    await door.change(slack, { quarantine: { reason: 'EncounteredQuarantineException' } });
    await jump(2 * hour);
    const told = await door.shown(/The pause of Slack is over/);
    expect(door.text(told)).toMatch(/quarantine/i);
    expect(await writes()).toEqual(['pause']);
  });

  test('started and paused again by others: it reminds, as it is not known whose pause it is', async () => {
    await open({ pace: { cycleEvery: 10 * minute, cycleTakes: minute } });
    await pause('for 5h');
    clock.jump(hour);
    await door.change(slack, { state: 'Active' });
    clock.jump(hour);
    await door.change(slack, { state: 'Paused' });
    await jump(3 * hour);
    await door.shown(/The pause of Slack is over/);
    expect(await writes()).toEqual(['pause']);
  });

  const no: Verdict = { allowed: false, why: 'denied', rule: 'no starts', contact: 'the identity team' };
  const approval: Verdict = {
    allowed: true,
    rule: 'four eyes',
    asks: false,
    approval: { rule: 'four eyes', users: [], groups: [], also: [] },
  };
  test.each([
    ['forbids it', no, /The pause of Slack is over.*no starts/],
    ['wants a second person', approval, /The pause of Slack is over/],
  ])('the policy %s: told, nothing is sent', async (_what, verdict, pattern) => {
    let verdictNow: Verdict | null = null;
    const policy: Policy = {
      ...sandboxPolicy,
      judge: async (deed, how) =>
        deed.operation === 'start' && verdictNow !== null ? verdictNow : await sandboxPolicy.judge(deed, how),
    };
    await open({ parts: { policy } });
    await pause('for 2h');
    expect(door.text(await door.shown(/Slack is paused/))).toMatch(/I start it then/);
    verdictNow = verdict;
    await jump(2 * hour);
    await door.shown(pattern);
    expect(await writes()).toEqual(['pause']);
  });

  test('where the policy never let the bot start it alone, the answer says that it only reminds', async () => {
    const policy: Policy = {
      ...sandboxPolicy,
      judge: async (deed, how) =>
        deed.operation === 'start' ? approval : await sandboxPolicy.judge(deed, how),
    };
    await open({ parts: { policy } });
    await pause('for 2h');
    expect(door.text(await door.shown(/Slack is paused/))).toMatch(/I post a reminder here then/);
    await jump(2 * hour);
    await door.shown(/The pause of Slack is over/);
    await jump(day);
    await door.shown(/Slack (is|has been) paused for/);
    expect(await writes()).toEqual(['pause']);
  });

  test('a start that fails is told, and the pause is not forgotten', async () => {
    await open();
    await pause('for 2h');
    await door.faults({ pathRegex: '/start$', method: 'POST', kind: 'unknown-error-401' });
    await jump(2 * hour);
    await door.shown(/Starting Slack failed/);
    await jump(day);
    await door.shown(/Slack (is|has been) paused for/);
    expect(await writes()).toEqual(['pause', 'start']);
  });
});

describe('a pause’s end', () => {
  test('extended: the old time passes, the new one counts, and the pause’s own card says it', async () => {
    await open();
    await pause('for 2h');
    const card = await door.shown(/Slack is paused/);
    await door.tap(buttonOf(card.cards.at(-1), /\+\s*1|extend|hour/i), { where: channel, on: card });
    // The tap says no time zone.
    const longer = await door.shown(/The pause of Slack lasts longer/);
    expect(door.text(longer)).toMatch(/Until today, 13:00 \(Europe\/Berlin\)/);
    await door.say('extend until 16:00', { who: lee, where: channel, ...berlin });
    await door.shown(/today, 16:00/);
    await sleep(500);
    expect(door.text(card)).toMatch(/until today, 16:00 \(Europe\/Berlin\)/i);
    clock.set('2026-03-24T14:59:00Z');
    await look();
    expect(await writes()).toEqual(['pause']);
    await jump(minute);
    await door.shown(/Its pause was over, so I started it/);
    expect(await writes()).toEqual(['pause', 'start']);
  });

  test('cancelled: it is open-ended, and people are reminded until somebody starts it', async () => {
    await open();
    await pause('for 2h');
    await door.say('cancel timer', { where: channel });
    await door.shown(/The timer of Slack is cancelled/);
    await jump(3 * hour);
    expect(await writes()).toEqual(['pause']);
    await jump(day);
    const nag = await door.shown(/Slack (is|has been) paused for/);
    expect(nag.conversationId).toBe(channel.id);
    await jump(day);
    expect(telling(/Slack (is|has been) paused for/)).toBe(2);
    await door.change(slack, { state: 'Active' });
    const before = door.connector.messages.length;
    await jump(2 * day);
    await jump(minute);
    expect(door.connector.messages).toHaveLength(before);
    await door.say('timers', { where: channel });
    await door.shown(/No pause waits/);
    expect(await writes()).toEqual(['pause']);
  });

  test('replaced by a newer pause: the old time means nothing any more', async () => {
    await open();
    await pause('for 2h');
    await door.say('start Slack', { where: group });
    await door.shown(/Slack is started/);
    await pause('for 5h');
    await jump(2 * hour + minute);
    expect(await writes()).toEqual(['pause', 'start', 'pause']);
    expect(telling(/The pause of Slack is over/)).toBe(0);
    await jump(3 * hour);
    await door.shown(/Its pause was over, so I started it/);
    expect(await writes()).toEqual(['pause', 'start', 'pause', 'start']);
  });

  test('of a job the bot started or deleted itself is not told again', async () => {
    await open();
    await pause('for 2h');
    await door.say('start Slack', { where: channel });
    await door.shown(/Slack is started/);
    const before = door.connector.messages.length;
    await jump(2 * day);
    expect(door.connector.messages).toHaveLength(before);
  });

  test('extended when somebody started the job meanwhile: that is told, and the timer ends', async () => {
    await open();
    await pause('for 2h');
    await door.change(slack, { state: 'Active' });
    await door.say('extend Slack by 1h', { where: channel });
    await door.shown(/The pause of Slack is over/);
    await jump(4 * hour);
    expect(telling(/The pause of Slack is over/)).toBe(1);
  });

  test('may only be changed by whom the policy lets pause it', async () => {
    let denied = false;
    const no: Verdict = { allowed: false, why: 'denied', rule: 'nobody', contact: null };
    const policy: Policy = {
      ...sandboxPolicy,
      judge: async (deed, how) =>
        denied && deed.operation === 'pause' ? no : await sandboxPolicy.judge(deed, how),
    };
    await open({ parts: { policy } });
    await pause('for 2h');
    denied = true;
    await door.say('cancel timer Slack', { who: lee, where: group });
    await door.shown(/rules here don’t allow/);
    await door.say('timers', { where: channel });
    await door.shown(/1 timed pause/);
  });

  test('with none to change: said; with several: they are listed', async () => {
    await open();
    await door.say('extend by 1h', { where: group });
    await door.shown(/“timers”/);
    await door.say('pause Slack for 2h', { where: group });
    await door.shown(/Slack is paused/);
    await door.say('pause Zoom for 3h', { where: group });
    await door.shown(/Zoom is paused/);
    await door.say('cancel timer', { where: group });
    const list = await door.shown(/2 timed pauses/);
    expect(door.text(list)).toMatch(/Slack.*Zoom/);
    await door.say('timers');
    await door.shown(/2 timed pauses/, { from: 4 });
    await door.say('timers', { who: lee, where: channel });
    await door.shown(/No pause waits/);
  });
});

describe('an open-ended pause', () => {
  test('is reminded of after a day, then daily, and can be given an end', async () => {
    await open();
    await pause('', 'because of the migration');
    await jump(day - minute);
    expect(telling(/Slack (is|has been) paused for/)).toBe(0);
    await jump(minute);
    const nag = await door.shown(/Slack (is|has been) paused for/);
    expect(door.text(nag)).toMatch(/Dana Reyes.*migration/);
    await door.say('extend Slack by 1h', { where: channel, ...berlin });
    await door.shown(/The pause of Slack ends by itself/);
    await jump(hour);
    await door.shown(/Its pause was over, so I started it/);
  });

  test('PAUSE_REMINDER_HOURS=0: nobody is reminded', async () => {
    await open({ env: { PAUSE_REMINDER_HOURS: '0' } });
    await pause('');
    for (let days = 0; days < 3; days++) await jump(day);
    expect(door.connector.messages).toHaveLength(1);
    await door.say('timers', { where: channel });
    expect(door.text(await door.shown(/without an end/))).toContain('Slack');
  });

  test('PAUSE_REMINDER_HOURS=1: every hour', async () => {
    await open({ env: { PAUSE_REMINDER_HOURS: '1' } });
    await door.say('pause Zoom', { where: group });
    await door.shown(/Zoom is paused/);
    await jump(hour);
    await jump(hour);
    expect(telling(/Zoom (is|has been) paused for/)).toBe(2);
    expect((await door.writes()).every((each) => each.includes(zoom.jobId))).toBe(true);
  });
});
