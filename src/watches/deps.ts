import type { Clock } from '../clock.ts';
import type { Graph } from '../graph/client.ts';
import type { Log } from '../log.ts';
import type { Database } from '../store/schema.ts';

/** What watching needs from outside. */
export interface WatchDeps {
  readonly db: Database;
  /** Reads a tenant, with the bot's own read credential. */
  readonly graphOf: (tenantId: string) => Graph;
  readonly clock: Clock;
  readonly log: Log;
  /** From 0 up to 1; spreads readings over time. */
  readonly random: () => number;
  /** Waits, milliseconds. */
  readonly pause: (time: number) => Promise<unknown>;
}
