import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SandboxEntra, startSandboxEntra } from '../../src/sandbox/entra/server.ts';
import { foreignTenantId } from '../../src/sandbox/people.ts';
import type { FloodState } from './flooded-bot.ts';
import { messageFrom } from './production-bot.ts';
import { type RawRequest, send } from './raw-request.ts';

const megabyte = 1_048_576;
const serviceUrl = 'https://smba.trafficmanager.net/emea/';

let entra: SandboxEntra;
let child: ChildProcess;
let port: number;
let folder: string;

beforeAll(async () => {
  entra = await startSandboxEntra();
  folder = mkdtempSync(join(tmpdir(), 'sync-warden-flood-'));
  child = fork(join(import.meta.dirname, 'flooded-bot.ts'), [entra.channel.metadataUrl], {
    execArgv: ['--expose-gc'],
    env: { PATH: process.env['PATH'], TMPDIR: folder },
  });
  const [started] = (await once(child, 'message')) as [{ port: number; status: number }];
  expect(started.status).toBe(200);
  port = started.port;
});
afterAll(async () => {
  child.disconnect();
  await once(child, 'exit');
  await entra.stop();
  rmSync(folder, { recursive: true });
});

async function state(): Promise<FloodState> {
  child.send('state');
  const [now] = (await once(child, 'message')) as [FloodState];
  return now;
}

const body = JSON.stringify(messageFrom(serviceUrl, { text: 'x'.repeat(2000) }));
const json = ['content-type', 'application/json'] as const;
const withHeader = (authorization: string): RawRequest => ({
  headers: [json, ['authorization', authorization]],
  body,
});
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const unsigned = (payload: object) =>
  `Bearer ${part({ alg: 'RS256', kid: crypto.randomUUID() })}.${part(payload)}.AAAA`;

/** What strangers send, each a little different every time. */
const kinds: readonly (() => RawRequest)[] = [
  () => ({ headers: [json], body }),
  () => withHeader(`Bearer ${crypto.randomUUID()}`),
  // What makes the SDK's own check grow: an issuer of any tenant, unsigned.
  () =>
    withHeader(
      unsigned({ iss: `https://sts.windows.net/${crypto.randomUUID()}/`, tid: crypto.randomUUID() }),
    ),
  () =>
    withHeader(
      unsigned({ iss: entra.channel.issuer, aud: 'fe7ba2f9-7b50-4a98-968d-2e8342cd1aa4', exp: 4e9 }),
    ),
  () => withHeader(`Bearer ${entra.channel.signEmulator({ tenantId: foreignTenantId })}`),
  () => ({
    headers: [['content-type', `multipart/form-data; boundary=b`]],
    body: `--b\r\ncontent-disposition: form-data; name="f"; filename="${crypto.randomUUID()}"\r\n\r\nabc\r\n--b--`,
  }),
  () => ({ headers: [json, ['content-encoding', 'gzip']], body: 'x' }),
  () => ({ method: 'GET', path: `/${crypto.randomUUID()}` }),
];

async function flood(count: number): Promise<Map<number, number>> {
  const statuses = new Map<number, number>();
  let left = count;
  const one = async () => {
    while (left > 0) {
      left -= 1;
      const request = kinds[left % kinds.length]?.() ?? {};
      const { status } = await send(port, request);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: 20 }, one));
  return statuses;
}

test('10,000 requests nobody signed leave nothing behind', async () => {
  await flood(1000);
  const asked = entra.requests().length;
  const before = await state();
  const statuses = await flood(10_000);
  const after = await state();
  expect([...statuses.values()].reduce((sum, each) => sum + each, 0)).toBe(10_000);
  for (const status of statuses.keys()) expect([401, 404, 429]).toContain(status);
  expect(after.reached).toBe(0);
  expect(after.heap - before.heap).toBeLessThan(2 * megabyte);
  // One line per reason and ten seconds.
  expect(after.lines - before.lines).toBeLessThan(60);
  // The one look for an unknown key was spent in the first thousand.
  expect(entra.requests()).toHaveLength(asked);
  expect(after.outbound.length).toBe(before.outbound.length);
  expect(after.outbound.length).toBeLessThanOrEqual(2);
  expect(readdirSync(folder)).toEqual([]);
}, 120_000);

test('and who is signed still gets in', async () => {
  const token = entra.channel.sign({ serviceUrl });
  expect((await send(port, withHeader(`Bearer ${token}`))).status).toBe(200);
  expect((await state()).reached).toBe(1);
}, 60_000);
