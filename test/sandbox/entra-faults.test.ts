import type { SandboxEntra } from '../../src/sandbox/entra/server.ts';
import { sandboxUsers } from '../../src/sandbox/people.ts';
import {
  bot,
  bySecret,
  credentialOptions,
  failureOf,
  oboForm,
  onBehalfOf,
  openEntra,
  postToken,
  reader,
  secureSend,
  stopEntras,
} from './entra-harness.ts';
import { rawSend } from './harness.ts';

let entra: SandboxEntra;
beforeAll(async () => {
  entra = await openEntra();
});
beforeEach(() => entra.reset());
afterAll(stopEntras);

const scope = 'https://graph.microsoft.com/.default';
const form = {
  grant_type: 'client_credentials',
  client_id: bot.clientId,
  client_secret: bot.secret,
  scope,
};

describe('errors on demand', () => {
  test.each([
    [65001, 'InteractionRequiredAuthError', false],
    [50076, 'InteractionRequiredAuthError', true],
    [50079, 'InteractionRequiredAuthError', true],
    [53003, 'InteractionRequiredAuthError', true],
    [500133, 'ServerError', false],
    [7000215, 'ServerError', false],
    [7000222, 'ServerError', false],
    [700016, 'ServerError', false],
    [90002, 'ServerError', false],
  ])('AADSTS%i reaches the caller of the library', async (error, name, challenged) => {
    entra.faults.add({ kind: 'aadsts', error, user: 'owner' });
    const failure = await failureOf(onBehalfOf(entra, 'owner').getToken(scope));
    expect(failure.name).toBe('AuthenticationRequiredError');
    expect(failure.message).toContain(`AADSTS${error}:`);
    expect(failure.cause.name).toBe(name);
    if (challenged) expect(JSON.parse(failure.cause.claims).access_token.capolids.essential).toBe(true);
    expect(entra.requests().at(-1)).toMatchObject({ error, fault: 'aadsts', user: sandboxUsers.owner.oid });
    expect((await onBehalfOf(entra, 'owner').getToken(scope)).token).not.toBe('');
  });

  test('too many requests, with the time to wait', async () => {
    entra.faults.add({ kind: 'throttle', retryAfterSeconds: 17 });
    const answer = await postToken(entra, form);
    expect(answer.status).toBe(429);
    expect(answer.headers['retry-after']).toBe('17');
    expect((await postToken(entra, form)).status).toBe(200);
  });

  test('a gateway that answers for a service that is away', async () => {
    entra.faults.add({ kind: 'status', status: 503 });
    const failure = await failureOf(bySecret(entra, bot).getToken(scope));
    expect(failure.message).toContain('503');
    expect(failure.message).not.toMatch(/AADSTS\d/);
  });

  test('a slow answer', async () => {
    entra.faults.add({ kind: 'delay', delayMs: 300 });
    const before = Date.now();
    expect((await postToken(entra, form)).status).toBe(200);
    expect(Date.now() - before).toBeGreaterThanOrEqual(295);
  });

  test.each(['drop-before', 'drop-after'] as const)('a broken connection (%s)', async (kind) => {
    entra.faults.add({ kind });
    expect((await failureOf(postToken(entra, form))).code).toBe('ECONNRESET');
    expect(entra.requests().at(-1)).toMatchObject({ fault: kind, status: null });
  });

  test('metadata that can’t be had', async () => {
    entra.faults.add({ kind: 'status', status: 500, endpoint: 'metadata' });
    const failure = await failureOf(onBehalfOf(entra, 'owner').getToken(scope));
    expect(failure.message).toContain('endpoints_resolution_error');
    expect(entra.requests().map((each) => each.endpoint)).toEqual(['metadata']);
  });

  test('the library repeats a failed request three times unless told not to', async () => {
    entra.faults.add({ kind: 'throttle', retryAfterSeconds: 0, times: 2 });
    const { retryOptions: _, ...usual } = credentialOptions(entra);
    await onBehalfOf(entra, 'owner', entra.sso('owner'), usual).getToken(scope);
    const statuses = entra.requests().filter((each) => each.endpoint === 'token');
    expect(statuses.map((each) => each.status)).toEqual([429, 429, 200]);
  });
});

describe('whom they meet', () => {
  const codeOf = async (answer: ReturnType<typeof postToken>) => (await answer).body.error_codes?.[0] ?? null;
  const asUser = (user: 'adminUser' | 'reader') => codeOf(postToken(entra, oboForm(entra.sso(user), scope)));

  test('one person, by name or object id, as often as said', async () => {
    entra.faults.add(
      { kind: 'aadsts', error: 65001, user: 'reader', times: 0 },
      { kind: 'aadsts', error: 50076, user: sandboxUsers.adminUser.oid, after: 1, times: 1 },
    );
    expect(await asUser('adminUser')).toBeNull();
    expect(await asUser('adminUser')).toBe(50076);
    expect(await asUser('adminUser')).toBeNull();
    expect(await asUser('reader')).toBe(65001);
    expect(await asUser('reader')).toBe(65001);
    entra.faults.clear();
    expect(await asUser('reader')).toBeNull();
  });

  test('one client, one grant', async () => {
    entra.faults.add(
      { kind: 'aadsts', error: 7000222, client: reader.clientId, times: 0 },
      { kind: 'aadsts', error: 53003, grant: 'on_behalf_of', times: 0 },
    );
    expect(await codeOf(postToken(entra, form))).toBeNull();
    expect(
      await codeOf(postToken(entra, { ...form, client_id: reader.clientId, client_secret: reader.secret })),
    ).toBe(7000222);
    expect(await asUser('reader')).toBe(53003);
  });

  test('a fault that makes no sense is refused', () => {
    expect(() => entra.faults.add({ kind: 'aadsts', error: 1 })).toThrow(/error: not one of/);
    expect(() => entra.faults.add({ kind: 'delay' })).toThrow(/delayMs/);
  });
});

describe.each(['https', 'http'])('control over %s', (scheme) => {
  const control = async (method: string, path: string, body?: unknown, type = 'application/json') => {
    const init = body === undefined ? {} : { headers: { 'content-type': type }, body: JSON.stringify(body) };
    if (scheme === 'https') return secureSend(entra.ca, method, `${entra.url}/_sandbox/entra/${path}`, init);
    const response = await fetch(`${entra.plainUrl}/_sandbox/entra/${path}`, { method, ...init });
    return { status: response.status, body: await response.json() };
  };

  test('plants, lists and clears', async () => {
    const planted = await control('POST', 'faults', { faults: [{ kind: 'aadsts', error: 65001 }] });
    expect(planted.status).toBe(200);
    expect(planted.body.faults).toMatchObject([
      { fault: { kind: 'aadsts', error: 65001, endpoint: 'token', times: 1 }, used: 0 },
    ]);
    expect((await postToken(entra, form)).body.error_codes).toEqual([65001]);
    expect((await control('GET', 'faults')).body.faults[0].used).toBe(1);
    expect((await control('DELETE', 'faults')).body.faults).toEqual([]);
    expect((await control('GET', 'requests')).body.requests).toHaveLength(1);
    expect((await control('POST', 'reset', {})).body).toEqual({ reset: true });
    expect((await control('GET', 'requests')).body.requests).toEqual([]);
  });

  test.each([
    ['POST', 'faults', { faults: [{ kind: 'nonsense' }] }, 'application/json', 400],
    ['POST', 'faults', { faults: [{ kind: 'throttle' }] }, 'text/plain', 415],
    ['PUT', 'faults', {}, 'application/json', 405],
    ['GET', 'nothing', undefined, 'application/json', 404],
  ])('%s %s with %j as %s is refused', async (method, path, body, type, status) => {
    expect((await control(method, path, body, type)).status).toBe(status);
    expect(entra.faults.list()).toEqual([]);
  });
});

test('control is this machine’s alone', async () => {
  const port = Number(new URL(entra.plainUrl).port);
  const headers = { host: 'evil.example', 'content-type': 'application/json' };
  const planted = await rawSend({ port }, 'POST', '/_sandbox/entra/reset', headers, '{}');
  expect(planted.status).toBe(403);
});
