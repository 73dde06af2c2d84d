import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { sandboxIds } from '../../src/sandbox/tenant.ts';
import { buttonOf, buttonsOf } from '../support/card.ts';
import {
  channel,
  dana,
  type FrontDoor,
  group,
  openFrontDoor,
  personal,
  tenant,
} from '../support/front-door.ts';

const { slack, zoom } = sandboxIds;

let door: FrontDoor;
beforeEach(async () => {
  door = await openFrontDoor();
});
afterEach(async () => {
  await door.stop();
});

const activity = (more: object) => ({
  type: 'message',
  id: `edge-${Math.random()}`,
  timestamp: new Date().toISOString(),
  channelId: 'msteams',
  serviceUrl: door.connector.url,
  from: dana,
  recipient: { id: '28:bot', name: 'Sync Warden' },
  conversation: { id: personal.id, conversationType: 'personal', tenantId: tenant },
  channelData: { tenant: { id: tenant } },
  ...more,
});

/** Sends bytes as they are, with any Host header. */
function raw(path: string, headers: Record<string, string>, body: string, method = 'POST'): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: door.bot.port, path, method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

describe('what comes in at the door', () => {
  test('several mentions of the bot, anywhere, go by id', async () => {
    const mention = (text: string) => ({ type: 'mention', mentioned: { id: '28:bot', name: 'x' }, text });
    await door.post(
      activity({
        conversation: { ...channel, tenantId: tenant },
        text: '<at>Warden</at> pause <at>Sync Warden</at>&nbsp;Slack <at>Warden</at>',
        entities: [
          mention('<at>Warden</at>'),
          mention('<at>Sync Warden</at>'),
          { type: 'mention' },
          'odd',
          null,
        ],
      }),
    );
    await door.shown(/Slack is paused/);
  });

  test('in a channel without a mention of the bot nothing happens, whatever the name says', async () => {
    await door.post(
      activity({
        conversation: { ...channel, tenantId: tenant },
        text: '<at>Sync Warden</at> pause Slack',
        entities: [
          {
            type: 'mention',
            mentioned: { id: '29:somebody', name: 'Sync Warden' },
            text: '<at>Sync Warden</at>',
          },
        ],
      }),
    );
    await door.say('list');
    await door.shown(/\d+ jobs/);
    expect(door.connector.messages).toHaveLength(1);
    expect(await door.writes()).toEqual([]);
  });

  test('hello once per conversation, however often it is installed', async () => {
    const install = activity({ type: 'installationUpdate', action: 'add' });
    const added = activity({
      type: 'conversationUpdate',
      membersAdded: [{ id: '28:bot', name: 'Sync Warden' }],
    });
    await door.post(install);
    await door.post(added);
    await door.post(install);
    await door.shown(/Hello/);
    await door.say('list');
    await door.shown(/\d+ jobs/);
    expect(door.connector.messages).toHaveLength(2);
  });

  test.each(['messageReaction', 'typing', 'messageUpdate', 'messageDelete', 'event', 'madeUp'])(
    'an activity of type %s is taken quietly',
    async (type) => {
      expect((await door.post(activity({ type, text: 'pause Slack' }))).status).toBe(200);
      await door.say('list');
      await door.shown(/\d+ jobs/);
      expect(door.connector.messages).toHaveLength(1);
      expect(await door.writes()).toEqual([]);
    },
  );

  test('an edited message is not a command', async () => {
    await door.post(
      activity({
        type: 'messageUpdate',
        text: 'pause Slack',
        channelData: { tenant: { id: tenant }, eventType: 'editMessage' },
      }),
    );
    await door.say('list');
    await door.shown(/\d+ jobs/);
    expect(await door.writes()).toEqual([]);
  });

  test('an unknown invoke is answered, not left hanging', async () => {
    expect((await door.post(activity({ type: 'invoke', name: 'task/fetch', value: {} }))).status).toBe(501);
  });

  test('a tap is answered while Graph is slow', async () => {
    await door.faults({ method: 'GET', path: '/', kind: 'delay', delayMs: 3000, times: 0 });
    const began = Date.now();
    await door.tap({ verb: 'say', data: { say: 'status Slack' } });
    await door.say('status Slack');
    expect(Date.now() - began).toBeLessThan(2000);
  });

  test('Action.Submit does what Action.Execute does', async () => {
    await door.say('delete Zoom');
    const card = await door.shown(/Delete .*Zoom.*\?/);
    const { token } = buttonOf(card.cards[0], 'Delete').data;
    await door.post(activity({ value: { verb: 'confirm', token, name: 'Wrong' } }));
    expect(await door.writes()).toEqual([]);
    await door.post(activity({ value: { verb: 'confirm', token, name: 'Zoom' } }));
    await door.shown(/(is|was) deleted/, { from: 1 });
    expect(await door.writes()).toHaveLength(1);
  });

  test('Action.Submit by somebody else is answered in words', async () => {
    await door.say('delete Zoom', { where: group });
    const card = await door.shown(/Delete .*Zoom.*\?/);
    const { token } = buttonOf(card.cards[0], 'Delete').data;
    await door.post(
      activity({
        from: { ...dana, aadObjectId: 'somebody-else' },
        conversation: { ...group, tenantId: tenant },
        value: { verb: 'confirm', token, name: 'Zoom' },
      }),
    );
    await door.shown(/Only Dana Reyes/);
    expect(await door.writes()).toEqual([]);
  });

  test('Refresh updates the card it is on; opening another target is a message of its own', async () => {
    await door.say('status Slack');
    const card = await door.shown(/Slack is active/);
    await door.change(slack, { state: 'Paused' });
    await door.tap(buttonOf(card.cards[0], 'Refresh'), { on: card });
    await door.shown(/Slack is paused/);
    expect(door.connector.messages).toHaveLength(1);
    await door.tap(
      { verb: 'say', data: { say: `status ${zoom.servicePrincipalId}/${zoom.jobId}` } },
      { on: card },
    );
    await door.shown(/Zoom is active/);
    expect(door.connector.messages).toHaveLength(2);
  });

  test('every button of list and status says a sentence, and its pages replace one another', async () => {
    await door.say('list');
    const card = await door.shown(/\d+ jobs/);
    for (const button of buttonsOf(card.cards[0])) expect(Object.keys(button.data)).toEqual(['say']);
    await door.tap(buttonOf(card.cards[0], /Next/), { on: card });
    await door.shown(/Page 2|page 2/);
    expect(door.connector.messages).toHaveLength(1);
  });
});

describe('what a list costs', () => {
  test('an application Graph is too busy for is waited for, not left out of the list', async () => {
    const jobs = `/servicePrincipals/${slack.servicePrincipalId}/synchronization/jobs`;
    await door.faults({ method: 'GET', path: jobs, kind: 'throttle', retryAfterSeconds: 2, times: 1 });
    await door.say('list slack');
    const list = await door.shown(/Slack/);
    expect(door.text(list)).toMatch(/1 job/);
    const asked = (await door.calls()).filter(({ path }) => path.includes(jobs));
    expect(asked.map(({ status }) => status)).toEqual([429, 200, 200]);
  });

  test('who has jobs is read once; after that a list is one request', async () => {
    await door.say('list');
    await door.shown(/\d+ jobs/);
    const before = (await door.calls()).filter((call) => call.batch === null).length;
    await door.say('list');
    await door.shown(/\d+ jobs/, { from: 1 });
    const more = (await door.calls()).filter((call) => call.batch === null).slice(before);
    expect(more.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /v1.0/$batch']);
  });
});

describe('what does not come in', () => {
  const json = { 'content-type': 'application/json' };

  test('another Host header than this machine', async () => {
    expect(await raw('/api/messages', { ...json, host: 'evil.example' }, '{}')).toBe(403);
    expect(await raw('/healthz', { host: 'evil.example' }, '', 'GET')).toBe(403);
    expect(await raw('/healthz', { host: `localhost:${door.bot.port}` }, '', 'GET')).toBe(200);
  });

  test('a serviceUrl elsewhere: nothing is stored, nothing is sent', async () => {
    for (const serviceUrl of [
      'https://smba.trafficmanager.net/',
      'http://127.0.0.1.evil.example/',
      '',
      undefined,
    ]) {
      expect(
        await raw('/api/messages', json, JSON.stringify(activity({ text: 'pause Slack', serviceUrl }))),
      ).toBe(403);
    }
    expect(await door.writes()).toEqual([]);
  });

  test('a body that is too large, not JSON, not an object, or not an activity', async () => {
    const large = JSON.stringify(activity({ text: 'x'.repeat(300_000) }));
    expect(await raw('/api/messages', json, large)).toBe(413);
    expect(await raw('/api/messages', json, '{"type":')).toBe(400);
    expect(await raw('/api/messages', json, '[]')).toBe(400);
    expect(await raw('/api/messages', { 'content-type': 'multipart/form-data; boundary=x' }, '--x--')).toBe(
      400,
    );
    expect(
      await raw('/api/messages', json, JSON.stringify({ serviceUrl: door.connector.url, type: 7 })),
    ).toBe(400);
  });

  test('a body that says it is compressed, before it could end the process', async () => {
    expect(await raw('/api/messages', { ...json, 'content-encoding': 'gzip' }, '{}')).toBe(415);
    expect(await raw('/healthz', {}, '', 'GET')).toBe(200);
  });

  test('an id that cannot be one: not found, at once', async () => {
    const began = Date.now();
    await door.say(`pause ${slack.servicePrincipalId}/..x`);
    await door.shown(/./);
    expect(Date.now() - began).toBeLessThan(3000);
    expect(await door.writes()).toEqual([]);
  });

  test('the doors that only look', async () => {
    expect(await raw('/healthz', {}, '', 'GET')).toBe(200);
    expect(await raw('/readyz', {}, '', 'GET')).toBe(200);
    expect(await raw('/nothing', {}, '', 'GET')).toBe(404);
    const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
    const health = await fetch(`http://127.0.0.1:${door.bot.port}/healthz`);
    expect(await health.json()).toEqual({ status: 'ok', version });
  });
});

describe('sending', () => {
  test('a throttled connector is waited for, and the newest state arrives', async () => {
    door.connector.refuse(429, 429);
    await door.say('pause Slack');
    await door.shown(/Slack is paused/);
    expect(door.connector.messages).toHaveLength(1);
  });

  test('an update that failed is sent again', async () => {
    await door.say('delete Zoom');
    const card = await door.shown(/Delete .*Zoom.*\?/);
    door.connector.refuse(503);
    await door.tap(buttonOf(card.cards[0], 'Keep it'), { on: card });
    await door.shown(/kept/);
  });
});

describe('stop and start', () => {
  test('an open question survives a restart', async () => {
    await door.say('delete Zoom');
    const card = await door.shown(/Delete .*Zoom.*\?/);
    await door.restart();
    await door.tap(buttonOf(card.cards[0], 'Delete'), { on: card, input: { name: 'Zoom' } });
    await door.shown(/(is|was) deleted/, { from: 1 });
    expect(await door.writes()).toHaveLength(1);
  });
});
