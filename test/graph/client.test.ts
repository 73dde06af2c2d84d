import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGraph } from '../../src/graph/client.ts';
import { GraphFailure } from '../../src/graph/failure.ts';

/** What becomes of a request to a server that answers like this; without one nothing listens. */
async function ask(
  answer: RequestListener | null,
  getToken: () => Promise<string | null> = async () => 'a token',
): Promise<GraphFailure> {
  const server = createServer(answer ?? (() => {})).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    if (!server.listening) return;
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  if (answer === null) await close();
  const graph = createGraph({ baseUrl: `http://127.0.0.1:${port}`, getToken, timeout: 400 });
  try {
    await graph({ name: 'pause-job', method: 'POST', version: 'v1.0', path: '/servicePrincipals' });
  } catch (error) {
    if (error instanceof GraphFailure) return error;
    throw error;
  } finally {
    await close();
  }
  throw new Error('it was answered');
}

test('nothing listens: the request never left, and that is certain', async () => {
  const failure = await ask(null);
  expect(failure.kind).toBe('unreachable');
  expect(failure.certain).toBe(true);
});

test('a name nobody knows: the request never left', async () => {
  const graph = createGraph({ baseUrl: 'http://graph.invalid', getToken: async () => null });
  await expect(
    graph({ name: 'pause-job', method: 'POST', version: 'v1.0', path: '/me' }),
  ).rejects.toMatchObject({ kind: 'unreachable', certain: true });
});

test('no answer in time: it may have taken effect', async () => {
  const failure = await ask(() => {});
  expect(failure.kind).toBe('timeout');
  expect(failure.certain).toBe(false);
});

test('a connection that breaks, before the answer or within it: it may have taken effect', async () => {
  const before = await ask((request) => request.socket.destroy());
  const within = await ask((request, response) => {
    response.writeHead(200, { 'content-length': 100 });
    response.write('{');
    setTimeout(() => request.socket.destroy(), 20);
  });
  for (const { kind, certain } of [before, within]) {
    expect({ kind, certain }).toEqual({ kind: 'connection-lost', certain: false });
  }
});

test('no token: it never left, and nobody was asked', async () => {
  let asked = 0;
  const failure = await ask(
    (_request, response) => {
      asked += 1;
      response.end();
    },
    async () => {
      throw new Error('no');
    },
  );
  expect({ kind: failure.kind, certain: failure.certain, asked }).toEqual({
    kind: 'no-token',
    certain: true,
    asked: 0,
  });
});
