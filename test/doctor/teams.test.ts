import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { type Bot, startBot } from '../../src/main.ts';
import { version } from '../../src/version.ts';
import { type Clinic, deadAddress, openClinic, textOf } from './clinic.ts';

let clinic: Clinic;
let running: Bot;
beforeAll(async () => {
  clinic = await openClinic();
  const read = readConfig(clinic.env);
  if (!read.ok) throw new Error(read.problems.join());
  running = await startBot(read.config, { log: createLog('silent') });
});
beforeEach(() => clinic.reset());
afterAll(async () => {
  await running.stop();
  await clinic.close();
});

describe('the channel’s keys', () => {
  const check = async (env: Record<string, string> = {}) => (await clinic.examine({ env }))['channel-keys'];

  test('are there', async () => expect((await check()).status).toBe('pass'));

  test('are at an address nobody answers at', async () => {
    const found = await check({ BOT_OPENID_METADATA_URL: `${await deadAddress()}/x` });
    expect(found.status).toBe('fail');
    expect(textOf(found)).toMatch(/nothing listens there.*BOT_OPENID_METADATA_URL/s);
  });

  test('are not where the metadata should be', async () => {
    const found = await check({ BOT_OPENID_METADATA_URL: `${clinic.entra.url}/nowhere` });
    expect(found.status).toBe('fail');
    expect(textOf(found)).toMatch(/status 404/);
  });
});

const refused = JSON.stringify({ message: 'Refused.' });

/** Something else in the bot's place, over https. */
async function instead<T>(listener: RequestListener, use: (url: string) => Promise<T>): Promise<T> {
  const server = createSecureServer(clinic.entra.tls, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use(`https://localhost:${(server.address() as AddressInfo).port}/api/messages`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const answering =
  (status: number, body = '', headers: Record<string, string> = {}): RequestListener =>
  (_request, response) => {
    response.writeHead(status, headers);
    response.end(body);
  };

describe('the endpoint', () => {
  const check = async (endpoint: string) => (await clinic.examine({ endpoint })).endpoint;

  test('is a bot in production mode, by setting or by argument', async () => {
    const address = `http://127.0.0.1:${running.port}/api/messages`;
    expect(await check(address)).toMatchObject({
      status: 'pass',
      says: expect.stringMatching(/Teams needs an https/),
    });
    const { endpoint } = await clinic.examine({ env: { BOT_ENDPOINT: address } });
    expect(endpoint.status).toBe('pass');
  });

  test('is a bot behind https', async () => {
    const found = await instead(answering(401, refused), check);
    expect(found).toMatchObject({ status: 'pass', says: expect.not.stringMatching(/https address/) });
  });

  test.each<[string, RequestListener, string, RegExp]>([
    [
      'a wall that wants a sign-in',
      answering(401, '<html>Sign in'),
      'fail',
      /in front of the bot.*without a sign-in/s,
    ],
    ['a bot without authentication', answering(200, '{}'), 'fail', /lets in.*MODE=production/s],
    [
      'a redirect',
      answering(302, '', { location: 'https://elsewhere.example/' }),
      'fail',
      /redirects \(302\)/,
    ],
    ['another program', answering(404), 'fail', /no \/api\/messages/],
    ['a proxy without a bot', answering(502), 'fail', /502.*isn’t running/],
    ['a firewall', answering(403), 'fail', /403.*must answer 401/],
    ['a bot that has had enough', answering(429), 'warn', /too many requests/],
  ])('is %s', async (_, listener, status, words) => {
    const found = await instead(listener, check);
    expect(found.status).toBe(status);
    expect(textOf(found)).toMatch(words);
  });

  test('never answers: ends in time', async () => {
    const found = await instead(
      () => {},
      async (endpoint) => (await clinic.examine({ endpoint, timeout: 400 })).endpoint,
    );
    expect(found).toMatchObject({ status: 'fail', says: expect.stringMatching(/no answer in time/) });
  });

  test('speaks no https', async () => {
    const server = createServer(answering(401, refused));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const found = await check(`https://localhost:${(server.address() as AddressInfo).port}/api/messages`);
    server.close();
    expect(found).toMatchObject({ status: 'fail', says: expect.stringMatching(/can’t be reached/) });
  });

  test.each([
    ['ftp://x/api/messages', /no https address/],
    ['http://bot.example/api/messages', /https addresses only/],
    ['https://bot.example/', /path must be/],
    ['https://u:p@bot.example/api/messages', /must not carry/],
  ])('%s is none', async (endpoint, words) => {
    const found = await check(endpoint);
    expect(found.status).toBe('fail');
    expect(textOf(found)).toMatch(words);
  });

  test('isn’t there', async () => {
    const found = await check(`${await deadAddress()}/api/messages`);
    expect(textOf(found)).toMatch(/nothing listens there.*npm run serve/s);
  });

  test('isn’t told: skipped, with how to tell it', async () => {
    const chart = await clinic.examine();
    expect(chart.endpoint.says).toMatch(/^Skipped.*BOT_ENDPOINT or --endpoint/);
    expect(chart.version.status).toBe('skipped');
  });
});

describe('the running version', () => {
  const behind = (status: number, body: string) =>
    instead(
      (request, response) =>
        answering(request.url === '/healthz' ? status : 401, request.url === '/healthz' ? body : refused)(
          request,
          response,
        ),
      async (endpoint) => (await clinic.examine({ endpoint })).version,
    );

  test('is this one', async () => {
    const chart = await clinic.examine({ endpoint: `http://127.0.0.1:${running.port}/api/messages` });
    expect(chart.version).toMatchObject({ status: 'pass', says: expect.stringContaining(version) });
  });

  test('is another', async () => {
    const found = await behind(200, JSON.stringify({ status: 'ok', version: '0.0.1' }));
    expect(found.status).toBe('warn');
    expect(textOf(found)).toMatch(new RegExp(`0\\.0\\.1.*${version}.*Restart`, 's'));
  });

  test.each([
    ['not told', 200, '{"status":"ok"}'],
    ['no JSON', 200, 'hello'],
    ['not let through', 404, ''],
  ])('is %s', async (_, status, body) => {
    const found = await behind(status, body);
    expect(found.status).toBe('warn');
    expect(found.mend).toContain('/healthz');
  });
});
