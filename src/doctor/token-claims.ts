import { decodeJwt } from 'jose';

/** Whose a token is and what it allows. Read, not verified: it came from Entra just now. */
export interface TokenClaims {
  readonly tenantId: string | null;
  /** Client id, lower case. */
  readonly clientId: string | null;
  /** Application permissions. */
  readonly roles: readonly string[];
}

/**
 * @param token an access token of Entra, of version 1.0 (`appid`) or 2.0 (`azp`)
 * @returns null when it is none that can be read: a token is opaque to everybody but its resource
 */
export function readClaims(token: string): TokenClaims | null {
  try {
    const claims = decodeJwt(token);
    const text = (name: string) => {
      const value = claims[name];
      return typeof value === 'string' ? value.toLowerCase() : null;
    };
    const roles = claims['roles'];
    return {
      tenantId: text('tid'),
      clientId: text('appid') ?? text('azp'),
      roles: Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : [],
    };
  } catch {
    return null;
  }
}
