import { get } from 'node:https';
import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from 'jose';
import { type Clock, systemClock } from '../clock.ts';
import { signingKeysUrl } from '../clouds.ts';
import { BoundedMap } from './bounded-map.ts';
import type { EntraConnection } from './token-answer.ts';

export interface SigningKeysOptions extends EntraConnection {
  readonly clock?: Clock;
  /** Milliseconds for one download. */
  readonly timeout?: number;
}

/** The keys couldn't be had; says nothing about the token. */
export class KeysUnavailable extends Error {
  constructor() {
    super('the signing keys could not be had');
    this.name = 'KeysUnavailable';
  }
}

/** Entra advises to look at least once a day, and whenever a token names an unknown key. */
const freshFor = 60 * 60_000;
/** Between two downloads because of an unknown key; anybody can name one. */
const cooldown = 30_000;
/** After a download failed. */
const hold = 3000;
/** Entra's lists are about 10 KB. */
const mostBytes = 256 * 1024;
const mostTenants = 50;

/**
 * The keys a tenant's tokens are signed with, from its one address in this cloud; no metadata decides it and no
 * redirect is followed.
 *
 * @param tenantId lower-case GUID of a tenant that is allowed: each gets a place in a small cache
 */
export function createSigningKeys(options: SigningKeysOptions): (tenantId: string) => JWTVerifyGetKey {
  const { cloud, ca, clock = systemClock, timeout = 4000 } = options;
  const known = new BoundedMap<string, JWTVerifyGetKey>(mostTenants);
  return (tenantId) => {
    const already = known.get(tenantId);
    if (already !== undefined) return already;
    let failedAt = Number.NEGATIVE_INFINITY;
    const keys = createRemoteJWKSet(signingKeysUrl(cloud, tenantId), {
      cacheMaxAge: freshFor,
      cooldownDuration: cooldown,
      timeoutDuration: timeout,
      async [customFetch](url: string, { signal }: { signal: AbortSignal }) {
        if (clock.now() - failedAt < hold) throw new KeysUnavailable();
        try {
          return Response.json(keysOf(tenantId, await download(url, ca, signal)));
        } catch {
          failedAt = clock.now();
          throw new KeysUnavailable();
        }
      },
    });
    known.set(tenantId, keys);
    return keys;
  };
}

/**
 * Without the keys that say they sign for another tenant, such as the one of personal accounts: `issuer` of a key
 * holds a tenant's id, or `{tenantid}` for all.
 */
function keysOf(tenantId: string, text: string): { readonly keys: readonly unknown[] } {
  const { keys } = JSON.parse(text) as { keys?: unknown };
  if (!Array.isArray(keys)) throw new KeysUnavailable();
  return {
    keys: keys.filter((key: { issuer?: unknown } | null) => {
      const named = /[0-9a-f]{8}-[0-9a-f-]{27}/i.exec(typeof key?.issuer === 'string' ? key.issuer : '')?.[0];
      return named === undefined || named.toLowerCase() === tenantId;
    }),
  };
}

/** The global `fetch` can't be told of an authority and reads without bound. */
function download(url: string, ca: string | undefined, signal: AbortSignal): Promise<string> {
  return new Promise((done, fail) => {
    const request = get(
      url,
      { signal, headers: { accept: 'application/json' }, ...(ca && { ca }) },
      (answer) => {
        if (answer.statusCode !== 200) {
          request.destroy(new KeysUnavailable());
          return;
        }
        const parts: Buffer[] = [];
        let size = 0;
        answer.on('data', (part: Buffer) => {
          size += part.length;
          if (size > mostBytes) request.destroy(new KeysUnavailable());
          else parts.push(part);
        });
        answer.on('end', () => done(Buffer.concat(parts).toString('utf8')));
        answer.on('error', fail);
      },
    );
    request.on('error', fail);
  });
}
