import type { SandboxEntra } from '../../src/sandbox/entra/server.ts';
import { sisterTenantId } from '../../src/sandbox/ids.ts';
import { sandboxApps } from '../../src/sandbox/people.ts';
import type { Sandbox } from '../../src/sandbox/server.ts';
import { openEntra, secureSend, stopEntras } from './entra-harness.ts';
import { startTracked, stopSandboxes } from './harness.ts';

const { bot, reader } = sandboxApps;
let entra: SandboxEntra;
let graph: Sandbox;
beforeAll(async () => {
  entra = await openEntra();
  graph = await startTracked({ entra, tls: entra.tls });
});
beforeEach(() => entra.reset());
afterAll(async () => {
  await stopSandboxes();
  await stopEntras();
});

const get = (appId: string, query = '', roles = ['Application.Read.All'], tenantId?: string) =>
  secureSend(entra.ca, 'GET', `${graph.url}/v1.0/applications(appId='${appId}')${query}`, {
    headers: {
      authorization: `Bearer ${entra.accessToken({ audience: graph.url, roles }, tenantId === undefined ? {} : { claims: { tid: tenantId }, iss: `${entra.url}/${tenantId}/` })}`,
    },
  });

test('an app registration, with its secrets only hinted at', async () => {
  const { status, body } = await get(bot.clientId);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    appId: bot.clientId,
    identifierUris: [`api://botid-${bot.clientId}`],
    passwordCredentials: [{ hint: bot.secret.slice(0, 3), secretText: null }, { secretText: null }],
  });
  expect(Date.parse(body.passwordCredentials[0].endDateTime)).toBeGreaterThan(Date.now());
  expect(Date.parse(body.passwordCredentials[1].endDateTime)).toBeLessThan(Date.now());
  expect(JSON.stringify(body)).not.toContain(bot.secret);
  const { body: of } = await get(reader.clientId);
  expect(of).toMatchObject({
    identifierUris: [],
    api: { oauth2PermissionScopes: [], preAuthorizedApplications: [] },
  });
});

test('only what is selected', async () => {
  const { body } = await get(bot.clientId, '?$select=appId,displayName');
  expect(Object.keys(body).sort()).toEqual(['@odata.context', 'appId', 'displayName']);
  expect((await get(bot.clientId, '?$select=nothing')).status).toBe(400);
});

test.each([
  ['nobody with this id', '11111111-2222-4333-8444-555555555555', undefined, 404],
  ['no id', 'x', undefined, 400],
  ['no permission', bot.clientId, ['Synchronization.Read.All'], 403],
])('%s', async (_, id, roles, status) => {
  expect((await get(id, '', roles)).status).toBe(status);
});

test('it is of the tenant it is registered in, and not there in another', async () => {
  expect((await get(bot.clientId, '', undefined, sisterTenantId)).status).toBe(404);
});
