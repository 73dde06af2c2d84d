import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { generate } from 'selfsigned';
import { clientProof, createAppCredential, type TokenSource } from '../../src/identity/app-credential.ts';
import { certificateProblem } from '../../src/identity/certificate-problem.ts';
import {
  type ChosenCredential,
  type CredentialSettings,
  chooseCredential,
  type Purpose,
} from '../../src/identity/choose-credential.ts';
import { type SandboxEntra, startSandboxEntra } from '../../src/sandbox/entra/server.ts';
import { foreignTenantId } from '../../src/sandbox/people.ts';
import { bot, cloudOf, exchangerOf, exchanges, failureOf, reader, signInOf } from './support.ts';

const graph = 'https://graph.microsoft.com/.default';
const identity = '33333333-3333-4333-8333-333333333333';

let entra: SandboxEntra;
let folder: string;
beforeAll(async () => {
  entra = await startSandboxEntra();
  folder = await mkdtemp(join(tmpdir(), 'identity-'));
});
afterAll(async () => {
  await entra.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => entra.reset());

function chosen(purpose: Purpose, settings: CredentialSettings): ChosenCredential {
  const choice = chooseCredential(purpose, settings);
  if (!choice.ok) throw new Error(choice.problems.join());
  return choice;
}

const source = (purpose: Purpose, settings: CredentialSettings, timeout = 4000): TokenSource =>
  createAppCredential(chosen(purpose, settings), { cloud: cloudOf(entra), ca: entra.ca, timeout });

describe('a secret', () => {
  test('gives the reader’s token, from memory the second time', async () => {
    const ask = source('read', { READ_CLIENT_ID: reader.clientId, READ_CLIENT_SECRET: reader.secret });
    const issued = await ask(graph, entra.tenantId);
    expect(issued.expiresOnTimestamp).toBeGreaterThan(Date.now());
    expect(await entra.verify(issued.token)).toMatchObject({
      clientId: reader.clientId,
      scopes: null,
      roles: expect.arrayContaining(['Synchronization.Read.All']),
    });
    await ask(graph, entra.tenantId);
    expect(exchanges(entra)).toHaveLength(1);
  });

  test('gives the bot’s token for the channel, in Microsoft’s tenant', async () => {
    const cloud = cloudOf(entra);
    const ask = source('connector', { BOT_ID: bot.clientId, BOT_CLIENT_SECRET: bot.secret });
    const { token } = await ask(cloud.bot.scope, cloud.bot.tenant);
    expect(decodeJwt(token)).toMatchObject({ aud: 'https://api.botframework.com', appid: bot.clientId });
  });

  test.each<[string, CredentialSettings, string, string, number, string]>([
    ['wrong', { READ_CLIENT_SECRET: 'no' }, graph, '', 7000215, 'READ_CLIENT_SECRET'],
    [
      'that ended',
      { READ_CLIENT_SECRET: `${reader.secret}-expired` },
      graph,
      '',
      7000222,
      'READ_CLIENT_SECRET',
    ],
    ['of nobody', { READ_CLIENT_ID: identity, READ_CLIENT_SECRET: 'x' }, graph, '', 700016, 'READ_CLIENT_ID'],
    ['in no tenant', { READ_CLIENT_SECRET: 'x' }, graph, identity, 90002, 'ALLOWED_TENANTS'],
    ['in another tenant', { READ_CLIENT_SECRET: 'x' }, graph, foreignTenantId, 700016, 'READ_CLIENT_ID'],
    [
      'for nothing known',
      { READ_CLIENT_SECRET: reader.secret },
      'https://graph.example/.default',
      '',
      500011,
      'CLOUD and GRAPH_BASE_URL',
    ],
  ])('%s names its setting', async (_name, settings, scope, tenant, aadsts, setting) => {
    const ask = source('read', { READ_CLIENT_ID: reader.clientId, ...settings });
    expect(await failureOf(ask(scope, tenant || entra.tenantId))).toMatchObject({
      code: 'app-misconfigured',
      aadsts,
      setting,
    });
  });

  test('works again at once when Entra does', async () => {
    const ask = source('read', { READ_CLIENT_ID: reader.clientId, READ_CLIENT_SECRET: reader.secret });
    entra.faults.add({ kind: 'status', status: 503, times: 2 });
    expect(await failureOf(ask(graph, entra.tenantId))).toMatchObject({ code: 'unavailable', status: 503 });
    expect((await ask(graph, entra.tenantId)).token).toBeTruthy();
  });
});

describe('a certificate', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const settings = (path: string) => ({ READ_CLIENT_ID: reader.clientId, READ_CERTIFICATE_PATH: path });

  test('that Entra doesn’t know names its setting', async () => {
    const file = join(folder, 'app.pem');
    const made = await generate([{ name: 'commonName', value: 'app' }], {
      keySize: 2048,
      algorithm: 'sha256',
    });
    await writeFile(file, `${made.private}\n${made.cert}`);
    expect(await failureOf(source('read', settings(file))(graph, entra.tenantId))).toMatchObject({
      code: 'app-misconfigured',
      aadsts: 700027,
      setting: 'READ_CERTIFICATE_PATH',
    });
    expect(exchanges(entra)[0]).toMatchObject({ client: reader.clientId, proof: 'assertion' });
  });

  test.each([
    ['isn’t there', '', /can’t be read/],
    ['is none', 'hello', /no certificate/],
    ['is broken', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', /no certificate/],
    ['has no key', 'cert', /no private key/],
    [
      'has a broken key',
      '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\ncert',
      /no private key/,
    ],
    ['isn’t RSA', 'key\ncert', /isn’t RSA/],
    ['belongs to another key', 'rsa\ncert', /isn’t its first/],
  ])(
    'that %s names its setting and what is wrong, without asking anybody',
    async (name, content, problem) => {
      const file = join(folder, `${name}.pem`);
      const text = content
        .replace(/^key$/m, entra.tls.key)
        .replace(/^cert$/m, entra.tls.cert)
        .replace(/^rsa$/m, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
      if (text !== '') await writeFile(file, text);
      const failure = await failureOf(source('read', settings(file))(graph, entra.tenantId));
      if (failure.code !== 'app-misconfigured') throw new Error(failure.code);
      expect(failure.setting).toMatch(/^READ_CERTIFICATE_PATH, which /);
      expect(failure.setting).toMatch(problem);
      expect(entra.requests()).toHaveLength(0);
    },
  );

  test('that has ended is found before Entra says so', async () => {
    const file = join(folder, 'ended.pem');
    const made = await generate([{ name: 'commonName', value: 'app' }], {
      keySize: 2048,
      algorithm: 'sha256',
    });
    await writeFile(file, `${made.private}\n${made.cert}`);
    expect(await certificateProblem(file)).toBeNull();
    expect(await certificateProblem(file, Date.now() + 20 * 365 * 86_400_000)).toMatch(/has ended/);
  });

  test('that acts for people is looked at in the same way', async () => {
    const proof = { certificatePath: join(folder, 'nowhere.pem') };
    const signIn = await signInOf(entra, 'owner');
    const exchange = exchangerOf(entra, { proof }).graphToken(signIn, 'Synchronization.ReadWrite.All');
    expect(await failureOf(exchange)).toMatchObject({
      code: 'app-misconfigured',
      setting: 'BOT_CLIENT_SECRET, which can’t be read',
    });
  });
});

describe('a token file', () => {
  const ask = (file: string) =>
    source('read', { READ_CLIENT_ID: reader.clientId, AZURE_FEDERATED_TOKEN_FILE: file });

  test('vouches for the app, and is read anew when it changed', async () => {
    const file = join(folder, 'token');
    await writeFile(file, `${entra.assertion(reader.clientId, { exp: 1 })}\n`);
    const from = ask(file);
    expect(await failureOf(from(graph, entra.tenantId))).toMatchObject({
      code: 'app-misconfigured',
      aadsts: 700024,
      setting: 'AZURE_FEDERATED_TOKEN_FILE',
    });
    await writeFile(file, entra.assertion(reader.clientId));
    expect(decodeJwt((await from(graph, entra.tenantId)).token)['appid']).toBe(reader.clientId);
  });

  test('that isn’t there names its setting', async () => {
    expect(await failureOf(ask(join(folder, 'missing'))(graph, entra.tenantId))).toMatchObject({
      code: 'app-misconfigured',
      setting: 'AZURE_FEDERATED_TOKEN_FILE, which can’t be read',
      aadsts: null,
    });
  });
});

describe('a managed identity', () => {
  let server: Server;
  let asked: URLSearchParams[];
  let reply: (query: URLSearchParams) => { status: number; body: unknown };
  const before = { ...process.env };

  beforeAll(async () => {
    server = createServer((request: IncomingMessage, response) => {
      const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
      asked.push(query);
      const { status, body } = reply(query);
      // Restify, where a test before loaded it, makes writeHead return nothing.
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    // As App Service tells an application where its identity's endpoint is.
    process.env['IDENTITY_ENDPOINT'] = `http://127.0.0.1:${port}/msi/token`;
    process.env['IDENTITY_HEADER'] = 'header';
  });
  afterAll(async () => {
    process.env = before;
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  beforeEach(() => {
    asked = [];
    reply = () => ({ status: 200, body: issued(entra.assertion(reader.clientId)) });
  });

  const issued = (token: string) => ({
    access_token: token,
    expires_on: String(Math.floor(Date.now() / 1000) + 3600),
    resource: 'any',
    token_type: 'Bearer',
    client_id: identity,
  });

  test('as it is gives its own token', async () => {
    const token = entra.accessToken({ audience: 'https://graph.microsoft.com', clientId: reader.clientId });
    reply = () => ({ status: 200, body: issued(token) });
    const ask = source('read', { READ_MANAGED_IDENTITY: identity });
    expect((await ask(graph, entra.tenantId)).token).toBe(token);
    expect(asked[0]?.get('client_id')).toBe(identity);
    expect(asked[0]?.get('resource')).toBe('https://graph.microsoft.com');
    expect(exchanges(entra)).toHaveLength(0);
  });

  test('vouches for an app', async () => {
    const ask = source('read', { READ_CLIENT_ID: reader.clientId, READ_FEDERATED_IDENTITY: identity });
    expect(decodeJwt((await ask(graph, entra.tenantId)).token)['appid']).toBe(reader.clientId);
    expect(asked[0]?.get('resource')).toBe('api://AzureADTokenExchange');
  });

  test('vouches for the app that acts for people', async () => {
    reply = () => ({ status: 200, body: issued(entra.assertion(bot.clientId)) });
    const settings = { BOT_ID: bot.clientId, BOT_FEDERATED_IDENTITY: identity };
    const proof = clientProof(chosen('connector', settings), { cloud: cloudOf(entra) });
    const signIn = await signInOf(entra, 'owner');
    const token = await exchangerOf(entra, { proof }).graphToken(signIn, 'Synchronization.ReadWrite.All');
    expect(decodeJwt(token)['oid']).toBe(signIn.objectId);
  });

  test('that this machine doesn’t have names its setting', async () => {
    reply = () => ({
      status: 400,
      body: { error: 'invalid_request', error_description: 'Identity not found' },
    });
    for (const settings of [
      { READ_MANAGED_IDENTITY: identity.replace('3', '4') },
      { READ_CLIENT_ID: reader.clientId, READ_FEDERATED_IDENTITY: identity.replace('3', '5') },
    ]) {
      expect(await failureOf(source('read', settings)(graph, entra.tenantId))).toMatchObject({
        code: 'app-misconfigured',
        setting: expect.stringMatching(/^READ_(MANAGED|FEDERATED)_IDENTITY$/),
      });
    }
  });

  test('whose endpoint is in trouble, or away, is told as that', async () => {
    reply = () => ({ status: 500, body: {} });
    const ask = source('read', { READ_MANAGED_IDENTITY: identity }, 500);
    expect(await failureOf(ask(graph, entra.tenantId))).toMatchObject({ code: 'unavailable' });
  });

  test('used as it is can’t act for people', () => {
    const choice = chosen('connector', { BOT_MANAGED_IDENTITY: identity });
    expect(() => clientProof(choice, { cloud: cloudOf(entra) })).toThrow(TypeError);
  });
});
