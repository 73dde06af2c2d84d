import { applicationOf } from '../../src/registration/application.ts';
import { consentLinks } from '../../src/registration/consent-links.ts';
import { type Permission, permissions } from '../../src/registration/permissions.ts';
import { type Choices, planRegistration, type RegistrationPlan } from '../../src/registration/plan.ts';
import type { EntraApp } from '../../src/sandbox/entra/apps.ts';
import { registeredOf } from '../../src/sandbox/entra/registered.ts';
import { sandboxApps, sandboxGroups, sandboxUsers } from '../../src/sandbox/people.ts';
import { bySecret, secureSend } from '../sandbox/entra-harness.ts';
import { buttonOf } from '../support/card.ts';
import type { Message } from '../support/connector.ts';
import { openProduction, type Production, productionEnv } from '../support/production.ts';

const { bot, reader } = sandboxApps;
const writer = { clientId: '9f1d2c3b-4a5e-4f60-8b7a-6c5d4e3f2a10', secret: 'sandbox-writer-secret' };
const policy = `
version: 1
rules:
  - name: operators may
    effect: allow
    who: { groups: [${sandboxGroups.operators.id}] }
    where: { anywhere: true }
    operations: [pause, start, delete, pause-profile]
    targets: { all: true }
  - name: Nobody else's schools
    effect: allow
    who: { users: [${sandboxUsers.educator.oid}] }
    where: { anywhere: true }
    operations: [pause-profile]
    targets: { all: true }
`;
const choices: Choices = { groupsInPolicy: true, whoDidIt: true, ownReader: true };
const asPerson = { SCHOOL_PROFILES: 'on' };
const asApp = {
  WRITES_AS: 'app',
  WRITE_CLIENT_ID: writer.clientId,
  WRITE_CLIENT_SECRET: writer.secret,
};

let it: Production;
let plan: RegistrationPlan;
afterEach(async () => {
  await it.stop();
});

/** A bot whose apps are in Entra as its plan registers them, except for what is left out; nobody consented yet. */
async function registered(env: Record<string, string>, leftOut: Permission | null = null): Promise<void> {
  it = await openProduction({ env, policy });
  const settings = { ...productionEnv(it, { policy: it.policyFile, store: '' }), ...env };
  const result = planRegistration(settings, choices);
  if (!result.ok) throw new Error(result.problems.join('\n'));
  ({ plan } = result);
  for (const registration of plan.registrations) {
    const application = applicationOf(registration, plan);
    const requiredResourceAccess = application.requiredResourceAccess.map((access) => ({
      ...access,
      resourceAccess: access.resourceAccess.filter(({ id }) => id !== leftOut?.id),
    }));
    put(registration.clientId ?? '', {
      tenants: [it.entra.tenantId],
      delegated: [],
      roles: [],
      registration: registeredOf({ ...application, requiredResourceAccess }),
    });
  }
}

function put(clientId: string, changed: Partial<EntraApp>): void {
  const like = it.entra.apps.get(clientId) ?? it.entra.apps.get(reader.clientId);
  if (like === undefined) throw new Error('the sandbox has no reader');
  const secrets = clientId === writer.clientId ? [{ value: writer.secret }] : like.secrets;
  it.entra.apps.set(clientId, { ...like, clientId, secrets, ...changed });
}

/** An admin opens a link and agrees. */
async function open(link: string): Promise<void> {
  const answer = await secureSend(it.entra.ca, 'GET', link);
  expect([answer.status, answer.headers['location']]).toEqual([
    302,
    `https://portal.azure.com/?admin_consent=True&tenant=${it.entra.tenantId}`,
  ]);
}
const consent = async () => {
  for (const { href } of consentLinks(plan)) await open(href);
  // A token from before has none of it, and is kept until it ends.
  await it.restart({});
};
const rolesOf = async (app: { clientId: string; secret: string }) => {
  const { token } = await bySecret(it.entra, app).getToken(`${it.graph.url}/.default`);
  return (await it.entra.verify(token))?.roles;
};
const namesOf = (holder: string) =>
  plan.registrations.find(({ holders }) => holders[0] === holder)?.permissions.map(({ name }) => name);

const told = (value: unknown) => JSON.stringify(value);
async function asked(user: keyof typeof sandboxUsers, said: string, card: RegExp): Promise<Message> {
  await it.say(user, said);
  return await it.shown(card);
}
const press = (user: keyof typeof sandboxUsers, card: Message, title = 'Pause') =>
  it.tap(user, buttonOf(card.cards[0], title), { on: card, token: it.entra.sso(user) });

test('registered as planned and consented to by the links, the bot does all it can do', async () => {
  await registered(asPerson);
  await consent();
  expect(await rolesOf(reader)).toEqual(namesOf('reader'));
  expect(await rolesOf(bot)).toEqual([]);
  await press('adminUser', await asked('adminUser', 'pause Slack', /Pause Slack\?/));
  await it.shown(/Slack is paused/);
  await press('educator', await asked('educator', 'pause school Contoso High School', /High School\?/));
  await it.shown(/Contoso High School is paused/);
  const audits = await fetch(`${it.graph.url}/v1.0/auditLogs/directoryAudits`, {
    headers: {
      authorization: `Bearer ${it.entra.accessToken({ audience: it.graph.url, clientId: reader.clientId })}`,
    },
  });
  expect(audits.status).toBe(200);
});

test('what Teams is asked to sign people in for is exposed, and Teams may have it without asking', async () => {
  await registered(asPerson);
  await consent();
  const card = await asked('adminUser', 'pause Slack', /Pause Slack\?/);
  const { value } = await it.tap('adminUser', buttonOf(card.cards[0], 'Pause'), { on: card });
  const { uri } = (value as { tokenExchangeResource: { uri: string } }).tokenExchangeResource;
  const [registration] = plan.registrations;
  if (registration === undefined) throw new Error('no bot is planned');
  const { identifierUris, api } = applicationOf(registration, plan);
  expect(identifierUris).toEqual([uri]);
  const [scope] = api.oauth2PermissionScopes;
  expect(scope).toMatchObject({ value: 'access_as_user', isEnabled: true });
  expect(api.preAuthorizedApplications).toContainEqual({
    appId: (await it.entra.verify(it.entra.sso('adminUser')))?.clientId,
    delegatedPermissionIds: [scope?.id],
  });
});

test('where nobody consented yet, the link the bot shows is the one that helps', async () => {
  await registered(asPerson);
  const [, readerLink] = consentLinks(plan);
  await open(readerLink?.href ?? '');
  const card = await asked('adminUser', 'pause Slack', /Pause Slack\?/);
  const body = await press('adminUser', card);
  const link = /https:\/\/\S+adminconsent\?[^\s"\\]+/.exec(told(body.value))?.[0] ?? '';
  expect(await it.writes()).toEqual([]);
  await open(link);
  await press('adminUser', card);
  await it.shown(/Slack is paused/);
});

test('with WRITES_AS=app the bot’s own registration needs nothing at all', async () => {
  await registered(asApp);
  expect(namesOf('bot')).toEqual([]);
  expect(consentLinks(plan).map(({ name }) => name)).toEqual(['Sync Warden reader', 'Sync Warden writer']);
  await consent();
  expect(await rolesOf(writer)).toEqual(['Synchronization.ReadWrite.All']);
  await it.say('adminUser', 'pause Slack');
  await it.shown(/Slack is paused/);
});

/** What somebody meets when one permission was left out. */
const without: readonly (readonly [string, Record<string, string>, () => Promise<void>])[] = [
  [
    'delegated Synchronization.ReadWrite.All',
    asPerson,
    async () => {
      const body = await press('adminUser', await asked('adminUser', 'pause Slack', /Pause Slack\?/));
      expect(told(body.value)).toMatch(/An admin has to agree first.*adminconsent/);
    },
  ],
  [
    'delegated EduAdministration.ReadWrite',
    asPerson,
    async () => {
      const said = 'pause school Contoso High School';
      const body = await press('educator', await asked('educator', said, /High School\?/));
      expect(told(body.value)).toMatch(/An admin has to agree first.*adminconsent/);
    },
  ],
  [
    'application Synchronization.Read.All',
    asPerson,
    async () => void (await asked('adminUser', 'list', /Microsoft Graph didn’t let me read/)),
  ],
  [
    'application Application.Read.All',
    asPerson,
    async () => void (await asked('adminUser', 'list', /Microsoft Graph didn’t let me read/)),
  ],
  [
    'application GroupMember.Read.All',
    asPerson,
    async () => void (await asked('adminUser', 'pause Slack', /I couldn’t look up which groups you are in/)),
  ],
  [
    'application User.Read.All',
    asPerson,
    async () => void (await asked('adminUser', 'pause Slack', /I couldn’t look up which groups you are in/)),
  ],
  [
    'application AuditLog.Read.All',
    asPerson,
    async () => {
      const token = it.entra.accessToken({ audience: it.graph.url, clientId: reader.clientId });
      const headers = { authorization: `Bearer ${token}` };
      expect((await fetch(`${it.graph.url}/v1.0/auditLogs/directoryAudits`, { headers })).status).toBe(403);
      await press('adminUser', await asked('adminUser', 'pause Slack', /Pause Slack\?/));
      await it.shown(/Slack is paused/);
    },
  ],
  [
    'application EduAdministration.Read.All',
    asPerson,
    async () => void (await asked('educator', 'list schools', /Microsoft Graph didn’t let me read/)),
  ],
  [
    'application Synchronization.ReadWrite.All',
    asApp,
    async () => {
      await it.say('adminUser', 'pause Slack');
      expect(it.text(await it.shown(/Pausing Slack failed/))).toMatch(
        /WRITE_CLIENT_ID.*Synchronization\.ReadWrite\.All/,
      );
    },
  ],
];

const titleOf = ({ kind, name }: Permission) => `${kind} ${name}`;

test('every permission there is, is left out below', () => {
  expect(without.map(([title]) => title).sort()).toEqual(permissions.map(titleOf).sort());
});

test.each(without)('without %s: told so, and nothing is changed', async (title, env, meets) => {
  const leftOut = permissions.find((each) => titleOf(each) === title) ?? null;
  await registered(env, leftOut);
  await consent();
  await meets();
  const changed = (await it.writes()).filter(({ status }) => status !== 401);
  expect(changed).toHaveLength(title.includes('AuditLog') ? 1 : 0);
});
