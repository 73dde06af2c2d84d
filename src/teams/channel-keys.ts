import { type CryptoKey, importJWK } from 'jose';
import * as z from 'zod/v4';
import type { Clock } from '../clock.ts';
import { isLoopback } from '../config.ts';
import type { Log } from '../log.ts';
import { fetchJson } from './fetch-json.ts';

export type KeyLookup =
  | { readonly kind: 'key'; readonly key: CryptoKey; readonly endorsed: boolean }
  | { readonly kind: 'unknown' }
  /** No keys could be had so far. */
  | { readonly kind: 'unavailable' };

/** The keys the channel signs with. */
export interface ChannelKeys {
  /** Never throws. */
  find(keyId: string): Promise<KeyLookup>;
  /** Gets the keys if there are none yet; false when they cannot be had. Never throws. */
  ready(): Promise<boolean>;
}

export interface ChannelKeysOptions {
  /** OpenID metadata of the Bot Framework, https. */
  readonly metadataUrl: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Hosts besides that of the metadata which may publish the keys, with a port where it is not the usual one. */
  readonly keyHosts?: readonly string[];
  /** Lets metadata and keys be on this machine over plain http: for tests and the sandbox only. */
  readonly plainLoopback?: boolean;
  /** How long metadata and keys may take together, milliseconds. */
  readonly timeout?: number;
}

const hour = 3_600_000;
/** Bot Framework authentication docs: keys may be cached, and have to be renewed at least once a day. */
const fresh = 24 * hour;
/** Anybody can name a key that does not exist; that many requests must not follow from it. */
const afterUnknown = 300_000;
const afterFailure = 30_000;
const largestMetadata = 65_536;
const largestKeys = 524_288;
const mostKeys = 200;

const channel = 'msteams';

const metadataShape = z.object({ jwks_uri: z.string().max(2048) });
const keysShape = z.object({ keys: z.array(z.unknown()).max(mostKeys) });
const keyShape = z.object({
  kty: z.literal('RSA'),
  kid: z.string().min(1).max(256),
  n: z.string().min(342).max(2048),
  e: z.string().min(1).max(16),
  use: z.literal('sig').optional(),
  endorsements: z.array(z.string()).optional(),
});

/** Why something failed, on one line; `fetch` says it only in the cause. */
function inShort(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { message } = error.cause instanceof Error ? error.cause : error;
  return message.replace(/\s+/g, ' ').slice(0, 200);
}

interface KnownKey {
  readonly key: CryptoKey;
  readonly endorsed: boolean;
}

/**
 * Keeps the channel's keys: pinned to one metadata address, renewed daily or when an unknown key is named, both at a
 * limited rate. When they can't be renewed the last good ones stay.
 *
 * @throws when the metadata address is not one keys may come from
 */
export function createChannelKeys(options: ChannelKeysOptions): ChannelKeys {
  const { clock, log, timeout = 5000 } = options;
  const plainLoopback = options.plainLoopback === true;
  const secure = (url: URL) =>
    url.protocol === 'https:' || (plainLoopback && url.protocol === 'http:' && isLoopback(url.hostname));
  const metadataUrl = new URL(options.metadataUrl);
  if (!secure(metadataUrl)) throw new Error('the OpenID metadata of the channel must be at an https address');
  const hosts = new Set([metadataUrl.host, ...(options.keyHosts ?? [])]);

  let keys: ReadonlyMap<string, KnownKey> | null = null;
  let loadedAt = 0;
  let failedAt = Number.NEGATIVE_INFINITY;
  let soughtAt = Number.NEGATIVE_INFINITY;
  let loading: Promise<void> | null = null;

  async function load(): Promise<ReadonlyMap<string, KnownKey>> {
    const signal = AbortSignal.timeout(timeout);
    const metadata = metadataShape.parse(await fetchJson(metadataUrl, { most: largestMetadata, signal }));
    const keysUrl = new URL(metadata.jwks_uri);
    if (!secure(keysUrl) || !hosts.has(keysUrl.host) || keysUrl.username || keysUrl.password) {
      throw new Error('the metadata names keys at an address that is not pinned');
    }
    const published = keysShape.parse(await fetchJson(keysUrl, { most: largestKeys, signal }));
    const found = new Map<string, KnownKey>();
    for (const each of published.keys) {
      const parsed = keyShape.safeParse(each);
      if (!parsed.success) continue;
      const { kty, kid, n, e, endorsements } = parsed.data;
      const key = await importJWK({ kty, n, e }, 'RS256').catch(() => null);
      if (key === null || key instanceof Uint8Array) continue;
      found.set(kid, { key, endorsed: endorsements?.includes(channel) === true });
    }
    if (found.size === 0) throw new Error('no usable key is published');
    return found;
  }

  /** One at a time: who comes while it is under way waits for the same. */
  function renew(): Promise<void> {
    loading ??= load()
      .then(
        (found) => {
          keys = found;
          loadedAt = clock.now();
        },
        (error: unknown) => {
          failedAt = clock.now();
          log.warn(
            { why: inShort(error), kept: keys?.size ?? 0 },
            'the keys of the channel could not be renewed',
          );
        },
      )
      .finally(() => {
        loading = null;
      });
    return loading;
  }

  async function renewIfDue(): Promise<void> {
    const now = clock.now();
    if (keys !== null && now - loadedAt < fresh) return;
    if (loading === null && now - failedAt < afterFailure) return;
    await renew();
  }

  return {
    async find(keyId) {
      const before = keys;
      await renewIfDue();
      if (keys === null) return { kind: 'unavailable' };
      let known = keys.get(keyId);
      const justRenewed = keys !== before;
      if (
        known === undefined &&
        !justRenewed &&
        (loading !== null || clock.now() - soughtAt >= afterUnknown)
      ) {
        if (loading === null) soughtAt = clock.now();
        await renew();
        known = keys.get(keyId);
      }
      return known === undefined ? { kind: 'unknown' } : { kind: 'key', ...known };
    },
    async ready() {
      await renewIfDue();
      return keys !== null;
    },
  };
}
