import { type SandboxUserName, sandboxApps, sandboxUsers } from '../../src/sandbox/people.ts';
import { sandboxIds } from '../../src/sandbox/tenant.ts';
import { buttonOf } from '../support/card.ts';
import type { Message } from '../support/connector.ts';
import { openProduction, type Production } from '../support/production.ts';

let it: Production;
beforeEach(async () => {
  it = await openProduction();
});
afterEach(async () => {
  await it.stop();
});

async function question(
  user: SandboxUserName,
  said = 'pause Slack',
  pattern = /Pause Slack\?/,
): Promise<Message> {
  expect(await it.say(user, said)).toBe(200);
  return await it.shown(pattern);
}
const yes = (card: Message, title = 'Pause') => buttonOf(card.cards[0], title);
const told = (value: unknown) => JSON.stringify(value);

describe('writes as the person who taps', () => {
  test('a typed pause becomes a question; the tap asks Teams for a sign-in, and the write goes out in that name', async () => {
    const card = await question('adminUser');
    expect(it.text(card)).toMatch(/your (own )?(name|rights)/i);
    expect(await it.writes()).toEqual([]);

    const login = await it.tap('adminUser', yes(card), { on: card });
    expect(login).toMatchObject({
      statusCode: 401,
      type: 'application/vnd.microsoft.activity.loginRequest',
      value: { tokenExchangeResource: { uri: `api://botid-${sandboxApps.bot.clientId}` } },
    });
    expect(await it.writes()).toEqual([]);

    const token = it.entra.sso('adminUser');
    const body = await it.tap('adminUser', yes(card), { on: card, token });
    expect(body.type).toBe('application/vnd.microsoft.card.adaptive');
    await it.shown(/Slack is paused/);
    const writes = await it.writes();
    expect(writes).toHaveLength(1);
    expect(writes[0]?.caller).toMatchObject({ oid: sandboxUsers.adminUser.oid, delegated: true });
    for (const call of await it.calls()) {
      if (call.method === 'GET') expect(call.caller?.clientId).toBe(sandboxApps.reader.clientId);
    }
    for (const { authorization } of it.connector.arrivals) expect(authorization).toMatch(/^Bearer /);
  });

  test('a client that knows no sign-in by a button is told so', async () => {
    const card = await question('adminUser');
    const { verb, data } = yes(card);
    await it.post('adminUser', { type: 'message', value: { verb, ...data }, replyToId: card.activityId });
    await it.shown(/can’t ask you to sign in/, 1);
    expect(await it.writes()).toEqual([]);
  });

  test('no token is in the log, the store or a card', async () => {
    const card = await question('adminUser');
    const token = it.entra.sso('adminUser');
    await it.tap('adminUser', yes(card), { on: card, token });
    await it.shown(/Slack is paused/);
    const everything = it.logged() + it.stored() + JSON.stringify(it.connector.messages);
    expect(everything).toContain('Slack');
    expect(everything).not.toContain(token);
    expect(everything).not.toContain(token.split('.')[2]);
    // Every token of the sandbox Entra is a JWT of its own; none of any kind may be there.
    expect(everything).not.toMatch(/eyJ[A-Za-z0-9_-]{20,}\.eyJ/);
    for (const { secret } of Object.values(sandboxApps)) expect(everything).not.toContain(secret);
  });

  test('a sign-in of somebody else is refused, and the question stays open', async () => {
    const card = await question('adminUser');
    const body = await it.tap('adminUser', yes(card), { on: card, token: it.entra.sso('cloudAdmin') });
    expect(told(body.value)).toMatch(/somebody else/);
    expect(await it.writes()).toEqual([]);
    await it.tap('adminUser', yes(card), { on: card, token: it.entra.sso('adminUser') });
    await it.shown(/Slack is paused/);
  });

  test.each([
    ['signed with another key', { key: 'unknown' }],
    ['tampered with', { tamper: 'payload' }],
    ['without a signature', { alg: 'none' }],
    ['for another app', { aud: 'api://somebody-else' }],
    ['that is over', { exp: 1_000_000_000, nbf: 999_999_000, iat: 999_999_000 }],
    ['of another issuer', { iss: 'https://login.evil.example/v2.0' }],
    ['issued to another client', { clientId: sandboxApps.reader.clientId }],
  ] as const)('a sign-in %s is refused', async (_, overrides) => {
    const card = await question('adminUser');
    const body = await it.tap('adminUser', yes(card), {
      on: card,
      token: it.entra.sso('adminUser', overrides),
    });
    expect(body.type).toBe('application/vnd.microsoft.activity.message');
    expect(told(body.value)).toMatch(/nothing was sent/);
    expect(await it.writes()).toEqual([]);
    expect(it.entra.requests().filter(({ grant }) => grant === 'on_behalf_of')).toEqual([]);
  });

  test.each([
    ['consent', { kind: 'aadsts', error: 65001 }, /admin.*adminconsent/],
    ['a second factor', { kind: 'aadsts', error: 50076 }, /second step/],
    ['conditional access', { kind: 'aadsts', error: 53003 }, /second step|managed device/],
    ['an expired assertion', { kind: 'aadsts', error: 500133 }, /too old/],
    ['a wrong secret', { kind: 'aadsts', error: 7000215 }, /BOT_CLIENT_SECRET/],
    ['an expired secret', { kind: 'aadsts', error: 7000222 }, /BOT_CLIENT_SECRET/],
    ['429', { kind: 'throttle', retryAfterSeconds: 30 }, /30\s*s/],
    ['503', { kind: 'status', status: 503, times: 0 }, /can’t reach Microsoft Entra/],
    ['a dropped connection', { kind: 'drop-before', times: 0 }, /can’t reach Microsoft Entra/],
  ] as const)(
    'when Entra answers with %s: told in words, nothing sent, the question stays open',
    async (_, fault, words) => {
      const card = await question('adminUser');
      it.entra.faults.add({ ...fault, grant: 'on_behalf_of' });
      const body = await it.tap('adminUser', yes(card), { on: card, token: it.entra.sso('adminUser') });
      expect(told(body.value)).toMatch(words);
      expect(await it.writes()).toEqual([]);
      it.entra.faults.clear();
      await it.tap('adminUser', yes(card), { on: card, token: it.entra.sso('adminUser') });
      await it.shown(/Slack is paused/);
    },
  );

  test('a slow Entra: the tap is answered in time', async () => {
    const card = await question('adminUser');
    it.entra.faults.add({ kind: 'delay', delayMs: 20_000, grant: 'on_behalf_of', times: 0 });
    const began = performance.now();
    const body = await it.tap('adminUser', yes(card), { on: card, token: it.entra.sso('adminUser') });
    expect(performance.now() - began).toBeLessThan(5000);
    expect(told(body.value)).toMatch(/can’t reach Microsoft Entra/);
    expect(await it.writes()).toEqual([]);
  });

  test('20 taps at once make one exchange and one write', async () => {
    const card = await question('adminUser');
    const token = it.entra.sso('adminUser');
    await Promise.all(Array.from({ length: 20 }, () => it.tap('adminUser', yes(card), { on: card, token })));
    await it.shown(/Slack is paused/);
    expect(await it.writes()).toHaveLength(1);
    expect(it.entra.requests().filter(({ grant }) => grant === 'on_behalf_of')).toHaveLength(1);
  });

  test('a person without a role: failed, and told which roles it takes', async () => {
    const card = await question('reader');
    await it.tap('reader', yes(card), { on: card, token: it.entra.sso('reader') });
    const ended = await it.shown(/Pausing Slack failed/);
    expect(it.text(ended)).toMatch(/Application Administrator/);
  });

  test('the owner of an application may do it to that one', async () => {
    const card = await question('owner');
    await it.tap('owner', yes(card), { on: card, token: it.entra.sso('owner') });
    await it.shown(/Slack is paused/);
  });

  test('a delete: name typed, signed in, done in the person’s name', async () => {
    const card = await question('adminUser', 'delete Zoom', /Delete .*Zoom.*\?/);
    const token = it.entra.sso('adminUser');
    await it.tap('adminUser', yes(card, 'Delete'), { on: card, token, input: { name: 'Zoom' } });
    await it.shown(/Zoom.* (is|was) deleted/);
    const [write] = await it.writes();
    expect(write).toMatchObject({ method: 'DELETE', caller: { oid: sandboxUsers.adminUser.oid } });
    expect(write?.path).toContain(sandboxIds.zoom.jobId);
  });

  test('school profiles are off unless switched on', async () => {
    await it.say('adminUser', 'pause school Contoso High School');
    await it.shown(/school/i);
    expect(await it.writes()).toEqual([]);
  });

  test('the policy file counts from the moment it is changed', async () => {
    const card = await question('adminUser');
    it.setPolicy('version: 1\nrules: []\n');
    await it.tap('adminUser', yes(card), { on: card, token: it.entra.sso('adminUser') });
    await it.shown(/Slack was not paused/);
    it.setPolicy('not a policy');
    await it.say('adminUser', 'pause Zoom');
    await it.shown(/rules here don’t allow/, 1);
    expect(await it.writes()).toEqual([]);
  });
});

describe('who is let in', () => {
  test('a person of another tenant, or without an object id, gets nothing done', async () => {
    const { status } = await it.post('foreigner', { type: 'message', text: 'pause Slack' });
    expect(status).toBe(403);
    await it.post('adminUser', { type: 'message', text: 'pause Slack', from: { id: '29:x', name: 'X' } });
    const { status: none } = await it.post('adminUser', { type: 'message', text: 'pause Slack' }, '');
    expect(none).toBe(401);
    expect(it.connector.messages).toEqual([]);
  });

  test('ready only while its credentials work', async () => {
    const ready = async () => (await fetch(`http://127.0.0.1:${it.bot.port}/readyz`)).status;
    expect(await ready()).toBe(200);
    expect((await fetch(`http://127.0.0.1:${it.bot.port}/healthz`)).status).toBe(200);
  });

  test.each([sandboxApps.bot.clientId, sandboxApps.reader.clientId])(
    'not ready while the credential of %s is refused',
    async (client) => {
      it.entra.faults.add({ kind: 'aadsts', error: 7000222, client, times: 0 });
      expect((await fetch(`http://127.0.0.1:${it.bot.port}/readyz`)).status).toBe(503);
      expect(it.logged()).toContain('_CLIENT_SECRET');
    },
  );
});
