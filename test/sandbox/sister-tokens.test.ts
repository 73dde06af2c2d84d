import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import type { SandboxEntra } from '../../src/sandbox/entra/server.ts';
import { sandboxTenantId, sisterTenantId } from '../../src/sandbox/ids.ts';
import { directoryRoles, foreignTenantId, sandboxApps, sandboxUsers } from '../../src/sandbox/people.ts';
import { bot, bySecret, oboForm, openEntra, postToken, secureSend, stopEntras } from './entra-harness.ts';

let entra: SandboxEntra;
beforeAll(async () => {
  entra = await openEntra();
});
beforeEach(() => entra.reset());
afterAll(stopEntras);

const graphRoot = 'https://graph.microsoft.com';
const write = `${graphRoot}/Synchronization.ReadWrite.All`;
const get = async (path: string) => (await secureSend(entra.ca, 'GET', `${entra.url}/${path}`)).body;

test.each([sisterTenantId, 'tailwind.example'])('%s has metadata and keys', async (name) => {
  const metadata = await get(`${name}/v2.0/.well-known/openid-configuration`);
  expect(metadata).toMatchObject({
    issuer: `${entra.url}/${sisterTenantId}/v2.0`,
    token_endpoint: `${entra.url}/${name}/oauth2/v2.0/token`,
    jwks_uri: `${entra.url}/${name}/discovery/v2.0/keys`,
  });
  const { keys } = await get(`${name}/discovery/v2.0/keys`);
  expect(keys).toHaveLength(1);
});

describe('as an app', () => {
  test.each(['bot', 'reader'] as const)('the %s has the same roles as at home', async (name) => {
    const app = sandboxApps[name];
    const claimsIn = async (tenant: string) =>
      decodeJwt((await bySecret(entra, app, tenant).getToken(`${graphRoot}/.default`)).token);
    const home = await claimsIn(sandboxTenantId);
    const sister = await claimsIn(sisterTenantId);
    expect(sister).toMatchObject({
      iss: `${entra.url}/${sisterTenantId}/`,
      tid: sisterTenantId,
      appid: app.clientId,
      oid: app.sisterServicePrincipalId,
      idtyp: 'app',
      roles: home['roles'],
    });
    expect(home).toMatchObject({ tid: sandboxTenantId, oid: app.servicePrincipalId });
  });

  test('a federated assertion proves it there too', async () => {
    const answer = await postToken(
      entra,
      {
        grant_type: 'client_credentials',
        client_id: bot.clientId,
        client_assertion: entra.assertion(bot.clientId),
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        scope: `${graphRoot}/.default`,
      },
      sisterTenantId,
    );
    expect(decodeJwt(answer.body.access_token)).toMatchObject({ tid: sisterTenantId, appid: bot.clientId });
  });

  test('one made without asking is of the tenant that was said', async () => {
    const token = entra.accessToken({ audience: graphRoot, tenantId: sisterTenantId });
    expect(await entra.verify(token)).toMatchObject({
      tenantId: sisterTenantId,
      oid: bot.sisterServicePrincipalId,
      scopes: null,
    });
  });

  const form = {
    grant_type: 'client_credentials',
    client_id: bot.clientId,
    client_secret: bot.secret,
    scope: `${graphRoot}/.default`,
  };
  const codesIn = async (tenant: string) => (await postToken(entra, form, tenant)).body.error_codes;

  test('the tenant next door still hasn’t heard of it', async () => {
    expect(await codesIn(foreignTenantId)).toEqual([700016]);
  });

  test('consent is withdrawn in one tenant at a time', async () => {
    const app = entra.apps.get(bot.clientId);
    if (app === undefined) throw new Error('no bot');
    entra.apps.set(bot.clientId, { ...app, tenants: [sandboxTenantId] });
    expect(await codesIn(sisterTenantId)).toEqual([700016]);
    expect(await codesIn(sandboxTenantId)).toBeUndefined();
  });

  test('a fault meets one tenant only', async () => {
    entra.faults.add({ kind: 'aadsts', error: 7000222, tenant: sisterTenantId, times: 0 });
    expect(await codesIn(sandboxTenantId)).toBeUndefined();
    expect(await codesIn(sisterTenantId)).toEqual([7000222]);
    expect(entra.requests().map(({ tenant, error }) => [tenant, error])).toEqual([
      [sandboxTenantId, null],
      [sisterTenantId, 7000222],
    ]);
  });
});

describe('as a person', () => {
  test('single sign-on tokens are issued there', async () => {
    const keys = createLocalJWKSet(await get(`${sisterTenantId}/discovery/v2.0/keys`));
    const { payload } = await jwtVerify(entra.sso('sisterReader'), keys, { audience: bot.clientId });
    expect(payload).toMatchObject({
      iss: `${entra.url}/${sisterTenantId}/v2.0`,
      tid: sisterTenantId,
      oid: sandboxUsers.sisterReader.oid,
      preferred_username: 'samir@tailwind.example',
    });
  });

  test.each([sisterTenantId, 'organizations'])('on behalf of her, at %s', async (tenant) => {
    const answer = await postToken(entra, oboForm(entra.sso('sisterAdmin'), write), tenant);
    expect(decodeJwt(answer.body.access_token)).toMatchObject({
      iss: `${entra.url}/${sisterTenantId}/`,
      tid: sisterTenantId,
      oid: sandboxUsers.sisterAdmin.oid,
      wids: [directoryRoles['Application Administrator']],
      scp: expect.stringContaining('Synchronization.ReadWrite.All'),
    });
  });

  test.each([
    ['sisterAdmin', sandboxTenantId],
    ['adminUser', sisterTenantId],
  ] as const)('a sign-in of %s is no good in the other tenant', async (user, tenant) => {
    const answer = await postToken(entra, oboForm(entra.sso(user), write), tenant);
    expect(answer.body.error_codes).toEqual([50013]);
  });

  test('nobody of the home tenant is known there', async () => {
    const claims = { tid: sisterTenantId };
    const stolen = entra.sso('adminUser', { iss: `${entra.url}/${sisterTenantId}/v2.0`, claims });
    const answer = await postToken(entra, oboForm(stolen, write), sisterTenantId);
    expect(answer.body.error_codes).toEqual([50034]);
  });
});
