import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { readClaims } from '../../src/doctor/token-claims.ts';
import { teamsClientIds } from '../../src/sandbox/entra/apps.ts';
import { sisterTenantId } from '../../src/sandbox/ids.ts';
import { bot, type Clinic, day, deadAddress, openClinic, reader, textOf, writer } from './clinic.ts';

let clinic: Clinic;
beforeAll(async () => {
  clinic = await openClinic();
});
beforeEach(() => clinic.reset());
afterAll(() => clinic.close());

const unknownTenant = '11111111-2222-4333-8444-555555555555';
const asApp = { WRITES_AS: 'app', WRITE_CLIENT_ID: writer.clientId, WRITE_CLIENT_SECRET: writer.secret };
const both = () => ({
  ALLOWED_TENANTS: `${clinic.entra.tenantId},${sisterTenantId}`,
  BOT_TENANT_ID: clinic.entra.tenantId,
});

describe('the tenants', () => {
  test('are all there', async () => {
    const { tenants } = await clinic.examine({ env: both() });
    expect(tenants).toMatchObject({ status: 'pass', says: 'All 2 in the public cloud.' });
  });

  test('with one that this cloud doesn’t know', async () => {
    const { tenants } = await clinic.examine({
      env: { ...both(), ALLOWED_TENANTS: `${clinic.entra.tenantId},${unknownTenant}` },
    });
    expect(tenants.status).toBe('fail');
    expect(textOf(tenants)).toMatch(new RegExp(`${unknownTenant}.*ALLOWED_TENANTS.*CLOUD`, 's'));
  });

  test('with a home of the bot that isn’t there: the setting is BOT_TENANT_ID', async () => {
    const { tenants } = await clinic.examine({ env: { BOT_TENANT_ID: 'nowhere.example' } });
    expect(tenants.status).toBe('fail');
    expect(textOf(tenants)).toMatch(/nowhere\.example.*BOT_TENANT_ID/s);
  });

  test('in another cloud: its tokens come from elsewhere', async () => {
    // The same Entra under another of its names: tokens name the first.
    const { tenants } = await clinic.examine({
      env: { AUTHORITY_HOST: clinic.entra.url.replace('localhost', '127.0.0.1') },
    });
    expect(tenants.status).toBe('fail');
    expect(textOf(tenants)).toMatch(/another cloud.*CLOUD/s);
  });

  test('can’t be asked for', async () => {
    const { tenants } = await clinic.examine({ env: { AUTHORITY_HOST: await deadAddress() } });
    expect(tenants.status).toBe('fail');
    expect(textOf(tenants)).toMatch(/nothing listens there.*AUTHORITY_HOST/s);
  });
});

describe.each([
  ['token-connector', 'BOT', bot.clientId],
  ['token-read', 'READ', reader.clientId],
  ['token-write', 'WRITE', writer.clientId],
] as const)('%s', (id, prefix, clientId) => {
  const check = async (env: Record<string, string> = {}) =>
    (await clinic.examine({ env: { ...asApp, ...env } }))[id];

  test('is given', async () => {
    expect(await check()).toMatchObject({ status: 'pass', says: expect.stringContaining(clientId) });
  });

  test('isn’t for a wrong secret: names the setting', async () => {
    const found = await check({ [`${prefix}_CLIENT_SECRET`]: 'wrong-secret-of-mine' });
    expect(found.status).toBe('fail');
    expect(textOf(found)).toMatch(new RegExp(`AADSTS7000215.*correlation id.*${prefix}_CLIENT_SECRET`, 's'));
    expect(textOf(found)).not.toContain('wrong-secret-of-mine');
  });

  test('isn’t for a secret that has ended', async () => {
    clinic.change(clientId, { secrets: [{ value: `${prefix}-ended-secret`, expired: true }] });
    const found = await check({ [`${prefix}_CLIENT_SECRET`]: `${prefix}-ended-secret` });
    expect(found.status).toBe('fail');
    expect(textOf(found)).toMatch(new RegExp(`has ended.*new secret.*${prefix}_CLIENT_SECRET`, 's'));
  });

  test('isn’t where nobody consented: gives the link', async () => {
    clinic.change(clientId, { tenants: [] });
    const found = await check();
    expect(found.status).toBe('fail');
    expect(textOf(found)).toMatch(/AADSTS700016/);
    expect(found.mend).toContain(
      `${clinic.entra.url}/${clinic.entra.tenantId}/v2.0/adminconsent?client_id=${clientId}&scope=`,
    );
  });

  test('isn’t while Entra is in trouble, or asks to wait', async () => {
    clinic.entra.faults.add({ kind: 'status', status: 503, times: 0, client: clientId });
    expect(textOf(await check())).toMatch(/Entra answers 503.*few minutes/s);
    clinic.entra.faults.clear();
    clinic.entra.faults.add({ kind: 'throttle', retryAfterSeconds: 7, times: 0, client: clientId });
    expect(await check()).toMatchObject({ status: 'warn', mend: 'Try again in 7 s.' });
  });
});

test('one tenant of several without consent: says which, and that it is one', async () => {
  clinic.change(reader.clientId, { tenants: [clinic.entra.tenantId] });
  const found = (await clinic.examine({ env: both() }))['token-read'];
  expect(found.status).toBe('fail');
  expect(found.says).toMatch(/In 1 of 2 tenants/);
  expect(found.details.join('\n')).toMatch(new RegExp(`^${sisterTenantId}: Entra refuses`));
  expect(textOf(found)).not.toContain(`${clinic.entra.tenantId}:`);
});

test('without a reader the bot reads, and its credential’s end isn’t told twice', async () => {
  const env = { READ_CLIENT_ID: '', READ_CLIENT_SECRET: '' };
  clinic.change(bot.clientId, { roles: ['Synchronization.Read.All', 'Application.Read.All'] });
  const chart = await clinic.examine({ env });
  expect(chart['token-read'].status).toBe('pass');
  expect(chart['permissions-read'].status).toBe('pass');
  expect(chart['permissions-connector'].says).toMatch(/the bot’s credential reads, too/);
  expect(chart['expiry-read'].says).toMatch(/the reader uses the bot’s/);
});

test('claims of tokens of both versions are read, and anything else is no token', () => {
  const token = (claims: object) =>
    `${Buffer.from('{"alg":"RS256"}').toString('base64url')}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
  expect(readClaims(token({ tid: 'T', appid: 'A', roles: ['R', 1] }))).toEqual({
    tenantId: 't',
    clientId: 'a',
    roles: ['R'],
  });
  expect(readClaims(token({ tid: 'T', azp: 'A' }))).toEqual({ tenantId: 't', clientId: 'a', roles: [] });
  expect(readClaims('opaque')).toBeNull();
});

describe.each([
  ['expiry-connector', 'BOT', bot.clientId],
  ['expiry-read', 'READ', reader.clientId],
  ['expiry-write', 'WRITE', writer.clientId],
] as const)('%s', (id, prefix, clientId) => {
  const secret = `${prefix}~one of the secrets`;
  const check = async (env: Record<string, string> = {}) =>
    (await clinic.examine({ env: { ...asApp, [`${prefix}_CLIENT_SECRET`]: secret, ...env } }))[id];
  const ending = (...days: number[]) =>
    clinic.change(clientId, {
      secrets: days.map((some, index) => ({
        value: index === 0 ? secret : `other ${index}`,
        endsAt: Date.now() + some * day + 60_000,
      })),
    });

  test('a secret that holds for long; others don’t count', async () => {
    ending(200, 3);
    expect(await check()).toMatchObject({ status: 'pass', says: expect.stringMatching(/in 200 days/) });
  });

  test.each([
    [29, 'in 29 days'],
    [1, 'in one day'],
    [0, 'in less than a day'],
  ])('a secret that ends in %i days', async (days, words) => {
    ending(days);
    const found = await check();
    expect(found.status).toBe('warn');
    expect(textOf(found)).toMatch(new RegExp(`${words}.*${prefix}_CLIENT_SECRET`, 's'));
  });

  test('a secret of 31 days is no matter yet', async () => {
    ending(31);
    expect((await check()).status).toBe('pass');
  });

  test('a secret that has ended by Graph’s word', async () => {
    ending(-2);
    expect(await check()).toMatchObject({ status: 'fail', says: expect.stringMatching(/ended on/) });
  });

  test('a secret that has ended by Entra’s word', async () => {
    clinic.change(clientId, { secrets: [{ value: secret, expired: true }] });
    expect(await check()).toMatchObject({ status: 'fail', says: expect.stringMatching(/Entra says/) });
  });

  test('a secret that the registration doesn’t list: where to look', async () => {
    clinic.change(clientId, { secrets: [{ value: 'another' }] });
    clinic.entra.faults.clear();
    const found = await check();
    expect(found.status).toBe('warn');
    expect(textOf(found)).toMatch(/Certificates & secrets/);
  });

  test('where the registration may not be read: where to look', async () => {
    await clinic.fault({
      kind: 'status',
      status: 403,
      code: 'Authorization_RequestDenied',
      pathRegex: '/applications',
      times: 0,
    });
    ending(200);
    const found = await check();
    expect(found.status).toBe('warn');
    expect(textOf(found)).toMatch(/403.*portal\.azure\.com.*Certificates & secrets/s);
  });

  test('a certificate: by the file', async () => {
    const file = async (days: number) => {
      const made = await generate([{ name: 'commonName', value: 'app' }], {
        keySize: 2048,
        algorithm: 'sha256',
        notBeforeDate: new Date(Date.now() - 100 * day),
        notAfterDate: new Date(Date.now() + days * day + 60_000),
      });
      const path = join(clinic.folder, `${prefix}-${days}.pem`);
      writeFileSync(path, `${made.private}\n${made.cert}`);
      return { [`${prefix}_CLIENT_SECRET`]: '', [`${prefix}_CERTIFICATE_PATH`]: path };
    };
    expect(await check(await file(200))).toMatchObject({
      status: 'pass',
      says: expect.stringMatching(/200 days/),
    });
    expect((await check(await file(10))).status).toBe('warn');
    const ended = await check(await file(-10));
    expect(ended.status).toBe('fail');
    expect(textOf(ended)).toMatch(new RegExp(`ended on.*${prefix}_CERTIFICATE_PATH`, 's'));
  });

  test('a certificate’s file that is none', async () => {
    const path = clinic.write('none.pem', 'hello');
    const found = await check({ [`${prefix}_CLIENT_SECRET`]: '', [`${prefix}_CERTIFICATE_PATH`]: path });
    expect(found.status).toBe('fail');
    expect(textOf(found)).toMatch(/no certificate/);
  });

  test('what never ends', async () => {
    const identity = '22222222-3333-4444-8555-666666666666';
    const none = { [`${prefix}_CLIENT_SECRET`]: '' };
    const managed = await check({ ...none, [`${prefix}_FEDERATED_IDENTITY`]: identity });
    expect(managed).toMatchObject({ status: 'pass', says: expect.stringMatching(/managed identity/) });
    const tokenFile = await check({ ...none, [`${prefix}_FEDERATED_TOKEN_FILE`]: '/x' });
    expect(tokenFile).toMatchObject({ status: 'pass', says: expect.stringMatching(/token file/) });
  });
});

describe('people’s sign-in', () => {
  const check = async (env: Record<string, string> = {}) => (await clinic.examine({ env })).registration;
  const exposes = { uri: `api://botid-${bot.clientId}`, scope: 'access_as_user', authorized: teamsClientIds };

  test('in order', async () => expect((await check()).status).toBe('pass'));

  test.each<[string, object, RegExp]>([
    ['another URI', { exposes: { ...exposes, uri: 'api://else' } }, /application ID URI api:\/\/botid-/],
    ['another scope', { exposes: { ...exposes, scope: 'else' } }, /access_as_user is missing/],
    [
      'Teams not authorized',
      { exposes: { ...exposes, authorized: [teamsClientIds[0] ?? ''] } },
      /authorize 5e3ce6c0.*web/,
    ],
    ['nothing exposed', { exposes: { uri: 'x', scope: 'x', authorized: [] } }, /URI.*access_as_user/s],
    [
      'a permission not asked for',
      { delegated: ['User.Read'] },
      /delegated permission Synchronization\.ReadWrite\.All/,
    ],
  ])('with %s', async (_, change, words) => {
    clinic.change(bot.clientId, change);
    const found = await check();
    expect(found.status).toBe('fail');
    expect(textOf(found)).toMatch(words);
  });

  test('with school profiles the permission for them is wanted, too', async () => {
    clinic.change(bot.clientId, { delegated: ['Synchronization.ReadWrite.All'] });
    expect(textOf(await check({ SCHOOL_PROFILES: 'on' }))).toMatch(/EduAdministration\.ReadWrite is missing/);
  });

  test('may not be read: where to look', async () => {
    clinic.change(reader.clientId, { roles: ['Synchronization.Read.All'] });
    const found = await check();
    expect(found.status).toBe('warn');
    expect(textOf(found)).toMatch(/403.*Expose an API/s);
  });
});
