import { setTimeout as sleep } from 'node:timers/promises';
import { sandboxApps } from '../../src/sandbox/people.ts';
import { buttonOf } from '../support/card.ts';
import type { Arrival } from '../support/connector.ts';
import { dana, type FrontDoor, group, openFrontDoor, personal, tenant } from '../support/front-door.ts';
import { openProduction } from '../support/production.ts';

let door: FrontDoor;
beforeEach(async () => {
  door = await openFrontDoor();
});
afterEach(async () => {
  await door.stop();
});

const posts = () => door.connector.arrivals.filter(({ method }) => method === 'POST').length;

/** The most requests of one conversation within any window of this length. */
function busiest(arrivals: readonly Arrival[], window: number): number {
  let most = 0;
  for (const { at, conversationId } of arrivals) {
    const within = arrivals.filter(
      (each) => each.conversationId === conversationId && each.at >= at && each.at < at + window,
    );
    most = Math.max(most, within.length);
  }
  return most;
}

const install = { type: 'installationUpdate', action: 'add' };
const activity = (more: object) => ({
  id: `outbox-${Math.random()}`,
  timestamp: new Date().toISOString(),
  channelId: 'msteams',
  serviceUrl: door.connector.url,
  from: dana,
  recipient: { id: '28:bot', name: 'Sync Warden' },
  conversation: { ...personal, tenantId: tenant },
  channelData: { tenant: { id: tenant } },
  ...more,
});

describe('a message that may or may not have arrived', () => {
  test.each([
    ['the connection is cut', {}],
    ['it answers 502', { status: 502 }],
    ['it answers 500', { status: 500 }],
  ])('an answer that was shown though %s is not sent again', async (_, trouble) => {
    door.connector.trouble({ ...trouble, method: 'POST', shown: true });
    await door.say('status Slack');
    await door.shown(/Slack/);
    await door.say('status Zoom');
    await door.shown(/Zoom/, { from: 1 });
    await sleep(800);
    expect(posts()).toBe(2);
  });

  test.each([
    ['cut', {}],
    ['answered 503', { status: 503 }],
  ])('an outcome is told once, though each first sending is %s', async (_, trouble) => {
    const lost = { ...trouble, method: 'POST', shown: true } as const;
    door.connector.trouble(lost, lost);
    await door.say('pause Slack');
    const told = await door.shown(/Slack is paused/);
    await sleep(1500);
    const ended = door.connector.messages.filter((message) => /Slack is paused/.test(door.text(message)));
    expect(ended).toEqual([told]);
    // What was shown before it says only that the bot is at work.
    for (const message of door.connector.messages)
      if (message !== told) expect(door.text(message)).toMatch(/Pausing Slack/);
  });

  test('a first sending never rides on a connection that may be about to close', async () => {
    for (const [index, name] of ['Slack', 'Zoom', 'Box'].entries()) {
      await door.say(`status ${name}`);
      await door.shown(new RegExp(name), { from: index });
    }
    const used = door.connector.arrivals.map(({ connection }) => connection);
    expect(new Set(used).size).toBe(3);
  });

  test('a connector that forgets what it took is not filled with messages', async () => {
    door.connector.trouble(...Array.from({ length: 200 }, () => ({ method: 'PUT' as const, status: 404 })));
    await door.say('pause Slack');
    await sleep(2500);
    expect(posts()).toBeLessThanOrEqual(4);
    await door.say('status Zoom');
    await door.shown(/Zoom/);
  });

  test('a connector that does not believe the bot’s token for a moment gets everything later', async () => {
    door.connector.trouble({ method: 'POST', status: 401 }, { method: 'PUT', status: 401 });
    await door.say('pause Slack');
    await door.shown(/Slack is paused/);
    expect(door.connector.messages).toHaveLength(1);
  });

  test('what the bot could not send for want of a token is sent later', async () => {
    await door.stop();
    const it = await openProduction();
    try {
      const client = sandboxApps.bot.clientId;
      const outage = { kind: 'status', status: 503, times: 0, grant: 'client_credentials', client } as const;
      it.entra.faults.add(outage);
      await it.say('adminUser', 'status Slack');
      await sleep(2500);
      expect(it.connector.messages).toEqual([]);
      it.entra.faults.clear();
      await it.shown(/Slack is active/);
    } finally {
      await it.stop();
      door = await openFrontDoor();
    }
  });

  test('an update is repeated until it is taken', async () => {
    const lost = { method: 'PUT', status: 503, shown: true } as const;
    door.connector.trouble(lost, { method: 'PUT' }, lost);
    await door.say('pause Slack');
    await door.shown(/Slack is paused/);
    await sleep(300);
    expect(door.connector.messages).toHaveLength(1);
  });

  test('a question whose sending was cut off can be answered, and its card then tells the outcome', async () => {
    door.connector.trouble({ method: 'POST', shown: true });
    await door.say('delete Zoom', { where: group });
    const card = await door.shown(/Delete .*Zoom.*\?/);
    await door.tap(buttonOf(card.cards[0], 'Delete'), { where: group, on: card, input: { name: 'Zoom' } });
    await door.shown(/Zoom.* (is|was) deleted/, { from: 1 });
    expect(door.text(card)).toMatch(/deleted/);
    expect(door.connector.messages).toHaveLength(2);
  });
});

describe('a connector that says not now', () => {
  test('429 is waited for as long as it asks, by the whole conversation, then sent once', async () => {
    door.connector.trouble({ status: 429, retryAfter: 4 });
    const began = performance.now();
    await door.say('status Slack');
    await door.say('status Zoom', { where: group });
    await door.shown(/Zoom/);
    expect(performance.now() - began).toBeLessThan(3900);
    await door.shown(/Slack/);
    expect(performance.now() - began).toBeGreaterThan(3990);
    expect(door.connector.messages).toHaveLength(2);
    expect(posts()).toBe(3);
  });

  test('429 without a time is sent again a little later', async () => {
    door.connector.trouble({ status: 429 }, { status: 429 });
    await door.say('status Slack');
    await door.shown(/Slack/);
    expect(posts()).toBe(3);
  });
});

describe('a conversation the bot was taken out of', () => {
  test('waits, and goes on when it is installed again', async () => {
    door.connector.trouble({ status: 403 });
    await door.say('pause Slack');
    await sleep(1500);
    expect(door.connector.messages).toEqual([]);
    expect(await door.writes()).toHaveLength(1);
    const asked = door.connector.arrivals.length;
    expect(asked).toBe(1);
    await door.post(activity(install));
    await door.shown(/Slack is paused/);
  });

  test('one message that can’t be changed keeps nothing else back', async () => {
    door.connector.trouble(...Array.from({ length: 50 }, () => ({ method: 'PUT' as const, status: 403 })));
    await door.say('pause Slack');
    await door.shown(/Pausing Slack/);
    await sleep(600);
    await door.say('status Zoom');
    await door.shown(/Zoom is active/);
  });

  test('a thread that is gone takes its own message only', async () => {
    const thread = { id: '19:general@thread.tacv2;messageid=17', conversationType: 'channel' } as const;
    door.connector.trouble({ status: 404 });
    await door.say('status Slack', { where: thread });
    await sleep(500);
    await door.say('status Zoom', { where: thread });
    await door.shown(/Zoom/);
    expect(door.connector.messages).toHaveLength(1);
  });
});

describe('the pace', () => {
  const count = (from: readonly { count: number; window: number }[], factor: number) =>
    from.map((limit) => ({ ...limit, window: limit.window / factor }));
  const limits = [
    { count: 7, window: 1000 },
    { count: 8, window: 2000 },
    { count: 60, window: 30_000 },
  ];

  async function many(total: number, conversations: number): Promise<void> {
    await Promise.all(
      Array.from({ length: total }, (_, index) =>
        door.say(`nonsense ${index}`, {
          who: { ...dana, aadObjectId: `person-${index}` },
          where: { id: `a:chat-${index % conversations}`, conversationType: 'personal' },
        }),
      ),
    );
    const until = Date.now() + 120_000;
    while (door.connector.messages.length < total && Date.now() < until) await sleep(50);
    expect(door.connector.messages).toHaveLength(total);
  }

  test('500 answers to fifty conversations: each within Teams’ limits', async () => {
    await many(500, 50);
    for (const { count: most, window } of limits)
      expect(busiest(door.connector.arrivals, window)).toBeLessThanOrEqual(most);
    for (let index = 0; index < 500; index++)
      expect(
        door.connector.messages.some((message) => door.text(message).includes(`nonsense ${index}”`)),
      ).toBe(true);
  }, 150_000);

  test('500 answers to one conversation, with the windows twenty times shorter: within them, in order', async () => {
    await door.stop();
    const short = count(limits, 20);
    door = await openFrontDoor({ parts: { limits: short } });
    await many(500, 1);
    for (const { count: most, window } of short)
      expect(busiest(door.connector.arrivals, window)).toBeLessThanOrEqual(most);
    // 60 in 1.5 s: to be quicker would mean to exceed it.
    const [first, last] = [door.connector.arrivals[0], door.connector.arrivals.at(-1)];
    expect((last?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(((500 - 60) / 60) * 1500);
  }, 150_000);

  test('a card that changes faster than it may be sent ends with its newest state', async () => {
    await door.stop();
    door = await openFrontDoor({ parts: { limits: [{ count: 1, window: 700 }] } });
    await door.faults({ method: 'POST', pathRegex: '/pause$', kind: 'throttle', retryAfterSeconds: 1 });
    await door.say('pause Slack');
    const card = await door.shown(/Slack is paused/);
    expect(door.connector.messages).toEqual([card]);
    expect(busiest(door.connector.arrivals, 700)).toBe(1);
  });
});
