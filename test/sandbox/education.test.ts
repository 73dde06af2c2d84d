import { sandboxProfileIds } from '../../src/sandbox/tenant.ts';
import { type Json, jobPath, openSandbox, stopSandboxes } from './harness.ts';

let it: Awaited<ReturnType<typeof openSandbox>>;
beforeEach(async () => {
  it = await openSandbox();
});
afterEach(stopSandboxes);

const root = '/beta/education/synchronizationProfiles';
const { contosoHigh, fabrikamPrimary, northwindRetired } = sandboxProfileIds;

test('lists the profiles', async () => {
  const { status, body } = await it.get(root);
  expect(status).toBe(200);
  expect(body['@odata.context']).toBe(`${it.sandbox.url}/beta/$metadata#education/synchronizationProfiles`);
  expect(body.value.map((each: Json) => each.displayName)).toEqual([
    'Contoso High School',
    'Fabrikam Primary',
    'Northwind Academy (SDS Classic)',
  ]);
});

test('reads one and its status', async () => {
  const profile = await it.get(`${root}/${contosoHigh.profileId}`);
  expect(profile.body).toMatchObject({ displayName: 'Contoso High School', state: 'provisioned' });
  const status = await it.get(`${root}/${fabrikamPrimary.profileId}/profileStatus`);
  expect(status.status).toBe(200);
  expect(status.body).toMatchObject({ status: 'success', errorCount: 3, statusMessage: '' });
});

test('a pause is 200 without a body, and the status lags', async () => {
  const path = `${root}/${contosoHigh.profileId}`;
  const paused = await it.post(`${path}/pause`);
  expect(paused.status).toBe(200);
  expect(paused.body).toBeUndefined();
  it.clock.pass(999);
  expect((await it.get(`${path}/profileStatus`)).body.status).toBe('inProgress');
  it.clock.pass(1);
  expect((await it.get(`${path}/profileStatus`)).body.status).toBe('paused');
  expect((await it.get(path)).body.profileStatus.status).toBe('paused');
});

test('the retired profile refuses the pause and stays as it was', async () => {
  const path = `${root}/${northwindRetired.profileId}`;
  const { status, body } = await it.post(`${path}/pause`);
  expect(status).toBe(400);
  expect(body.error.message).toBe("Resource not found for the segment 'synchronizationProfiles'.");
  it.clock.pass(60_000);
  expect((await it.get(`${path}/profileStatus`)).body.status).toBe('success');
});

test.each([
  ['GET', '/v1.0/education/synchronizationProfiles', 400],
  ['POST', `/v1.0/education/synchronizationProfiles/${contosoHigh.profileId}/pause`, 400],
  ['GET', '/beta/education/classes', 400],
  ['GET', `${root}/11111111-2222-4333-8444-555555555555`, 404],
  ['POST', `${root}/${contosoHigh.profileId}/stop`, 400],
  ['POST', root, 405],
  ['GET', `${root}/${contosoHigh.profileId}/pause`, 405],
])('%s %s is refused with %i', async (method, path, expected) => {
  const { status, body } = await it.send(method, path);
  expect(status).toBe(expected);
  if (expected === 400) expect(body.error.message).toMatch(/^Resource not found for the segment/);
});

test('jobs don’t mind', async () => {
  expect((await it.get(jobPath('slack', 'beta'))).status).toBe(200);
});
