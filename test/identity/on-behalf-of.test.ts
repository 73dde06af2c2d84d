import { decodeJwt } from 'jose';
import { adminConsentUrl } from '../../src/clouds.ts';
import { type SandboxEntra, startSandboxEntra } from '../../src/sandbox/entra/server.ts';
import { foreignTenantId, type SandboxUserName, sandboxUsers } from '../../src/sandbox/people.ts';
import {
  bot,
  claimed,
  cloudOf,
  exchangerOf,
  exchanges,
  failureOf,
  handClock,
  signInOf,
  verifierOf,
} from './support.ts';

let entra: SandboxEntra;
beforeAll(async () => {
  entra = await startSandboxEntra();
});
afterAll(() => entra.stop());
beforeEach(() => entra.reset());

const write = 'Synchronization.ReadWrite.All';
const school = 'EduAdministration.ReadWrite';

describe('a Graph token in a person’s name', () => {
  test('from the token of a tap to the token for Graph', async () => {
    const verified = await verifierOf(entra)(entra.sso('owner'), claimed('owner'));
    if (!verified.ok) throw new Error(verified.why);
    const token = await exchangerOf(entra).graphToken(verified.signIn, write);
    expect(await entra.verify(token)).toMatchObject({
      audience: 'https://graph.microsoft.com',
      tenantId: entra.tenantId,
      clientId: bot.clientId,
      oid: sandboxUsers.owner.oid,
      scopes: expect.arrayContaining([write]),
    });
  });

  // Entra answers with every permission consented to, so a second one may well be in memory already.
  test.each([write, school] as const)('asks for exactly one permission: %s', async (permission) => {
    await exchangerOf(entra).graphToken(await signInOf(entra, 'educator'), permission);
    const asked = exchanges(entra).map(({ scope }) =>
      scope?.split(' ').filter((each) => !['openid', 'profile', 'offline_access'].includes(each)),
    );
    expect(asked).toEqual([[`https://graph.microsoft.com/${permission}`]]);
  });

  test('twenty first uses at once are one exchange, and later ones none', async () => {
    const exchanger = exchangerOf(entra);
    const signIn = await signInOf(entra, 'owner');
    const tokens = await Promise.all(Array.from({ length: 20 }, () => exchanger.graphToken(signIn, write)));
    tokens.push(await exchanger.graphToken(signIn, write));
    expect(new Set(tokens).size).toBe(1);
    expect(exchanges(entra)).toHaveLength(1);
  });

  test('of two people is never mixed up', async () => {
    const exchanger = exchangerOf(entra);
    const names: SandboxUserName[] = ['owner', 'adminUser', 'cloudAdmin', 'reader'];
    const tokens = await Promise.all(
      names.map(async (name) => exchanger.graphToken(await signInOf(entra, name), write)),
    );
    expect(tokens.map((token) => decodeJwt(token)['oid'])).toEqual(
      names.map((name) => sandboxUsers[name].oid),
    );
    expect(exchanger.size).toBe(4);
  });

  test('of two tenants is asked for in each', async () => {
    const app = entra.apps.get(bot.clientId);
    if (app === undefined) throw new Error('no bot');
    entra.apps.set(bot.clientId, { ...app, tenants: [entra.tenantId, foreignTenantId] });
    const exchanger = exchangerOf(entra);
    const here = await exchanger.graphToken(await signInOf(entra, 'owner'), write);
    const there = await exchanger.graphToken(await signInOf(entra, 'foreigner'), write);
    expect([here, there].map((token) => decodeJwt(token)['tid'])).toEqual([entra.tenantId, foreignTenantId]);
    expect(exchanges(entra).map(({ tenant }) => tenant)).toEqual([entra.tenantId, foreignTenantId]);
  });

  test('follows the Graph root of the cloud', async () => {
    const cloud = { ...cloudOf(entra), graph: 'https://dod-graph.microsoft.us' };
    const token = await exchangerOf(entra, { cloud }).graphToken(await signInOf(entra, 'owner'), write);
    expect(decodeJwt(token).aud).toBe('https://dod-graph.microsoft.us');
  });

  test('can be had with an assertion in place of a secret', async () => {
    const proof = { getAssertion: async () => entra.assertion(bot.clientId) };
    const token = await exchangerOf(entra, { proof }).graphToken(await signInOf(entra, 'owner'), write);
    expect(decodeJwt(token)['oid']).toBe(sandboxUsers.owner.oid);
    expect(exchanges(entra)[0]?.proof).toBe('assertion');
  });
});

describe('sign-ins that are kept', () => {
  test('are bounded, the oldest forgotten first', async () => {
    const exchanger = exchangerOf(entra, { most: 2 });
    const owner = await signInOf(entra, 'owner');
    await exchanger.graphToken(owner, write);
    await exchanger.graphToken(await signInOf(entra, 'reader'), write);
    await exchanger.graphToken(await signInOf(entra, 'adminUser'), write);
    expect(exchanger.size).toBe(2);
    expect(exchanges(entra)).toHaveLength(3);
    await exchanger.graphToken(owner, write);
    expect(exchanges(entra)).toHaveLength(4);
  });

  test('are used until they end and not a moment longer', async () => {
    const clock = handClock();
    const exchanger = exchangerOf(entra, { clock });
    const signIn = await signInOf(entra, 'owner');
    await exchanger.graphToken(signIn, write);
    clock.advance(signIn.expiresAt - clock.now() - 1);
    await exchanger.graphToken(signIn, write);
    expect(exchanger.size).toBe(1);
    clock.advance(1);
    expect(await failureOf(exchanger.graphToken(signIn, write))).toMatchObject({
      code: 'expired',
      aadsts: null,
    });
    expect(exchanger.size).toBe(0);
    expect(exchanges(entra)).toHaveLength(1);
  });

  test('of one person under two tokens are two', async () => {
    const exchanger = exchangerOf(entra);
    await exchanger.graphToken(await signInOf(entra, 'owner'), write);
    await exchanger.graphToken(await signInOf(entra, 'owner'), write);
    expect(exchanges(entra)).toHaveLength(2);
  });
});

describe('when Entra says no', () => {
  test('for want of consent, the link for an admin comes along', async () => {
    const app = entra.apps.get(bot.clientId);
    if (app === undefined) throw new Error('no bot');
    entra.apps.set(bot.clientId, { ...app, delegated: [school] });
    const exchanger = exchangerOf(entra);
    const signIn = await signInOf(entra, 'owner');
    expect(await failureOf(exchanger.graphToken(signIn, write))).toMatchObject({
      code: 'consent-needed',
      aadsts: 65001,
      adminConsentUrl: adminConsentUrl(cloudOf(entra), entra.tenantId, bot.clientId),
      correlationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    entra.apps.set(bot.clientId, app);
    expect(decodeJwt(await exchanger.graphToken(signIn, write))['oid']).toBe(sandboxUsers.owner.oid);
  });

  test.each([50076, 50079, 53003])(
    'for want of more proof (%i), the challenge comes along',
    async (error) => {
      entra.faults.add({ kind: 'aadsts', error, user: 'owner' });
      const failure = await failureOf(exchangerOf(entra).graphToken(await signInOf(entra, 'owner'), write));
      expect(failure).toMatchObject({ code: 'step-up', aadsts: error });
      expect(failure.code === 'step-up' && failure.claims).toContain('capolids');
    },
  );

  test.each([
    [500133, 'expired'],
    [50013, 'expired'],
    [50057, 'not-allowed'],
    [50034, 'not-allowed'],
  ])('AADSTS%i is %s', async (error, code) => {
    entra.faults.add({ kind: 'aadsts', error });
    const signIn = await signInOf(entra, 'owner');
    expect(await failureOf(exchangerOf(entra).graphToken(signIn, write))).toMatchObject({
      code,
      aadsts: error,
    });
  });

  test.each([
    ['a wrong secret', { proof: { clientSecret: 'wrong' } }, 7000215, 'BOT_CLIENT_SECRET'],
    ['an old secret', { proof: { clientSecret: `${bot.secret}-expired` } }, 7000222, 'BOT_CLIENT_SECRET'],
    ['an unknown app', { clientId: '99999999-9999-4999-8999-999999999999' }, 700016, 'BOT_ID'],
  ])('because of %s, the setting is named', async (_name, options, aadsts, setting) => {
    const signIn = await signInOf(entra, 'owner');
    expect(await failureOf(exchangerOf(entra, options).graphToken(signIn, write))).toMatchObject({
      code: 'app-misconfigured',
      aadsts,
      setting,
    });
  });

  test('because Graph isn’t known there, the cloud is named', async () => {
    const cloud = { ...cloudOf(entra), graph: 'https://graph.example' };
    const signIn = await signInOf(entra, 'owner');
    expect(await failureOf(exchangerOf(entra, { cloud }).graphToken(signIn, write))).toMatchObject({
      code: 'app-misconfigured',
      aadsts: 500011,
      setting: 'CLOUD and GRAPH_BASE_URL',
    });
  });
});

describe('when Entra is in trouble', () => {
  test('429 tells how long to wait, and is not repeated', async () => {
    entra.faults.add({ kind: 'throttle', retryAfterSeconds: 17 });
    const exchanger = exchangerOf(entra);
    const signIn = await signInOf(entra, 'owner');
    expect(await failureOf(exchanger.graphToken(signIn, write))).toMatchObject({
      code: 'throttled',
      status: 429,
      retryAfter: 17,
    });
    expect(exchanges(entra)).toHaveLength(1);
    await exchanger.graphToken(signIn, write);
  });

  test.each([
    ['503', { kind: 'status', status: 503 } as const, 503],
    ['a page', { kind: 'status', status: 502 } as const, 502],
    ['a connection that breaks before', { kind: 'drop-before' } as const, null],
    ['a connection that breaks after', { kind: 'drop-after' } as const, null],
  ])('%s is tried once more, then told', async (_name, fault, status) => {
    const exchanger = exchangerOf(entra);
    const signIn = await signInOf(entra, 'owner');
    entra.faults.add({ ...fault, times: 1 });
    await exchanger.graphToken(signIn, write);
    expect(exchanges(entra)).toHaveLength(2);

    const next = await signInOf(entra, 'owner');
    entra.faults.add({ ...fault, times: 2 });
    const failure = await failureOf(exchanger.graphToken(next, write));
    expect(failure).toMatchObject({ code: 'unavailable', status });
    if (status === null) expect(failure.network).toMatch(/^[A-Z_]+$/);
    expect(exchanges(entra)).toHaveLength(4);
    await exchanger.graphToken(next, write);
  });

  test('slowness ends in time, and only once for all who wait', async () => {
    entra.faults.add({ kind: 'delay', delayMs: 20_000 });
    const exchanger = exchangerOf(entra, { timeout: 400 });
    const signIn = await signInOf(entra, 'owner');
    const began = Date.now();
    const failures = await Promise.all(
      Array.from({ length: 5 }, () => failureOf(exchanger.graphToken(signIn, write))),
    );
    expect(Date.now() - began).toBeLessThan(1500);
    for (const failure of failures) {
      expect(failure).toMatchObject({ code: 'unavailable', network: 'TimeoutError' });
    }
    expect(exchanges(entra)).toHaveLength(1);
  });

  test('metadata that can’t be had is trouble as well', async () => {
    entra.faults.add({ endpoint: 'metadata', kind: 'status', status: 503, times: 2 });
    const signIn = await signInOf(entra, 'owner');
    expect(await failureOf(exchangerOf(entra).graphToken(signIn, write))).toMatchObject({
      code: 'unavailable',
    });
  });

  test('nobody there at all', async () => {
    const cloud = { ...cloudOf(entra), authority: 'https://localhost:1' };
    const signIn = await signInOf(entra, 'owner');
    expect(await failureOf(exchangerOf(entra, { cloud }).graphToken(signIn, write))).toMatchObject({
      code: 'unavailable',
      network: 'ECONNREFUSED',
    });
  });
});
