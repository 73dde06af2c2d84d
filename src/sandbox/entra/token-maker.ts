import { sandboxTenantId } from '../ids.ts';
import { type SandboxUserName, sandboxApps, sandboxUsers } from '../people.ts';
import { accessTokenClaims, ssoTokenClaims, tokenLifetime } from './access-token.ts';
import { type EntraApp, federatedSubject } from './apps.ts';
import { exchangeAudience } from './client-proof.ts';
import type { Estate } from './estate.ts';
import { mint } from './mint.ts';
import type { TokenOverrides } from './token-overrides.ts';

/** Makes tokens without anybody asking for them over the wire, rightly or as told. */
export interface TokenMaker {
  /**
   * A token as Teams hands it over for single sign-on: issued to Teams, for the bot.
   *
   * @param user in the tenant of that person
   */
  sso(user: SandboxUserName, overrides?: SsoOverrides): string;
  /** An access token as the token endpoint issues it. @throws for an app that is not there */
  accessToken(request: AccessTokenRequest, overrides?: TokenOverrides): string;
  /** A federated assertion, as `getAssertion` of ClientAssertionCredential returns it. */
  assertion(clientId: string, overrides?: TokenOverrides): string;
}

export interface SsoOverrides extends TokenOverrides {
  /** The bot it is for; the sandbox's unless given. An `aud` overrides it. */
  readonly clientId?: string;
}

/** For whom and for what `accessToken` is; scopes or roles as they shall be, consent or not. */
export interface AccessTokenRequest {
  /** Root of a Graph, `https://api.botframework.com`, … */
  readonly audience: string;
  /** The bot's unless given. */
  readonly clientId?: string;
  /** Makes it a delegated token, in the tenant of that person. */
  readonly user?: SandboxUserName;
  /** Of an app-only token; the home tenant unless given. */
  readonly tenantId?: string;
  /** `scp` of a delegated token; what the app has consent for unless given. */
  readonly scopes?: readonly string[];
  /** `roles` of an app-only token; what the app was granted unless given. */
  readonly roles?: readonly string[];
}

/** @param federatedIssuer `iss` of federated assertions */
export function createTokenMaker(estate: Estate, federatedIssuer: string): TokenMaker {
  const appOf = (clientId: string): EntraApp => {
    const app = estate.apps.get(clientId);
    if (app === undefined) throw new Error(`The sandbox Entra has no app ${clientId}.`);
    return app;
  };
  const subject = (clientId: string | undefined, tenantId: string) => ({
    url: estate.url(),
    now: estate.clock.now(),
    tenantId,
    app: appOf(clientId ?? sandboxApps.bot.clientId),
  });
  return {
    sso(user, { clientId, ...overrides } = {}) {
      const person = sandboxUsers[user];
      return mint(
        estate.keys,
        'entra',
        ssoTokenClaims(subject(clientId, person.tenantId), person),
        overrides,
      );
    },
    accessToken({ audience, clientId, user, tenantId, scopes, roles }, overrides = {}) {
      const person = user === undefined ? null : sandboxUsers[user];
      const whose = subject(clientId, person?.tenantId ?? tenantId ?? sandboxTenantId);
      const granted =
        person === null
          ? { roles: roles ?? whose.app.roles }
          : { person, scopes: scopes ?? whose.app.delegated };
      return mint(estate.keys, 'entra', accessTokenClaims(whose, audience, granted), overrides);
    },
    assertion(clientId, overrides = {}) {
      const now = Math.floor(estate.clock.now() / 1000);
      const claims = {
        iss: federatedIssuer,
        sub: federatedSubject(clientId),
        aud: exchangeAudience,
        iat: now,
        nbf: now,
        exp: now + tokenLifetime,
      };
      return mint(estate.keys, 'federated', claims, overrides);
    },
  };
}
