import { decodeJwt, decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';
import type { Clock } from '../clock.ts';
import { readBearer } from './bearer.ts';
import type { ChannelKeys } from './channel-keys.ts';

/** What the channel vouches for. */
export interface ChannelClaims {
  readonly issuer: string;
  readonly audience: string;
  /** Where the activity says it came from; null when the token does not say. */
  readonly serviceUrl: string | null;
}

/** Why a token was not believed, for the log only. */
export type ChannelTokenReason =
  | 'no-token'
  | 'malformed'
  | 'algorithm'
  | 'issuer'
  | 'audience'
  | 'expired'
  | 'not-yet-valid'
  | 'unknown-key'
  | 'not-endorsed'
  | 'signature'
  /** The channel's keys could not be had, so nothing can be said about the token. */
  | 'keys-unavailable';

export type ChannelTokenResult =
  | { readonly ok: true; readonly claims: ChannelClaims }
  | { readonly ok: false; readonly reason: ChannelTokenReason };

/** Verifies an `Authorization` header; empty when there was none. Never throws, never writes anything. */
export type VerifyChannelToken = (authorization: string) => Promise<ChannelTokenResult>;

export interface ChannelTokenOptions {
  /** App id of the bot: the audience. */
  readonly botId: string;
  /** The only issuer, compared to the letter. */
  readonly issuer: string;
  readonly keys: ChannelKeys;
  readonly clock: Clock;
}

/** How far the channel's clock and ours may be apart, seconds (Bot Framework authentication docs: five minutes). */
const skew = 300;
const algorithm = 'RS256';
const longestKeyId = 256;

const no = (reason: ChannelTokenReason) => ({ ok: false, reason }) as const;

function reasonOf(error: unknown): ChannelTokenReason {
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'nbf') return 'not-yet-valid';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature';
  return 'malformed';
}

interface Unverified {
  readonly alg: unknown;
  readonly kid: unknown;
  readonly payload: JWTPayload;
}

function decode(token: string): Unverified | null {
  try {
    const { alg, kid } = decodeProtectedHeader(token);
    return { alg, kid, payload: decodeJwt(token) };
  } catch {
    return null;
  }
}

/**
 * Makes the check of who calls: a token of the channel, for this bot, signed with a key endorsed for Teams. The SDK's
 * own check is not used: it also takes tokens of emulators and other bots, and remembers the issuers of unsigned ones
 * for good (botframework-connector/lib/auth/emulatorValidation.js).
 *
 * @see Bot Framework REST API, “Authenticate requests from the Bot Connector service to your bot”
 */
export function createChannelTokenCheck(options: ChannelTokenOptions): VerifyChannelToken {
  const { botId, issuer, keys, clock } = options;
  // App ids are GUIDs; the case they were registered in says nothing.
  const isBot = (audience: unknown) =>
    typeof audience === 'string' && audience.toLowerCase() === botId.toLowerCase();

  return async (authorization) => {
    if (authorization === '') return no('no-token');
    const token = readBearer(authorization);
    const unverified = token === null ? null : decode(token);
    if (token === null || unverified === null) return no('malformed');
    // What costs nothing comes first, so that a token for somebody else never makes us ask for keys.
    const { alg, kid, payload } = unverified;
    if (alg !== algorithm) return no('algorithm');
    if (payload.iss !== issuer) return no('issuer');
    if (!isBot(payload.aud)) return no('audience');
    if (typeof kid !== 'string' || kid === '' || kid.length > longestKeyId) return no('unknown-key');
    const found = await keys.find(kid);
    if (found.kind === 'unavailable') return no('keys-unavailable');
    if (found.kind === 'unknown') return no('unknown-key');
    if (!found.endorsed) return no('not-endorsed');
    try {
      const verified = await jwtVerify(token, found.key, {
        algorithms: [algorithm],
        issuer,
        requiredClaims: ['exp'],
        clockTolerance: skew,
        currentDate: new Date(clock.now()),
      });
      const { serviceurl } = verified.payload;
      return {
        ok: true,
        claims: {
          issuer,
          audience: botId,
          serviceUrl: typeof serviceurl === 'string' ? serviceurl : null,
        },
      };
    } catch (error) {
      return no(reasonOf(error));
    }
  };
}
