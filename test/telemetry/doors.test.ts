import { sandboxApps } from '../../src/sandbox/people.ts';
import { openProduction, type Production } from '../support/production.ts';
import { scrape } from './scrape.ts';

let it: Production;
afterEach(async () => {
  await it.stop();
});

const get = async (path: string) => {
  const response = await fetch(`http://127.0.0.1:${it.bot.port}${path}`);
  return { status: response.status, text: await response.text() };
};

test('in production metrics are behind no door of the bot’s, and on no other unless it is set', async () => {
  it = await openProduction();
  expect((await get('/metrics')).status).toBe(404);
  expect(it.bot.metricsPort).toBeNull();
});

test('METRICS_PORT serves /metrics and nothing else', async () => {
  it = await openProduction({ env: { METRICS_PORT: '0' } });
  const port = it.bot.metricsPort ?? 0;
  const now = await scrape(port);
  expect(now.status).toBe(200);
  expect(now.sum('sync_warden_build_info', { mode: 'production' })).toBe(1);
  for (const [path, method, status] of [
    ['/', 'GET', 404],
    ['/readyz', 'GET', 404],
    ['/api/messages', 'POST', 404],
    ['/metrics', 'POST', 405],
  ] as const)
    expect((await fetch(`http://127.0.0.1:${port}${path}`, { method })).status).toBe(status);
  expect((await get('/metrics')).status).toBe(404);
  await it.restart({});
  expect((await scrape(it.bot.metricsPort ?? 0)).status).toBe(200);
});

test('tokens are counted by identity and by what Entra said', async () => {
  it = await openProduction({ env: { METRICS_PORT: '0' } });
  const { clientId } = sandboxApps.reader;
  it.entra.faults.add({ kind: 'aadsts', error: 7000222, client: clientId });
  it.entra.faults.add({ kind: 'throttle', client: clientId, retryAfterSeconds: 1 });
  const tokens = async (identity: string, result: string) =>
    (await scrape(it.bot.metricsPort ?? 0)).sum('sync_warden_token_requests_total', { identity, result });
  expect((await get('/readyz')).status).toBe(503);
  expect(await tokens('read', 'app-misconfigured')).toBe(1);
  expect(await tokens('connector', 'ok')).toBe(1);
  const { status } = await it.post('foreigner', { type: 'message', text: 'help' });
  expect(status).toBe(403);
  const now = await scrape(it.bot.metricsPort ?? 0);
  expect(now.sum('sync_warden_authentication_failures_total', { reason: 'foreign-tenant' })).toBe(1);
});

test('/readyz names what fails, and nothing about why; the log does', async () => {
  it = await openProduction();
  expect(JSON.parse((await get('/readyz')).text)).toEqual({
    status: 'ready',
    parts: { store: 'ok', connector: 'ok', graph: 'ok', 'channel-keys': 'ok' },
  });
});

test.each([
  ['graph', sandboxApps.reader.clientId],
  ['connector', sandboxApps.bot.clientId],
])('/readyz says that %s fails while its credential is refused', async (part, client) => {
  it = await openProduction();
  it.entra.faults.add({ kind: 'aadsts', error: 7000222, client, times: 0 });
  const { status, text } = await get('/readyz');
  expect(status).toBe(503);
  const well = { store: 'ok', connector: 'ok', graph: 'ok', 'channel-keys': 'ok' };
  expect(JSON.parse(text)).toEqual({ status: 'not ready', parts: { ...well, [part]: 'failing' } });
  expect(text).not.toMatch(/AADSTS|secret/i);
  expect(it.logged()).toContain(`"part":"${part}"`);
  expect(it.logged()).toContain('_CLIENT_SECRET');
});
