import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Behind, type HttpDoor, openHttp } from '../../src/http/server.ts';
import { type CapturedLog, captureLog } from '../attack/captured-log.ts';
import { send } from '../attack/raw-request.ts';

let captured: CapturedLog;
let door: HttpDoor | null;
beforeEach(() => {
  captured = captureLog();
  door = null;
});
afterEach(async () => {
  await door?.close();
});

const body = JSON.stringify({ type: 'message', serviceUrl: 'https://smba.trafficmanager.net/' });
const headers = [['content-type', 'application/json'] as const, ['authorization', 'Bearer a.b.c'] as const];

async function open(more: Partial<Behind> = {}): Promise<number> {
  door = await openHttp({
    host: '127.0.0.1',
    port: 0,
    mode: { kind: 'production', verify: async () => ({ ok: false, reason: 'signature' }) },
    process: async () => {},
    parts: { store: async () => {} },
    log: captured.log,
    ...more,
  });
  return door.port;
}

const letIn = {
  kind: 'production',
  verify: async () => ({ ok: true, claims: { issuer: '', audience: '', serviceUrl: null } }) as const,
} as const;

test('a check that throws lets nobody in', async () => {
  const port = await open({
    mode: {
      kind: 'production',
      verify: () => Promise.reject(new Error('broken')),
    },
  });
  expect((await send(port, { headers, body })).status).toBe(503);
  expect(captured.reasons()).toEqual(['not-verified']);
});

test('the body is only read once the token was looked at', async () => {
  let looked = () => {};
  const looking = new Promise<void>((resolve) => {
    looked = resolve;
  });
  let processed = false;
  const port = await open({
    mode: { kind: 'production', verify: () => looking.then(() => letIn.verify()) },
    process: async (_request, response) => {
      processed = true;
      (response as unknown as { send(status: number): void }).send(200);
    },
  });
  const answering = send(port, { headers, body });
  await sleep(50);
  expect(processed).toBe(false);
  looked();
  expect((await answering).status).toBe(200);
  expect(processed).toBe(true);
});

test('what fails behind the doors is a plain 500', async () => {
  const port = await open({ mode: letIn, process: () => Promise.reject(new Error('library text')) });
  expect(await send(port, { headers, body })).toMatchObject({ status: 500, text: '{"message":"Refused."}' });
  expect(captured.lines).toHaveLength(1);
});

test('not ready is told without why', async () => {
  const port = await open({ parts: { store: () => Promise.reject(new Error('library text')) } });
  expect(await send(port, { method: 'GET', path: '/readyz' })).toMatchObject({
    status: 503,
    text: '{"status":"not ready","parts":{"store":"failing"}}',
  });
});

test('who sends nothing is cut off', async () => {
  const port = await open();
  const socket = connect(port, '127.0.0.1');
  const began = Date.now();
  let text = '';
  socket.on('data', (data) => {
    text += data.toString();
  });
  await new Promise((resolve) => socket.on('close', resolve));
  expect(Date.now() - began).toBeLessThan(14_000);
  expect(text).toMatch(/^HTTP\/1\.1 408 .*\{"message":"Refused\."\}$/s);
  expect(captured.reasons()).toEqual(['too-slow']);
});

test('a close waits for what is under way, and for nothing idle', async () => {
  const begun = Promise.withResolvers<void>();
  const port = await open({
    mode: letIn,
    process: async (_request, response) => {
      begun.resolve();
      await sleep(200);
      (response as unknown as { send(status: number): void }).send(200);
    },
  });
  const idle = connect(port, '127.0.0.1');
  idle.on('error', () => {});
  const answering = send(port, { headers, body });
  await begun.promise;
  const began = Date.now();
  await door?.close();
  door = null;
  expect((await answering).status).toBe(200);
  expect(Date.now() - began).toBeLessThan(3000);
  idle.destroy();
});

test('a port that is taken is said so', async () => {
  const port = await open();
  const mode = { kind: 'sandbox' } as const;
  const behind = { host: '127.0.0.1', port, mode, process: async () => {}, parts: {} };
  await expect(openHttp({ ...behind, log: captured.log })).rejects.toThrow(`port ${port} is taken`);
});
