import { createLocalJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { Clock } from '../../clock.ts';
import type { EntraApp } from './apps.ts';
import type { SigningKeys } from './signing-keys.ts';

/** `aud` of federated assertions. */
export const exchangeAudience = 'api://AzureADTokenExchange';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Whether a client proved to be the app it says: null when it did, else the error to answer. */
export type ProveClient = (app: EntraApp, form: URLSearchParams) => Promise<number | null>;

/** @param issuer of federated assertions */
export function createProveClient(keys: SigningKeys, issuer: () => string, clock: Clock): ProveClient {
  const federated = createLocalJWKSet({ keys: [keys.federated.jwk] });
  return async (app, form) => {
    const secret = form.get('client_secret');
    if (secret !== null) {
      const known = app.secrets.find((each) => each.value === secret);
      if (known === undefined) return 7000215;
      return known.expired === true ? 7000222 : null;
    }
    const assertion = form.get('client_assertion');
    if (assertion === null || form.get('client_assertion_type') !== assertionType) return 7000216;
    return proveByAssertion(app, assertion, federated, issuer(), clock);
  };
}

async function proveByAssertion(
  app: EntraApp,
  assertion: string,
  federated: JWTVerifyGetKey,
  issuer: string,
  clock: Clock,
): Promise<number | null> {
  try {
    const { payload } = await jwtVerify(assertion, federated, {
      algorithms: ['RS256'],
      requiredClaims: ['exp', 'sub'],
      currentDate: new Date(clock.now()),
    });
    if (payload.iss !== issuer) return 700211;
    if (payload.aud !== exchangeAudience) return 700212;
    return app.federatedSubjects.includes(payload.sub ?? '') ? null : 700213;
  } catch (error) {
    const untimely =
      error instanceof errors.JWTExpired ||
      (error instanceof errors.JWTClaimValidationFailed && error.claim === 'nbf');
    return untimely ? 700024 : 700027;
  }
}
