import { sandboxIds } from '../../src/sandbox/tenant.ts';
import { type Json, jobPath, jobsPath, openSandbox, stopSandboxes } from './harness.ts';

let it: Awaited<ReturnType<typeof openSandbox>>;
beforeEach(async () => {
  it = await openSandbox();
});
afterEach(stopSandboxes);

const below = (path: string) => path.replace('/v1.0', '');
const batch = (requests: object[], version = 'v1.0') => it.post(`/${version}/$batch`, { requests });
const part = (body: Json, id: string): Json => body.responses.find((each: Json) => each.id === id);

test('answers each part with status, headers and body, in another order than asked', async () => {
  const { status, body } = await batch([
    { id: 'a', method: 'GET', url: below(jobsPath('slack')) },
    { id: 'b', method: 'GET', url: below(jobsPath('zoom')).slice(1) },
    {
      id: 'c',
      method: 'GET',
      url: '/servicePrincipals/11111111-2222-4333-8444-555555555555/synchronization/jobs',
    },
    { id: 'd', method: 'POST', url: `${below(jobPath('slack'))}/pause` },
  ]);
  expect(status).toBe(200);
  expect(body.responses.map((each: Json) => each.id)).toEqual(['d', 'c', 'b', 'a']);
  expect(part(body, 'a')).toMatchObject({
    status: 200,
    headers: { 'Content-Type': 'application/json', 'request-id': expect.any(String) },
    body: { value: [{ id: sandboxIds.slack.jobId }] },
  });
  expect(part(body, 'b').body.value[0].id).toBe(sandboxIds.zoom.jobId);
  expect(part(body, 'c')).toMatchObject({
    status: 404,
    body: { error: { code: 'Request_ResourceNotFound', innerError: { 'request-id': expect.any(String) } } },
  });
  expect(part(body, 'd')).toMatchObject({ status: 204 });
  expect(part(body, 'd')).not.toHaveProperty('body');
  it.clock.pass(1000);
  expect((await it.get(jobPath('slack'))).body.schedule.state).toBe('Paused');
});

test('parts are in the call log, marked with their batch', async () => {
  await batch([{ id: '1', method: 'get', url: below(jobsPath('slack')) }], 'beta');
  const [outer, inner] = await it.calls();
  expect(outer).toMatchObject({ method: 'POST', path: '/beta/$batch', batch: null, status: 200 });
  expect(inner).toMatchObject({
    method: 'GET',
    path: jobsPath('slack', 'beta'),
    version: 'beta',
    batch: outer.seq,
    status: 200,
  });
});

test('a part can be throttled on its own', async () => {
  await it.plant({ kind: 'throttle', path: sandboxIds.zoom.servicePrincipalId, retryAfterSeconds: 7 });
  const { status, body } = await batch([
    { id: 'a', method: 'GET', url: below(jobsPath('slack')) },
    { id: 'b', method: 'GET', url: below(jobsPath('zoom')) },
  ]);
  expect(status).toBe(200);
  expect(part(body, 'a').status).toBe(200);
  expect(part(body, 'b')).toMatchObject({ status: 429, headers: { 'retry-after': '7' } });
});

test('a part that depends on a failed one answers 424 and does nothing', async () => {
  const { body } = await batch([
    { id: 'a', method: 'GET', url: '/servicePrincipals/x/synchronization/jobs' },
    { id: 'b', method: 'POST', url: `${below(jobPath('slack'))}/pause`, dependsOn: ['a'] },
  ]);
  expect(part(body, 'b').status).toBe(424);
  it.clock.pass(1000);
  expect((await it.get(jobPath('slack'))).body.schedule.state).toBe('Active');
});

test('20 parts are fine, 21 are not', async () => {
  const parts = (count: number) =>
    Array.from({ length: count }, (_, i) => ({
      id: String(i),
      method: 'GET',
      url: below(jobsPath('slack')),
    }));
  expect((await batch(parts(20))).body.responses).toHaveLength(20);
  expect((await batch(parts(21))).status).toBe(400);
});

test.each([
  [
    'equal ids',
    [
      { id: '1', method: 'GET', url: '/x' },
      { id: '1', method: 'GET', url: '/y' },
    ],
  ],
  ['an absolute url', [{ id: '1', method: 'GET', url: 'https://graph.microsoft.com/v1.0/me' }]],
  ['a protocol-relative url', [{ id: '1', method: 'GET', url: '//example.com/x' }]],
  ['an id that is no text', [{ id: 1, method: 'GET', url: '/x' }]],
  ['no parts', []],
  ['an unknown dependency', [{ id: '1', method: 'GET', url: '/x', dependsOn: ['2'] }]],
])('%s refuses the whole batch', async (_, requests) => {
  const { status, body } = await batch(requests);
  expect(status).toBe(400);
  expect(body.error.code).toBe('BadRequest');
});

test('no body, another method and a batch in a batch are refused', async () => {
  expect((await it.post('/v1.0/$batch')).status).toBe(400);
  expect((await it.get('/v1.0/$batch')).status).toBe(405);
  const { body } = await batch([
    { id: '1', method: 'POST', url: '/$batch', headers: { 'Content-Type': 'application/json' }, body: {} },
    { id: '2', method: 'POST', url: `${below(jobPath('slack'))}/pause`, body: {} },
  ]);
  expect(part(body, '1').status).toBe(400);
  expect(part(body, '2').body.error.message).toContain('Content-Type');
});
