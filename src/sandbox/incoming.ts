import { randomUUID } from 'node:crypto';
import type { Caller } from './caller.ts';
import type { Call } from './calls.ts';
import { sandboxTenantId } from './ids.ts';
import { readPath } from './request-path.ts';
import type { World } from './world.ts';

/** A request as it came over the wire, or out of a `$batch`. */
export interface Incoming {
  readonly method: string;
  /** Path with query, from the slash in front of the version on. */
  readonly target: string;
  readonly header: (name: string) => string | null;
  readonly body: unknown;
  readonly origin: string;
  readonly authorized: boolean;
  /** Null when there was no token for this Graph; left out where tokens aren't asked for. */
  readonly caller?: Caller | null;
}

/** Id of the tenant a request is about: its token's; the home tenant's where there is none. */
export function tenantOf({ caller }: Pick<Incoming, 'caller'>): string {
  return caller?.tenantId ?? sandboxTenantId;
}

/** Writes an arriving request into the call log; `batch` is the `seq` of the `$batch` it came in. */
export function logArrival(world: World, incoming: Omit<Incoming, 'body'>, batch: number | null): Call {
  const path = readPath(incoming.target);
  const version = path.segments?.[0];
  return world.calls.open({
    at: world.clock.now(),
    method: incoming.method,
    path: path.shown,
    version: version === 'v1.0' || version === 'beta' ? version : null,
    requestId: randomUUID(),
    batch,
    authorized: incoming.authorized,
    ...(incoming.caller == null ? {} : { caller: incoming.caller }),
  });
}
