import { adminConsentUrl, type CloudName, clouds, cloudWith } from '../../src/clouds.ts';
import type { EntraApp } from '../../src/sandbox/entra/apps.ts';
import type { SandboxEntra } from '../../src/sandbox/entra/server.ts';
import { sisterTenantId } from '../../src/sandbox/ids.ts';
import { sandboxApps } from '../../src/sandbox/people.ts';
import { bySecret, openEntra, secureSend, stopEntras } from './entra-harness.ts';

const app: EntraApp = {
  clientId: 'a3f1c7de-4b52-4a0e-9d68-17c2e05b9f44',
  servicePrincipalId: 'c2b6d9f0-7e31-4d85-b1a4-5f90e6a8c713',
  name: 'Another app',
  tenants: [],
  secrets: [{ value: 'its-secret' }],
  federatedSubjects: [],
  delegated: [],
  roles: [],
  registration: {
    multiTenant: true,
    redirectUris: ['https://portal.azure.com/'],
    delegated: ['Synchronization.ReadWrite.All'],
    roles: ['Synchronization.Read.All'],
  },
};

let entra: SandboxEntra;
beforeAll(async () => {
  entra = await openEntra({ apps: [app] });
});
beforeEach(() => entra.reset());
afterAll(stopEntras);

const graph = 'https://graph.microsoft.com';
const open = (path: string, query: Record<string, string>, tenant: string = entra.tenantId) =>
  secureSend(entra.ca, 'GET', `${entra.url}/${tenant}/${path}?${new URLSearchParams(query)}`);
const whole = {
  client_id: app.clientId,
  scope: `${graph}/.default`,
  redirect_uri: 'https://portal.azure.com/',
};
const register = (rest: Partial<NonNullable<EntraApp['registration']>>) => {
  if (app.registration === undefined) throw new Error('no registration');
  entra.apps.set(app.clientId, { ...app, registration: { ...app.registration, ...rest } });
};

test('before consent it has no token; consent gives it exactly what its registration asks for', async () => {
  const credential = () => bySecret(entra, { clientId: app.clientId, secret: 'its-secret' });
  await expect(credential().getToken(`${graph}/.default`)).rejects.toThrow(/AADSTS700016/);
  const answer = await open('v2.0/adminconsent', { ...whole, state: 'mine' });
  expect(answer.status).toBe(302);
  expect(answer.headers['location']).toBe(
    `https://portal.azure.com/?admin_consent=True&tenant=${entra.tenantId}&state=mine`,
  );
  const { token } = await credential().getToken(`${graph}/.default`);
  expect((await entra.verify(token))?.roles).toEqual(['Synchronization.Read.All']);
  expect(entra.apps.get(app.clientId)?.delegated).toEqual(['Synchronization.ReadWrite.All']);
});

test.each([
  ['no redirect address is registered', { redirectUris: [] }, whole, 500113],
  ['it is another', {}, { ...whole, redirect_uri: 'https://portal.azure.com' }, 50011],
  ['there is no scope', {}, { client_id: whole.client_id, redirect_uri: whole.redirect_uri }, 900144],
  ['there is no redirect address', {}, { client_id: whole.client_id, scope: whole.scope }, 900144],
  ['the scope is one of its own', {}, { ...whole, scope: `${graph}/User.Read` }, 70011],
  ['the resource is unknown', {}, { ...whole, scope: 'https://else.example/.default' }, 500011],
  ['the app is unknown', {}, { ...whole, client_id: 'b3f1c7de-4b52-4a0e-9d68-17c2e05b9f44' }, 700016],
  ['the app is of another tenant alone', { multiTenant: false }, whole, 700016],
] as const)('where %s, nothing is consented to', async (_, registration, query, error) => {
  register(registration);
  const answer = await open('v2.0/adminconsent', query);
  expect(answer.status).toBe(400);
  expect(answer.body.error_codes).toEqual([error]);
  expect(entra.apps.get(app.clientId)).toMatchObject({ delegated: [], roles: [] });
});

test('the older address wants a registered redirect address, and takes the first of them', async () => {
  const answer = await open('adminconsent', { client_id: app.clientId });
  expect(answer.headers['location']).toMatch(/^https:\/\/portal\.azure\.com\/\?admin_consent=True/);
  register({ redirectUris: [] });
  expect((await open('adminconsent', { client_id: app.clientId })).body.error_codes).toEqual([500113]);
});

test('a tenant that consented has the app, and another hasn’t', async () => {
  await open('v2.0/adminconsent', whole, sisterTenantId);
  expect(entra.apps.get(app.clientId)?.tenants).toEqual([sisterTenantId]);
});

test.each(Object.keys(clouds) as CloudName[])('the bot’s own link works in the cloud %s', async (name) => {
  const cloud = cloudWith(name, { AUTHORITY_HOST: entra.url });
  if (!cloud.ok) throw new Error(cloud.problems.join());
  const link = adminConsentUrl(cloud.cloud, entra.tenantId, sandboxApps.bot.clientId);
  const answer = await secureSend(entra.ca, 'GET', link);
  expect([answer.status, answer.headers['location']]).toEqual([
    302,
    `${clouds[name].portal}/?admin_consent=True&tenant=${entra.tenantId}`,
  ]);
});
