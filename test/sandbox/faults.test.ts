import { type Json, jobPath, jobsPath, openSandbox, startTracked, stopSandboxes, talkTo } from './harness.ts';

let it: Awaited<ReturnType<typeof openSandbox>>;
beforeEach(async () => {
  it = await openSandbox();
});
afterEach(stopSandboxes);

const pausePath = `${jobPath('slack')}/pause`;
const stateLater = async () => {
  it.clock.pass(1000);
  return (await it.get(jobPath('slack'))).body.schedule.state;
};

describe('kinds', () => {
  test('status answers in Graph’s shape and keeps the effect away', async () => {
    await it.plant({ kind: 'status', status: 503, method: 'POST', retryAfterSeconds: 2 });
    const { status, headers, body } = await it.post(pausePath);
    expect(status).toBe(503);
    expect(headers.get('retry-after')).toBe('2');
    expect(body.error).toMatchObject({
      code: 'ServiceUnavailable',
      innerError: { 'request-id': headers.get('request-id') },
    });
    expect(await stateLater()).toBe('Active');
    expect((await it.post(pausePath)).status).toBe(204);
  });

  test('status takes code and message, or a whole body', async () => {
    await it.plant(
      { kind: 'status', status: 403, code: 'Authorization_RequestDenied', message: 'No.' },
      { kind: 'status', status: 200, body: { value: 'nonsense' } },
    );
    const first = await it.get(jobPath('slack'));
    expect(first.body.error).toMatchObject({ code: 'Authorization_RequestDenied', message: 'No.' });
    const second = await it.get(jobPath('slack'));
    expect([second.status, second.body]).toEqual([200, { value: 'nonsense' }]);
  });

  test('throttle is 429 with Retry-After', async () => {
    await it.plant({ kind: 'throttle', retryAfterSeconds: 11 });
    const { status, headers } = await it.post(pausePath);
    expect([status, headers.get('retry-after')]).toEqual([429, '11']);
    expect(await stateLater()).toBe('Active');
  });

  test('unknown-error-401 has the code and an empty message', async () => {
    await it.plant({ kind: 'unknown-error-401' });
    const { status, body } = await it.post(pausePath);
    expect(status).toBe(401);
    expect(body.error).toMatchObject({ code: 'UnknownError', message: '' });
    expect(await stateLater()).toBe('Active');
  });

  test('drop-before closes the connection without the effect', async () => {
    await it.plant({ kind: 'drop-before', method: 'POST' });
    await expect(it.post(pausePath)).rejects.toThrow('fetch failed');
    expect(await stateLater()).toBe('Active');
    expect((await it.calls())[0]).toMatchObject({ path: pausePath, status: null, fault: 'drop-before' });
  });

  test('drop-after closes the connection with the effect', async () => {
    await it.plant({ kind: 'drop-after', method: 'POST' });
    await expect(it.post(pausePath)).rejects.toThrow('fetch failed');
    expect((await it.calls())[0]).toMatchObject({ status: null, fault: 'drop-after' });
    expect(await stateLater()).toBe('Paused');
  });

  test('delay answers later; the effect is there at arrival', async () => {
    await it.plant({ kind: 'delay', delayMs: 400, method: 'POST' });
    const began = performance.now();
    const answer = it.post(pausePath);
    while ((await it.calls()).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await stateLater()).toBe('Paused');
    expect((await it.calls())[0]).toMatchObject({ status: null, fault: 'delay' });
    expect((await answer).status).toBe(204);
    expect(performance.now() - began).toBeGreaterThan(380);
    expect((await it.calls())[0].status).toBe(204);
  });

  test('a fault that drops a part drops the whole batch', async () => {
    await it.plant({ kind: 'drop-after', path: '/pause' });
    const requests = [{ id: '1', method: 'POST', url: pausePath.replace('/v1.0', '') }];
    await expect(it.post('/v1.0/$batch', { requests })).rejects.toThrow('fetch failed');
    expect(await stateLater()).toBe('Paused');
  });
});

describe('choosing requests', () => {
  const statuses = async (count: number, path = jobPath('slack')) => {
    const seen: number[] = [];
    for (let i = 0; i < count; i++) seen.push((await it.get(path)).status);
    return seen;
  };

  test('once, unless told otherwise', async () => {
    await it.plant({ kind: 'status', status: 500 });
    expect(await statuses(3)).toEqual([500, 200, 200]);
  });

  test('times and after count matching requests only', async () => {
    await it.plant({ kind: 'status', status: 500, path: '/jobs', after: 1, times: 2 });
    expect(await statuses(1, '/v1.0/servicePrincipals')).toEqual([200]);
    expect(await statuses(5)).toEqual([200, 500, 500, 200, 200]);
  });

  test('times 0 lasts until cleared', async () => {
    await it.plant({ kind: 'status', status: 500, times: 0 });
    expect(await statuses(4)).toEqual([500, 500, 500, 500]);
    expect((await it.send('DELETE', '/_sandbox/faults')).status).toBe(200);
    expect(await statuses(2)).toEqual([200, 200]);
  });

  test('several are taken in the order planted', async () => {
    await it.plant({ kind: 'throttle' }, { kind: 'status', status: 502 });
    await it.plant({ kind: 'unknown-error-401' });
    expect(await statuses(4)).toEqual([429, 502, 401, 200]);
  });

  test('by method, part of the path and regular expression', async () => {
    await it.plant(
      { kind: 'status', status: 500, method: 'delete' },
      { kind: 'status', status: 501, path: 'startswith' },
      { kind: 'status', status: 502, pathRegex: '/jobs/[^/]+$' },
    );
    expect((await it.get(jobsPath('slack'))).status).toBe(200);
    expect((await it.get(jobPath('slack'))).status).toBe(502);
    expect((await it.get("/v1.0/servicePrincipals?$filter=startswith(displayName,'x')")).status).toBe(501);
    expect((await it.send('DELETE', jobPath('slack'))).status).toBe(500);
  });

  test('the path of a fault is compared decoded', async () => {
    await it.plant({ kind: 'status', status: 500, path: "(appId='x')" });
    expect((await it.get('/v1.0/servicePrincipals(appId=%27x%27)')).status).toBe(500);
  });
});

test.each([
  ['an unknown kind', { faults: [{ kind: 'explode' }] }, 'faults[0].kind'],
  [
    'status without a status',
    { faults: [{ kind: 'status' }] },
    "faults[0].status: needed for kind 'status'.",
  ],
  ['delay without a delay', { faults: [{ kind: 'delay' }] }, "faults[0].delayMs: needed for kind 'delay'."],
  [
    'a broken expression',
    { faults: [{ kind: 'throttle', pathRegex: '(' }] },
    'pathRegex: not a regular expression.',
  ],
  ['a misspelt key', { faults: [{ kind: 'throttle', retryAfter: 1 }] }, 'retryAfter'],
  ['negative times', { faults: [{ kind: 'throttle', times: -1 }] }, 'faults[0].times'],
  ['no faults', { faults: [] }, 'faults'],
  ['something else', [], 'body'],
])('%s is refused with a sentence', async (_, body: Json, sentence) => {
  const answer = await it.post('/_sandbox/faults', body);
  expect(answer.status).toBe(400);
  expect(answer.body.error.message).toContain(sentence);
  expect((await it.get('/_sandbox/faults')).body.faults).toEqual([]);
});

test('stop is quick although an answer waits', async () => {
  const sandbox = await startTracked();
  const { plant, get, calls } = talkTo(sandbox);
  await plant({ kind: 'delay', delayMs: 60_000 });
  const waiting = expect(get(jobPath('slack'))).rejects.toThrow();
  while ((await calls()).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  const began = performance.now();
  await sandbox.stop();
  await waiting;
  expect(performance.now() - began).toBeLessThan(1000);
  await expect(fetch(sandbox.url)).rejects.toThrow();
});
