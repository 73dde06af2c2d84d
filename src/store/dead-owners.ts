import { hostname } from 'node:os';
import type { Database } from './schema.ts';

const leased = ['inbox', 'run', 'timer', 'conversation', 'poll_tenant'] as const;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/**
 * Ends the leases of processes of this machine that are dead, so that what they left is taken up at once instead
 * of when the leases run out. Should one of them live after all, its fence stops it as if the lease had run out.
 *
 * @param self the owner name of this process: an earlier process of the same pid is dead
 */
export async function endDeadLeases(db: Database, self: string): Promise<void> {
  for (const table of leased) {
    const rows = await db
      .selectFrom(table)
      .select('lease_owner')
      .distinct()
      .where('lease_owner', 'like', `${hostname()}:%`)
      .where('lease_until', '>', 0)
      .execute();
    for (const { lease_owner: owner } of rows) {
      const pid = Number(owner?.split(':')[1]);
      if (owner === null || owner === self || (pid !== process.pid && isAlive(pid))) continue;
      // The owner stays: it tells that somebody was interrupted.
      await db.updateTable(table).set({ lease_until: 0 }).where('lease_owner', '=', owner).execute();
    }
  }
}
