import { loadInventory } from '../store/inventory.ts';
import type { Database } from '../store/schema.ts';
import type { Target } from '../words.ts';

/** What a target was called when the tenant was last read, without asking Graph; its id where that isn't known. */
export async function knownName(db: Database, target: Target): Promise<string> {
  if (target.kind === 'profile') return target.profileId;
  const { principals } = await loadInventory(db);
  const known = principals.find(
    ({ servicePrincipalId }) => servicePrincipalId.toLowerCase() === target.servicePrincipalId.toLowerCase(),
  );
  return known?.displayName ?? target.jobId;
}
