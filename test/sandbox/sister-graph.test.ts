import type { SandboxEntra } from '../../src/sandbox/entra/server.ts';
import {
  sandboxIds,
  sandboxProfileIds,
  sandboxTenantId,
  sisterIds,
  sisterProfileIds,
  sisterTenantId,
} from '../../src/sandbox/ids.ts';
import { type SandboxUserName, sandboxApps, sandboxGroups, sandboxUsers } from '../../src/sandbox/people.ts';
import type { Sandbox } from '../../src/sandbox/server.ts';
import { openEntra, secureSend, stopEntras } from './entra-harness.ts';
import { handClock, handPace, type Json, openSandbox, startTracked, stopSandboxes } from './harness.ts';

let entra: SandboxEntra;
let graph: Sandbox;
const clock = handClock();
beforeAll(async () => {
  entra = await openEntra({ clock });
  graph = await startTracked({ entra, tls: entra.tls, clock, pace: handPace });
});
beforeEach(() => graph.reset());
afterAll(async () => {
  await stopSandboxes();
  await stopEntras();
});

const everything = [
  'Synchronization.ReadWrite.All',
  'Application.Read.All',
  'GroupMember.Read.All',
  'User.Read.All',
  'EduAdministration.ReadWrite.All',
];
const apps = {
  home: () => entra.accessToken({ audience: graph.url, roles: everything }),
  sister: () => entra.accessToken({ audience: graph.url, roles: everything, tenantId: sisterTenantId }),
};
type Side = keyof typeof apps;
const sides: readonly Side[] = ['home', 'sister'];
const otherSide = { home: 'sister', sister: 'home' } as const;
const person = (user: SandboxUserName) =>
  entra.accessToken({ audience: graph.url, user, scopes: ['Synchronization.ReadWrite.All'] });

const send = (method: string, path: string, bearer?: string, body?: unknown) =>
  secureSend(entra.ca, method, `${graph.url}${path}`, {
    headers: {
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const read = async (path: string, side: Side) => (await send('GET', path, apps[side]())).body;
const control = (method: string, path: string, body?: unknown) =>
  send(method, `/_sandbox/${path}`, undefined, body);

interface Ids {
  readonly servicePrincipalId: string;
  readonly appId: string;
  readonly jobId: string;
}
const jobPath = ({ servicePrincipalId, jobId }: Ids) =>
  `/v1.0/servicePrincipals/${servicePrincipalId}/synchronization/jobs/${jobId}`;
const slacks = { home: sandboxIds.slack, sister: sisterIds.slack };
const profiles = { home: sandboxProfileIds.contosoHigh, sister: sisterProfileIds.tailwindMiddle };
const stateOf = async (side: Side) => (await read(jobPath(slacks[side]), side)).schedule.state;
const states = async () => ({ home: await stateOf('home'), sister: await stateOf('sister') });

describe('each tenant has a world of its own', () => {
  test('with its own service principals', async () => {
    const listed = async (side: Side): Promise<Json[]> =>
      (await read('/v1.0/servicePrincipals?$top=999', side)).value;
    const home = await listed('home');
    const sister = await listed('sister');
    expect(sister.map((each) => each.displayName).sort()).toEqual([
      'Asana',
      'Egnyte',
      'KnowBe4 Security Awareness Training',
      'Microsoft Graph',
      'Slack',
      'Sync Warden',
    ]);
    const ids = [...home, ...sister].map((each) => each.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(sister.find((each) => each.displayName === 'Sync Warden')).toMatchObject({
      id: sandboxApps.bot.sisterServicePrincipalId,
      appId: sandboxApps.bot.clientId,
      appOwnerOrganizationId: sandboxTenantId,
    });
  });

  test('with its own jobs, one to each application', async () => {
    const codes: Record<string, string> = {};
    for (const ids of Object.values(sisterIds)) {
      const path = `/v1.0/servicePrincipals/${ids.servicePrincipalId}/synchronization/jobs`;
      const { value } = await read(path, 'sister');
      expect(value.map((each: Json) => each.id)).toEqual([ids.jobId]);
      expect(ids.jobId).toContain(`.${sisterTenantId.replaceAll('-', '')}.`);
      codes[ids.displayName] = value[0].status.code;
    }
    expect(codes).toEqual({
      Slack: 'Active',
      Asana: 'Active',
      Egnyte: 'Paused',
      'KnowBe4 Security Awareness Training': 'Quarantine',
    });
  });

  test.each(sides)('%s: a name both have is found once, as its own', async (side) => {
    const found = await read("/v1.0/servicePrincipals?$filter=displayName%20eq%20'slack'", side);
    expect(found.value.map((each: Json) => each.id)).toEqual([slacks[side].servicePrincipalId]);
    const other = slacks[otherSide[side]];
    const byId = await read(`/v1.0/servicePrincipals?$filter=id%20eq%20'${other.servicePrincipalId}'`, side);
    expect(byId.value).toEqual([]);
  });

  test('an application both have is another service principal in each', async () => {
    const path = `/v1.0/servicePrincipals(appId='${sandboxApps.bot.clientId}')`;
    expect((await read(path, 'home')).id).toBe(sandboxApps.bot.servicePrincipalId);
    expect((await read(path, 'sister')).id).toBe(sandboxApps.bot.sisterServicePrincipalId);
  });

  test.each(sides)('%s: ids of the other are not there', async (side) => {
    const other = slacks[otherSide[side]];
    const { profileId } = profiles[otherSide[side]];
    const mixed = { ...slacks[side], jobId: other.jobId };
    for (const [method, path] of [
      ['GET', `/v1.0/servicePrincipals/${other.servicePrincipalId}`],
      ['GET', `/v1.0/servicePrincipals(appId='${other.appId}')`],
      ['GET', `/v1.0/servicePrincipals/${other.servicePrincipalId}/synchronization/jobs`],
      ['GET', jobPath(other)],
      ['GET', jobPath(mixed)],
      ['GET', `${jobPath(other)}/schema`],
      ['POST', `${jobPath(other)}/pause`],
      ['POST', `${jobPath(other)}/start`],
      ['DELETE', jobPath(other)],
      ['DELETE', jobPath(mixed)],
      ['GET', `/beta/education/synchronizationProfiles/${profileId}`],
    ] as const) {
      const answer = await send(method, path, apps[side]());
      expect([method, path, answer.status]).toEqual([method, path, 404]);
      expect(answer.body.error.code).toBe('Request_ResourceNotFound');
    }
    clock.pass(5000);
    expect(await states()).toEqual({ home: 'Active', sister: 'Active' });
  });

  test.each(sides)('%s: a write changes its own and leaves the other’s as it was', async (side) => {
    expect((await send('POST', `${jobPath(slacks[side])}/pause`, apps[side]())).status).toBe(204);
    clock.pass(1000);
    expect(await states()).toEqual({ home: 'Active', sister: 'Active', [side]: 'Paused' });
  });

  test('parts of a batch are of its token’s tenant', async () => {
    const url = (ids: Ids) => jobPath(ids).slice('/v1.0'.length);
    const requests = [
      { id: 'home', method: 'GET', url: url(slacks.home) },
      { id: 'sister', method: 'GET', url: url(slacks.sister) },
    ];
    for (const side of sides) {
      const { body } = await send('POST', '/v1.0/$batch', apps[side](), { requests });
      const statuses = Object.fromEntries(body.responses.map((each: Json) => [each.id, each.status]));
      expect(statuses).toEqual({ home: 404, sister: 404, [side]: 200 });
    }
  });

  test.each(sides)('%s: with its own school profiles', async (side) => {
    const { value } = await read('/beta/education/synchronizationProfiles', side);
    const ids = { home: Object.values(sandboxProfileIds), sister: Object.values(sisterProfileIds) }[side];
    expect(value.map((each: Json) => each.id)).toEqual(ids.map(({ profileId }) => profileId));
  });
});

describe('people', () => {
  const pause = async (user: SandboxUserName, side: Side) =>
    (await send('POST', `${jobPath(slacks[side])}/pause`, person(user))).status;

  test('have their roles in their own tenant', async () => {
    expect(await pause('sisterAdmin', 'sister')).toBe(204);
    expect(await pause('sisterReader', 'sister')).toBe(403);
    expect(await pause('sisterAdmin', 'home')).toBe(404);
    expect(await pause('adminUser', 'sister')).toBe(404);
    clock.pass(1000);
    expect(await states()).toEqual({ home: 'Active', sister: 'Paused' });
  });

  test('have none in the other, whatever a token says', async () => {
    const claims = { tid: sisterTenantId };
    const bearer = entra.accessToken(
      { audience: graph.url, user: 'adminUser', scopes: ['Synchronization.ReadWrite.All'] },
      { iss: `${entra.url}/${sisterTenantId}/`, claims },
    );
    expect((await send('POST', `${jobPath(sisterIds.slack)}/pause`, bearer)).status).toBe(403);
  });

  test('of the tenant next door, and its apps, are still nobody', async () => {
    const { tenantId } = sandboxUsers.foreigner;
    const app = entra.accessToken({ audience: graph.url, roles: everything, tenantId });
    for (const bearer of [app, person('foreigner')]) {
      for (const side of sides) {
        const answer = await send('GET', jobPath(slacks[side]), bearer);
        expect([answer.status, answer.body.error.code]).toEqual([401, 'Authorization_IdentityNotFound']);
      }
    }
  });

  const groupIds = Object.values(sandboxGroups).map((group) => group.id);
  const check = (user: SandboxUserName, side: Side) =>
    send('POST', `/v1.0/users/${sandboxUsers[user].oid}/checkMemberGroups`, apps[side](), { groupIds });

  test.each([
    ['sisterAdmin', 'sister', ['sisterOperators', 'sisterStaff']],
    ['sisterReader', 'sister', ['sisterStaff']],
    ['adminUser', 'home', ['admins', 'operators', 'staff']],
  ] as const)('%s is in groups of the %s tenant alone', async (user, side, groups) => {
    const { status, body } = await check(user, side);
    expect(status).toBe(200);
    expect([...body.value].sort()).toEqual(groups.map((name) => sandboxGroups[name].id).sort());
    expect((await check(user, otherSide[side])).status).toBe(404);
  });

  test('by name too', async () => {
    const path = (name: string) => `/v1.0/users/${name}/checkMemberGroups`;
    const body = { groupIds };
    const tilda = path(sandboxUsers.sisterAdmin.userPrincipalName);
    expect((await send('POST', tilda, apps.sister(), body)).status).toBe(200);
    expect((await send('POST', tilda, apps.home(), body)).status).toBe(404);
  });
});

describe('control', () => {
  const change = ({ servicePrincipalId, jobId }: Ids, set: object) =>
    control('POST', 'jobs', { servicePrincipalId, jobId, set });

  test('the log tells the tenant of the caller', async () => {
    await read(jobPath(sisterIds.slack), 'sister');
    await read(jobPath(sandboxIds.slack), 'home');
    await send('POST', `${jobPath(sisterIds.slack)}/pause`, person('sisterAdmin'));
    await send('GET', jobPath(sandboxIds.slack), person('foreigner'));
    const { body } = await control('GET', 'calls');
    expect(body.calls.map((call: Json) => [call.caller.tenantId, call.status])).toEqual([
      [sisterTenantId, 200],
      [sandboxTenantId, 200],
      [sisterTenantId, 204],
      [sandboxUsers.foreigner.tenantId, 401],
    ]);
    expect(body.calls.map((call: Json) => call.seq)).toEqual(
      [0, 1, 2, 3].map((index) => body.calls[0].seq + index),
    );
  });

  test.each(sides)('an admin elsewhere changes the job of %s', async (side) => {
    expect((await change(slacks[side], { state: 'Paused' })).status).toBe(200);
    expect(await states()).toEqual({ home: 'Active', sister: 'Active', [side]: 'Paused' });
    expect((await change(slacks[side], { delete: true })).status).toBe(200);
    expect((await send('GET', jobPath(slacks[side]), apps[side]())).status).toBe(404);
    expect((await change(slacks[side], { state: 'Active' })).status).toBe(404);
    expect(await stateOf(otherSide[side])).toBe('Active');
  });

  test('renames a principal of the sister school', async () => {
    const { servicePrincipalId: id } = sisterIds.slack;
    expect((await control('POST', 'principals', { id, displayName: 'Slick' })).status).toBe(200);
    expect((await read(`/v1.0/servicePrincipals/${id}`, 'sister')).displayName).toBe('Slick');
    const home = await read(`/v1.0/servicePrincipals/${sandboxIds.slack.servicePrincipalId}`, 'home');
    expect(home.displayName).toBe('Slack');
  });

  test('shows either tenant in short', async () => {
    const home = (await control('GET', 'tenant')).body;
    expect(home.tenantId).toBe(sandboxTenantId);
    expect((await control('GET', `tenant/${sandboxTenantId}`)).body).toEqual(home);
    const sister = (await control('GET', `tenant/${sisterTenantId}`)).body;
    expect(sister).toMatchObject({ tenantId: sisterTenantId, principalsWithoutJobs: 2 });
    expect(sister.principals.map((each: Json) => each.servicePrincipalId).sort()).toEqual(
      Object.values(sisterIds)
        .map((each) => each.servicePrincipalId)
        .sort(),
    );
    expect((await control('GET', `tenant/${sandboxUsers.foreigner.tenantId}`)).status).toBe(404);
  });

  test.each(['over HTTP', 'from code'])('reset %s restores both', async (how) => {
    for (const side of sides) {
      await change(slacks[side], { delete: true });
      await send('POST', `/_sandbox/principals`, undefined, {
        id: slacks[side].servicePrincipalId,
        displayName: 'Slick',
      });
    }
    await control('POST', 'faults', { faults: [{ kind: 'throttle', tenant: sisterTenantId, times: 0 }] });
    if (how === 'from code') graph.reset();
    else expect((await control('POST', 'reset', {})).status).toBe(200);
    expect((await control('GET', 'calls')).body.calls).toEqual([]);
    expect((await control('GET', 'faults')).body.faults).toEqual([]);
    expect(await states()).toEqual({ home: 'Active', sister: 'Active' });
    for (const side of sides) {
      const path = `/v1.0/servicePrincipals/${slacks[side].servicePrincipalId}`;
      expect((await read(path, side)).displayName).toBe('Slack');
    }
  });
});

describe('faults', () => {
  const plant = (...faults: object[]) => control('POST', 'faults', { faults });
  const statuses = async (path: string) => {
    const answers = sides.map(async (side) => (await send('GET', path, apps[side]())).status);
    return Promise.all(answers);
  };

  test('by path meet the sister’s job alone', async () => {
    await plant({ kind: 'status', status: 503, path: sisterIds.slack.jobId, times: 0 });
    expect((await send('GET', jobPath(sisterIds.slack), apps.sister())).status).toBe(503);
    expect((await send('GET', jobPath(sandboxIds.slack), apps.home())).status).toBe(200);
  });

  test('by tenant meet paths that every tenant has', async () => {
    await plant({ kind: 'throttle', tenant: sisterTenantId, path: '/servicePrincipals', times: 0 });
    expect(await statuses('/v1.0/servicePrincipals')).toEqual([200, 429]);
    await control('DELETE', 'faults');
    await plant({ kind: 'throttle', tenant: sandboxTenantId, times: 0 });
    expect(await statuses('/v1.0/servicePrincipals')).toEqual([429, 200]);
  });

  test('without one meet both, each counted', async () => {
    await plant({ kind: 'throttle', path: '/servicePrincipals', times: 2 });
    expect(await statuses('/v1.0/servicePrincipals')).toEqual([429, 429]);
    expect(await statuses('/v1.0/servicePrincipals')).toEqual([200, 200]);
  });
});

describe('where tokens aren’t asked for', () => {
  test('there is the home tenant and no other', async () => {
    const { get, post } = await openSandbox();
    const { body } = await get('/v1.0/servicePrincipals?$top=999');
    const names = body.value.map((each: Json) => each.displayName);
    expect(names).toHaveLength(37);
    expect(names).not.toContain('Asana');
    expect((await get(jobPath(sandboxIds.slack))).status).toBe(200);
    expect((await get(jobPath(sisterIds.slack))).status).toBe(404);
    const { profileId } = sisterProfileIds.tailwindMiddle;
    expect((await get(`/beta/education/synchronizationProfiles/${profileId}`)).status).toBe(404);
    const members = `/v1.0/users/${sandboxUsers.sisterAdmin.oid}/checkMemberGroups`;
    expect((await post(members, { groupIds: [] })).status).toBe(404);
    expect((await get('/_sandbox/tenant')).body.tenantId).toBe(sandboxTenantId);
  });

  test('a token of the sister school changes nothing about that', async () => {
    const { get } = await openSandbox();
    const headers = { authorization: `Bearer ${apps.sister()}` };
    expect((await get(jobPath(sandboxIds.slack), headers)).status).toBe(200);
    expect((await get(jobPath(sisterIds.slack), headers)).status).toBe(404);
  });

  test('a fault for the home tenant meets every request', async () => {
    const { get, plant } = await openSandbox();
    await plant(
      { kind: 'throttle', tenant: sisterTenantId },
      { kind: 'status', status: 502, tenant: sandboxTenantId },
    );
    expect((await get('/v1.0/servicePrincipals')).status).toBe(502);
    expect((await get('/v1.0/servicePrincipals')).status).toBe(200);
  });
});
