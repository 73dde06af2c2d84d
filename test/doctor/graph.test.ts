import { sisterTenantId } from '../../src/sandbox/ids.ts';
import { bot, type Clinic, deadAddress, groupsMay, openClinic, reader, textOf, writer } from './clinic.ts';

let clinic: Clinic;
beforeAll(async () => {
  clinic = await openClinic();
});
beforeEach(() => clinic.reset());
afterAll(() => clinic.close());

const least = ['Synchronization.Read.All', 'Application.Read.All'];
const asApp = { WRITES_AS: 'app', WRITE_CLIENT_ID: writer.clientId, WRITE_CLIENT_SECRET: writer.secret };

describe('the reader’s permissions', () => {
  const check = async (roles: readonly string[], env: Record<string, string> = {}) => {
    clinic.change(reader.clientId, { roles });
    return (await clinic.examine({ env }))['permissions-read'];
  };

  test('the least: passes, and says what the bot can’t tell', async () => {
    const found = await check(least);
    expect(found.status).toBe('pass');
    expect(found.details).toEqual(['without AuditLog.Read.All the bot can’t tell who changed a watched job']);
    expect((await check([...least, 'AuditLog.Read.All'])).details).toEqual([]);
  });

  test.each([
    [
      'no right to read jobs',
      ['Application.Read.All'],
      {},
      /Synchronization\.Read\.All is missing, for jobs/,
    ],
    [
      'no right to read names',
      ['Synchronization.Read.All'],
      {},
      /Application\.Read\.All is missing, for applications’ names/,
    ],
    ['no right at all', [], {}, /Synchronization.*Application/s],
    [
      'no right to read school profiles',
      least,
      { SCHOOL_PROFILES: 'on' },
      /EduAdministration\.Read\.All is missing/,
    ],
  ])('%s: fails, and gives the link for consent', async (_, roles, env, words) => {
    const found = await check(roles, env);
    expect(found.status).toBe('fail');
    expect(textOf(found)).toMatch(words);
    expect(found.mend).toContain(`adminconsent?client_id=${reader.clientId}`);
  });

  test('with groups in the policy those must be readable, too', async () => {
    const env = { POLICY_FILE: clinic.write('groups.yml', groupsMay) };
    const found = await check(least, env);
    expect(found.status).toBe('fail');
    expect(textOf(found)).toMatch(/GroupMember\.Read\.All.*User\.Read\.All/s);
    for (const people of ['User.Read.All', 'User.ReadBasic.All'])
      expect((await check([...least, 'GroupMember.Read.All', people], env)).status).toBe('pass');
  });

  test.each([
    ['that writes', [...least, 'Synchronization.ReadWrite.All'], 'Synchronization.ReadWrite.All'],
    ['in place of a lesser one', ['Synchronization.Read.All', 'Directory.Read.All'], 'Directory.Read.All'],
    ['for something else', [...least, 'Mail.Read'], 'Mail.Read'],
    ['for groups no rule names', [...least, 'GroupMember.Read.All'], 'GroupMember.Read.All'],
  ])('one %s: warns of it', async (_, roles, name) => {
    expect(await check(roles)).toMatchObject({ status: 'warn', says: `More than is needed: ${name}.` });
  });
});

describe('the writer’s permissions', () => {
  const check = async (roles: readonly string[]) => {
    clinic.change(writer.clientId, { roles });
    return (await clinic.examine({ env: asApp }))['permissions-write'];
  };

  test.each([['Synchronization.ReadWrite.All'], ['Application.ReadWrite.OwnedBy']])(
    '%s is enough',
    async (role) => {
      expect((await check([role])).status).toBe('pass');
    },
  );

  test('missing', async () => {
    const found = await check(['Synchronization.Read.All']);
    expect(found.status).toBe('fail');
    expect(textOf(found)).toMatch(
      /Synchronization\.ReadWrite\.All is missing, for changing jobs.*WRITE_CLIENT_ID/s,
    );
  });

  test('more than needed', async () => {
    expect((await check(['Synchronization.ReadWrite.All', 'Application.Read.All'])).status).toBe('warn');
  });
});

describe('the bot’s permissions', () => {
  test('none, beside a reader: as it should be', async () => {
    expect((await clinic.examine())['permissions-connector'].status).toBe('pass');
  });

  test('one: warns, and says whose to take it from', async () => {
    clinic.change(bot.clientId, { roles: ['Synchronization.ReadWrite.All'] });
    const found = (await clinic.examine())['permissions-connector'];
    expect(found.status).toBe('warn');
    expect(textOf(found)).toMatch(/Synchronization\.ReadWrite\.All.*BOT_ID/s);
  });

  test('can’t be seen where it isn’t in a tenant', async () => {
    clinic.change(bot.clientId, { tenants: [clinic.entra.tenantId] });
    const env = {
      ALLOWED_TENANTS: `${clinic.entra.tenantId},${sisterTenantId}`,
      BOT_TENANT_ID: clinic.entra.tenantId,
    };
    const found = (await clinic.examine({ env }))['permissions-connector'];
    expect(found.status).toBe('fail');
    expect(textOf(found)).toMatch(new RegExp(`${sisterTenantId}.*adminconsent`, 's'));
  });
});

describe('reading', () => {
  const check = async (env: Record<string, string> = {}) => (await clinic.examine({ env }))['graph-read'];

  test('works', async () => expect((await check()).status).toBe('pass'));

  test('changes nothing: only GETs are sent', async () => {
    await clinic.examine({ env: { ...asApp, SCHOOL_PROFILES: 'on' } });
    const response = await fetch(`${clinic.graph.url}/_sandbox/calls`);
    const { calls } = (await response.json()) as { calls: { method: string }[] };
    expect(calls.length).toBeGreaterThan(3);
    expect(new Set(calls.map(({ method }) => method))).toEqual(new Set(['GET']));
  });

  test('is not permitted, as Graph says it of jobs', async () => {
    clinic.change(reader.clientId, { roles: ['Application.Read.All'] });
    const found = await check();
    expect(found.status).toBe('fail');
    expect(textOf(found)).toMatch(/401 UnknownError.*request id.*adminconsent/s);
  });

  test('is not permitted, as Graph says it of applications', async () => {
    clinic.change(reader.clientId, { roles: [] });
    expect(textOf(await check())).toMatch(/403 Authorization_RequestDenied/);
  });

  test('meets a Graph that wants to be left alone, or is in trouble', async () => {
    await clinic.fault({ kind: 'throttle', retryAfterSeconds: 9, pathRegex: '/servicePrincipals', times: 1 });
    expect(await check()).toMatchObject({ status: 'warn', mend: 'Try again in 9 s.' });
    await clinic.fault({ kind: 'status', status: 503, pathRegex: '/servicePrincipals', times: 1 });
    expect(await check()).toMatchObject({ status: 'fail', says: 'Graph answers 503.' });
  });

  test('meets no Graph', async () => {
    const found = await check({ GRAPH_BASE_URL: await deadAddress() });
    expect(found.status).toBe('fail');
    expect(textOf(found)).toMatch(/onnection to Graph.*GRAPH_BASE_URL/s);
  });
});

describe('school profiles', () => {
  const on = { SCHOOL_PROFILES: 'on' };
  const check = async (env: Record<string, string> = on) => (await clinic.examine({ env })).school;
  beforeEach(() => clinic.change(reader.clientId, { roles: [...least, 'EduAdministration.Read.All'] }));

  test('are listed', async () =>
    expect(await check()).toMatchObject({ status: 'pass', says: expect.stringMatching(/\d profiles/) }));

  test('switched off: not looked at', async () =>
    expect((await check({})).says).toBe('Skipped: SCHOOL_PROFILES is off.'));

  test('may not be read', async () => {
    clinic.change(reader.clientId, { roles: least });
    expect(textOf(await check())).toMatch(/403/);
  });

  test('taken away by Microsoft', async () => {
    await clinic.fault({ kind: 'status', status: 410, pathRegex: '/education', times: 0 });
    const found = await check();
    expect(found.status).toBe('warn');
    expect(textOf(found)).toMatch(/410.*SCHOOL_PROFILES=off/s);
  });
});
