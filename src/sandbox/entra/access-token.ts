import { randomUUID } from 'node:crypto';
import { directoryRoles, type Person } from '../people.ts';
import type { EntraApp } from './apps.ts';
import type { Claims } from './mint.ts';
import { issuersOf } from './verify.ts';

/** Seconds an access token holds. */
export const tokenLifetime = 3599;

/** The application Teams signs people in with; documented, the same everywhere. */
export const teamsClientId = '1fec8e78-bce4-4aaf-ab1b-5451cc387264';

/** Who and what a token is for. */
export interface TokenSubject {
  readonly url: string;
  readonly now: number;
  readonly tenantId: string;
  readonly app: EntraApp;
}

function times(now: number, lifetime: number): Claims {
  const at = Math.floor(now / 1000);
  return { iat: at, nbf: at, exp: at + lifetime, uti: randomUUID() };
}

/** Claims of a version 1.0 access token, which Graph and the Bot Framework get; delegated when there is a person. */
export function accessTokenClaims(
  { url, now, tenantId, app }: TokenSubject,
  audience: string,
  granted:
    | { readonly person: Person; readonly scopes: readonly string[] }
    | { readonly roles: readonly string[] },
): Claims {
  const common = {
    aud: audience,
    iss: issuersOf(url, tenantId).v1,
    ...times(now, tokenLifetime),
    app_displayname: app.name,
    appid: app.clientId,
    appidacr: '1',
    tid: tenantId,
    ver: '1.0',
  };
  if ('roles' in granted) {
    const servicePrincipalId = app.servicePrincipalIdIn?.[tenantId] ?? app.servicePrincipalId;
    return {
      ...common,
      idtyp: 'app',
      oid: servicePrincipalId,
      sub: servicePrincipalId,
      ...(granted.roles.length === 0 ? {} : { roles: granted.roles }),
    };
  }
  const { person, scopes } = granted;
  return {
    ...common,
    idtyp: 'user',
    oid: person.oid,
    sub: person.oid,
    name: person.name,
    upn: person.userPrincipalName,
    scp: scopes.join(' '),
    wids: person.roles.map((role) => directoryRoles[role]),
    acct: person.guest ? 1 : 0,
  };
}

/** Claims of the version 2.0 token that Teams gets for single sign-on to a bot. */
export function ssoTokenClaims({ url, now, tenantId, app }: TokenSubject, person: Person): Claims {
  return {
    aud: app.clientId,
    iss: issuersOf(url, tenantId).v2,
    // Entra varies it between 60 and 90 minutes.
    ...times(now, 75 * 60),
    azp: teamsClientId,
    azpacr: '0',
    name: person.name,
    oid: person.oid,
    preferred_username: person.userPrincipalName,
    scp: 'access_as_user',
    sub: person.oid,
    tid: tenantId,
    ver: '2.0',
  };
}
