import {
  decodeJwt,
  decodeProtectedHeader,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose';
import { type Clock, systemClock } from '../clock.ts';
import { issuersOf } from '../clouds.ts';
import { createSigningKeys, KeysUnavailable, type SigningKeysOptions } from './signing-keys.ts';
import type { SsoRefusal } from './sso-refusal.ts';

declare const verified: unique symbol;

/** A person's sign-in whose token held. Safe to log: the token stays behind `assertion`. */
export interface VerifiedSignIn {
  readonly [verified]: true;
  /** Lower-case GUIDs. */
  readonly tenantId: string;
  readonly objectId: string;
  /** When the token ends, epoch milliseconds. */
  readonly expiresAt: number;
  /** The token itself, for the exchange. */
  readonly assertion: () => string;
}

export type SsoResult =
  | { readonly ok: true; readonly signIn: VerifiedSignIn }
  | { readonly ok: false; readonly why: SsoRefusal };

export interface SsoVerifierOptions extends SigningKeysOptions {
  /** `aud` to take: the app id, and its application ID URI as registered (`api://botid-…`, `api://host/botid-…`). */
  readonly audiences: readonly string[];
  /** Tenant ids. */
  readonly allowedTenants: readonly string[];
  /** Clients to take; Teams unless given. */
  readonly clientIds?: readonly string[];
  readonly clock?: Clock;
}

/** Who the activity says it is from. */
export interface Claimed {
  readonly tenantId: string;
  readonly objectId: string;
}

/**
 * Checks the token that came along with an activity.
 *
 * @param token as Teams sent it
 * @param claimed tenant and person of the authenticated activity; the token must agree
 */
export type VerifySsoToken = (token: string, claimed: Claimed) => Promise<SsoResult>;

/**
 * Teams on desktop and mobile, and on the web: the clients a Teams bot pre-authorizes (Microsoft Teams docs, "Register
 * your tab or bot app with Microsoft Entra ID"). That page's others are Outlook and Microsoft 365, where this bot isn't.
 */
export const teamsClientIds: readonly string[] = [
  '1fec8e78-bce4-4aaf-ab1b-5451cc387264',
  '5e3ce6c0-2b1f-4285-8d4b-75ee78787346',
];

/** Teams' tokens have 2 to 3 KB; with many groups in them they stay below this. */
const longest = 16 * 1024;
/** Clocks differ by this much, seconds. */
const skew = 60;

/**
 * A verifier of Teams single sign-on tokens. What costs nothing is looked at first, so that keys are only downloaded
 * for allowed tenants; nothing is believed before the signature held.
 */
export function createSsoVerifier(options: SsoVerifierOptions): VerifySsoToken {
  const { clock = systemClock, cloud } = options;
  const keysOf = createSigningKeys(options);
  const allowed = new Set(options.allowedTenants.map((tenant) => tenant.toLowerCase()));
  const clients = new Set((options.clientIds ?? teamsClientIds).map((id) => id.toLowerCase()));

  return async (token, claimed) => {
    const tenantId = claimed.tenantId.toLowerCase();
    const early = lookAt(token, tenantId, allowed);
    if (early !== null) return { ok: false, why: early };
    const held = await holds(token, keysOf(tenantId), {
      issuer: [...issuersOf(cloud, tenantId)],
      audience: [...options.audiences],
      currentDate: new Date(clock.now()),
    });
    if ('why' in held) return { ok: false, why: held.why };
    const { payload } = held;
    if (lower(payload['tid']) !== tenantId) return { ok: false, why: 'tenant' };
    const objectId = lower(payload['oid']);
    if (objectId === null || objectId !== claimed.objectId.toLowerCase()) return { ok: false, why: 'person' };
    if (!clients.has(clientOf(payload) ?? '')) return { ok: false, why: 'client' };
    const scopes = typeof payload['scp'] === 'string' ? payload['scp'].split(' ') : [];
    if (!scopes.includes('access_as_user')) return { ok: false, why: 'scope' };
    const signIn = {
      tenantId,
      objectId,
      expiresAt: (payload.exp ?? 0) * 1000,
      assertion: () => token,
    };
    return { ok: true, signIn: Object.freeze(signIn) as VerifiedSignIn };
  };
}

/** What speaks against a token before its signature was looked at; null when nothing does. */
function lookAt(token: string, tenantId: string, allowed: ReadonlySet<string>): SsoRefusal | null {
  if (!allowed.has(tenantId)) return 'tenant-not-allowed';
  if (token.length > longest) return 'too-long';
  try {
    if (decodeProtectedHeader(token).alg !== 'RS256') return 'algorithm';
    return lower(decodeJwt(token)['tid']) === tenantId ? null : 'tenant';
  } catch {
    return 'malformed';
  }
}

interface Expected {
  readonly issuer: string[];
  readonly audience: string[];
  readonly currentDate: Date;
}

async function holds(
  token: string,
  key: JWTVerifyGetKey,
  expected: Expected,
): Promise<{ readonly payload: JWTPayload } | { readonly why: SsoRefusal }> {
  try {
    const { payload } = await jwtVerify(token, key, {
      ...expected,
      algorithms: ['RS256'],
      clockTolerance: skew,
      requiredClaims: ['exp', 'nbf', 'iss', 'aud', 'tid'],
    });
    return { payload };
  } catch (error) {
    return { why: refusalOf(error) };
  }
}

function refusalOf(error: unknown): SsoRefusal {
  if (error instanceof KeysUnavailable || error instanceof errors.JWKSTimeout) return 'keys-unavailable';
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) {
    return 'unknown-key';
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature';
  if (error instanceof errors.JOSEAlgNotAllowed) return 'algorithm';
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'iss') return 'issuer';
    if (error.claim === 'aud') return 'audience';
    if (error.claim === 'nbf' && error.reason === 'check_failed') return 'not-yet-valid';
    return 'malformed';
  }
  if (error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid) return 'malformed';
  return 'keys-unavailable';
}

/** Whom a token was issued to: `azp` in version 2, `appid` in version 1. */
function clientOf(payload: JWTPayload): string | null {
  const [azp, appid] = [lower(payload['azp']), lower(payload['appid'])];
  return azp !== null && appid !== null && azp !== appid ? null : (azp ?? appid);
}

const lower = (value: unknown) => (typeof value === 'string' ? value.toLowerCase() : null);
