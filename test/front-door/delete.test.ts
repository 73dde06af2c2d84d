import { sandboxIds } from '../../src/sandbox/tenant.ts';
import { buttonOf, buttonsOf } from '../support/card.ts';
import { channel, type FrontDoor, group, lee, type Message, openFrontDoor } from '../support/front-door.ts';
import { collapsed } from '../support/graph-trace.ts';

const { zoom } = sandboxIds;
const typed = (name: string) => ({ name });

let door: FrontDoor;
beforeEach(async () => {
  door = await openFrontDoor();
});
afterEach(async () => {
  await door.stop();
});

async function question(where = group): Promise<Message> {
  await door.say('delete Zoom', { where });
  return await door.shown(/Delete .*Zoom.*\?/);
}
const yes = (message: Message) => buttonOf(message.cards[0], 'Delete');
const no = (message: Message) => buttonOf(message.cards[0], 'Keep it');
const textOfBody = (value: unknown) => JSON.stringify(value);

describe('delete', () => {
  test('asks, then deletes once, reads back 404, updates the card and posts the result', async () => {
    const card = await question(channel);
    expect(await door.writes()).toEqual([]);
    const body = await door.tap(yes(card), { where: channel, on: card, input: typed('Zoom') });
    expect(body).toMatchObject({ statusCode: 200, type: 'application/vnd.microsoft.card.adaptive' });
    expect(textOfBody(body.value)).toContain('Deleting');
    await door.shown(/Zoom.* is deleted|Zoom.* was deleted/, { from: 1 });
    expect(door.connector.messages).toHaveLength(2);
    expect(door.connector.messages.map((m) => m.conversationId)).toEqual([channel.id, channel.id]);
    expect(door.text(card)).toMatch(/deleted/);
    expect(buttonsOf(card.cards.at(-1)).filter((b) => b.verb !== 'say')).toEqual([]);
    expect(collapsed(await door.calls(), zoom)).toEqual([
      'named',
      'read',
      'read',
      'save',
      'DELETE {job}',
      'read',
    ]);
    expect(await door.writes()).toHaveLength(1);
  });

  test('the card carries an opaque token and nothing about the target', async () => {
    const card = await question();
    expect(Object.keys(yes(card).data)).toEqual(['token']);
    expect(JSON.stringify(yes(card).data)).not.toContain(zoom.jobId);
  });

  test('wrong or missing typed name: nothing is deleted, and the question stays open', async () => {
    const card = await question();
    for (const input of [typed('Slack'), typed(''), {}, typed('Zo om')]) {
      const body = await door.tap(yes(card), { where: group, on: card, input });
      expect(textOfBody(body.value)).toMatch(/Zoom/);
      expect(textOfBody(body.value)).toMatch(/not deleted|Nothing was deleted|isn’t/);
    }
    expect(await door.writes()).toEqual([]);
    await door.tap(yes(card), { where: group, on: card, input: typed(' Zoom ') });
    await door.shown(/deleted/, { from: 1 });
    expect(await door.writes()).toHaveLength(1);
  });

  test('a foreign person: told who may answer; nothing is deleted, and the question stays open', async () => {
    const card = await question();
    for (const button of [yes(card), no(card)]) {
      const body = await door.tap(button, { who: lee, where: group, on: card, input: typed('Zoom') });
      expect(body.type).toBe('application/vnd.microsoft.activity.message');
      expect(body.value).toContain('Dana Reyes');
    }
    expect(await door.writes()).toEqual([]);
    await door.tap(yes(card), { where: group, on: card, input: typed('Zoom') });
    await door.shown(/deleted/, { from: 1 });
  });

  test('answered from another conversation: nothing is deleted', async () => {
    const card = await question();
    const body = await door.tap(yes(card), { where: channel, on: card, input: typed('Zoom') });
    expect(body.value).toMatch(/another conversation/);
    expect(await door.writes()).toEqual([]);
  });

  test('a made-up token: nothing is deleted', async () => {
    const body = await door.tap(
      { verb: 'confirm', data: { token: 'A'.repeat(27) } },
      { input: typed('Zoom') },
    );
    expect(body.value).toMatch(/Nothing was done/);
    expect(await door.writes()).toEqual([]);
  });

  test('a tap that says a target of its own: not one of our buttons', async () => {
    const body = await door.tap({ verb: 'delete', data: { target: zoom.jobId } });
    expect(body).toMatchObject({ statusCode: 400, type: 'application/vnd.microsoft.error' });
    expect(await door.writes()).toEqual([]);
  });

  test('expired: the card closes by itself, and a late tap does nothing', async () => {
    await door.stop();
    door = await openFrontDoor({ env: { CONFIRMATION_TTL_SECONDS: '1' } });
    const card = await question();
    const button = yes(card);
    await door.shown(/expired|nobody answered|in time|too late|kept/i);
    expect(buttonsOf(card.cards.at(-1)).filter((b) => b.verb !== 'say')).toEqual([]);
    const body = await door.tap(button, { where: group, on: card, input: typed('Zoom') });
    expect(body.type).toBe('application/vnd.microsoft.card.adaptive');
    expect(textOfBody(body.value)).not.toContain('Deleting');
    expect(await door.writes()).toEqual([]);
  });

  test('20 taps at once: one effect, and every tap is answered with the run', async () => {
    const card = await question();
    const taps = Array.from({ length: 20 }, () =>
      door.tap(yes(card), { where: group, on: card, input: typed('Zoom') }),
    );
    for (const body of await Promise.all(taps))
      expect(body.type).toBe('application/vnd.microsoft.card.adaptive');
    await door.shown(/deleted/, { from: 1 });
    expect(await door.writes()).toHaveLength(1);
    const late = await door.tap(yes(card), { where: group, on: card, input: typed('Zoom') });
    expect(textOfBody(late.value)).toMatch(/deleted/);
    expect(await door.writes()).toHaveLength(1);
  });

  test('Keep it: closed, and a later yes does nothing', async () => {
    const card = await question();
    const body = await door.tap(no(card), { where: group, on: card });
    expect(textOfBody(body.value)).toMatch(/kept/);
    await door.shown(/kept/);
    await door.tap(yes(card), { where: group, on: card, input: typed('Zoom') });
    expect(await door.writes()).toEqual([]);
  });

  test('a second question for the same target retires the first', async () => {
    const first = await question();
    await door.say('delete Zoom', { where: group });
    const second = await door.shown(/Delete .*Zoom.*\?/, { from: 1 });
    await door.tap(yes(first), { where: group, on: first, input: typed('Zoom') });
    expect(await door.writes()).toEqual([]);
    await door.tap(yes(second), { where: group, on: second, input: typed('Zoom') });
    await door.shown(/deleted/, { from: 2 });
    expect(await door.writes()).toHaveLength(1);
  });

  test('changed meanwhile: nothing is sent, the card asks again about the new state, and that works', async () => {
    const card = await question();
    await door.change(zoom, { state: 'Paused' });
    await door.tap(yes(card), { where: group, on: card, input: typed('Zoom') });
    await door.shown(/Zoom.* not deleted/, { from: 1 });
    expect(await door.writes()).toEqual([]);
    await door.shown(/changed after you were asked/i);
    const again = buttonOf(card.cards.at(-1), 'Delete');
    expect(again.data).not.toEqual(yes(card).data);
    await door.tap(again, { where: group, on: card, input: typed('Zoom') });
    await door.shown(/Zoom.* (is|was) deleted/, { from: 2 });
    expect(await door.writes()).toHaveLength(1);
  });

  test('an ordinary cycle in between changes nothing about the question', async () => {
    const card = await question();
    await door.change(zoom, { cycleRunning: true });
    await door.tap(yes(card), { where: group, on: card, input: typed('Zoom') });
    await door.shown(/deleted/, { from: 1 });
    expect(await door.writes()).toHaveLength(1);
  });

  test('gone before the yes: already gone, nothing is sent', async () => {
    const card = await question();
    await door.change(zoom, { delete: true });
    await door.tap(yes(card), { where: group, on: card, input: typed('Zoom') });
    await door.shown(/already (gone|deleted)/, { from: 1 });
    expect(await door.writes()).toEqual([]);
  });

  test('after a deletion the count of what was searched is true', async () => {
    const card = await question();
    await door.tap(yes(card), { where: group, on: card, input: typed('Zoom') });
    await door.shown(/deleted/, { from: 1 });
    await door.say('status Zoom', { where: group });
    const message = await door.shown(/No job is called/, { from: 2 });
    expect(door.text(message)).toMatch(/19 jobs/);
  });

  test('not found: nothing to ask', async () => {
    await door.say('delete Frobnicator');
    await door.shown(/Frobnicator/);
    expect(await door.writes()).toEqual([]);
  });

  test('two of one name: asks which', async () => {
    await door.say('delete Cisco Webex');
    const picker = await door.shown(/Which/);
    const row = buttonOf(picker.cards[0], /active/i);
    await door.tap(row, { on: picker });
    const card = await door.shown(/Delete .*Cisco Webex.*\?/);
    expect(await door.writes()).toEqual([]);
    await door.tap(buttonOf(card.cards[0], 'Delete'), { on: card, input: typed('Cisco Webex') });
    await door.shown(/deleted/, { from: 2 });
    expect(await door.writes()).toHaveLength(1);
  });
});

describe('delete, when Graph does not play along', () => {
  const write = { method: 'DELETE' };
  const agree = async () => {
    const card = await question();
    await door.tap(yes(card), { where: group, on: card, input: typed('Zoom') });
    return card;
  };

  test('401 UnknownError', async () => {
    await door.faults({ ...write, kind: 'unknown-error-401' });
    await agree();
    const post = await door.shown(/Deleting .*Zoom.* failed/, { from: 1 });
    expect(door.text(post)).toMatch(/permi|role|allowed/i);
    expect(await door.writes()).toHaveLength(1);
  });

  test('404: already gone', async () => {
    await door.faults({ ...write, kind: 'status', status: 404, code: 'Request_ResourceNotFound' });
    await agree();
    await door.shown(/already (gone|deleted)/, { from: 1 });
    expect(await door.writes()).toHaveLength(1);
  });

  test('429 with a short wait: reads again, then deletes', async () => {
    await door.faults({ ...write, kind: 'throttle', retryAfterSeconds: 1 });
    await agree();
    await door.shown(/(is|was) deleted/, { from: 1 });
    expect(collapsed(await door.calls(), zoom)).toEqual([
      'named',
      'read',
      'read',
      'save',
      'DELETE {job}',
      'read',
      'save',
      'DELETE {job}',
      'read',
    ]);
  });

  test('503 without effect: can’t tell, not sent again', async () => {
    await door.faults({ ...write, kind: 'status', status: 503 });
    await agree();
    await door.shown(/can’t tell whether/, { from: 1 });
    expect(await door.writes()).toHaveLength(1);
  });

  test('504 though it worked: read back as deleted', async () => {
    await door.stop();
    door = await openFrontDoor({ parts: { graphTimeout: 150 } });
    await door.faults({ ...write, kind: 'delay', delayMs: 500 });
    await agree();
    await door.shown(/(is|was) deleted/, { from: 1 });
    expect(await door.writes()).toHaveLength(1);
  });

  test('connection dropped before the effect', async () => {
    await door.faults({ ...write, kind: 'drop-before' });
    await agree();
    await door.shown(/can’t tell whether/, { from: 1 });
    expect(await door.writes()).toHaveLength(1);
  });

  test('connection dropped after the effect', async () => {
    await door.faults({ ...write, kind: 'drop-after' });
    await agree();
    await door.shown(/(is|was) deleted/, { from: 1 });
    expect(await door.writes()).toHaveLength(1);
  });
});
