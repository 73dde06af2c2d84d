import { type Clock, systemClock } from '../clock.ts';
import type { TokenSource } from './app-credential.ts';
import type { IssuedToken } from './ask-entra.ts';
import { BoundedMap } from './bounded-map.ts';
import { SignInFailed, type SignInFailure } from './sign-in-failure.ts';

/** Gives the bot's own tokens. They are kept in memory only. */
export interface TokenBroker {
  /**
   * @param scope such as `https://graph.microsoft.com/.default`
   * @param tenant tenant id or domain
   * @returns the bearer token, good for half a minute or longer
   * @throws SignInFailed
   */
  getToken(scope: string, tenant: string): Promise<string>;
}

export interface TokenBrokerOptions {
  readonly clock?: Clock;
  /** Tokens kept at most; one for each scope and tenant. */
  readonly most?: number;
}

/** A token this close to its end is replaced, milliseconds. */
const early = 5 * 60_000;
/** A token this close to its end is not given out any more. */
const tooLate = 30_000;
/** Between two attempts to replace a token that is still good. */
const betweenRefreshes = 10_000;
/** `Retry-After` is obeyed up to this. */
const longestHold = 5 * 60_000;

interface Kept {
  token: IssuedToken | null;
  flight: Promise<IssuedToken> | null;
  /** Epoch milliseconds; no attempt before. */
  notBefore: number;
  /** Set while `notBefore` is Entra's wish. */
  held: SignInFailure | null;
}

/**
 * Tokens of one credential, asked for once however many want them. Five minutes before the end of a token the next
 * one is fetched beside; the old one serves on meanwhile, so that a few minutes without Entra go unnoticed.
 */
export function createTokenBroker(source: TokenSource, options: TokenBrokerOptions = {}): TokenBroker {
  const clock = options.clock ?? systemClock;
  const kept = new BoundedMap<string, Kept>(options.most ?? 100);

  const fetch = (entry: Kept, scope: string, tenant: string): Promise<IssuedToken> => {
    entry.flight ??= source(scope, tenant)
      .then(
        (token) => {
          entry.token = token;
          entry.held = null;
          return token;
        },
        (error: unknown) => {
          if (error instanceof SignInFailed && error.failure.code === 'throttled') {
            entry.held = error.failure;
            const wish = (error.failure.retryAfter ?? 1) * 1000;
            entry.notBefore = Math.max(entry.notBefore, clock.now() + Math.min(wish, longestHold));
          }
          throw error;
        },
      )
      .finally(() => {
        entry.flight = null;
      });
    return entry.flight;
  };

  return {
    async getToken(scope, tenant) {
      const key = `${tenant.toLowerCase()} ${scope}`;
      const entry = kept.get(key) ?? { token: null, flight: null, notBefore: 0, held: null };
      kept.set(key, entry);
      const now = clock.now();
      const left = (entry.token?.expiresOnTimestamp ?? 0) - now;
      if (entry.token !== null && left > tooLate) {
        if (left <= early && entry.flight === null && now >= entry.notBefore) {
          entry.notBefore = now + betweenRefreshes;
          fetch(entry, scope, tenant).catch(() => undefined);
        }
        return entry.token.token;
      }
      if (entry.held !== null && now < entry.notBefore) {
        const seconds = Math.ceil((entry.notBefore - now) / 1000);
        throw new SignInFailed({ ...entry.held, code: 'throttled', retryAfter: seconds });
      }
      return (await fetch(entry, scope, tenant)).token;
    },
  };
}
