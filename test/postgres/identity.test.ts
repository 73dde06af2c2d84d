import { randomUUID } from 'node:crypto';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { generate } from 'selfsigned';
import { readStoreLocation } from '../../src/config.ts';
import { openConfiguredStore } from '../../src/configured-store.ts';
import { openDatabases } from './databases.ts';
import { type PostgresServer, startPostgres, unprivileged } from './server.ts';

/** So close to its end that a token is not given out again, seconds. */
const shortLife = 20;

const folder = mkdtempSync(join(tmpdir(), 'store-identity-'));
const certificateFile = join(folder, 'server.pem');
const environment = { ...process.env };
let server: PostgresServer;
let database: string;
/** Another each time: the library remembers tokens for the whole process. */
let identity: string;
let endpoint: Server;
let asked: URLSearchParams[] = [];
let reply: { status: number; token: string; life: number };

/** A server that asks for TLS and a password, as Azure's does; what Azure knows as a token is a password here. */
beforeAll(async () => {
  const pair = await generate([{ name: 'commonName', value: 'localhost' }], {
    keySize: 2048,
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
  });
  const keyFile = join(folder, 'server.key');
  writeFileSync(certificateFile, pair.cert);
  writeFileSync(keyFile, pair.private, { mode: 0o600 });
  const user = unprivileged();
  for (const path of [folder, certificateFile, keyFile])
    if (user !== null) chownSync(path, user.uid, user.gid);
  server = await startPostgres({ ssl: 'on', ssl_cert_file: certificateFile, ssl_key_file: keyFile });
  database = await openDatabases(server.url).create('empty');
  endpoint = createServer((request, response) => {
    asked.push(new URL(request.url ?? '/', 'http://localhost').searchParams);
    response.statusCode = reply.status;
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify(
        reply.status !== 200
          ? { error: 'invalid_request', error_description: 'Identity not found' }
          : {
              access_token: reply.token,
              expires_on: String(Math.floor(Date.now() / 1000) + reply.life),
              resource: 'any',
              token_type: 'Bearer',
              client_id: identity,
            },
      ),
    );
  });
  await new Promise<void>((done) => endpoint.listen(0, '127.0.0.1', done));
  // As Container Apps tells a container where its identity's endpoint is.
  process.env['IDENTITY_ENDPOINT'] = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/msi/token`;
  process.env['IDENTITY_HEADER'] = 'header';
});

afterAll(async () => {
  process.env = environment;
  endpoint?.closeAllConnections();
  await new Promise((done) => endpoint.close(done));
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

let password: string;
async function serverTakes(token: string): Promise<void> {
  const url = new URL(server.url);
  url.password = password;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  await client.query(`alter role ${url.username} password '${token}'`);
  await client.end();
  password = token;
}

beforeEach(async () => {
  password ??= new URL(server.url).password;
  asked = [];
  identity = randomUUID();
  reply = { status: 200, token: 'first-token', life: shortLife };
  await serverTakes('first-token');
});

/** The store as settings name it, on a database of its own. */
function located(changes: { readonly host?: string; readonly certificate?: string } = {}) {
  const url = new URL(database);
  url.password = '';
  url.hostname = changes.host ?? 'localhost';
  url.searchParams.set('sslmode', 'verify-full');
  if (changes.certificate !== '') url.searchParams.set('sslrootcert', certificateFile);
  const reading = readStoreLocation({ STORE_URL: url.href, STORE_IDENTITY: identity, CLOUD: 'usgov' });
  if (!reading.ok) throw new Error(reading.problems.join('\n'));
  return reading.store;
}

test('the identity’s token is the password, and the connection is encrypted', async () => {
  const db = await openConfiguredStore(located());
  const { rows } = await sql<{ ssl: boolean }>`
    select ssl from pg_stat_ssl where pid = pg_backend_pid()`.execute(db);
  await db.destroy();
  expect(rows).toEqual([{ ssl: true }]);
  expect(asked[0]?.get('client_id')).toBe(identity);
  expect(asked[0]?.get('resource')).toBe('https://ossrdbms-aad.database.usgovcloudapi.net');
});

test('a connection made later has the token of then', async () => {
  const db = await openConfiguredStore(located());
  await serverTakes('second-token');
  reply.token = 'second-token';
  const before = asked.length;
  // More at once than there are connections.
  const all = Array.from({ length: 5 }, () =>
    sql<{ one: number }>`select 1 as one, pg_sleep(0.1)`.execute(db),
  );
  for (const { rows } of await Promise.all(all)) expect(rows[0]?.one).toBe(1);
  await db.destroy();
  expect(asked.length).toBeGreaterThan(before);
});

test('a token is kept while it lasts', async () => {
  reply.life = 3600;
  const db = await openConfiguredStore(located());
  await Promise.all(Array.from({ length: 5 }, () => sql`select pg_sleep(0.1)`.execute(db)));
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from pg_stat_activity where application_name = 'sync-warden'`.execute(db);
  await db.destroy();
  expect(rows[0]?.count).toBeGreaterThan(2);
  expect(asked.length).toBe(1);
});

test('without a token the store is refused, and the setting is named', async () => {
  reply = { ...reply, status: 400 };
  await expect(openConfiguredStore(located())).rejects.toThrow(/STORE_IDENTITY gives no token/);
});

test('a token the server does not take is told as such, and is in no error', async () => {
  reply.token = 'another-token';
  const error = await openConfiguredStore(located()).then(
    () => null,
    (thrown: Error) => thrown,
  );
  expect(error?.message).toMatch(/28P01.*STORE_IDENTITY/);
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('another-token');
});

test.each([
  ['of an authority nobody trusts', { certificate: '' }],
  ['with another name', { host: '127.0.0.1' }],
])('a server %s gets no token', async (_of, changes) => {
  await expect(openConfiguredStore(located(changes))).rejects.toThrow(/STORE_URL: PostgreSQL at/);
  expect(asked).toEqual([]);
});
