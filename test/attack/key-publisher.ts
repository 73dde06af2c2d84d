import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** Publishes the channel's keys over plain http on this machine, rightly or as told. */
export interface KeyPublisher {
  readonly url: string;
  readonly metadataUrl: string;
  /** Paths asked for, oldest first. */
  readonly asked: string[];
  /** Answers in place of the right ones; null goes back to them. */
  answer(metadata: Answer | null, keys?: Answer | null): void;
  /** The right keys. */
  published(): { readonly keys: readonly object[] };
  /** Publishes this key alone. */
  rotate(kid: string, more?: object): Promise<void>;
  /** A channel token signed with the newest key. */
  sign(claims: Readonly<Record<string, unknown>>, now?: number): Promise<string>;
  stop(): Promise<void>;
}

/** An answer of JSON. */
export const saying =
  (body: unknown, status = 200): Answer =>
  (_request, response) => {
    response.statusCode = status;
    response.setHeader('content-type', 'application/json');
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };

/** An answer that leads elsewhere. */
export const leading =
  (location: string): Answer =>
  (_request, response) => {
    response.statusCode = 302;
    response.setHeader('location', location);
    response.end();
  };

export async function startKeyPublisher(): Promise<KeyPublisher> {
  const asked: string[] = [];
  let kid = '';
  let privateKey: CryptoKey | null = null;
  let jwk: object = {};
  let metadata: Answer | null = null;
  let keys: Answer | null = null;
  const server = createServer((request, response) => {
    const { url: path = '' } = request;
    asked.push(path);
    // Right too, but nowhere the bot was told of.
    if (path === '/moved/metadata') return saying({ jwks_uri: `${url}/keys` })(request, response);
    if (path === '/moved/keys') return saying({ keys: [jwk] })(request, response);
    if (path === '/metadata') return (metadata ?? saying({ jwks_uri: `${url}/keys` }))(request, response);
    if (path === '/keys') return (keys ?? saying({ keys: [jwk] }))(request, response);
    response.statusCode = 404;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const publisher: KeyPublisher = {
    url,
    metadataUrl: `${url}/metadata`,
    asked,
    answer(newMetadata, newKeys = null) {
      metadata = newMetadata;
      keys = newKeys;
    },
    published: () => ({ keys: [jwk] }),
    async rotate(newKid, more = {}) {
      const pair = await generateKeyPair('RS256');
      kid = newKid;
      privateKey = pair.privateKey;
      jwk = { ...(await exportJWK(pair.publicKey)), kid, endorsements: ['msteams'], ...more };
    },
    sign(claims, now = Date.now()) {
      if (privateKey === null) throw new Error('no key yet');
      const seconds = Math.floor(now / 1000);
      return new SignJWT({
        iss: 'https://api.botframework.com',
        nbf: seconds,
        exp: seconds + 3600,
        ...claims,
      })
        .setProtectedHeader({ alg: 'RS256', kid })
        .sign(privateKey);
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  await publisher.rotate('first');
  return publisher;
}
