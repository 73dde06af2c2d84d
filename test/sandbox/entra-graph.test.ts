import type { SandboxEntra } from '../../src/sandbox/entra/server.ts';
import type { AccessTokenRequest } from '../../src/sandbox/entra/token-maker.ts';
import type { TokenOverrides } from '../../src/sandbox/entra/token-overrides.ts';
import { type sandboxIds, sandboxProfileIds } from '../../src/sandbox/ids.ts';
import {
  principalOwners,
  type SandboxUserName,
  sandboxGroups,
  sandboxUsers,
} from '../../src/sandbox/people.ts';
import type { Sandbox } from '../../src/sandbox/server.ts';
import { bySecret, onBehalfOf, openEntra, reader, secureSend, stopEntras } from './entra-harness.ts';
import { type Json, jobPath, jobsPath, startTracked, stopSandboxes } from './harness.ts';

let entra: SandboxEntra;
let graph: Sandbox;
beforeAll(async () => {
  entra = await openEntra();
  graph = await startTracked({ entra, tls: entra.tls });
});
beforeEach(() => graph.reset());
afterAll(async () => {
  await stopSandboxes();
  await stopEntras();
});

const send = (method: string, path: string, token: string | null, body?: unknown) =>
  secureSend(entra.ca, method, `${graph.url}${path}`, {
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

const token = (request: Omit<AccessTokenRequest, 'audience'>, overrides?: TokenOverrides) =>
  entra.accessToken({ audience: graph.url, ...request }, overrides);
const delegated = (user: SandboxUserName, ...scopes: string[]) => token({ user, scopes });
const appOnly = (...roles: string[]) => token({ roles });

const writeAll = 'Synchronization.ReadWrite.All';
const codeOf = (answer: { status: number; body: Json }) => [answer.status, answer.body?.error?.code];
const unknownError = [401, 'UnknownError'];
const denied = [403, 'Authorization_RequestDenied'];
const invalid = [401, 'InvalidAuthenticationToken'];

describe('tokens', () => {
  test('of the real library read and write', async () => {
    const app = await bySecret(entra, reader).getToken(`${graph.url}/.default`);
    const list = await send('GET', jobsPath('slack'), app.token);
    expect(list.status).toBe(200);
    expect(list.body['@odata.context']).toContain(`${graph.url}/v1.0/`);
    expect((await send('GET', '/v1.0/servicePrincipals?$top=5', app.token)).status).toBe(200);
    expect(codeOf(await send('POST', `${jobPath('slack')}/pause`, app.token))).toEqual(unknownError);
    const person = await onBehalfOf(entra, 'adminUser').getToken(`${graph.url}/${writeAll}`);
    expect((await send('POST', `${jobPath('slack')}/pause`, person.token)).status).toBe(204);
  });

  const past = Math.floor(Date.now() / 1000) - 10;
  test.each([
    ['none', () => null],
    ['one that is none', () => 'nonsense'],
    ['an expired one', () => token({}, { exp: past })],
    ['one to come', () => token({}, { nbf: past + 600 })],
    ['one of another issuer', () => token({}, { iss: 'https://evil.example/' })],
    ['one for the real Graph', () => token({}, { aud: 'https://graph.microsoft.com' })],
    ['one for another port', () => token({}, { aud: 'https://localhost:1' })],
    ['one for a path of it', () => token({}, { aud: `${graph.url}/v1.0` })],
    ['one signed by somebody else', () => token({}, { key: 'unknown', kid: 'sandbox-entra' })],
    ['one signed by the channel', () => token({}, { key: 'channel' })],
    ['one without signature', () => token({}, { alg: 'none' })],
    ['one signed with the public key', () => token({}, { alg: 'HS256' })],
    ['a changed one', () => token({}, { tamper: 'payload' })],
    ['one for single sign-on', () => entra.sso('adminUser')],
  ])('%s: 401', async (_name, make) => {
    const answer = await send('GET', jobsPath('slack'), make());
    expect(codeOf(answer)).toEqual(invalid);
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer /);
  });

  test('any loopback name of its own root will do for an audience', async () => {
    const port = new URL(graph.url).port;
    const named = token({}, { aud: `https://127.0.0.1:${port}` });
    expect((await send('GET', jobsPath('slack'), named)).status).toBe(200);
  });

  test('one of another tenant finds nobody', async () => {
    const foreign = await send('GET', jobsPath('slack'), delegated('foreigner', writeAll));
    expect(codeOf(foreign)).toEqual([401, 'Authorization_IdentityNotFound']);
  });

  test('the log says whose it was', async () => {
    await send('DELETE', jobPath('slack'), delegated('cloudAdmin', writeAll));
    await send('GET', jobPath('slack'), null);
    const { body } = await secureSend(entra.ca, 'GET', `${graph.url}/_sandbox/calls`);
    expect(body.calls[0].caller).toMatchObject({ oid: sandboxUsers.cloudAdmin.oid, delegated: true });
    expect(body.calls[1]).not.toHaveProperty('caller');
  });

  test('a batch is as good as its own token', async () => {
    const url = jobPath('slack').slice('/v1.0'.length);
    const requests = [
      { id: 'read', method: 'GET', url },
      { id: 'write', method: 'POST', url: `${url}/pause` },
    ];
    const app = appOnly('Synchronization.Read.All');
    const { body } = await send('POST', '/v1.0/$batch', app, { requests });
    const statuses = Object.fromEntries(body.responses.map((each: Json) => [each.id, each.status]));
    expect(statuses).toEqual({ read: 200, write: 401 });
    expect(codeOf(await send('POST', '/v1.0/$batch', null, { requests }))).toEqual(invalid);
  });
});

describe('reading', () => {
  test.each([
    ['Synchronization.Read.All', 200, 403],
    [writeAll, 200, 403],
    ['Application.ReadWrite.OwnedBy', 200, 200],
    ['Application.Read.All', 401, 200],
    ['Directory.Read.All', 401, 200],
    ['GroupMember.Read.All', 401, 403],
  ])('an app with %s: jobs %i, principals %i', async (role, jobs, principals) => {
    expect((await send('GET', jobsPath('slack'), appOnly(role))).status).toBe(jobs);
    expect((await send('GET', '/v1.0/servicePrincipals', appOnly(role))).status).toBe(principals);
  });

  test('a person needs the scope, whoever it is', async () => {
    const read = (user: SandboxUserName, scope: string) =>
      send('GET', jobPath('slack'), delegated(user, scope));
    expect((await read('reader', 'Synchronization.Read.All')).status).toBe(200);
    const without = await read('adminUser', 'User.Read');
    expect(codeOf(without)).toEqual(unknownError);
    expect(without.body.error.message).toBe('');
  });
});

describe('writing', () => {
  const write = (name: keyof typeof sandboxIds, bearer: string) =>
    send('POST', `${jobPath(name)}/pause`, bearer);

  test.each([
    ['adminUser', 204, 204, 204],
    ['cloudAdmin', 204, 204, 204],
    ['hybridAdmin', 403, 403, 204],
    ['owner', 204, 403, 403],
    ['reader', 403, 403, 403],
    ['educator', 403, 403, 403],
    ['guest', 403, 403, 403],
  ] as const)('%s: Slack %i, Zoom %i, cloud sync %i', async (user, slack, zoom, cloudSync) => {
    const bearer = delegated(user, writeAll);
    const answers = [];
    for (const name of ['slack', 'zoom', 'contosoCloudSync'] as const)
      answers.push(await write(name, bearer));
    expect(answers.map((each) => each.status)).toEqual([slack, zoom, cloudSync]);
    for (const each of answers) if (each.status === 403) expect(codeOf(each)).toEqual(denied);
  });

  test('a refused write changes nothing', async () => {
    const bearer = delegated('reader', writeAll);
    await send('DELETE', jobPath('slack'), bearer);
    const { body } = await secureSend(entra.ca, 'GET', `${graph.url}/_sandbox/tenant`);
    const slack = body.principals.find((each: Json) => each.displayName === 'Slack');
    expect(slack.jobs[0].pending).toEqual([]);
  });

  test.each(['Synchronization.Read.All', 'Application.Read.All'])(
    'a role without the scope (%s) is not enough',
    async (scope) => {
      expect(codeOf(await write('slack', delegated('adminUser', scope)))).toEqual(unknownError);
    },
  );

  test('an app needs the permission, and no directory role', async () => {
    expect((await write('slack', appOnly(writeAll))).status).toBe(204);
    expect(codeOf(await write('slack', appOnly('Synchronization.Read.All')))).toEqual(unknownError);
  });

  test('an app with OwnedBy changes only what it owns', async () => {
    expect(codeOf(await write('slack', appOnly('Application.ReadWrite.OwnedBy')))).toEqual(unknownError);
    expect(Object.values(principalOwners).flat()).toEqual([sandboxUsers.owner.oid]);
    const asOwner = token(
      { roles: ['Application.ReadWrite.OwnedBy'] },
      { claims: { oid: sandboxUsers.owner.oid } },
    );
    expect((await write('slack', asOwner)).status).toBe(204);
    expect(codeOf(await write('zoom', asOwner))).toEqual(unknownError);
  });

  test('a scope is no role, and a role no scope', async () => {
    const scopeInApp = token({ roles: [] }, { claims: { roles: null } });
    expect(codeOf(await write('slack', scopeInApp))).toEqual(unknownError);
    const roleInPerson = token(
      { user: 'adminUser', scopes: ['User.Read'] },
      { claims: { roles: [writeAll] } },
    );
    expect(codeOf(await write('slack', roleInPerson))).toEqual(unknownError);
  });
});

describe('schools', () => {
  const path = `/beta/education/synchronizationProfiles/${sandboxProfileIds.contosoHigh.profileId}`;
  test.each([
    ['a person who may write', () => delegated('educator', 'EduAdministration.ReadWrite'), 200, 200],
    ['a person who may read', () => delegated('educator', 'EduAdministration.Read'), 200, 403],
    ['a person with other scopes', () => delegated('adminUser', writeAll), 403, 403],
    ['an app, whatever it may', () => appOnly('EduAdministration.ReadWrite.All', writeAll), 200, 403],
    ['an app without', () => appOnly(writeAll), 403, 403],
  ])('%s', async (_name, make, read, pause) => {
    const bearer = make();
    expect((await send('GET', path, bearer)).status).toBe(read);
    const paused = await send('POST', `${path}/pause`, bearer);
    expect(paused.status).toBe(pause);
    if (pause === 403) expect(codeOf(paused)).toEqual(denied);
  });
});

describe('group members', () => {
  const path = `/v1.0/users/${sandboxUsers.adminUser.oid}/checkMemberGroups`;
  const body = { groupIds: [sandboxGroups.staff.id] };
  test.each([
    ['GroupMember.Read.All and User.Read.All', 200],
    ['Directory.Read.All', 200],
    ['GroupMember.Read.All', 403],
    ['User.Read.All', 403],
    [writeAll, 403],
  ])('with %s: %i', async (said, status) => {
    const permissions = said.split(' and ');
    for (const bearer of [appOnly(...permissions), delegated('reader', ...permissions)]) {
      const answer = await send('POST', path, bearer, body);
      expect(answer.status).toBe(status);
      if (status === 200) expect(answer.body.value).toEqual([sandboxGroups.staff.id]);
      else expect(codeOf(answer)).toEqual(denied);
    }
  });
});

test('tokens for another audience are as good where that was said', async () => {
  const public_ = await startTracked({ entra, tls: entra.tls, audiences: ['https://graph.microsoft.com'] });
  const bearer = entra.accessToken({ audience: 'https://graph.microsoft.com' });
  const answer = await secureSend(entra.ca, 'GET', `${public_.url}${jobPath('slack')}`, {
    headers: { authorization: `Bearer ${bearer}` },
  });
  expect(answer.status).toBe(200);
});

test('plain http asks for tokens too, when told to', async () => {
  const plain = await startTracked({ entra });
  expect((await fetch(`${plain.url}${jobPath('slack')}`)).status).toBe(401);
  const bearer = entra.accessToken({ audience: plain.url });
  const answer = await fetch(`${plain.url}${jobPath('slack')}`, {
    headers: { authorization: `Bearer ${bearer}` },
  });
  expect(answer.status).toBe(200);
});
