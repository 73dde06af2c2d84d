import { createHmac, sign } from 'node:crypto';
import type { SigningKey, SigningKeys } from './signing-keys.ts';
import type { TokenOverrides } from './token-overrides.ts';

/** Claims of a right token; null leaves one out. */
export type Claims = Readonly<Record<string, unknown>>;

/**
 * A signed JWT.
 *
 * @param usual which key signs unless overridden
 */
export function mint(
  keys: SigningKeys,
  usual: keyof SigningKeys,
  claims: Claims,
  overrides: TokenOverrides = {},
): string {
  const key = keys[overrides.key ?? usual];
  const alg = overrides.alg ?? 'RS256';
  const kid = overrides.kid === undefined ? key.kid : overrides.kid;
  const header = compact({ typ: 'JWT', alg, kid, ...overrides.header });
  const { iss, aud, iat, nbf, exp } = overrides;
  const given = Object.entries({ iss, aud, iat, nbf, exp }).filter(([, value]) => value !== undefined);
  const payload = compact({ ...claims, ...overrides.claims, ...Object.fromEntries(given) });
  const signed = `${encode(header)}.${encode(payload)}`;
  const signature = signatureOf(alg, key, signed);
  switch (overrides.tamper) {
    case 'payload':
      return `${encode(header)}.${encode({ ...payload, tampered: true })}.${signature}`;
    case 'signature':
      // The first character: bits of the last may be padding, which changes nothing.
      return `${signed}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    default:
      return `${signed}.${signature}`;
  }
}

function signatureOf(alg: NonNullable<TokenOverrides['alg']>, key: SigningKey, signed: string): string {
  switch (alg) {
    case 'none':
      return '';
    case 'HS256':
      return createHmac('sha256', key.publicPem).update(signed).digest('base64url');
    case 'RS256':
      return sign('RSA-SHA256', Buffer.from(signed), key.privateKey).toString('base64url');
  }
}

function compact(members: Claims): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== null && value !== undefined),
  );
}

function encode(members: Readonly<Record<string, unknown>>): string {
  return Buffer.from(JSON.stringify(members)).toString('base64url');
}
