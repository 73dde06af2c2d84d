import { type SandboxEntra, startSandboxEntra } from '../../src/sandbox/entra/server.ts';
import { sandboxTenantId } from '../../src/sandbox/ids.ts';
import { foreignTenantId, sandboxApps } from '../../src/sandbox/people.ts';
import { watchOutbound } from './outbound.ts';
import { botId, botToken, messageFrom, openProductionBot, type ProductionBot } from './production-bot.ts';
import { type QuietConsole, quietConsole } from './quiet-console.ts';
import { type RawAnswer, type RawRequest, send, sendBytes } from './raw-request.ts';
import { type SecureConnector, startSecureConnector } from './secure-connector.ts';
import { trust } from './trust.ts';

let entra: SandboxEntra;
let connector: SecureConnector;
let bot: ProductionBot;

beforeAll(async () => {
  entra = await startSandboxEntra();
  trust(entra.ca);
  connector = await startSecureConnector(entra.tls);
});
afterAll(async () => {
  await connector.stop();
  await entra.stop();
});
beforeEach(async () => {
  connector.sent.length = 0;
  bot = await openProductionBot({ metadataUrl: entra.channel.metadataUrl });
  // The keys are there already, so that no refused request has a reason to ask for any.
  await send(bot.port, { method: 'GET', path: '/readyz' });
});
afterEach(() => bot.stop());

const now = () => Math.floor(Date.now() / 1000);
const right = () => entra.channel.sign({ serviceUrl: connector.url });
const json = ['content-type', 'application/json'] as const;
const bearer = (token: string) => ['authorization', `Bearer ${token}`] as const;
const signed = (token: string, more: Partial<RawRequest> = {}): RawRequest => ({
  headers: [json, bearer(token)],
  body: JSON.stringify(messageFrom(connector.url)),
  ...more,
});
const saying = (more: object, token = right()) =>
  signed(token, { body: JSON.stringify(messageFrom(connector.url, more)) });

/** Refused as everything is: nothing told, nothing reached, nothing sent, one line with the reason. */
async function expectRefused(answering: Promise<RawAnswer>, status: number, reason: string): Promise<void> {
  // A key nobody knows of is asked for, once in five minutes; nothing else makes the bot ask anybody.
  const mayAsk =
    reason === 'unknown-key' ? ['/v1/.well-known/openidconfiguration', '/v1/.well-known/keys'] : [];
  const outbound = watchOutbound([
    bot.port,
    ...(mayAsk.length > 0 ? [Number(new URL(entra.plainUrl).port)] : []),
  ]);
  const asked = entra.requests().length;
  const answer = await answering;
  expect(bot.reasons()).toEqual([reason]);
  expect({ status: answer.status, text: answer.text }).toEqual({ status, text: '{"message":"Refused."}' });
  expect(Object.keys(answer.headers).sort()).toEqual(
    answer.headers['date'] === undefined
      ? ['connection', 'content-length', 'content-type']
      : ['cache-control', 'connection', 'content-length', 'content-type', 'date'],
  );
  expect(answer.headers['connection']).toBe('close');
  expect(answer.ended).toBe(true);
  expect(bot.reached).toEqual([]);
  expect(connector.sent).toEqual([]);
  expect(mayAsk).toEqual(
    expect.arrayContaining(
      entra
        .requests()
        .slice(asked)
        .map(({ path }) => path),
    ),
  );
  expect(outbound.stop()).toEqual([]);
  for (const line of bot.lines) expect(line).not.toMatch(/eyJ|Bearer|the-bots-own-token/);
}

let quiet: QuietConsole;
beforeEach(() => {
  quiet = quietConsole();
});
afterEach(() => {
  expect(quiet.stop()).toEqual([]);
});

describe('a right one', () => {
  test('is taken in and answered with the bot’s own token', async () => {
    const answer = await send(bot.port, signed(right()));
    expect(answer.status).toBe(200);
    expect(bot.reached).toHaveLength(1);
    expect(connector.sent).toEqual([
      expect.objectContaining({ method: 'POST', authorization: `Bearer ${botToken}` }),
    ]);
    expect(connector.sent[0]?.path).toMatch(/^\/emea\/v3\/conversations\/a%3Adana\/activities/);
    expect(bot.lines).toEqual([]);
  });

  test('keeps its connection', async () => {
    const answer = await send(bot.port, signed(right()));
    expect(answer.headers['connection']).not.toBe('close');
    expect(answer.ended).toBe(false);
  });

  test('is taken four minutes after it expired and before it is valid, as clocks differ', async () => {
    for (const times of [{ exp: now() - 240 }, { nbf: now() + 240 }]) {
      const token = entra.channel.sign({ serviceUrl: connector.url, ...times });
      expect((await send(bot.port, signed(token))).status).toBe(200);
    }
  });

  test('may come in chunks, and with Expect: 100-continue', async () => {
    expect((await send(bot.port, signed(right(), { chunked: 100 }))).status).toBe(200);
    const { body, headers } = signed(right());
    const answer = await send(bot.port, {
      headers: [...(headers ?? []), ['expect', '100-continue']],
      ...(body === undefined ? {} : { body }),
    });
    expect(answer.status === 100 || answer.status === 200).toBe(true);
    expect(bot.reached).toHaveLength(2);
  });

  test('of a tenant written in capitals is the same tenant', async () => {
    const tenant = sandboxTenantId.toUpperCase();
    expect((await send(bot.port, saying({ channelData: { tenant: { id: tenant } } }))).status).toBe(200);
  });

  test('an invoke is answered with what the logic says', async () => {
    await bot.stop();
    bot = await openProductionBot({
      metadataUrl: entra.channel.metadataUrl,
      logic: async (context) => {
        await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body: { yes: true } } });
      },
    });
    const answer = await send(bot.port, saying({ type: 'invoke', name: 'adaptiveCard/action' }));
    expect(answer).toMatchObject({ status: 200, text: '{"yes":true}' });
  });

  test('a message of the bot’s own accord goes out with its token too, and nowhere else', async () => {
    const reference = (serviceUrl: string) => ({
      serviceUrl,
      channelId: 'msteams',
      conversation: { id: 'a:dana', conversationType: 'personal', isGroup: false, name: '' },
      bot: { id: `28:${botId}`, name: 'Sync Warden' },
    });
    const hello = async (context: { sendActivity(text: string): Promise<unknown> }) => {
      await context.sendActivity('good morning');
    };
    await bot.adapter.continueConversationAsync(botId, reference(connector.url), hello);
    expect(connector.sent.map(({ authorization }) => authorization)).toEqual([`Bearer ${botToken}`]);
    await expect(
      bot.adapter.continueConversationAsync(
        botId,
        reference(connector.url.replace('localhost', '127.0.0.1')),
        hello,
      ),
    ).rejects.toThrow('service-url-foreign');
    expect(connector.sent).toHaveLength(1);
  });

  test('a failing connector ends in a plain 500, and no token in the log', async () => {
    const failing = await startSecureConnector(entra.tls, 500);
    try {
      const token = entra.channel.sign({ serviceUrl: failing.url });
      const answer = await send(bot.port, signed(token, { body: JSON.stringify(messageFrom(failing.url)) }));
      expect(answer).toMatchObject({ status: 500, text: '{"message":"Refused."}' });
      expect(failing.sent).toHaveLength(1);
      expect(bot.lines).toHaveLength(1);
      expect(bot.lines[0]).not.toMatch(/eyJ|Bearer|the-bots-own-token/);
    } finally {
      await failing.stop();
    }
  });
});

describe('without a token of the channel', () => {
  const body = JSON.stringify(messageFrom('https://smba.trafficmanager.net/emea/'));
  const withHeader = (value: string): RawRequest => ({ headers: [json, ['authorization', value]], body });
  const cases: readonly (readonly [name: string, reason: string, request: () => RawRequest])[] = [
    ['no header', 'no-token', () => ({ headers: [json], body })],
    ['an empty header', 'no-token', () => withHeader('')],
    ['Bearer alone', 'malformed', () => withHeader('Bearer')],
    ['Bearer and a space', 'malformed', () => withHeader('Bearer ')],
    ['another scheme', 'malformed', () => withHeader('Basic dTpw')],
    ['bearer in small letters', 'malformed', () => withHeader(`bearer ${right()}`)],
    ['two spaces', 'malformed', () => withHeader(`Bearer  ${right()}`)],
    ['something behind it', 'malformed', () => withHeader(`Bearer ${right()}, Bearer x`)],
    ['two parts', 'malformed', () => withHeader(`Bearer ${right().split('.').slice(0, 2).join('.')}`)],
    ['four parts', 'malformed', () => withHeader(`Bearer ${right()}.x`)],
    ['parts that are no JSON', 'malformed', () => withHeader('Bearer a.b.c')],
    [
      'a header of 9 KB',
      'malformed',
      () => withHeader(`Bearer ${'a'.repeat(3000)}.${'b'.repeat(3000)}.${'c'.repeat(3200)}`),
    ],
    ['two headers', 'two-tokens', () => ({ headers: [json, bearer(right()), bearer(right())], body })],
    [
      'a good one before a bad one',
      'two-tokens',
      () => ({ headers: [json, bearer(right()), ['Authorization', 'x']], body }),
    ],
  ];
  test.each(cases)('%s', async (_name, reason, request) => {
    await expectRefused(send(bot.port, request()), 401, reason);
  });
});

describe('with a token that is not the channel’s', () => {
  const sign = (more: Parameters<SandboxEntra['channel']['sign']>[0]) =>
    entra.channel.sign({ serviceUrl: connector.url, ...more });
  const cases: readonly (readonly [name: string, reason: string, token: () => string])[] = [
    ['alg none', 'malformed', () => sign({ alg: 'none' })],
    ['alg none with a signature', 'algorithm', () => `${sign({ alg: 'none' })}AAAA`],
    ['HS256 with the public key for the secret', 'algorithm', () => sign({ alg: 'HS256' })],
    [
      'RS256 in the header over an HS256 signature',
      'signature',
      () => sign({ alg: 'HS256', header: { alg: 'RS256' } }),
    ],
    ['RS512 in the header', 'algorithm', () => sign({ header: { alg: 'RS512' } })],
    [
      'a key of its own in the header',
      'unknown-key',
      () =>
        sign({
          key: 'unknown',
          header: { jwk: {}, jku: 'https://evil.example/keys', x5u: 'https://evil.example' },
        }),
    ],
    ['the id of another key', 'signature', () => sign({ key: 'unknown', kid: 'sandbox-channel' })],
    ['no key id', 'unknown-key', () => sign({ kid: null })],
    ['a key id that is no text', 'unknown-key', () => sign({ header: { kid: 7 } })],
    ['a key id named like a member of every object', 'unknown-key', () => sign({ kid: '__proto__' })],
    ['an enormous key id', 'unknown-key', () => sign({ kid: 'k'.repeat(1000) })],
    ['a critical extension', 'malformed', () => sign({ header: { crit: ['b64'], b64: false } })],
    ['a key endorsed for another channel', 'not-endorsed', () => sign({ key: 'otherChannel' })],
    ['a key endorsed for none', 'not-endorsed', () => sign({ key: 'unendorsed' })],
    ['another issuer', 'issuer', () => sign({ iss: 'https://api.botframework.us' })],
    ['the issuer with a slash', 'issuer', () => sign({ iss: 'https://api.botframework.com/' })],
    ['no issuer', 'issuer', () => sign({ iss: null })],
    ['another bot', 'audience', () => sign({ aud: sandboxApps.reader.clientId })],
    ['a list of bots', 'audience', () => sign({ aud: [botId, sandboxApps.reader.clientId] })],
    ['no audience', 'audience', () => sign({ aud: null })],
    ['expired six minutes ago', 'expired', () => sign({ exp: now() - 360 })],
    ['never expiring', 'malformed', () => sign({ exp: null })],
    ['valid in six minutes', 'not-yet-valid', () => sign({ nbf: now() + 360 })],
    ['changed after signing', 'signature', () => sign({ tamper: 'payload' })],
    ['with another signature', 'signature', () => sign({ tamper: 'signature' })],
    ['as an emulator sends it, of our tenant', 'issuer', () => entra.channel.signEmulator()],
    [
      'as an emulator sends it, of another tenant',
      'issuer',
      () => entra.channel.signEmulator({ tenantId: foreignTenantId }),
    ],
    [
      'an emulator’s with the channel’s issuer',
      'unknown-key',
      () => entra.channel.signEmulator({ iss: entra.channel.issuer }),
    ],
    [
      'an emulator’s with version 1 claims',
      'issuer',
      () =>
        entra.channel.signEmulator({
          iss: `https://sts.windows.net/${foreignTenantId}/`,
          claims: { ver: '1.0', appid: botId },
        }),
    ],
    ['as another bot sends it to its skill', 'issuer', () => entra.channel.signSkill()],
    ['of a person signing in', 'issuer', () => entra.sso('adminUser')],
    [
      'of the bot itself for the channel',
      'issuer',
      () => entra.accessToken({ audience: entra.channel.issuer }),
    ],
  ];
  test.each(cases)('%s', async (_name, reason, token) => {
    await expectRefused(send(bot.port, signed(token())), 401, reason);
  });

  test('an emulator’s or a skill’s token makes the SDK remember no issuer', async () => {
    const { ToBotFromBotOrEmulatorTokenValidationParameters: remembered } = (await import(
      'botframework-connector/lib/auth/tokenValidationParameters.js'
    )) as { ToBotFromBotOrEmulatorTokenValidationParameters: { issuer: string[] } };
    const before = remembered.issuer.length;
    for (let at = 0; at < 20; at += 1) {
      await send(bot.port, signed(entra.channel.signEmulator({ tenantId: crypto.randomUUID() })));
      await send(bot.port, signed(entra.channel.signSkill({ tenantId: crypto.randomUUID() })));
    }
    expect(remembered.issuer).toHaveLength(before);
    expect(bot.reached).toEqual([]);
  });
});

describe('with an activity that does not go with its token', () => {
  const at = (serviceUrl: string | undefined | number, claim?: string | null): RawRequest =>
    signed(entra.channel.sign({ serviceUrl: claim === undefined ? String(serviceUrl) : claim }), {
      body: JSON.stringify(messageFrom('', { serviceUrl })),
    });
  const teams = 'https://smba.trafficmanager.net/emea/';
  const cases: readonly (readonly [name: string, reason: string, request: () => RawRequest])[] = [
    ['channel AseChannel', 'channel', () => saying({ channelId: 'AseChannel' })],
    ['channel emulator', 'channel', () => saying({ channelId: 'emulator' })],
    ['channel webchat', 'channel', () => saying({ channelId: 'webchat' })],
    ['channel in capitals', 'channel', () => saying({ channelId: 'MSTeams' })],
    ['a list of channels', 'channel', () => saying({ channelId: ['msteams'] })],
    ['no channel', 'channel', () => saying({ channelId: undefined })],
    ['no serviceUrl', 'service-url-missing', () => at(undefined, teams)],
    ['an empty serviceUrl', 'service-url-missing', () => at('', '')],
    ['a serviceUrl that is a number', 'service-url-malformed', () => at(7, '7')],
    ['plain http', 'service-url-not-https', () => at('http://smba.trafficmanager.net/emea/')],
    ['another scheme', 'service-url-not-https', () => at('file:///etc/passwd')],
    ['a foreign host', 'service-url-foreign', () => at('https://evil.example/')],
    ['a host below an allowed one', 'service-url-foreign', () => at('https://evil.smba.trafficmanager.net/')],
    ['a host beside an allowed one', 'service-url-foreign', () => at('https://evil.trafficmanager.net/')],
    [
      'an allowed host for the beginning',
      'service-url-foreign',
      () => at('https://smba.trafficmanager.net.evil.example/'),
    ],
    [
      'a host with a dot at its end',
      'service-url-foreign',
      () => at('https://smba.trafficmanager.net./emea/'),
    ],
    ['another port', 'service-url-foreign', () => at('https://smba.trafficmanager.net:8443/')],
    ['user information', 'service-url-malformed', () => at('https://smba.trafficmanager.net@evil.example/')],
    [
      'user information before an allowed host',
      'service-url-malformed',
      () => at('https://u:p@smba.trafficmanager.net/'),
    ],
    ['letters that look alike', 'service-url-malformed', () => at('https://smbа.trafficmanager.net/')],
    ['letters that become the same', 'service-url-malformed', () => at('https://ｓmba.trafficmanager.net/')],
    ['a backslash', 'service-url-malformed', () => at('https:\\\\smba.trafficmanager.net/')],
    ['a tab inside', 'service-url-malformed', () => at('https://smba.traffic\tmanager.net/')],
    ['a space before it', 'service-url-malformed', () => at(' https://smba.trafficmanager.net/')],
    ['two dots in the path', 'service-url-malformed', () => at('https://smba.trafficmanager.net/a/../emea/')],
    ['a query', 'service-url-malformed', () => at('https://smba.trafficmanager.net/?x=1')],
    ['a fragment', 'service-url-malformed', () => at('https://smba.trafficmanager.net/#x')],
    ['this machine by number', 'service-url-foreign', () => at('https://127.0.0.1/')],
    ['this machine as one number', 'service-url-malformed', () => at('https://2130706433/')],
    [
      'another region than in the token',
      'service-url-unlike-token',
      () => at(teams, 'https://smba.trafficmanager.net/amer/'),
    ],
    [
      'no slash where the token has one',
      'service-url-unlike-token',
      () => at('https://smba.trafficmanager.net/emea', teams),
    ],
    [
      'a slash where the token has none',
      'service-url-unlike-token',
      () => at(teams, 'https://smba.trafficmanager.net/emea'),
    ],
    ['a token that names no serviceUrl', 'service-url-unlike-token', () => at(teams, null)],
    [
      'a foreign tenant',
      'foreign-tenant',
      () =>
        saying({
          channelData: { tenant: { id: foreignTenantId } },
          conversation: { id: 'a:x', tenantId: foreignTenantId },
        }),
    ],
    [
      'tenants that disagree',
      'tenants-disagree',
      () => saying({ channelData: { tenant: { id: foreignTenantId } } }),
    ],
    [
      'tenants that disagree the other way',
      'tenants-disagree',
      () => saying({ conversation: { id: 'a:x', tenantId: foreignTenantId } }),
    ],
    [
      'a person of another tenant',
      'tenants-disagree',
      () => saying({ from: { id: '29:x', tenantId: foreignTenantId } }),
    ],
    ['no tenant at all', 'no-tenant', () => saying({ channelData: {}, conversation: { id: 'a:x' } })],
    [
      'a tenant that is no text',
      'tenants-disagree',
      () => saying({ channelData: { tenant: { id: [sandboxTenantId] } } }),
    ],
    [
      'an empty tenant',
      'foreign-tenant',
      () => saying({ channelData: { tenant: { id: '' } }, conversation: { id: 'a:x' } }),
    ],
    ['another bot', 'recipient', () => saying({ recipient: { id: `28:${sandboxApps.reader.clientId}` } })],
    ['nobody', 'recipient', () => saying({ recipient: undefined })],
  ];
  test.each(cases)('%s', async (_name, reason, request) => {
    await expectRefused(send(bot.port, request()), 403, reason);
  });
});

describe('with a body that is not taken', () => {
  const large = JSON.stringify(
    messageFrom('https://smba.trafficmanager.net/', { text: 'x'.repeat(300_000) }),
  );
  const deep = (depth: number) => `{"type":"message","value":${'['.repeat(depth)}${']'.repeat(depth)}}`;
  const cases: readonly (readonly [
    name: string,
    status: number,
    reason: string,
    request: () => RawRequest,
  ])[] = [
    ['one that is too large', 413, 'too-large', () => signed(right(), { body: large })],
    [
      'one that says it is too large',
      413,
      'too-large',
      () => signed(right(), { headers: [json, bearer(right()), ['content-length', '99999999']], body: '{' }),
    ],
    [
      'one that is too large in chunks',
      413,
      'too-large',
      () => signed(right(), { body: large, chunked: 8192 }),
    ],
    [
      'multipart',
      415,
      'content-type',
      () =>
        signed(right(), {
          headers: [['content-type', 'multipart/form-data; boundary=x'], bearer(right())],
          body: '--x\r\ncontent-disposition: form-data; name="f"; filename="f"\r\n\r\nabc\r\n--x--',
        }),
    ],
    [
      'a form',
      415,
      'content-type',
      () =>
        signed(right(), {
          headers: [['content-type', 'application/x-www-form-urlencoded'], bearer(right())],
          body: 'a=1',
        }),
    ],
    ['no content type', 415, 'content-type', () => signed(right(), { headers: [bearer(right())] })],
    [
      'gzip',
      415,
      'content-encoding',
      () =>
        signed(right(), {
          headers: [json, bearer(right()), ['content-encoding', 'gzip']],
          body: Buffer.from('1f8b', 'hex'),
        }),
    ],
    ['deep JSON', 400, 'too-deep', () => signed(right(), { body: deep(100) })],
    ['very deep JSON', 400, 'too-deep', () => signed(right(), { body: deep(100_000) })],
    ['a list', 400, 'not-an-object', () => signed(right(), { body: '[]' })],
    ['a text', 400, 'not-an-object', () => signed(right(), { body: '"x"' })],
    ['null', 400, 'not-an-object', () => signed(right(), { body: 'null' })],
    ['nothing', 400, 'not-json', () => signed(right(), { body: '' })],
    ['half a JSON', 400, 'not-json', () => signed(right(), { body: '{"type":' })],
    [
      'bytes that are no UTF-8',
      400,
      'not-json',
      () => signed(right(), { body: Buffer.from('{"type":"\xff"}', 'latin1') }),
    ],
    ['an activity without a type', 400, 'not-an-activity', () => saying({ type: undefined })],
    ['an activity with a type that is no text', 400, 'not-an-activity', () => saying({ type: 7 })],
  ];
  test.each(cases)('%s', async (_name, status, reason, request) => {
    await expectRefused(send(bot.port, request()), status, reason);
  });

  test('what nobody signed is refused before a byte of its body came', async () => {
    const head = [
      'POST /api/messages HTTP/1.1',
      'host: bot.example',
      'content-type: application/json',
      'content-length: 200000',
    ];
    await expectRefused(sendBytes(bot.port, Buffer.from(`${head.join('\r\n')}\r\n\r\n`)), 401, 'no-token');
  });

  test('who waits to be told to go on is told no', async () => {
    const head = [
      'POST /api/messages HTTP/1.1',
      'host: bot.example',
      'content-type: application/json',
      'content-length: 20',
      'expect: 100-continue',
    ];
    await expectRefused(sendBytes(bot.port, Buffer.from(`${head.join('\r\n')}\r\n\r\n`)), 401, 'no-token');
  });
});

describe('at another door', () => {
  const cases: readonly (readonly [name: string, status: number, reason: string, request: RawRequest])[] = [
    ['GET of the messages', 405, 'method', { method: 'GET' }],
    ['PUT of the messages', 405, 'method', { method: 'PUT', headers: [json], body: '{}' }],
    ['OPTIONS of the messages', 405, 'method', { method: 'OPTIONS' }],
    ['POST of health', 405, 'method', { path: '/healthz', headers: [json], body: '{}' }],
    ['an unknown path', 404, 'no-such-path', { method: 'GET', path: '/<script>alert(1)</script>' }],
    ['a path like a member of every object', 404, 'no-such-path', { method: 'GET', path: '/__proto__' }],
    [
      'the messages with a slash',
      404,
      'no-such-path',
      { path: '/api/messages/', headers: [json], body: '{}' },
    ],
    ['an escape that is none', 404, 'no-such-path', { method: 'GET', path: '/%zz' }],
    ['a whole address', 404, 'no-such-path', { method: 'GET', path: 'http://evil.example/healthz' }],
  ];
  test.each(cases)('%s', async (_name, status, reason, request) => {
    await expectRefused(send(bot.port, request), status, reason);
  });

  test('a head of 20 KB', async () => {
    const request = signed(right(), { headers: [json, ['x-large', 'x'.repeat(20_000)]] });
    await expectRefused(send(bot.port, request), 431, 'too-large-head');
  });

  test('what is no request', async () => {
    await expectRefused(sendBytes(bot.port, Buffer.from('\x16\x03\x01hello\r\n\r\n')), 400, 'not-a-request');
  });

  test('two lengths', async () => {
    const head = [
      'POST /api/messages HTTP/1.1',
      'host: b',
      'content-length: 2',
      'transfer-encoding: chunked',
    ];
    const bytes = Buffer.from(`${head.join('\r\n')}\r\n\r\n0\r\n\r\n`);
    await expectRefused(sendBytes(bot.port, bytes), 400, 'not-a-request');
  });

  test('health and readiness are for everybody, under any name', async () => {
    for (const path of ['/healthz', '/readyz']) {
      const answer = await send(bot.port, { method: 'GET', path, headers: [['host', 'probe.internal']] });
      expect(answer).toMatchObject({ status: 200, ended: true });
      expect(answer.headers['server']).toBeUndefined();
    }
  });
});

describe('many', () => {
  test('strangers are soon told to wait; who is signed is not', async () => {
    const statuses: number[] = [];
    for (let at = 0; at < 40; at += 1)
      statuses.push((await send(bot.port, { headers: [json], body: '{}' })).status);
    expect(statuses.slice(0, 30).every((status) => status === 401)).toBe(true);
    expect(statuses.slice(-5).every((status) => status === 429)).toBe(true);
    expect((await send(bot.port, signed(right()))).status).toBe(200);
    expect(new Set(bot.reasons())).toEqual(new Set(['no-token', 'too-many']));
    expect(bot.lines).toHaveLength(2);
  });
});
