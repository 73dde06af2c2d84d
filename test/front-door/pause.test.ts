import { sandboxIds } from '../../src/sandbox/tenant.ts';
import { buttonOf, buttonsOf } from '../support/card.ts';
import { channel, type FrontDoor, group, lee, openFrontDoor, personal } from '../support/front-door.ts';
import { collapsed, steps } from '../support/graph-trace.ts';

const { slack, zoom } = sandboxIds;
const id = ({ servicePrincipalId, jobId }: { servicePrincipalId: string; jobId: string }) =>
  `${servicePrincipalId}/${jobId}`;

let door: FrontDoor;
beforeEach(async () => {
  door = await openFrontDoor();
});
afterEach(async () => {
  await door.stop();
});

describe('pause, typed', () => {
  test('reads, writes once, reads back, and one message becomes the outcome', async () => {
    expect(await door.say('pause Slack')).toBe(200);
    const message = await door.shown(/Slack is paused/);
    expect(door.text(message)).toMatch(/read back/i);
    expect(door.text(message)).toContain('Dana Reyes');
    expect(door.connector.messages).toHaveLength(1);
    expect(collapsed(await door.calls(), slack)).toEqual([
      'named',
      'read',
      'read',
      'POST {job}/pause',
      'read',
    ]);
    expect(await door.writes()).toHaveLength(1);
  });

  test('by exact ids needs no search at all', async () => {
    await door.say(`pause ${id(slack)}`);
    await door.shown(/Slack is paused/);
    expect(collapsed(await door.calls(), slack)).toEqual(['read', 'read', 'POST {job}/pause', 'read']);
    expect((await door.calls()).some((call) => call.path.includes('$batch'))).toBe(false);
  });

  test('in a group and in a channel thread it answers where it was asked', async () => {
    await door.say('pause slack', { where: group });
    await door.shown(/Slack is paused/);
    await door.say('pause zoom', { where: channel });
    await door.shown(/Zoom is paused/);
    expect(door.connector.messages.map((m) => m.conversationId)).toEqual([group.id, channel.id]);
  });

  test('already paused: nothing is sent', async () => {
    await door.change(slack, { state: 'Paused' });
    await door.say('pause Slack');
    await door.shown(/Slack was already paused/);
    expect(await door.writes()).toEqual([]);
  });

  test('unknown name: says what was searched and how to list; nothing is sent', async () => {
    await door.say('pause Frobnicator');
    const message = await door.shown(/Frobnicator/);
    expect(door.text(message)).toMatch(/\d+ jobs/);
    expect(buttonOf(message.cards.at(-1), /List/).data).toEqual({ say: 'list' });
    expect(await door.writes()).toEqual([]);
  });

  test('two applications of one name: asks which, and the chosen one alone is paused', async () => {
    await door.say('pause Cisco Webex');
    const picker = await door.shown(/Which/);
    const rows = buttonsOf(picker.cards.at(-1)).filter(
      (b) => b.verb === 'say' && String(b.data['say']).startsWith('pause'),
    );
    expect(rows).toHaveLength(2);
    expect(await door.writes()).toEqual([]);
    const active = buttonOf(picker.cards.at(-1), /active/i);
    await door.tap(active, { on: picker });
    await door.shown(/Cisco Webex is paused/);
    expect(await door.writes()).toHaveLength(1);
    expect((await door.writes())[0]).toContain(
      String(active.data['say']).replace('pause ', '').split('/')[0],
    );
  });

  test('a unique beginning of a name is not exact: it asks first', async () => {
    await door.say('pause data');
    const message = await door.shown(/Pause .*Databricks EU.*\?/);
    expect(await door.writes()).toEqual([]);
    await door.tap(buttonOf(message.cards.at(-1), 'Pause'), { on: message });
    await door.shown(/Databricks EU is paused/);
    expect(await door.writes()).toHaveLength(1);
  });

  test('another application of the same name that came up since is met, not guessed over', async () => {
    await door.say('list');
    await door.shown(/jobs/);
    const response = await fetch(`${door.sandbox.url}/_sandbox/principals`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id: zoom.servicePrincipalId, displayName: 'Slack' }),
    });
    expect(response.ok).toBe(true);
    await door.say('pause Slack');
    await door.shown(/Which/);
    expect(await door.writes()).toEqual([]);
  });

  test('the same activity delivered twice is answered once', async () => {
    await Promise.all([door.say('pause Slack', { id: 'same' }), door.say('pause Slack', { id: 'same' })]);
    await door.shown(/Slack is paused/);
    await door.say('pause Slack', { id: 'same' });
    expect(await door.writes()).toHaveLength(1);
    expect(door.connector.messages).toHaveLength(1);
  });

  test('a GUID in capitals is the same target: two at once make one write', async () => {
    await Promise.all([
      door.say(`pause ${id(slack)}`, { where: group }),
      door.say(`pause ${slack.servicePrincipalId.toUpperCase()}/${slack.jobId}`, { where: group, who: lee }),
    ]);
    await door.shown(/Slack is paused/);
    await door.shown(/was not paused|already paused/);
    expect(await door.writes()).toHaveLength(1);
  });

  test('two people at once: one write, and the other is told who is at it or that it is done', async () => {
    await Promise.all([
      door.say('pause Slack', { where: group }),
      door.say('pause Slack', { where: group, who: lee }),
    ]);
    await door.shown(/Slack is paused/);
    await door.shown(/was not paused|already paused/);
    expect(await door.writes()).toHaveLength(1);
  });
});

describe('pause, when Graph does not play along', () => {
  const write = { method: 'POST', path: '/pause' };

  test('401 UnknownError: not permitted, and it says so', async () => {
    await door.faults({ ...write, kind: 'unknown-error-401' });
    await door.say('pause Slack');
    const message = await door.shown(/Pausing Slack failed/);
    expect(door.text(message)).toMatch(/permi|role|allowed/i);
    expect(await door.writes()).toHaveLength(1);
  });

  test('404: the job is gone, nothing changed', async () => {
    await door.faults({ ...write, kind: 'status', status: 404, code: 'Request_ResourceNotFound' });
    await door.say('pause Slack');
    const message = await door.shown(/Pausing Slack failed/);
    expect(door.text(message)).toMatch(/gone|no longer|exist|find/i);
    expect(await door.writes()).toHaveLength(1);
  });

  test('429 with a short wait: state is read again before the second try', async () => {
    await door.faults({ ...write, kind: 'throttle', retryAfterSeconds: 1 });
    await door.say('pause Slack');
    await door.shown(/Slack is paused/);
    expect(collapsed(await door.calls(), slack)).toEqual([
      'named',
      'read',
      'read',
      'POST {job}/pause',
      'read',
      'POST {job}/pause',
      'read',
    ]);
    expect(steps(await door.calls(), slack).slice(4, 6)).toEqual(['read', 'POST {job}/pause']);
  });

  test('429 with a long wait: told, not waited for', async () => {
    await door.faults({ ...write, kind: 'throttle', retryAfterSeconds: 600 });
    await door.say('pause Slack');
    const message = await door.shown(/Pausing Slack failed/);
    expect(door.text(message)).toMatch(/10 min|600|busy|too many/i);
    expect(await door.writes()).toHaveLength(1);
  });

  test('503 without effect: the state as read is told, and it is not sent again', async () => {
    await door.faults({ ...write, kind: 'status', status: 503 });
    await door.say('pause Slack');
    const message = await door.shown(/can’t tell whether the pause worked/);
    expect(door.text(message)).toContain('● Active');
    expect(await door.writes()).toHaveLength(1);
  });

  test('no answer in time, though it worked: read back as done', async () => {
    await door.stop();
    door = await openFrontDoor({ parts: { graphTimeout: 150 } });
    await door.faults({ ...write, kind: 'delay', delayMs: 600 });
    await door.say('pause Slack');
    await door.shown(/Slack is paused|can’t tell whether the pause worked/);
    expect(await door.writes()).toHaveLength(1);
  });

  test('connection dropped before the effect: can’t tell, state shown, not sent again', async () => {
    await door.faults({ ...write, kind: 'drop-before' });
    await door.say('pause Slack');
    const message = await door.shown(/can’t tell whether the pause worked/);
    expect(door.text(message)).toContain('● Active');
    expect(await door.writes()).toHaveLength(1);
  });

  test('connection dropped after the effect: read back as done, not sent again', async () => {
    await door.faults({ ...write, kind: 'drop-after' });
    await door.say('pause Slack');
    await door.shown(/Slack is paused/);
    expect(await door.writes()).toHaveLength(1);
  });

  test('accepted but not visible in time: said so, then told when it shows', async () => {
    await door.stop();
    door = await openFrontDoor({ pace: { pauseVisibleAfter: 1200 } });
    await door.say('pause Slack');
    const message = await door.shown(/Pause accepted, not yet visible/);
    await door.shown(/Slack is paused/, { from: 1 });
    expect(door.text(message)).toContain('Slack is paused');
    expect(door.connector.messages).toHaveLength(2);
    expect(await door.writes()).toHaveLength(1);
  });

  test('state unreadable before the write: nothing is sent', async () => {
    await door.say('status Slack');
    await door.shown(/Slack is active/);
    await door.faults({ method: 'GET', path: slack.jobId, kind: 'status', status: 503, times: 0, after: 1 });
    await door.say(`pause ${id(slack)}`);
    const message = await door.shown(/Slack was not paused/);
    expect(door.text(message)).toMatch(/read/i);
    expect(await door.writes()).toEqual([]);
  });

  test('Graph down while looking for the target: an error that says nothing was done', async () => {
    await door.faults({ method: 'GET', path: '/servicePrincipals', kind: 'status', status: 503, times: 0 });
    await door.say('pause Slack');
    const message = await door.shown(/nothing was|Nothing was|not (paused|done)|nothing/i);
    expect(message.cards).toHaveLength(1);
    expect(await door.writes()).toEqual([]);
  });
});

describe('what is not a command does nothing', () => {
  test.each([
    "don't pause Slack",
    'should we pause Slack?',
    'pause Slack and delete Zoom',
    'please do not delete slack',
    'Anna said: pause Slack',
  ])('%s', async (text) => {
    await door.say(text, { where: personal });
    await door.shown(/./);
    expect(await door.writes()).toEqual([]);
  });
});
