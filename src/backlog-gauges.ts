import type { Clock } from './clock.ts';
import { readGauges } from './metrics.ts';
import { readBacklog } from './store/backlog.ts';
import type { Database } from './store/schema.ts';

/**
 * Has the gauges of what waits read from the store whenever somebody collects.
 *
 * An update of a message that was sent before has no time of its own in the store; its age counts from when this
 * process first met it, so it never says too much.
 *
 * @returns ends it
 */
export function watchBacklog(db: Database, clock: Clock): () => void {
  let met = new Map<string, number>();
  return readGauges(async (show) => {
    const { inbox, outbox, pollDueAt } = await readBacklog(db);
    const now = clock.now();
    const seconds = (since: number | null) => (since === null ? 0 : Math.max(0, now - since) / 1000);
    met = new Map(
      outbox.updates.map(({ id, revision }) => {
        const key = `${id} ${revision}`;
        return [key, met.get(key) ?? now];
      }),
    );
    const since = Math.min(outbox.oldestNewAt ?? Number.POSITIVE_INFINITY, ...met.values());
    show('sync_warden_inbox_depth', inbox.depth, {});
    show('sync_warden_inbox_oldest_age_seconds', seconds(inbox.oldestAt), {});
    show('sync_warden_outbox_depth', outbox.depth, {});
    show('sync_warden_outbox_oldest_age_seconds', seconds(Number.isFinite(since) ? since : null), {});
    show('sync_warden_poll_lag_seconds', seconds(pollDueAt), {});
  });
}
