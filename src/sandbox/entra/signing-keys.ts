import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { JWK } from 'jose';

/** An RSA key that signs tokens, with its public half as clients get it. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  /** PEM, SPKI. */
  readonly publicPem: string;
  readonly jwk: JWK;
}

const names = ['entra', 'channel', 'otherChannel', 'unendorsed', 'federated', 'unknown'] as const;

/** Every key of a sandbox; what each is for is said at `TokenOverrides.key`. */
export type SigningKeys = Readonly<Record<(typeof names)[number], SigningKey>>;

const generate = promisify(generateKeyPair);

/** New keys, in memory only. */
export async function makeSigningKeys(): Promise<SigningKeys> {
  const made = await Promise.all(names.map(async (name) => [name, await makeKey(name)] as const));
  return Object.fromEntries(made) as Record<(typeof names)[number], SigningKey>;
}

async function makeKey(name: string): Promise<SigningKey> {
  const pair = await generate('rsa', { modulusLength: 2048 });
  const kid = `sandbox-${name}`;
  return {
    kid,
    privateKey: pair.privateKey,
    publicPem: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    jwk: { ...(pair.publicKey.export({ format: 'jwk' }) as JWK), kid, use: 'sig', alg: 'RS256' },
  };
}
