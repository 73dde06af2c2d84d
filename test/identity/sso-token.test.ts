import { inspect } from 'node:util';
import { failureOfRefusal } from '../../src/identity/sso-refusal.ts';
import { type SandboxEntra, startSandboxEntra } from '../../src/sandbox/entra/server.ts';
import type { SsoOverrides } from '../../src/sandbox/entra/token-maker.ts';
import { foreignTenantId, sandboxUsers } from '../../src/sandbox/people.ts';
import { bot, claimed, handClock, verifierOf } from './support.ts';

let entra: SandboxEntra;
beforeAll(async () => {
  entra = await startSandboxEntra();
});
afterAll(() => entra.stop());
beforeEach(() => entra.reset());

const seconds = (from: number) => Math.floor(Date.now() / 1000) + from;
const keyRequests = () => entra.requests().filter(({ endpoint }) => endpoint === 'keys').length;

describe('a Teams sign-in', () => {
  test('that is right is taken', async () => {
    const token = entra.sso('owner');
    const result = await verifierOf(entra)(token, claimed('owner'));
    expect(result).toMatchObject({ ok: true, signIn: claimed('owner') });
    if (!result.ok) return;
    expect(result.signIn.assertion()).toBe(token);
    expect(result.signIn.expiresAt).toBeGreaterThan(Date.now());
    expect(JSON.stringify(result) + inspect(result, { depth: 9 })).not.toContain(token.slice(-40));
  });

  test.each<[string, SsoOverrides]>([
    [
      'version 1, with the application ID URI',
      {
        iss: null,
        aud: `api://botid-${bot.clientId}`,
        claims: { ver: '1.0', azp: undefined, appid: '5e3ce6c0-2b1f-4285-8d4b-75ee78787346' },
      },
    ],
    ['a minute past its end', { exp: seconds(-30) }],
    ['with several scopes', { claims: { scp: 'openid access_as_user' } }],
    ['with ids in capitals', { claims: { oid: sandboxUsers.owner.oid.toUpperCase() } }],
  ])('in another right form is taken: %s', async (_name, overrides) => {
    const iss = overrides.iss === null ? `${entra.url}/${entra.tenantId}/` : undefined;
    const token = entra.sso('owner', { ...overrides, ...(iss === undefined ? {} : { iss }) });
    expect(await verifierOf(entra)(token, claimed('owner'))).toMatchObject({ ok: true });
  });

  test.each<[string, string, SsoOverrides]>([
    ['signature', 'changed after signing', { tamper: 'payload' }],
    ['signature', 'with another signature', { tamper: 'signature' }],
    ['unknown-key', 'signed with a key nobody published', { key: 'unknown' }],
    ['signature', 'signed with one key, naming another', { key: 'unknown', kid: 'of-entra' }],
    ['algorithm', 'without a signature', { alg: 'none' }],
    ['algorithm', 'signed with the public key as a secret', { alg: 'HS256' }],
    ['issuer', 'of another issuer', { iss: 'https://login.example/x/v2.0' }],
    ['issuer', 'issued in another tenant', { iss: 'https://localhost/x' }],
    ['audience', 'for another app', { aud: '00000003-0000-0000-c000-000000000000' }],
    ['audience', 'for an application ID URI not ours', { aud: `api://evil/botid-${bot.clientId}` }],
    ['expired', 'that ended', { exp: seconds(-90) }],
    ['not-yet-valid', 'that hasn’t begun', { nbf: seconds(300) }],
    ['malformed', 'without an end', { exp: null }],
    ['malformed', 'without a beginning', { nbf: null }],
    ['client', 'issued to another client', { claims: { azp: '04b07795-8ddb-461a-bbee-02f9e1bf7b46' } }],
    ['client', 'issued to nobody', { claims: { azp: null } }],
    ['client', 'issued to two', { claims: { appid: '04b07795-8ddb-461a-bbee-02f9e1bf7b46' } }],
    ['scope', 'that is an id token', { claims: { scp: null } }],
    ['scope', 'for something else', { claims: { scp: 'access_as_user_not' } }],
    ['scope', 'of an app', { claims: { scp: null, roles: ['access_as_user'], idtyp: 'app' } }],
    ['person', 'without a person', { claims: { oid: null } }],
    ['tenant', 'without a tenant', { claims: { tid: null } }],
    ['tenant', 'of another tenant', { claims: { tid: foreignTenantId } }],
    ['tenant', 'with tenants in a list', { claims: { tid: [foreignTenantId] } }],
  ])('is refused for its %s: %s', async (why, _name, overrides) => {
    const given = overrides.kid === 'of-entra' ? { ...overrides, kid: kidOf(entra.sso('owner')) } : overrides;
    const token = entra.sso('owner', given);
    expect(await verifierOf(entra)(token, claimed('owner'))).toEqual({ ok: false, why });
  });

  test('of somebody else is refused', async () => {
    const result = await verifierOf(entra)(entra.sso('adminUser'), claimed('owner'));
    expect(result).toEqual({ ok: false, why: 'person' });
    expect(failureOfRefusal('person').code).toBe('not-yours');
  });

  test('of a tenant next door is right there, and only there', async () => {
    const token = entra.sso('foreigner');
    const elsewhere = { ...claimed('foreigner'), tenantId: entra.tenantId };
    expect(await verifierOf(entra)(token, claimed('foreigner'))).toMatchObject({ ok: true });
    expect(await verifierOf(entra)(token, elsewhere)).toEqual({ ok: false, why: 'tenant' });
  });

  test('of a tenant not on the list costs no request', async () => {
    const verify = verifierOf(entra, { allowedTenants: [entra.tenantId] });
    expect(await verify(entra.sso('foreigner'), claimed('foreigner'))).toEqual({
      ok: false,
      why: 'tenant-not-allowed',
    });
    expect(entra.requests()).toHaveLength(0);
  });

  test.each(['', 'x', 'a.b.c', '..', `${'e'.repeat(20_000)}.a.b`, 'eyJhbGciOiJSUzI1NiJ9.W10.x'])(
    'that is no token costs no request: %.20s',
    async (token) => {
      const result = await verifierOf(entra)(token, claimed('owner'));
      expect(result.ok).toBe(false);
      expect(entra.requests()).toHaveLength(0);
    },
  );

  test('follows the clock it is given', async () => {
    const clock = handClock();
    const verify = verifierOf(entra, { clock });
    const token = entra.sso('owner');
    expect(await verify(token, claimed('owner'))).toMatchObject({ ok: true });
    clock.advance(80 * 60_000);
    expect(await verify(token, claimed('owner'))).toEqual({ ok: false, why: 'expired' });
  });
});

describe('the signing keys', () => {
  test('are downloaded once for each tenant, however many ask at once', async () => {
    const verify = verifierOf(entra);
    const token = entra.sso('owner');
    const results = await Promise.all(Array.from({ length: 20 }, () => verify(token, claimed('owner'))));
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect(keyRequests()).toBe(1);
    await verify(entra.sso('foreigner'), claimed('foreigner'));
    expect(keyRequests()).toBe(2);
  });

  test('are not downloaded again and again for tokens that name an unknown one', async () => {
    const verify = verifierOf(entra);
    for (let round = 0; round < 20; round++) {
      const token = entra.sso('owner', { key: 'unknown', kid: `made-up-${round}` });
      expect(await verify(token, claimed('owner'))).toEqual({ ok: false, why: 'unknown-key' });
    }
    expect(keyRequests()).toBe(1);
  });

  test.each([
    ['answer 503', { kind: 'status', status: 503 } as const],
    ['answer a page', { kind: 'status', status: 200 } as const],
    ['break off', { kind: 'drop-before' } as const],
    ['are slow', { kind: 'delay', delayMs: 20_000 } as const],
  ])('that %s are no reason to believe anything', async (_name, fault) => {
    const clock = handClock();
    const verify = verifierOf(entra, { timeout: 300, clock });
    entra.faults.add({ endpoint: 'keys', ...fault });
    const began = Date.now();
    const refused = { ok: false, why: 'keys-unavailable' };
    expect(await verify(entra.sso('owner'), claimed('owner'))).toEqual(refused);
    expect(Date.now() - began).toBeLessThan(2000);
    expect(await verify(entra.sso('owner'), claimed('owner'))).toEqual(refused);
    expect(keyRequests()).toBe(1);
    clock.advance(4000);
    expect(await verify(entra.sso('owner'), claimed('owner'))).toMatchObject({ ok: true });
  });

  test('of an authority that isn’t trusted are not taken', async () => {
    const stranger = await startSandboxEntra();
    try {
      const verify = verifierOf(entra, { ca: stranger.ca });
      expect(await verify(entra.sso('owner'), claimed('owner'))).toEqual({
        ok: false,
        why: 'keys-unavailable',
      });
    } finally {
      await stranger.stop();
    }
  });
});

function kidOf(token: string): string {
  return (JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as { kid: string }).kid;
}
