import type { EntraApp } from './entra/apps.ts';
import { isLoopbackHost } from './loopback.ts';

/** Who calls Graph, by a token that holds. */
export interface Caller {
  readonly tenantId: string;
  readonly clientId: string;
  /** Object id: of the person of a delegated token, of the servicePrincipal of an app-only one. */
  readonly oid: string;
  readonly delegated: boolean;
  /** Scopes of a delegated token, roles of an app-only one. */
  readonly permissions: readonly string[];
}

/** Whoever issued the tokens; a sandbox Entra is one. */
export interface TokenAuthority {
  /** The app registrations of the home tenant, by client id. */
  readonly apps?: ReadonlyMap<string, EntraApp>;
  /** Issuer, signature and times checked; null when they don't hold. */
  verify(token: string): Promise<{
    readonly audience: string;
    readonly tenantId: string;
    readonly clientId: string;
    readonly oid: string;
    /** Null for app-only tokens. */
    readonly scopes: readonly string[] | null;
    readonly roles: readonly string[];
  } | null>;
}

/**
 * Who an Authorization header speaks for; null when it holds no token, or none for this Graph.
 *
 * @param origin `https://host:port` of this Graph; its other loopback names are as good
 * @param audiences further ones that tokens may be for
 */
export async function identify(
  authority: TokenAuthority,
  authorization: string | undefined,
  origin: { readonly scheme: string; readonly port: number },
  audiences: readonly string[],
): Promise<Caller | null> {
  const token = /^Bearer ([^\s]+)$/i.exec(authorization ?? '')?.[1];
  const verified = token === undefined ? null : await authority.verify(token);
  if (verified === null) return null;
  const { audience } = verified;
  const url = URL.parse(audience);
  const own =
    url !== null &&
    url.origin === audience &&
    isLoopbackHost(url.host) &&
    url.protocol === `${origin.scheme}:`;
  if (!(own && url.port === String(origin.port)) && !audiences.includes(audience)) return null;
  return {
    tenantId: verified.tenantId,
    clientId: verified.clientId,
    oid: verified.oid,
    delegated: verified.scopes !== null,
    permissions: verified.scopes ?? verified.roles,
  };
}
