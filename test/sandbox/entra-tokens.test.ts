import { createRemoteJWKSet, customFetch, decodeJwt, jwtVerify } from 'jose';
import type { SandboxEntra } from '../../src/sandbox/entra/server.ts';
import { directoryRoles, foreignTenantId, sandboxUsers } from '../../src/sandbox/people.ts';
import {
  bot,
  byAssertion,
  bySecret,
  failureOf,
  oboForm,
  onBehalfOf,
  openEntra,
  postToken,
  reader,
  secureSend,
  stopEntras,
} from './entra-harness.ts';
import { handClock, rawSend } from './harness.ts';

let entra: SandboxEntra;
beforeAll(async () => {
  entra = await openEntra();
});
beforeEach(() => entra.reset());
afterAll(stopEntras);

const graphRoot = 'https://graph.microsoft.com';
const write = `${graphRoot}/Synchronization.ReadWrite.All`;

/** The keys as a client gets them that knows only the metadata. */
async function publishedKeys(tenant = entra.tenantId) {
  const metadata = await secureSend(
    entra.ca,
    'GET',
    `${entra.url}/${tenant}/v2.0/.well-known/openid-configuration`,
  );
  const keys = createRemoteJWKSet(new URL(metadata.body.jwks_uri), {
    [customFetch]: async (url: string) => {
      const answer = await secureSend(entra.ca, 'GET', url);
      return new Response(answer.text, { status: answer.status });
    },
  });
  return { metadata: metadata.body, keys };
}

describe('what is published', () => {
  test('metadata and keys, per tenant', async () => {
    const { metadata } = await publishedKeys();
    expect(metadata).toMatchObject({
      issuer: `${entra.url}/${entra.tenantId}/v2.0`,
      token_endpoint: `${entra.url}/${entra.tenantId}/oauth2/v2.0/token`,
      jwks_uri: `${entra.url}/${entra.tenantId}/discovery/v2.0/keys`,
    });
    const keys = await secureSend(entra.ca, 'GET', metadata.jwks_uri);
    expect(keys.body.keys).toEqual([expect.objectContaining({ kty: 'RSA', use: 'sig', e: 'AQAB' })]);
    expect(JSON.stringify(keys.body)).not.toMatch(/"(?:d|p|q)"/);
  });

  test('the tenants that stand for all have an issuer to fill in', async () => {
    const { metadata } = await publishedKeys('common');
    expect(metadata.issuer).toBe(`${entra.url}/{tenantid}/v2.0`);
  });

  test('an unknown tenant has nothing', async () => {
    const unknown = '00000000-1111-2222-3333-444444444444';
    for (const path of [
      `${unknown}/v2.0/.well-known/openid-configuration`,
      `${unknown}/discovery/v2.0/keys`,
    ]) {
      const answer = await secureSend(entra.ca, 'GET', `${entra.url}/${path}`);
      expect(answer.status).toBe(400);
      expect(answer.body.error_codes).toEqual([90002]);
    }
  });

  test('discovery points at itself', async () => {
    const { body } = await secureSend(
      entra.ca,
      'GET',
      `${entra.url}/common/discovery/instance?api-version=1.1`,
    );
    expect(body.metadata[0].aliases).toEqual([`localhost:${entra.port}`]);
  });

  test('the certificate holds for every loopback name, and for who trusts the authority only', async () => {
    for (const name of ['localhost', '127.0.0.1']) {
      const url = `https://${name}:${entra.port}/common/discovery/v2.0/keys`;
      expect((await secureSend(entra.ca, 'GET', url)).status).toBe(200);
    }
    const other = await openEntra();
    const failure = await failureOf(secureSend(other.ca, 'GET', `${entra.url}/common/discovery/v2.0/keys`));
    expect(failure.code).toMatch(/CERT|SIGNATURE/);
  });

  test.each([
    ['host', { host: 'login.evil.example' }],
    ['origin', { origin: 'https://evil.example' }],
  ])('a foreign %s is turned away', async (_name, headers) => {
    const port = Number(new URL(entra.plainUrl).port);
    const path = '/v1/.well-known/openidconfiguration';
    expect((await rawSend({ port }, 'GET', path, headers)).status).toBe(403);
  });

  test('tokens are to be had over https only', async () => {
    const response = await fetch(`${entra.plainUrl}/${entra.tenantId}/oauth2/v2.0/token`, { method: 'POST' });
    expect(response.status).toBe(404);
  });

  test.each([
    ['PUT', 'common/discovery/v2.0/keys', 405],
    ['GET', 'common/oauth2/v2.0/token', 405],
    ['GET', 'common/oauth2/v2.0/authorize', 404],
    ['GET', '', 404],
    ['GET', '%', 404],
  ])('%s /%s: %i', async (method, path, status) => {
    expect((await secureSend(entra.ca, method, `${entra.url}/${path}`)).status).toBe(status);
  });

  test('a body beyond reason is refused', async () => {
    const answer = await postToken(entra, { client_id: 'x'.repeat(1024 * 1024) });
    expect(answer.status).toBe(413);
  });

  test('it listens on loopback only', async () => {
    await expect(openEntra({ host: '0.0.0.0' })).rejects.toThrow(/loopback only/);
    await expect(openEntra({ port: entra.port })).rejects.toThrow(/EADDRINUSE/);
  });
});

describe('on behalf of a person', () => {
  test('the token is the person’s, for Graph, with what was consented to', async () => {
    const { token, expiresOnTimestamp } = await onBehalfOf(entra, 'adminUser').getToken(write);
    const { keys } = await publishedKeys();
    const { payload } = await jwtVerify(token, keys, { audience: graphRoot, algorithms: ['RS256'] });
    expect(payload).toMatchObject({
      iss: `${entra.url}/${entra.tenantId}/`,
      tid: entra.tenantId,
      oid: sandboxUsers.adminUser.oid,
      appid: bot.clientId,
      idtyp: 'user',
      wids: [directoryRoles['Application Administrator']],
    });
    expect(String(payload['scp']).split(' ')).toContain('Synchronization.ReadWrite.All');
    expect(payload).not.toHaveProperty('roles');
    expect(Math.abs(expiresOnTimestamp - Date.now() - 3_599_000)).toBeLessThan(5000);
  });

  test('the log counts exchanges, and keeps no secrets', async () => {
    const credential = onBehalfOf(entra, 'cloudAdmin');
    await credential.getToken(write);
    await credential.getToken(write);
    const exchanges = entra.requests().filter((each) => each.endpoint === 'token');
    expect(exchanges).toEqual([
      expect.objectContaining({
        method: 'POST',
        path: `/${entra.tenantId}/oauth2/v2.0/token`,
        tenant: entra.tenantId,
        grant: 'on_behalf_of',
        client: bot.clientId,
        proof: 'secret',
        user: sandboxUsers.cloudAdmin.oid,
        status: 200,
        error: null,
        fault: null,
      }),
    ]);
    const shown = await secureSend(entra.ca, 'GET', `${entra.url}/_sandbox/entra/requests`);
    expect(shown.body.requests).toEqual(entra.requests());
    expect(shown.text).not.toContain(bot.secret);
    expect(shown.text).not.toContain('eyJ');
  });

  test.each(['api://bots.contoso.example/botid-', 'api://botid-', 'api://'])(
    'a token for %s… is for the bot too',
    async (prefix) => {
      const assertion = entra.sso('owner', { aud: `${prefix}${bot.clientId}` });
      const { token } = await onBehalfOf(entra, 'owner', assertion).getToken(write);
      expect(decodeJwt(token)['oid']).toBe(sandboxUsers.owner.oid);
    },
  );

  test('with a federated assertion in place of a secret', async () => {
    const { client_secret: _, ...form } = oboForm(entra.sso('guest'), write);
    const answer = await postToken(entra, {
      ...form,
      client_assertion: entra.assertion(bot.clientId),
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    });
    expect(answer.status).toBe(200);
    expect(decodeJwt(answer.body.access_token)).toMatchObject({ oid: sandboxUsers.guest.oid, acct: 1 });
    expect(entra.requests().at(-1)?.proof).toBe('assertion');
  });

  const past = Math.floor(Date.now() / 1000) - 60;
  const future = past + 600;
  test.each([
    ['a changed payload', { tamper: 'payload' }, 50013],
    ['a changed signature', { tamper: 'signature' }, 50013],
    ['no algorithm', { alg: 'none' }, 50013],
    ['the public key for a secret', { alg: 'HS256' }, 50013],
    ['a key nobody published', { key: 'unknown' }, 50013],
    ['such a key under a known id', { key: 'unknown', kid: 'sandbox-entra' }, 50013],
    ['a key of the channel', { key: 'channel' }, 50013],
    ['another issuer', { iss: 'https://login.evil.example/v2.0' }, 50013],
    ['no expiry', { exp: null }, 50013],
    ['no person', { claims: { oid: null } }, 50013],
    ['another audience', { aud: '11111111-2222-4333-8444-555555555555' }, 500131],
    ['Graph for an audience', { aud: graphRoot }, 500131],
    ['an expiry that is over', { exp: past }, 500133],
    ['a beginning to come', { nbf: future }, 500133],
    ['no scope, as an app’s own', { claims: { scp: null } }, 7000114],
    ['nobody known', { claims: { oid: '11111111-2222-4333-8444-555555555555' } }, 50034],
  ] as const)('an assertion with %s is refused', async (_name, overrides, number) => {
    const answer = await postToken(entra, oboForm(entra.sso('adminUser', overrides), write));
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ error: 'invalid_grant', error_codes: [number] });
    expect(answer.body.error_description).toMatch(
      new RegExp(`^AADSTS${number}: .* Trace ID: .* Timestamp: `),
    );
    expect(entra.requests().at(-1)).toMatchObject({ status: 400, error: number });
  });

  test('an assertion of another tenant is no good in this one, nor is the bot known there', async () => {
    const assertion = entra.sso('foreigner');
    expect(decodeJwt(assertion)).toMatchObject({ tid: foreignTenantId });
    const codes = async (tenant: string) =>
      (await postToken(entra, oboForm(assertion, write), tenant)).body.error_codes;
    expect(await codes(entra.tenantId)).toEqual([50013]);
    expect(await codes(foreignTenantId)).toEqual([700016]);
    expect(await codes('organizations')).toEqual([65001]);
  });

  test.each([
    ['what nobody consented to', `${graphRoot}/Directory.ReadWrite.All`, 65001],
    ['nothing', 'openid profile offline_access', 70011],
    ['two resources', `${write} https://graph.microsoft.us/User.Read`, 70011],
    ['a resource nobody knows', 'https://vault.example/.default', 500011],
  ])('asking for %s is refused', async (_name, scope, number) => {
    const answer = await postToken(entra, oboForm(entra.sso('adminUser'), scope));
    expect(answer.body.error_codes).toEqual([number]);
  });

  test('an app with no consent at all gets none by asking for the default', async () => {
    const app = entra.apps.get(bot.clientId);
    if (app === undefined) throw new Error('no app');
    entra.apps.set(bot.clientId, { ...app, delegated: [] });
    const failure = await failureOf(onBehalfOf(entra, 'adminUser').getToken(`${graphRoot}/.default`));
    expect(failure.message).toContain('AADSTS65001');
  });
});

describe('as an app', () => {
  test('with a secret: roles, and no scopes', async () => {
    const { token } = await bySecret(entra, reader).getToken(`${graphRoot}/.default`);
    const claims = decodeJwt(token);
    expect(claims).toMatchObject({
      aud: graphRoot,
      appid: reader.clientId,
      oid: reader.servicePrincipalId,
      idtyp: 'app',
      roles: ['Synchronization.Read.All', 'Application.Read.All', 'GroupMember.Read.All', 'User.Read.All'],
    });
    expect(claims).not.toHaveProperty('scp');
    expect(await entra.verify(token)).toMatchObject({ audience: graphRoot, scopes: null });
  });

  test('with a federated assertion', async () => {
    const { token } = await byAssertion(entra, bot.clientId).getToken(`${graphRoot}/.default`);
    expect(decodeJwt(token)).toMatchObject({ appid: bot.clientId, idtyp: 'app' });
  });

  test.each(['botframework.com', 'tenant'])('for the channel, at %s', async (where) => {
    const tenant = where === 'tenant' ? entra.tenantId : where;
    const { token } = await bySecret(entra, bot, tenant).getToken('https://api.botframework.com/.default');
    const verified = await entra.verify(token);
    expect(verified).toMatchObject({
      audience: 'https://api.botframework.com',
      clientId: bot.clientId,
      roles: [],
    });
  });

  const form = {
    grant_type: 'client_credentials',
    client_id: bot.clientId,
    client_secret: bot.secret,
    scope: `${graphRoot}/.default`,
  };
  test.each([
    ['a wrong secret', { client_secret: 'guess' }, 401, 7000215],
    ['a secret that has run out', { client_secret: `${bot.secret}-expired` }, 401, 7000222],
    ['an app nobody registered', { client_id: '11111111-2222-4333-8444-555555555555' }, 400, 700016],
    ['a scope that is not the default', { scope: write }, 400, 1002012],
    ['another grant', { grant_type: 'password' }, 400, 70003],
    ['a resource nobody knows', { scope: 'https://vault.example/.default' }, 400, 500011],
  ])('%s is refused', async (_name, change, status, number) => {
    const answer = await postToken(entra, { ...form, ...change });
    expect(answer.status).toBe(status);
    expect(answer.body.error_codes).toEqual([number]);
  });

  test('nothing at all is refused by what is missing first', async () => {
    expect((await postToken(entra, {})).body.error_codes).toEqual([900144]);
    const { client_secret: _, ...unproven } = form;
    expect((await postToken(entra, unproven)).body.error_codes).toEqual([7000216]);
  });

  test.each(['00000000-1111-2222-3333-444444444444', 'common'])('tenant %s is refused', async (tenant) => {
    expect((await postToken(entra, form, tenant)).body.error_codes).toEqual([90002]);
  });

  test.each([
    ['another issuer', { iss: 'https://evil.example' }, 700211],
    ['another audience', { aud: graphRoot }, 700212],
    ['another subject', { claims: { sub: 'sandbox:someone' } }, 700213],
    ['an expiry that is over', { exp: 1_000_000_000 }, 700024],
    ['a key nobody registered', { key: 'unknown' }, 700027],
    ['no algorithm', { alg: 'none' }, 700027],
  ] as const)('a client assertion with %s is refused', async (_name, overrides, number) => {
    const credential = byAssertion(entra, bot.clientId, entra.assertion(bot.clientId, overrides));
    const failure = await failureOf(credential.getToken(`${graphRoot}/.default`));
    expect(failure.message).toContain(`AADSTS${number}`);
  });
});

describe('single sign-on tokens', () => {
  test('look like the ones Teams gets', async () => {
    const { keys } = await publishedKeys();
    const { payload } = await jwtVerify(entra.sso('reader'), keys, { audience: bot.clientId });
    expect(payload).toMatchObject({
      iss: `${entra.url}/${entra.tenantId}/v2.0`,
      azp: '1fec8e78-bce4-4aaf-ab1b-5451cc387264',
      oid: sandboxUsers.reader.oid,
      tid: entra.tenantId,
      scp: 'access_as_user',
      preferred_username: 'rita@contoso.example',
      ver: '2.0',
    });
  });

  test('hold no longer than the sandbox’s clock says', async () => {
    const clock = handClock();
    const timed = await openEntra({ clock });
    const token = timed.sso('reader');
    clock.pass(74 * 60_000);
    expect(await timed.verify(token)).not.toBeNull();
    clock.pass(60_000);
    expect(await timed.verify(token)).toBeNull();
    const answer = await postToken(timed, oboForm(token, write));
    expect(answer.body.error_codes).toEqual([500133]);
  });
});
