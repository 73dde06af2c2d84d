import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type CloudName, clouds } from '../../src/clouds.ts';
import { applicationOf } from '../../src/registration/application.ts';
import { planRegistration, type RegistrationPlan } from '../../src/registration/plan.ts';
import { registrationScript } from '../../src/registration/script.ts';
import { registeredOf } from '../../src/sandbox/entra/registered.ts';
import { applicationShape, graphPrincipal } from './directory.ts';
import { openShell, type Shell } from './run-script.ts';

const tenantId = 'a75d3a01-29fb-46ac-9a8a-6f5de5f41db2';
const identity = {
  clientId: '2b6e0f13-8d57-4c9a-b2e4-6a1f90c3d785',
  principal: '90c1d7e4-5a2f-4b36-8e0d-f47b1c6a2935',
};
const everything = { groupsInPolicy: true, whoDidIt: true, ownReader: true };

let shell: Shell;
beforeEach(() => {
  shell = openShell(tenantId);
});
afterEach(() => shell.close());

function planOf(env: Record<string, string> = {}, choices = everything): RegistrationPlan {
  const result = planRegistration({ ALLOWED_TENANTS: tenantId, ...env }, choices);
  if (!result.ok) throw new Error(result.problems.join('\n'));
  return result.plan;
}
const withIdentity = () =>
  shell.directory.servicePrincipals.push({ id: identity.principal, appId: identity.clientId });
const named = (name: string) => {
  const found = shell.directory.applications.find(({ displayName }) => displayName === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
};

test('registers bot, reader and writer exactly as the applications say, with what Graph takes', async () => {
  const env = {
    WRITES_AS: 'app',
    SCHOOL_PROFILES: 'on',
    BOT_FEDERATED_IDENTITY: identity.clientId,
    BOT_ID: '',
  };
  withIdentity();
  const { code, err, out } = await shell.run(registrationScript(planOf(env)));
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(/ids\.env/);
  const { ids } = shell;
  expect(Object.keys(ids)).toEqual(['BOT_ID', 'READ_CLIENT_ID', 'WRITE_CLIENT_ID']);
  const plan = planOf({ ...env, ...ids });
  expect(plan.registrations).toHaveLength(3);
  for (const registration of plan.registrations) {
    const { id: _, appId, ...made } = named(registration.name);
    expect(appId).toBe(ids[registration.setting]);
    expect(made).toEqual(applicationShape.parse(applicationOf(registration, plan)));
    expect(shell.directory.servicePrincipals.some((each) => each.appId === appId)).toBe(true);
  }
  expect(shell.directory.federated).toEqual([
    {
      application: named('Sync Warden').id,
      body: {
        name: 'sync-warden',
        issuer: `https://login.microsoftonline.com/${tenantId}/v2.0`,
        subject: identity.principal,
        audiences: ['api://AzureADTokenExchange'],
      },
    },
  ]);
});

test('consents to exactly what is needed, and again changes nothing', async () => {
  const script = registrationScript(planOf());
  await shell.run(script);
  const first = await shell.run(script, 'consent');
  expect([first.code, first.err]).toEqual([0, '']);
  const before = structuredClone(shell.directory);
  const principalOf = (name: string) =>
    before.servicePrincipals.find(({ appId }) => appId === named(name).appId)?.id;
  expect(before.scopeGrants).toMatchObject([
    {
      clientId: principalOf('Sync Warden'),
      resourceId: graphPrincipal.id,
      scope: 'Synchronization.ReadWrite.All',
    },
  ]);
  const reader = named('Sync Warden reader');
  expect(before.roleGrants.map(({ principalId }) => principalId)).toEqual(
    Array(5).fill(principalOf('Sync Warden reader')),
  );
  expect(before.roleGrants.map(({ appRoleId }) => appRoleId)).toEqual(
    reader.requiredResourceAccess.flatMap(({ resourceAccess }) => resourceAccess.map(({ id }) => id)),
  );
  const again = await shell.run(script, 'consent');
  expect([again.code, again.err]).toEqual([0, '']);
  const { calls: _, ...after } = shell.directory;
  const { calls: __, ...was } = before;
  expect(after).toEqual(was);
});

test('made again for the same ids it changes what is there, makes nothing twice, and tells what is too much', async () => {
  const grown = registrationScript(planOf());
  await shell.run(grown);
  await shell.run(grown, 'consent');
  const plan = planOf({ ...shell.ids }, { ...everything, groupsInPolicy: false });
  const script = registrationScript(plan);
  expect(await shell.run(script)).toMatchObject({ code: 0, err: '' });
  expect(shell.directory.applications).toHaveLength(2);
  expect(shell.directory.servicePrincipals).toHaveLength(3);
  expect(registeredOf(named('Sync Warden reader')).roles).toEqual([
    'Synchronization.Read.All',
    'Application.Read.All',
    'AuditLog.Read.All',
  ]);
  const { out } = await shell.run(script, 'consent');
  expect(out.match(/doesn't need/g)).toHaveLength(2);
  expect(out).toContain('98830695-27a2-44f7-8c18-0c3ebc9698f6');
});

test('a scope access_as_user that is there under another id is kept', async () => {
  await shell.run(registrationScript(planOf()));
  const { directory, ids } = shell;
  const other = '11111111-2222-4333-8444-555555555555';
  const [app] = directory.applications;
  if (app?.api.oauth2PermissionScopes[0] === undefined) throw new Error('no scope');
  app.api.oauth2PermissionScopes[0].id = other;
  app.api.preAuthorizedApplications = [];
  expect(await shell.run(registrationScript(planOf({ ...ids })))).toMatchObject({ code: 0, err: '' });
  expect(named('Sync Warden').api.preAuthorizedApplications).toHaveLength(2);
  for (const each of named('Sync Warden').api.preAuthorizedApplications)
    expect(each.delegatedPermissionIds).toEqual([other]);
});

test('a managed identity that reads is granted what it needs, and nothing is registered for it', async () => {
  withIdentity();
  const script = registrationScript(planOf({ READ_MANAGED_IDENTITY: identity.clientId }));
  await shell.run(script);
  expect(shell.directory.applications.map(({ displayName }) => displayName)).toEqual(['Sync Warden']);
  expect(await shell.run(script, 'consent')).toMatchObject({ code: 0, err: '' });
  expect(new Set(shell.directory.roleGrants.map(({ principalId }) => principalId))).toEqual(
    new Set([identity.principal]),
  );
  expect(shell.directory.roleGrants).toHaveLength(5);
});

describe('stops, and says what to do, where', () => {
  test('an application of that name is there that no setting names', async () => {
    const strange = applicationShape.parse({ displayName: 'Sync Warden', signInAudience: 'AzureADMyOrg' });
    shell.directory.applications.push({ ...strange, id: identity.principal, appId: identity.clientId });
    const { code, err } = await shell.run(registrationScript(planOf()));
    expect(code).toBe(1);
    expect(err).toContain(`set BOT_ID to it`);
    expect(shell.directory.applications).toHaveLength(1);
    expect(shell.directory.calls.map(({ method }) => method)).toEqual(['get']);
  });

  test('the id in the settings is no application here', async () => {
    const { code, err } = await shell.run(registrationScript(planOf({ BOT_ID: identity.clientId })));
    expect(code).toBe(1);
    expect(err).toContain('check BOT_ID');
  });

  test('the managed identity is not here', async () => {
    const env = { BOT_FEDERATED_IDENTITY: identity.clientId };
    const { code, err } = await shell.run(registrationScript(planOf(env)));
    expect(code).toBe(1);
    expect(err).toContain('_FEDERATED_IDENTITY');
  });

  test('the CLI is signed in elsewhere', async () => {
    const other = 'e028e689-5376-4951-a3f9-41211fc4ac98';
    const { code, err } = await shell.run(registrationScript(planOf({ BOT_TENANT_ID: other })));
    expect(code).toBe(1);
    expect(err).toContain(`az login --tenant ${other}`);
    expect(shell.directory.applications).toEqual([]);
  });

  test('the CLI is in another cloud', async () => {
    const { code, err } = await shell.run(registrationScript(planOf({ CLOUD: 'china' })));
    expect(code).toBe(1);
    expect(err).toContain('az cloud set --name AzureChinaCloud');
    expect(shell.directory.calls).toEqual([]);
  });

  test('nothing is registered yet', async () => {
    const { code, err } = await shell.run(registrationScript(planOf()), 'consent');
    expect(code).toBe(1);
    expect(err).toContain('BOT_ID is not registered yet');
  });
});

const azureClouds = {
  global: 'AzureCloud',
  usgov: 'AzureUSGovernment',
  dod: 'AzureUSGovernment',
  china: 'AzureChinaCloud',
};

test.each(Object.keys(clouds) as CloudName[])('in the cloud %s it asks that cloud alone', async (name) => {
  const there = openShell(tenantId, azureClouds[name]);
  try {
    const plan = planOf({ CLOUD: name, SCHOOL_PROFILES: 'on' });
    const { code, err } = await there.run(registrationScript(plan));
    expect([code, err]).toEqual([0, '']);
    const { graph, portal, authority } = clouds[name];
    const { calls, applications } = there.directory;
    expect(calls.length).toBeGreaterThan(5);
    for (const { url, resource } of calls) {
      expect(resource).toBe(graph);
      expect(url.startsWith(`${graph}/v1.0/`)).toBe(true);
    }
    for (const { web } of applications) expect(web?.redirectUris).toEqual([`${portal}/`]);
    const links = await there.run(registrationScript(plan), 'links');
    const { BOT_ID } = there.ids;
    const asked = planOf({ CLOUD: name, BOT_ID: BOT_ID ?? '' });
    expect(asked.registrations[0]?.clientId).toBe(BOT_ID);
    expect(links.out).toContain(`${authority}/<tenant id>/v2.0/adminconsent?client_id=${BOT_ID}&`);
    const link = /https\S+<tenant id>\S+/.exec(links.out)?.[0] ?? '';
    expect(new URL(link.replace('<tenant id>', tenantId)).searchParams.get('redirect_uri')).toBe(
      `${portal}/`,
    );
    expect(new URL(link.replace('<tenant id>', tenantId)).searchParams.get('scope')).toBe(
      `${graph}/.default`,
    );
  } finally {
    await there.close();
  }
});

test('hostile settings stay words of the shell', async () => {
  const result = planRegistration({ APP_ID_URI: `api://x';touch /tmp/owned;'` }, everything);
  expect(result.ok ? [] : result.problems).toEqual(['APP_ID_URI must look like api://botid-<BOT_ID>']);
  const script = registrationScript(planOf({ AUTHORITY_HOST: 'https://login.example' }));
  await promisify(execFile)('/bin/sh', ['-n', '-c', script]);
  expect(script).not.toMatch(/secret|password/i);
});

test('run once more as it is it stops, and what it had registered is not forgotten', async () => {
  withIdentity();
  const script = registrationScript(planOf({ BOT_FEDERATED_IDENTITY: identity.clientId }));
  expect((await shell.run(script)).code).toBe(0);
  const { ids } = shell;
  expect(Object.keys(ids)).toEqual(['BOT_ID', 'READ_CLIENT_ID']);
  const again = await shell.run(script);
  expect([again.code, again.err]).toEqual([1, expect.stringMatching(/set BOT_ID to it/)]);
  expect(shell.ids).toEqual(ids);
  expect((await shell.run(script, 'consent')).code).toBe(0);
});
