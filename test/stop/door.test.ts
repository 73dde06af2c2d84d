import { setTimeout as sleep } from 'node:timers/promises';
import { type HttpDoor, openHttp } from '../../src/http/server.ts';
import { createLog } from '../../src/log.ts';

let door: HttpDoor;

interface Answering {
  status(code: number): void;
  end(): void;
}

async function open(process: (response: Answering) => Promise<void>): Promise<string> {
  door = await openHttp({
    host: '127.0.0.1',
    port: 0,
    mode: { kind: 'sandbox' },
    process: (_request, response) => process(response),
    parts: {},
    log: createLog('silent'),
  });
  return `http://127.0.0.1:${door.port}`;
}

const say = (url: string) =>
  fetch(`${url}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"type":"message","serviceUrl":"http://127.0.0.1:1/"}',
  });

const answer = (response: Answering) => {
  response.status(200);
  response.end();
};

test('while it looks away it says so at once, still takes turns, and lets no connection be used again', async () => {
  const url = await open(async (response) => answer(response));
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  door.lookAway();
  const readiness = await fetch(`${url}/readyz`);
  expect(readiness.status).toBe(503);
  expect(await readiness.json()).toEqual({ status: 'stopping', parts: {} });
  const turn = await say(url);
  expect(turn.status).toBe(200);
  expect(turn.headers.get('connection')).toBe('close');
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  await door.close();
});

test('closing waits for what a turn still does after its answer', async () => {
  let over = false;
  const url = await open(async (response) => {
    answer(response);
    await sleep(300);
    over = true;
  });
  expect((await say(url)).status).toBe(200);
  await door.close();
  expect(over).toBe(true);
});

test('a turn under way is answered, a new one is not taken', async () => {
  const begun = Promise.withResolvers<void>();
  const url = await open(async (response) => {
    begun.resolve();
    await sleep(300);
    answer(response);
  });
  const under = say(url);
  await begun.promise;
  const closed = door.close();
  await expect(say(url)).rejects.toThrow(/fetch failed/);
  expect((await under).status).toBe(200);
  await closed;
});

test('a turn that never ends does not keep it open', async () => {
  const url = await open(() => new Promise(() => {}));
  const under = say(url).catch(() => 'cut off');
  await sleep(100);
  const began = performance.now();
  await door.close();
  expect(performance.now() - began).toBeLessThan(3500);
  expect(await under).toBe('cut off');
});
