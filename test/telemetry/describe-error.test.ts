import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AuthenticationError } from '@azure/identity';
import { ConnectorClient, MicrosoftAppCredentials } from 'botframework-connector';
import pg from 'pg';
import { cleaned, describeError } from '../../src/describe-error.ts';
import { createGraph } from '../../src/graph/client.ts';
import { GraphFailure } from '../../src/graph/failure.ts';
import { checkMemberGroups } from '../../src/graph/memberships.ts';
import { createLog } from '../../src/log.ts';

const secret = 'Pl4nted-5ecret';

/** What a log line at its most talkative has of a thrown thing. */
function logged(error: unknown, more: object = {}): string {
  const lines: string[] = [];
  const log = createLog('debug', { write: (line: string) => void lines.push(line) });
  log.error({ err: error, ...more }, 'it failed');
  if (error instanceof Error) log.error(error);
  return lines.join('');
}

async function thrownBy(work: () => unknown): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

/** A server that answers everything with a body that repeats a secret. */
async function echo<T>(work: (url: string) => Promise<T>): Promise<T> {
  const server = createServer((_request, response) => {
    response.statusCode = 400;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ error: { code: secret, message: `no: ${secret}` } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  try {
    return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  }
}

const refusedByPostgres = () => {
  const error = new pg.DatabaseError(`duplicate key value ${secret}`, 10, 'error');
  error.code = '23505';
  error.detail = `Key (text)=(${secret}) already exists.`;
  return error;
};

test.each<[string, () => unknown, object]>([
  [
    'the connector’s',
    () =>
      echo((baseUri) => {
        const client = new ConnectorClient(new MicrosoftAppCredentials('', ''), { baseUri });
        return thrownBy(() => client.conversations.getConversationMembers('a'));
      }),
    { status: 400 },
  ],
  [
    'Entra’s',
    () =>
      new AuthenticationError(400, {
        error: 'invalid_client',
        error_description: `AADSTS7000215: ${secret}`,
      }),
    { name: 'AuthenticationError', status: 400 },
  ],
  ['PostgreSQL’s', refusedByPostgres, { code: '23505' }],
  ['the JSON parser’s', () => thrownBy(() => JSON.parse(`{"text": ${secret}`)), { name: 'SyntaxError' }],
  [
    'an HTTP client’s with its request',
    () =>
      Object.assign(new Error(`failed with ${secret}`), {
        stack: `Error: failed with ${secret}\n    at send (/srv/node_modules/axios/index.js:1:1)`,
        config: { headers: { Authorization: `Bearer ${secret}` }, data: secret },
        response: { data: secret, status: 500 },
        code: secret,
      }),
    {},
  ],
  ['a string', () => `it was ${secret}`, { name: 'string' }],
])('nothing of what %s error carries is logged', async (_whose, make, expected) => {
  const error = await make();
  const text = logged(error);
  expect(text).not.toContain(secret);
  expect(describeError(error)).toMatchObject(expected);
});

test('the plain serializer of pino would tell it, so that the search above can fail', async () => {
  const { pino } = await import('pino');
  expect(JSON.stringify(pino.stdSerializers.err(refusedByPostgres()))).toContain(secret);
});

test('messages of our own are kept, and of the system’s; causes are followed', async () => {
  const closed = await echo(async (url) => url);
  const graph = createGraph({ baseUrl: closed, getToken: async () => null });
  const failure = await thrownBy(() =>
    graph({ name: 'list-principals', method: 'GET', version: 'v1.0', path: '/servicePrincipals' }),
  );
  expect(failure).toBeInstanceOf(GraphFailure);
  expect(describeError(failure)).toMatchObject({
    name: 'GraphFailure',
    message: expect.stringMatching(/connection to Graph/),
    cause: { stack: expect.anything() },
  });
  expect(describeError(await thrownBy(() => checkMemberGroups(graph, 'x', [])))).toMatchObject({
    name: 'BadId',
    message: expect.stringContaining('user id'),
  });
  const missing = await thrownBy(() => readFile('/nowhere/at/all'));
  expect(describeError(missing)).toMatchObject({
    code: 'ENOENT',
    message: "ENOENT: no such file or directory, open '/nowhere/at/all'",
  });
});

test('what Microsoft’s Graph client wraps is found', async () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), {
    code: 'ECONNREFUSED',
    syscall: 'connect',
  });
  const wrapped = Object.assign(new Error(secret), {
    customError: Object.assign(new TypeError(secret), { cause: refused }),
  });
  expect(describeError(wrapped).cause?.cause).toMatchObject({
    code: 'ECONNREFUSED',
    message: 'connect ECONNREFUSED 127.0.0.1:1',
  });
  expect(logged(wrapped)).not.toContain(secret);
});

test('where it was thrown is kept, without the message before it', async () => {
  const { stack = [] } = describeError(await thrownBy(() => JSON.parse(secret)));
  expect(stack.length).toBeGreaterThan(1);
  for (const frame of stack) expect(frame).toMatch(/^at /);
});

test.each([
  [`Bearer ${secret}`, 'Bearer [token]'],
  ['eyJhbGciOi.eyJzdWIi.c2ln there', '[token] there'],
  [`postgres://warden:${secret}@db/x`, 'postgres://[user]@db/x'],
  [`GET /users?$filter=name%20eq%20${secret} failed`, 'GET /users?[query] failed'],
])('a message of ours is cleaned all the same: %s', (message, clean) => {
  expect(cleaned(message)).toBe(clean);
});

test('what must never be in a line is not, even where somebody puts it', () => {
  const text = logged(null, {
    token: secret,
    headers: { authorization: secret },
    question: { typedName: secret },
    answer: { status: 400, code: secret, requestId: secret, retryAfter: null, body: secret },
    requestId: secret,
  });
  expect(text).not.toContain(secret);
  expect(text).toContain('"status":400');
});

test.each([
  ['a frame', `no\n    at ${secret} (elsewhere:1:1)`],
  [
    'a frame of these sources',
    `${secret}\n    at x (${new URL('../../src/', import.meta.url).pathname}a.ts:1:1)`,
  ],
])('a message that looks like %s is not taken for one', (_, message) => {
  const error = new Error(message);
  expect(logged(error)).not.toContain(secret);
  expect(describeError(error).stack?.[0]).toContain('describe-error.test');
  expect(logged(Object.assign(new Error(message), { message: 'something else' }))).not.toContain(secret);
});

test('one that can’t be read is still described: the log must not throw', () => {
  const broken = new Error('fine');
  Object.defineProperty(broken, 'code', {
    get() {
      throw new Error('told by a getter');
    },
  });
  expect(describeError(broken)).toEqual({ name: 'Unreadable' });
  expect(describeError(new Error('outer', { cause: broken })).cause).toEqual({ name: 'Unreadable' });
});
