import { lockTenant } from '../store/poll-tenants.ts';
import type { Tx } from '../store/schema.ts';
import { removeWatches, type StoredWatch } from '../store/watches.ts';
import { dropUnwatched } from './enrol.ts';
import { type Change, recordWatch } from './record.ts';

/**
 * Ends watches of one tenant, and the reading of what nobody watches any more, and writes down who did; in the
 * caller's transaction.
 */
export async function endWatches(tx: Tx, watches: readonly StoredWatch[], by: Change): Promise<void> {
  const tenantIds = [...new Set(watches.map((watch) => watch.tenantId))].sort();
  for (const tenantId of tenantIds) await lockTenant(tx, tenantId);
  await removeWatches(tx, watches);
  for (const tenantId of tenantIds) await dropUnwatched(tx, tenantId);
  for (const before of watches) {
    await recordWatch(tx, 'unwatch', { watched: before.watched, before, after: null }, by);
  }
}
