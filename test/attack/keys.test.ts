import { gzipSync } from 'node:zlib';
import type { Clock } from '../../src/clock.ts';
import { type KeyPublisher, leading, saying, startKeyPublisher } from './key-publisher.ts';
import { botId, messageFrom, openProductionBot, type ProductionBot } from './production-bot.ts';
import { type RawAnswer, send } from './raw-request.ts';

const serviceUrl = 'https://smba.trafficmanager.net/emea/';
const minute = 60_000;

let keys: KeyPublisher;
let bot: ProductionBot;
let time: number;
const clock: Clock = { now: () => time };

beforeEach(async () => {
  time = Date.now();
  keys = await startKeyPublisher();
  bot = await openProductionBot({
    metadataUrl: keys.metadataUrl,
    clock,
    keyTimeout: 300,
    logic: async () => {},
  });
});
afterEach(async () => {
  await bot.stop();
  await keys.stop();
});

const sign = (more: object = {}) => keys.sign({ aud: botId, serviceurl: serviceUrl, ...more }, time);
async function post(token: string): Promise<RawAnswer> {
  const headers = [
    ['content-type', 'application/json'] as const,
    ['authorization', `Bearer ${token}`] as const,
  ];
  return await send(bot.port, { headers, body: JSON.stringify(messageFrom(serviceUrl)) });
}
const status = async (token: string) => (await post(token)).status;
const ready = async () => (await send(bot.port, { method: 'GET', path: '/readyz' })).status;

/** A token of an unpublished key, which anybody can write. */
const forged = (kid: string) => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const payload = { iss: 'https://api.botframework.com', aud: botId, exp: time / 1000 + 3600 };
  return `${part({ alg: 'RS256', kid })}.${part(payload)}.AAAA`;
};

describe('keys that can be had', () => {
  test('are asked for once, by whoever comes first, however many come together', async () => {
    const token = await sign();
    const statuses = await Promise.all(Array.from({ length: 20 }, () => status(token)));
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(keys.asked).toEqual(['/metadata', '/keys']);
  });

  test('are asked for again after a day', async () => {
    await status(await sign());
    time += 23 * 60 * minute;
    expect(await status(await sign())).toBe(200);
    expect(keys.asked).toHaveLength(2);
    time += 61 * minute;
    expect(await status(await sign())).toBe(200);
    expect(keys.asked).toHaveLength(4);
  });

  test('a new one is taken after one look, and the old one is not any more', async () => {
    const old = await sign();
    expect(await status(old)).toBe(200);
    await keys.rotate('second');
    expect(await status(await sign())).toBe(200);
    expect(keys.asked).toHaveLength(4);
    expect(await status(old)).toBe(401);
  });

  test('an unknown one makes the bot look once in five minutes, whoever names however many', async () => {
    await status(await sign());
    for (let at = 0; at < 20; at += 1) expect(await status(forged(`forged-${at}`))).toBe(401);
    await Promise.all(Array.from({ length: 20 }, (_, at) => status(forged(`more-${at}`))));
    expect(keys.asked).toHaveLength(4);
    time += 5 * minute;
    await Promise.all(Array.from({ length: 20 }, (_, at) => status(forged(`later-${at}`))));
    expect(keys.asked).toHaveLength(6);
  });

  test('a rotation right after a forger’s look is seen five minutes later', async () => {
    await status(await sign());
    await status(forged('forged'));
    await keys.rotate('second');
    expect(await status(await sign())).toBe(401);
    time += 5 * minute;
    expect(await status(await sign())).toBe(200);
  });

  test('the last good ones stay when a look fails', async () => {
    const token = await sign();
    await status(token);
    keys.answer(saying('', 500));
    expect(await status(forged('forged'))).toBe(401);
    expect(await status(token)).toBe(200);
    time += 25 * 60 * minute;
    expect(await status(await sign())).toBe(200);
    const asked = keys.asked.length;
    expect(await status(await sign())).toBe(200);
    expect(keys.asked).toHaveLength(asked);
    time += minute;
    keys.answer(null);
    expect(await status(await sign())).toBe(200);
    expect(keys.asked).toHaveLength(asked + 2);
  });

  test.each([
    ['endorsed for others', { endorsements: ['webchat', 'msteams2'] }],
    ['endorsed for none', { endorsements: [] }],
    ['without endorsements', { endorsements: undefined }],
  ])('one %s signs nothing', async (_name, more) => {
    await keys.rotate('other', more);
    expect(await status(await sign())).toBe(401);
    expect(bot.reasons()).toEqual(['not-endorsed']);
    expect(bot.reached).toEqual([]);
  });
});

describe('keys that can’t be had: nobody is let in, and that is not the caller’s fault', () => {
  const slow: Parameters<KeyPublisher['answer']>[0] = (_request, response) => {
    setTimeout(() => response.end('{}'), 3000).unref();
  };
  const cases: readonly (readonly [string, () => void])[] = [
    ['metadata refused', () => keys.answer(saying('{}', 503))],
    ['metadata dropped', () => keys.answer((request) => request.socket.destroy())],
    ['metadata too slow', () => keys.answer(slow)],
    [
      'metadata that never end',
      () => keys.answer((_request, response) => void response.write('{"jwks_uri":')),
    ],
    [
      'metadata too large',
      () => keys.answer(saying({ jwks_uri: `${keys.url}/keys`, more: 'x'.repeat(70_000) })),
    ],
    ['metadata that are no JSON', () => keys.answer(saying('<html>'))],
    ['metadata that are a list', () => keys.answer(saying([]))],
    ['metadata without keys', () => keys.answer(saying({ issuer: 'x' }))],
    ['metadata that lead away', () => keys.answer(leading('/moved/metadata'))],
    ['keys that lead away', () => keys.answer(null, leading('/moved/keys'))],
    [
      'metadata that name another host',
      () => keys.answer(saying({ jwks_uri: `${keys.url.replace('127.0.0.1', 'localhost')}/keys` })),
    ],
    ['metadata that name a file', () => keys.answer(saying({ jwks_uri: 'file:///etc/passwd' }))],
    [
      'metadata that name a user',
      () => keys.answer(saying({ jwks_uri: `${keys.url.replace('//', '//u:p@')}/keys` })),
    ],
    ['keys refused', () => keys.answer(null, saying('', 404))],
    ['keys too large', () => keys.answer(null, saying({ ...keys.published(), more: 'x'.repeat(600_000) }))],
    [
      'keys that swell',
      () =>
        keys.answer(null, (_request, response) => {
          response.setHeader('content-encoding', 'gzip');
          response.end(gzipSync(JSON.stringify(keys.published()) + ' '.repeat(20_000_000)));
        }),
    ],
    ['no keys', () => keys.answer(null, saying({ keys: [] }))],
    [
      'keys that are none',
      () =>
        keys.answer(
          null,
          saying({ keys: [7, null, { kty: 'RSA' }, { kty: 'oct', kid: 'first', k: 'AAAA' }] }),
        ),
    ],
    ['too many keys', () => keys.answer(null, saying({ keys: Array.from({ length: 300 }, () => ({})) }))],
    [
      'a weak key',
      () =>
        keys.answer(
          null,
          saying({
            keys: [{ kty: 'RSA', kid: 'first', n: 'A'.repeat(171), e: 'AQAB', endorsements: ['msteams'] }],
          }),
        ),
    ],
  ];
  test.each(cases)('%s', async (_name, arrange) => {
    arrange();
    const answer = await post(await sign());
    expect(answer).toMatchObject({ status: 503, text: '{"message":"Refused."}', ended: true });
    expect(bot.reached).toEqual([]);
    expect(bot.reasons()).toEqual(['keys-unavailable']);
    expect(bot.lines).toHaveLength(2);
    const asked = keys.asked.length;
    await Promise.all(Array.from({ length: 10 }, async () => status(await sign())));
    expect(keys.asked).toHaveLength(asked);
    expect(await ready()).toBe(503);
    keys.answer(null);
    time += minute / 2;
    expect(await status(await sign())).toBe(200);
  });

  test('readiness gets them before anybody calls', async () => {
    expect(await ready()).toBe(200);
    expect(await ready()).toBe(200);
    expect(keys.asked).toEqual(['/metadata', '/keys']);
  });

  test('a metadata address that is not https is refused at once, unless it is a test’s own', async () => {
    const { createChannelKeys } = await import('../../src/teams/channel-keys.ts');
    const make =
      (metadataUrl: string, plainLoopback = false) =>
      () =>
        createChannelKeys({ metadataUrl, clock, log: bot.log, plainLoopback });
    expect(make('http://login.botframework.com/')).toThrow('https');
    expect(make('http://127.0.0.1:3979/')).toThrow('https');
    expect(make('http://login.botframework.com/', true)).toThrow('https');
    expect(make('http://127.0.0.1:3979/', true)).not.toThrow();
  });
});
