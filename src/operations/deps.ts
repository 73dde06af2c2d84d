import type { Clock } from '../clock.ts';
import type { Graph } from '../graph/client.ts';
import type { Log } from '../log.ts';
import type { Policy } from '../policy/policy.ts';
import type { Database } from '../store/schema.ts';
import type { Writers } from './writers.ts';

/** When a write is looked at again, milliseconds. */
export interface Timing {
  /** Waits before each read-back; when all are used up, the answer is "accepted". */
  readonly looks: readonly number[];
  /** Waits before each later look at an accepted write. */
  readonly followUps: readonly number[];
}

export const standardTiming: Timing = {
  looks: [500, 1000, 2000, 4000, 8000, 15_000],
  followUps: [30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000],
};

/** What the heart needs from outside. */
export interface OperationDeps {
  readonly db: Database;
  /** Reads a tenant, with the bot's own read credential; one it does not look after can't be read. */
  readonly graphOf: (tenantId: string) => Graph;
  readonly policy: Policy;
  readonly clock: Clock;
  readonly log: Log;
  /** How long a question stays open, milliseconds. */
  readonly confirmationTtl: number;
  /** How often people are reminded of an open-ended pause, milliseconds; 0 for never. */
  readonly pauseReminder: number;
  readonly timing: Timing;
  /** Whose rights writes are done with. */
  readonly writers: Writers;
  /** Whether school profiles are to be had: switched off, or not there in this cloud. */
  readonly schoolProfiles: 'on' | 'off' | 'not-in-cloud';
}

/** The same, for what is done in one tenant. */
export interface TenantDeps extends OperationDeps {
  readonly tenantId: string;
  readonly graph: Graph;
}

/** @param id the tenant's, in any case; as an authenticated activity or the journal says it */
export function inTenant(deps: OperationDeps, id: string): TenantDeps {
  const tenantId = id.toLowerCase();
  return { ...deps, tenantId, graph: deps.graphOf(tenantId) };
}
