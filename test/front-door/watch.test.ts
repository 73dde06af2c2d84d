import { setTimeout as sleep } from 'node:timers/promises';
import { sandboxIds } from '../../src/sandbox/ids.ts';
import { channel, group, lee, type Message, personal } from '../support/front-door.ts';
import { openWatching, quarantine } from './watching.ts';

const { slack, zoom, box } = sandboxIds;

// What settles and what is gathered takes its time, and on a busy machine more of it.
import.meta.jest.setTimeout(180_000);
/** Of time that passes: a deletion has to be seen for a minute and a half. */
const deletionRounds = 8;

type Watching = Awaited<ReturnType<typeof openWatching>>;
let door: Watching['door'];
let clock: Watching['clock'];
let matching: Watching['matching'];
let shows: Watching['shows'];
let timePasses: Watching['timePasses'];
let watch: Watching['watch'];
async function open() {
  ({ door, clock, matching, shows, timePasses, watch } = await openWatching());
}
afterEach(() => door.stop());

describe('what happens elsewhere', () => {
  test('a quarantine is told once in the conversation that watches, and nowhere else', async () => {
    await open();
    await door.say('list', { where: personal });
    await watch('watch all', group);
    await door.change(slack, quarantine);
    await shows(/Slack went into quarantine/);
    await timePasses();
    expect(matching(/Slack went into quarantine/, group)).toHaveLength(1);
    expect(matching(/quarantine/, personal).every((message) => message.cards.length > 0)).toBe(true);
    expect(matching(/Slack went into quarantine/)).toHaveLength(1);
    await door.change(slack, { quarantine: null });
    await shows(/Slack is out of quarantine/);
  });

  test('who paused it is said, where the directory knows; and a deletion is told', async () => {
    await open();
    await watch('watch all', group);
    await fetch(`${door.sandbox.url}/_sandbox/jobs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...slackIds, by: 'Ada Lindqvist', set: { state: 'Paused' } }),
    });
    const paused = await shows(/Slack was paused/);
    expect(door.text(paused)).toContain('Ada Lindqvist');
    await door.change(zoom, { delete: true });
    await timePasses(deletionRounds);
    await shows(/The Zoom job was deleted/);
    await timePasses();
    expect(matching(/The Zoom job was deleted/)).toHaveLength(1);
    await door.change(slack, { state: 'Active' });
    const started = await shows(/Slack was started/);
    expect(door.text(started)).not.toContain('SyncFabric');
  });

  test('what happened while the bot was down is told once', async () => {
    await open();
    await watch('watch all', group);
    await door.change(slack, { state: 'Paused' });
    clock.jump(4 * 60_000);
    await door.restart();
    await shows(/Slack was paused/);
    await door.restart();
    await timePasses();
    expect(matching(/Slack was paused/)).toHaveLength(1);
  });
});

const slackIds = { servicePrincipalId: slack.servicePrincipalId, jobId: slack.jobId };

test('what is asked for here is not told here again, but elsewhere, with who did it', async () => {
  await open();
  await watch('watch all', group);
  await door.say('watch Slack', { where: personal });
  await shows(/Slack/, personal);
  await door.say('pause Slack', { where: group, who: lee });
  await shows(/Slack was paused/, personal);
  expect(door.text(matching(/Slack was paused/, personal)[0] as Message)).toContain('Lee Park');
  await timePasses();
  expect(matching(/Slack was paused/, personal)).toHaveLength(1);
  // The run's own card says “Slack is paused” there.
  expect(matching(/Slack was paused/, group)).toHaveLength(0);
});

test('in a channel, the card of a watched job is kept up to date, and what happens goes below it', async () => {
  await open();
  await watch('watch Slack', channel);
  await door.change(slack, { state: 'Paused' });
  const told = await shows(/Slack was paused/, channel);
  const [bare] = channel.id.split(';');
  const card = door.connector.messages.find((message) => message.cards.length > 1);
  expect(card?.conversationId).toBe(bare);
  expect(told.conversationId).toBe(`${bare};messageid=${card?.activityId}`);
});

test('what happens is told though the card whose thread it goes to was deleted, and though Teams stumbles', async () => {
  await open();
  await watch('watch Slack', channel);
  door.connector.trouble({ method: 'POST', status: 404 });
  await door.change(slack, { state: 'Paused' });
  const told = await shows(/Slack was paused/, channel);
  expect(told.conversationId).toBe(channel.id.split(';')[0]);
  door.connector.trouble({ method: 'POST', status: 502 });
  await door.change(slack, { state: 'Active' });
  await shows(/Slack was started/, channel);
});

describe('quiet hours and unwatch', () => {
  test('a pause waits until they end, a deletion does not', async () => {
    await open();
    await watch('watch all', group);
    await door.say('quiet 08:00-09:30', { where: group, timeZone: 'Etc/UTC' });
    await door.shown(/08:00/);
    await door.change(slack, { state: 'Paused' });
    await door.change(zoom, { delete: true });
    await timePasses(deletionRounds);
    await shows(/The Zoom job was deleted/);
    await timePasses(2);
    expect(matching(/Slack was paused/)).toEqual([]);
    clock.set('2026-08-20T09:30:10Z');
    await shows(/Slack was paused/);
  });

  test('after “unwatch all” nothing is told and nothing is read', async () => {
    await open();
    await watch('watch all', group);
    await door.say('unwatch all', { where: group });
    await sleep(1000);
    await door.change(slack, quarantine);
    const before = (await door.calls()).length;
    await timePasses();
    expect(matching(/went into quarantine/)).toEqual([]);
    expect((await door.calls()).length).toBe(before);
  });
});

describe('when Graph is in the way', () => {
  const clear = () => fetch(`${door.sandbox.url}/_sandbox/faults`, { method: 'DELETE' });

  test('a permission that is lost is told once, and its end once', async () => {
    await open();
    await watch('watch all', group);
    await door.faults({ kind: 'unknown-error-401', path: '/synchronization/jobs', times: 0 });
    const told = await shows(/can’t watch any more/);
    expect(door.text(told)).toContain('I may not read');
    await timePasses(6);
    expect(matching(/can’t watch any more/)).toHaveLength(1);
    const from = door.connector.messages.length;
    await clear();
    await shows(/can watch again|watch again/i);
    await timePasses(2);
    expect(door.connector.messages.slice(from)).toHaveLength(1);
    await door.change(box, quarantine);
    await shows(/Box went into quarantine/);
  });

  test('“Retry-After” is obeyed', async () => {
    await open();
    await watch('watch all', group);
    await door.faults({ kind: 'throttle', path: '$batch', retryAfterSeconds: 100 });
    const polls = async () => (await door.calls()).filter(({ path }) => path.endsWith('$batch')).length;
    const throttled = async () =>
      (await door.calls()).some(({ path, status }) => path.endsWith('$batch') && status === 429);
    for (let wait = 0; wait < 20 && !(await throttled()); wait++) {
      clock.jump(6000);
      await sleep(500);
    }
    await sleep(500);
    const before = await polls();
    await door.change(slack, quarantine);
    for (let second = 0; second < 80; second += 20) {
      clock.jump(16_000);
      await sleep(2200);
    }
    expect(await polls()).toBe(before);
    await shows(/Slack went into quarantine/);
  });
});
