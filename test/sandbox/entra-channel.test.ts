import type { Activity } from 'botbuilder';
import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { teamsServiceUrl } from '../../src/sandbox/entra/channel.ts';
import type { SandboxEntra } from '../../src/sandbox/entra/server.ts';
import { bot, openEntra, secureSend, stopEntras } from './entra-harness.ts';
import type { Json } from './harness.ts';

const loud = console.error;
let entra: SandboxEntra;
beforeAll(async () => {
  // The library says every refusal out loud.
  console.error = () => {};
  entra = await openEntra();
});
afterAll(async () => {
  console.error = loud;
  await stopEntras();
});

const getJson = async (url: string): Promise<Json> => (await fetch(url)).json();

/** The real library's answer to a token, with its every setting pointed at the sandbox. */
function authenticate(token: string, of = entra) {
  const { channel } = of;
  const authentication = new ConfigurationBotFrameworkAuthentication({
    MicrosoftAppId: bot.clientId,
    MicrosoftAppPassword: bot.secret,
    MicrosoftAppType: 'MultiTenant',
    ToChannelFromBotLoginUrl: `${of.url}/botframework.com`,
    ToChannelFromBotOAuthScope: channel.issuer,
    ToBotFromChannelTokenIssuer: channel.issuer,
    OAuthUrl: of.url,
    ToBotFromChannelOpenIdMetadataUrl: channel.metadataUrl,
    ToBotFromEmulatorOpenIdMetadataUrl: channel.emulatorMetadataUrl,
    CallerId: 'urn:botframework:azure',
  });
  const activity = { type: 'message', channelId: 'msteams', serviceUrl: teamsServiceUrl } as Activity;
  return authentication.authenticateRequest(activity, `Bearer ${token}`);
}

test('the metadata are the same over http and https, each with its own address of the keys', async () => {
  const plain = await getJson(entra.channel.metadataUrl);
  expect(plain).toMatchObject({ issuer: 'https://api.botframework.com' });
  const secure = await secureSend(entra.ca, 'GET', entra.channel.secureMetadataUrl);
  expect(secure.body).toEqual({ ...plain, jwks_uri: `${entra.url}/v1/.well-known/keys` });
  const keys = await getJson(plain.jwks_uri);
  expect(keys.keys.map((key: Json) => [key.kid, key.endorsements])).toEqual([
    ['sandbox-channel', ['msteams']],
    ['sandbox-otherChannel', ['webchat']],
    ['sandbox-unendorsed', undefined],
  ]);
});

test('a token as Teams sends it is let in by the real library', async () => {
  const token = entra.channel.sign();
  const { claimsIdentity } = await authenticate(token);
  expect(claimsIdentity.isAuthenticated).toBe(true);
  expect(claimsIdentity.getClaimValue('serviceurl')).toBe(teamsServiceUrl);
  const keys = createRemoteJWKSet(new URL((await getJson(entra.channel.metadataUrl)).jwks_uri));
  const { payload } = await jwtVerify(token, keys, { issuer: entra.channel.issuer, audience: bot.clientId });
  expect(payload).toMatchObject({ serviceurl: teamsServiceUrl });
});

const longAgo = Math.floor(Date.now() / 1000) - 7200;
test.each([
  ['another issuer', { iss: 'https://evil.example' }],
  ['another audience', { aud: '11111111-2222-4333-8444-555555555555' }],
  ['another serviceUrl', { serviceUrl: 'https://smba.trafficmanager.net/emea' }],
  ['no serviceUrl', { serviceUrl: null }],
  ['an expiry long past', { exp: longAgo }],
  ['a beginning far off', { nbf: longAgo + 14_400, exp: longAgo + 18_000 }],
  ['an unknown key', { key: 'unknown' }],
  ['an unknown key under a known id', { key: 'unknown', kid: 'sandbox-channel' }],
  ['a key endorsed for another channel', { key: 'otherChannel' }],
  ['Entra’s key', { key: 'entra' }],
  ['no key id', { kid: null }],
  ['no algorithm', { alg: 'none' }],
  ['the public key for a secret', { alg: 'HS256' }],
  ['a changed payload', { tamper: 'payload' }],
  ['a changed signature', { tamper: 'signature' }],
] as const)('a token with %s is not', async (_name, overrides) => {
  await expect(authenticate(entra.channel.sign(overrides))).rejects.toThrow();
});

test('one with a key endorsed for no channel is let in by the real library: a bot must demand the endorsement', async () => {
  const { claimsIdentity } = await authenticate(entra.channel.sign({ key: 'unendorsed' }));
  expect(claimsIdentity.isAuthenticated).toBe(true);
});

test('what is overridden is what is in the token', () => {
  const token = entra.channel.sign({
    claims: { serviceurl: 'https://x.example', extra: [1] },
    header: { crit: ['b64'], x5t: 'abc' },
    kid: 'made-up',
  });
  expect(decodeProtectedHeader(token)).toEqual({
    typ: 'JWT',
    alg: 'RS256',
    kid: 'made-up',
    crit: ['b64'],
    x5t: 'abc',
  });
  const payload = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  expect(payload).toMatchObject({ serviceurl: 'https://x.example', extra: [1] });
  expect(entra.channel.sign({ alg: 'none' })).toMatch(/\.$/);
});

describe('tokens that are no channel’s', () => {
  test('an emulator’s is let in by the real library, which is why a bot must look twice', async () => {
    const { claimsIdentity } = await authenticate(entra.channel.signEmulator());
    expect(claimsIdentity.getClaimValue('iss')).toContain(entra.tenantId);
    expect(claimsIdentity.getClaimValue('serviceurl')).toBeNull();
  });

  test('another bot’s passes for a skill’s caller', async () => {
    const callerId = '11111111-2222-4333-8444-555555555555';
    const result = authenticate(entra.channel.signSkill({ callerId }));
    // Refused by the default list of callers, after its signature held.
    await expect(result).rejects.toThrow(/Skill Claims require validation/);
  });

  test('neither is let in with a key that nobody published', async () => {
    await expect(authenticate(entra.channel.signEmulator({ key: 'unknown' }))).rejects.toThrow();
    await expect(authenticate(entra.channel.signSkill({ key: 'unknown' }))).rejects.toThrow();
  });
});

test('another cloud has another issuer', async () => {
  const gov = await openEntra({ channelIssuer: 'https://api.botframework.us' });
  const { body } = await secureSend(gov.ca, 'GET', gov.channel.secureMetadataUrl);
  expect(body.issuer).toBe('https://api.botframework.us');
  expect((await authenticate(gov.channel.sign(), gov)).claimsIdentity.isAuthenticated).toBe(true);
  await expect(
    authenticate(gov.channel.sign({ iss: 'https://api.botframework.com' }), gov),
  ).rejects.toThrow();
});
