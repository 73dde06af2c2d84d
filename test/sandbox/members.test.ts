import { sandboxGroups, sandboxUsers } from '../../src/sandbox/people.ts';
import { openSandbox, stopSandboxes } from './harness.ts';

let it: Awaited<ReturnType<typeof openSandbox>>;
beforeAll(async () => {
  it = await openSandbox();
});
afterAll(stopSandboxes);

const all = Object.values(sandboxGroups).map((group) => group.id);
const check = (id: string, groupIds: unknown, version = 'v1.0') =>
  it.post(`/${version}/users/${id}/checkMemberGroups`, { groupIds });

test.each([
  ['adminUser', ['admins', 'operators', 'staff']],
  ['owner', ['operators', 'staff']],
  ['educator', ['schools', 'staff']],
  ['reader', ['staff']],
  ['guest', ['partners']],
] as const)('%s is in %j, directly or through other groups', async (user, groups) => {
  const { status, body } = await check(sandboxUsers[user].oid, all);
  expect(status).toBe(200);
  expect([...body.value].sort()).toEqual(groups.map((name) => sandboxGroups[name].id).sort());
});

test('only what was asked for is answered, once and whatever its case', async () => {
  const { oid } = sandboxUsers.adminUser;
  const { staff, schools } = sandboxGroups;
  const unknown = '11111111-2222-4333-8444-555555555555';
  const asked = [staff.id.toUpperCase(), staff.id, schools.id, unknown];
  expect((await check(oid.toUpperCase(), asked, 'beta')).body.value).toEqual([staff.id]);
  expect((await check('ada@contoso.example', [])).body.value).toEqual([]);
});

test('somebody who is not of this tenant is not there', async () => {
  expect((await check(sandboxUsers.foreigner.oid, all)).status).toBe(404);
  expect((await check('11111111-2222-4333-8444-555555555555', all)).body.error.code).toBe(
    'Request_ResourceNotFound',
  );
});

test.each([
  ['more than twenty groups', Array.from({ length: 21 }, () => sandboxGroups.staff.id)],
  ['a group that is no id', ['All staff']],
  ['no list', 'x'],
])('%s: 400', async (_name, groupIds) => {
  const { status, body } = await check(sandboxUsers.adminUser.oid, groupIds);
  expect(status).toBe(400);
  expect(body.error.code).toBe('Request_BadRequest');
});

test.each([
  ['GET', '/checkMemberGroups', 405],
  ['POST', '/checkMemberGroups/more', 400],
  ['POST', '/getMemberGroups', 400],
  ['GET', '', 400],
])('%s …%s: %i', async (method, rest, status) => {
  const answer = await it.send(method, `/v1.0/users/${sandboxUsers.adminUser.oid}${rest}`);
  expect(answer.status).toBe(status);
});
