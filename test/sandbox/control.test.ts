import { startSandbox } from '../../src/sandbox/server.ts';
import { sandboxIds } from '../../src/sandbox/tenant.ts';
import { type Json, jobPath, openSandbox, rawSend, stopSandboxes } from './harness.ts';

let it: Awaited<ReturnType<typeof openSandbox>>;
beforeEach(async () => {
  it = await openSandbox();
});
afterEach(stopSandboxes);

const { slack } = sandboxIds;
const change = (set: object, jobId: string = slack.jobId) =>
  it.post('/_sandbox/jobs', { servicePrincipalId: slack.servicePrincipalId, jobId, set });
const read = async () => (await it.get(jobPath('slack'))).body;

describe('calls', () => {
  test('are logged with everything but secrets', async () => {
    const first = await it.get('/v1.0/servicePrincipals?$filter=displayName%20eq%20%27x%27', {
      authorization: 'Bearer s3cret',
    });
    it.clock.pass(5);
    await it.get('/beta/servicePrincipals(appId=%27x%27)');
    await it.get('/nothing');
    const calls = await it.calls();
    expect(calls[0]).toEqual({
      seq: 1,
      at: it.clock.now() - 5,
      method: 'GET',
      path: '/v1.0/servicePrincipals?$filter=displayName%20eq%20%27x%27',
      version: 'v1.0',
      status: 200,
      requestId: first.headers.get('request-id'),
      fault: null,
      batch: null,
      authorized: true,
    });
    expect(calls[1]).toMatchObject({
      seq: 2,
      path: "/beta/servicePrincipals(appId='x')",
      version: 'beta',
      authorized: false,
    });
    expect(calls[2]).toMatchObject({ seq: 3, version: null, status: 400 });
    expect(calls).toHaveLength(3);
    expect(JSON.stringify(calls)).not.toContain('s3cret');
  });
});

describe('reset', () => {
  test.each(['over HTTP', 'from code'])('%s restores everything', async (how) => {
    await it.plant({ kind: 'throttle', path: '/never', times: 0 });
    await it.send('DELETE', jobPath('slack'));
    await it.post('/_sandbox/principals', { id: slack.servicePrincipalId, displayName: 'Slick' });
    it.clock.pass(3000);
    expect((await it.get(jobPath('slack'))).status).toBe(404);
    if (how === 'from code') it.sandbox.reset();
    else expect((await it.post('/_sandbox/reset', {})).status).toBe(200);
    expect(await it.calls()).toEqual([]);
    expect((await it.get('/_sandbox/faults')).body.faults).toEqual([]);
    expect((await it.get(jobPath('slack'))).status).toBe(200);
    const { body } = await it.get(`/v1.0/servicePrincipals/${slack.servicePrincipalId}`);
    expect(body.displayName).toBe('Slack');
  });
});

describe('an admin elsewhere', () => {
  test.each(['Paused', 'Disabled'] as const)('sets %s at once', async (state) => {
    expect((await change({ state })).status).toBe(200);
    expect((await read()).schedule.state).toBe(state);
    expect((await read()).status.code).toBe('Paused');
    await change({ state: 'Active' });
    expect((await read()).schedule.state).toBe('Active');
    expect((await read()).status.code).toBe('Active');
  });

  test('overrules a write that does not show yet', async () => {
    await it.post(`${jobPath('slack')}/pause`);
    await change({ state: 'Active' });
    it.clock.pass(5000);
    expect((await read()).schedule.state).toBe('Active');
  });

  test('puts into quarantine and takes out', async () => {
    await change({ quarantine: { reason: 'TooManyDeletes', errorCode: 'X', errorMessage: 'Y' } });
    expect((await read()).status).toMatchObject({
      code: 'Quarantine',
      quarantine: { reason: 'TooManyDeletes', error: { code: 'X', message: 'Y' } },
    });
    await change({ quarantine: null });
    expect((await read()).status).toMatchObject({ code: 'Active', quarantine: null });
    it.clock.pass(1_000_000);
    expect((await read()).status.code).toBe('Active');
  });

  test('lets a cycle run, and end', async () => {
    await change({ cycleRunning: true });
    expect((await read()).status.progress).toHaveLength(1);
    it.clock.pass(2000);
    await change({ cycleRunning: false });
    const job = await read();
    expect(job.status.progress).toEqual([]);
    expect(Date.parse(job.status.lastExecution.timeEnded)).toBe(it.clock.now());
  });

  test('deletes at once', async () => {
    await change({ delete: true });
    expect((await it.get(jobPath('slack'))).status).toBe(404);
    expect((await change({ state: 'Paused' })).status).toBe(404);
  });

  test('renames a principal', async () => {
    const renamed = await it.post('/_sandbox/principals', {
      id: slack.servicePrincipalId,
      displayName: "Slack d'Europe",
    });
    expect(renamed.status).toBe(200);
    const { body } = await it.get("/v1.0/servicePrincipals?$filter=displayName eq 'slack d''europe'");
    expect(body.value.map((each: Json) => each.id)).toEqual([slack.servicePrincipalId]);
  });

  test.each([
    ['/_sandbox/jobs', { servicePrincipalId: 'x', jobId: 'y', set: {} }, 404],
    ['/_sandbox/jobs', { servicePrincipalId: 'x', jobId: 'y', set: { state: 'Off' } }, 400],
    ['/_sandbox/jobs', { servicePrincipalId: 'x', jobId: 'y', set: { sate: 'Active' } }, 400],
    ['/_sandbox/principals', { id: 'x', displayName: 'y' }, 404],
    ['/_sandbox/principals', { id: 'x' }, 400],
    ['/_sandbox/calls', {}, 405],
    ['/_sandbox/nothing', {}, 404],
  ])('POST %s %j is refused with %i', async (path, body, status) => {
    const answer = await it.post(path, body);
    expect(answer.status).toBe(status);
    expect(typeof answer.body.error.message).toBe('string');
  });
});

describe('who may ask', () => {
  const path = '/v1.0/servicePrincipals';

  test.each(['localhost', 'LOCALHOST:80', '127.0.0.1', '127.0.0.1:3979', '[::1]:3979'])(
    'Host %s may',
    async (host) => {
      expect((await rawSend(it.sandbox, 'GET', path, { host })).status).toBe(200);
    },
  );

  test.each([
    'example.com',
    'localhost.example.com',
    '127.0.0.1.nip.io',
    '127.0.0.2',
    'graph.microsoft.com',
    'localhost:1@x',
    '::1',
  ])('Host %s may not', async (host) => {
    for (const target of [path, '/_sandbox/calls']) {
      expect((await rawSend(it.sandbox, 'GET', target, { host })).status).toBe(403);
    }
    expect((await rawSend(it.sandbox, 'DELETE', jobPath('slack'), { host })).status).toBe(403);
    it.clock.pass(5000);
    expect((await it.get(jobPath('slack'))).status).toBe(200);
  });

  test('a page of another site may not, one of this machine may', async () => {
    const host = '127.0.0.1';
    const pause = `${jobPath('slack')}/pause`;
    for (const origin of ['https://example.com', 'null']) {
      expect((await rawSend(it.sandbox, 'POST', pause, { host, origin })).status).toBe(403);
    }
    const own = { host, origin: 'http://localhost:56150' };
    expect((await rawSend(it.sandbox, 'POST', pause, own)).status).toBe(204);
  });

  test('a control POST must be JSON by its header', async () => {
    const host = '127.0.0.1';
    for (const headers of [{ host }, { host, 'content-type': 'text/plain' }]) {
      const { status } = await rawSend(it.sandbox, 'POST', '/_sandbox/reset', headers, '{}');
      expect(status).toBe(415);
    }
    const json = { host, 'content-type': 'application/json; charset=utf-8' };
    expect((await rawSend(it.sandbox, 'POST', '/_sandbox/reset', json, '{}')).status).toBe(200);
  });

  test('the sandbox listens on loopback only', async () => {
    await expect(startSandbox({ port: 0, host: '0.0.0.0' })).rejects.toThrow('loopback only');
  });

  test('a taken port is an error', async () => {
    await expect(startSandbox({ port: it.sandbox.port })).rejects.toThrow('EADDRINUSE');
  });
});

describe('bodies', () => {
  const big = `"${'x'.repeat(1024 * 1024)}"`;
  const init = (body: string) => ({ headers: { 'content-type': 'application/json' }, body });

  test('longer than 1 MB are 413', async () => {
    const graph = await it.send('POST', '/v1.0/$batch', init(big));
    expect(graph.status).toBe(413);
    expect(graph.body.error.innerError['request-id']).toBe(graph.headers.get('request-id'));
    expect((await it.send('POST', '/_sandbox/faults', init(big))).status).toBe(413);
    expect((await it.calls())[0]).toMatchObject({ status: 413 });
  });

  test('that are not JSON are 400, without the effect', async () => {
    expect((await it.send('POST', `${jobPath('slack')}/pause`, init('{oops'))).status).toBe(400);
    expect((await it.send('POST', '/_sandbox/faults', init('{oops'))).status).toBe(400);
    it.clock.pass(5000);
    expect((await read()).schedule.state).toBe('Active');
  });

  test('are not needed, and {} does no harm', async () => {
    expect((await it.send('POST', `${jobPath('slack')}/pause`, init('{}'))).status).toBe(204);
  });
});

test('hostile paths and queries are answered, not crashed on', async () => {
  const host = '127.0.0.1';
  for (const target of [
    '/v1.0/%',
    '//',
    '/',
    '/v1.0/../_sandbox/reset',
    '/v1.0//servicePrincipals',
    'http://x/v1.0/',
    '/v1.0/%2e%2e/x',
  ]) {
    const { status } = await rawSend(it.sandbox, 'GET', target, { host });
    expect(status).toBe(400);
  }
  const deep = `/v1.0/servicePrincipals?$filter=${'('.repeat(12_000)}`;
  expect((await rawSend(it.sandbox, 'GET', deep, { host })).status).toBeGreaterThanOrEqual(400);
  expect((await it.get('/v1.0/servicePrincipals')).status).toBe(200);
});
