import { sandboxApps, sandboxUsers } from '../../src/sandbox/people.ts';
import { buttonOf } from '../support/card.ts';
import { openProduction, type Production } from '../support/production.ts';

/** An app of its own that writes, as an operator would register one. */
const writer = { clientId: '9f1d2c3b-4a5e-4f60-8b7a-6c5d4e3f2a10', secret: 'sandbox-writer-secret' };

const env = {
  WRITES_AS: 'app',
  SCHOOL_PROFILES: 'on',
  WRITE_CLIENT_ID: writer.clientId,
  WRITE_CLIENT_SECRET: writer.secret,
};
const policy = `
version: 1
rules:
  - name: Ada may
    effect: allow
    who: { users: [${sandboxUsers.adminUser.oid}] }
    where: { anywhere: true }
    operations: [pause, start, delete, pause-profile]
    targets: { all: true }
`;

let it: Production;
beforeEach(async () => {
  it = await openProduction({ env, policy });
  const roles = ['Synchronization.ReadWrite.All', 'Application.Read.All'];
  const reader = it.entra.apps.get(sandboxApps.reader.clientId);
  if (reader === undefined) throw new Error('the sandbox has no reader');
  const { clientId, secret } = writer;
  it.entra.apps.set(clientId, { ...reader, clientId, secrets: [{ value: secret }], roles });
  it.entra.apps.set(reader.clientId, { ...reader, roles: [...reader.roles, 'EduAdministration.Read.All'] });
});
afterEach(async () => {
  await it.stop();
});

test('WRITES_AS=app: a pause by one the policy names goes out at once, with the writing app’s own token', async () => {
  await it.say('adminUser', 'pause Slack');
  await it.shown(/Slack is paused/);
  const writes = await it.writes();
  expect(writes).toHaveLength(1);
  expect(writes[0]?.caller).toMatchObject({ clientId: writer.clientId, delegated: false });
  for (const call of await it.calls())
    if (call.method === 'GET') expect(call.caller?.clientId).toBe(sandboxApps.reader.clientId);
});

test('WRITES_AS=app: whom the policy doesn’t name gets nothing done', async () => {
  await it.say('cloudAdmin', 'pause Slack');
  await it.shown(/rules here don’t allow/);
  expect(await it.writes()).toEqual([]);
});

test('WRITES_AS=app: a school profile still needs a person, and says so', async () => {
  await it.say('adminUser', 'pause school Contoso High School');
  const card = await it.shown(/Contoso High School\?/);
  expect(it.text(card)).toMatch(/your (own )?(name|rights)/i);
  const button = buttonOf(card.cards[0], 'Pause');
  const login = await it.tap('adminUser', button, { on: card });
  expect(login.statusCode).toBe(401);
  await it.tap('adminUser', button, { on: card, token: it.entra.sso('adminUser') });
  await it.shown(/Contoso High School is paused/);
  expect((await it.writes())[0]?.caller).toMatchObject({ oid: sandboxUsers.adminUser.oid, delegated: true });
});

test('the writing app without its permission: failed, and told what the app needs', async () => {
  const app = it.entra.apps.get(writer.clientId);
  if (app === undefined) throw new Error('the sandbox has no writer');
  it.entra.apps.set(writer.clientId, { ...app, roles: ['Application.Read.All'] });
  await it.say('adminUser', 'pause Slack');
  const ended = await it.shown(/Pausing Slack failed/);
  expect(it.text(ended)).toMatch(/WRITE_CLIENT_ID/);
});

test('a writing app whose secret is refused: nothing sent, the operator’s setting is named in the log', async () => {
  it.entra.faults.add({ kind: 'aadsts', error: 7000215, client: writer.clientId, times: 0 });
  await it.say('adminUser', 'pause Slack');
  await it.shown(/Pausing Slack failed/);
  expect(await it.writes()).toEqual([]);
  expect(it.logged()).toContain('WRITE_CLIENT_SECRET');
  expect(it.logged()).not.toContain(writer.secret);
});
