import { createLocalJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import type { Clock } from '../../clock.ts';
import type { SigningKeys } from './signing-keys.ts';

/** A token of this Entra that holds, with whose it is. */
export interface VerifiedToken {
  readonly audience: string;
  readonly tenantId: string;
  readonly clientId: string;
  /** Object id: of the person in a delegated token, of the servicePrincipal in an app-only one. */
  readonly oid: string;
  /** Null for app-only tokens. */
  readonly scopes: readonly string[] | null;
  readonly roles: readonly string[];
  readonly claims: JWTPayload;
}

export type Verification =
  | { readonly ok: true; readonly token: VerifiedToken }
  | { readonly ok: false; readonly expired: boolean };

/** Checks issuer, signature and times of a token, to the second; its audience is left to the caller. */
export type Verify = (token: string) => Promise<Verification>;

/** Issuers of the tokens of a tenant: of version 2.0, and of version 1.0 which Graph still gets. */
export function issuersOf(url: string, tenantId: string): { readonly v2: string; readonly v1: string } {
  return { v2: `${url}/${tenantId}/v2.0`, v1: `${url}/${tenantId}/` };
}

/** @param url of the Entra whose tokens they shall be */
export function createVerify(keys: SigningKeys, url: () => string, clock: Clock): Verify {
  const published = createLocalJWKSet({ keys: [keys.entra.jwk] });
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, published, {
        algorithms: ['RS256'],
        requiredClaims: ['exp', 'iss', 'aud', 'tid', 'oid'],
        currentDate: new Date(clock.now()),
      });
      const verified = read(payload);
      if (verified === null) return { ok: false, expired: false };
      const issuers = issuersOf(url(), verified.tenantId);
      if (payload.iss !== issuers.v1 && payload.iss !== issuers.v2) return { ok: false, expired: false };
      return { ok: true, token: verified };
    } catch (error) {
      const expired =
        error instanceof errors.JWTExpired ||
        (error instanceof errors.JWTClaimValidationFailed && error.claim === 'nbf');
      return { ok: false, expired };
    }
  };
}

function read(claims: JWTPayload): VerifiedToken | null {
  const { aud, tid, oid, scp, roles, azp, appid } = claims;
  const clientId = azp ?? appid;
  if (typeof aud !== 'string' || typeof tid !== 'string' || typeof oid !== 'string') return null;
  if (typeof clientId !== 'string') return null;
  return {
    audience: aud,
    tenantId: tid,
    clientId,
    oid,
    scopes: typeof scp === 'string' ? scp.split(' ') : null,
    roles: Array.isArray(roles) ? roles.filter((each) => typeof each === 'string') : [],
    claims,
  };
}
