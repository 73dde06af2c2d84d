import { sandboxIds } from '../../src/sandbox/tenant.ts';
import { buttonOf } from '../support/card.ts';
import { type FrontDoor, openFrontDoor } from '../support/front-door.ts';
import { collapsed } from '../support/graph-trace.ts';

const { slack, dropbox, atlassianCloud, googleWorkspace, salesforceSandbox, workday } = sandboxIds;

let door: FrontDoor;
beforeEach(async () => {
  door = await openFrontDoor();
});
afterEach(async () => {
  await door.stop();
});

describe('start', () => {
  test('a paused job: no question, one write, read back', async () => {
    await door.say('start Dropbox Business');
    await door.shown(/Dropbox Business is (started|active|running)/);
    expect(collapsed(await door.calls(), dropbox)).toEqual([
      'named',
      'read',
      'read',
      'POST {job}/start',
      'read',
    ]);
  });

  test('a running job: refused, because a start can stop the service', async () => {
    await door.say('resume Slack');
    const message = await door.shown(/Slack was not started|Slack is already (running|active)/);
    expect(door.text(message)).toMatch(/stop the service|already/);
    expect(await door.writes()).toEqual([]);
  });

  test.each([
    ['bad credentials', salesforceSandbox, /sign-in|credential/i],
    ['too many deletions', workday, /delet/i],
  ])('in quarantine for %s: asks, and says whether it helps', async (_why, job, pattern) => {
    await door.say(`start ${job.displayName}`);
    const card = await door.shown(/Start .*\?/);
    expect(door.text(card)).toMatch(/quarantine/i);
    expect(door.text(card)).toMatch(pattern);
    expect(await door.writes()).toEqual([]);
    await door.tap(buttonOf(card.cards[0], /^Start/), { on: card });
    await door.shown(/is (started|active|running)/, { from: 1 });
    expect(await door.writes()).toHaveLength(1);
  });

  test('the first start ever: asks, and says that everyone in scope is provisioned', async () => {
    await door.say(`start ${googleWorkspace.displayName}`);
    const card = await door.shown(/Start .*\?/);
    expect(door.text(card)).toMatch(/everyone|scope/i);
    await door.tap(buttonOf(card.cards[0], /^Start/), { on: card });
    await door.shown(/is (started|active|running)/, { from: 1 });
    expect(await door.writes()).toHaveLength(1);
  });

  test('after a pause the service made itself: asks and says so', async () => {
    await door.say(`start ${atlassianCloud.displayName}`);
    const card = await door.shown(/Start .*\?/);
    expect(door.text(card)).toMatch(/by itself|itself/i);
    expect(await door.writes()).toEqual([]);
  });

  test('quarantined meanwhile: nothing is sent, asks about the new state', async () => {
    await door.say('plan start Dropbox Business');
    const card = await door.shown(/Start .*Dropbox Business.*\?/);
    await door.change(dropbox, { quarantine: { reason: 'TooManyDeletes' } });
    await door.tap(buttonOf(card.cards[0], /^Start/), { on: card });
    await door.shown(/not started/, { from: 1 });
    expect(await door.writes()).toEqual([]);
    await door.shown(/changed after you were asked/i);
  });

  test.each([
    ['drop-before', /can’t tell whether/],
    ['drop-after', /is (started|active|running)/],
  ])('connection lost (%s): never sent twice', async (kind, pattern) => {
    await door.faults({ method: 'POST', path: '/start', kind });
    await door.say('start Dropbox Business');
    await door.shown(pattern);
    expect(await door.writes()).toHaveLength(1);
  });

  test('409: another change is going on', async () => {
    await door.faults({
      method: 'POST',
      path: '/start',
      kind: 'status',
      status: 409,
      code: 'Directory_ConcurrencyViolation',
    });
    await door.say('start Dropbox Business');
    await door.shown(/Starting Dropbox Business failed/);
    expect(await door.writes()).toHaveLength(1);
  });

  test('403: not permitted', async () => {
    await door.faults({
      method: 'POST',
      path: '/start',
      kind: 'status',
      status: 403,
      code: 'Authorization_RequestDenied',
    });
    await door.say('start Dropbox Business');
    expect(door.text(await door.shown(/Starting Dropbox Business failed/))).toMatch(/permi|role/i);
  });
});

describe('pause of what does not run', () => {
  test('never started: says so, not "paused"', async () => {
    await door.say(`pause ${googleWorkspace.displayName}`);
    const message = await door.shown(/never started/);
    expect(door.text(message)).not.toMatch(/is paused|already paused/);
    expect(await door.writes()).toEqual([]);
  });

  test('switched off: says so', async () => {
    await door.change(slack, { state: 'Disabled' });
    await door.say('pause Slack');
    await door.shown(/already (switched off|disabled)/);
    expect(await door.writes()).toEqual([]);
  });

  test('a quarantined job can be paused', async () => {
    await door.say(`pause ${workday.displayName}`);
    await door.shown(/is paused/);
    expect(await door.writes()).toHaveLength(1);
  });
});
