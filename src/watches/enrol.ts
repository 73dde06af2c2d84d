import type { Inventory } from '../store/inventory.ts';
import { ensurePolled, lockTenant, stopPolling } from '../store/poll-tenants.ts';
import type { Tx } from '../store/schema.ts';
import { addJobs, dropJobs, renameJob, watchedNames } from '../store/watched-jobs.ts';
import { hasNewerWatches, type StoredWatch, watchesOver } from '../store/watches.ts';
import { type JobTarget, targetKey, type Watched } from '../words.ts';
import { type Named, takesIn } from './heard.ts';
import { unread } from './settle.ts';

/** A job there is. */
export interface KnownJob extends Named {
  readonly target: JobTarget;
  readonly templateId: string | null;
}

/** How long until it is looked up anew which jobs there are, milliseconds. */
export const surveyEvery = 10 * 60_000;

/** All jobs of a tenant, as they are known. */
export function knownJobs(inventory: Pick<Inventory, 'principals'>): KnownJob[] {
  return inventory.principals.flatMap(({ servicePrincipalId, displayName, jobs }) =>
    jobs.map((job) => {
      const target = { kind: 'job', servicePrincipalId, jobId: job.id } as const;
      return { target, targetKey: targetKey(target), displayName, templateId: job.templateId };
    }),
  );
}

/** How many jobs a watch takes in. */
export function countTakenIn(watched: Watched, jobs: readonly KnownJob[]): number {
  return jobs.filter(takesIn(watched)).length;
}

/** Jobs nobody watches are read no longer, tenants neither; in the caller's transaction, which holds the tenant's row. */
export async function dropUnwatched(tx: Tx, tenantId: string): Promise<readonly StoredWatch[]> {
  const watches = await watchesOver(tx, tenantId);
  // What those take in can't be told, so all is read on.
  if (await hasNewerWatches(tx, tenantId)) return watches;
  if (watches.length === 0) {
    await stopPolling(tx, tenantId);
    return watches;
  }
  const matching = watches.map(({ watched }) => takesIn(watched));
  const orphans = (await watchedNames(tx, tenantId)).filter((job) => !matching.some((takes) => takes(job)));
  await dropJobs(
    tx,
    tenantId,
    orphans.map((job) => job.targetKey),
  );
  return watches;
}

/**
 * Reads from now on what a tenant's watches take in of the jobs there are; what is new is first seen and compared
 * later, so nothing is told of it yet. In the caller's transaction.
 *
 * @param jobs all that are known; those that are watched and not among them are left to be seen to be gone
 */
export async function enrol(
  tx: Tx,
  {
    tenantId,
    jobs,
    now,
  }: { readonly tenantId: string; readonly jobs: readonly KnownJob[]; readonly now: number },
): Promise<void> {
  // Nobody watches it any more.
  if (!(await lockTenant(tx, tenantId))) return;
  const known = new Map(jobs.map((job) => [job.targetKey, job]));
  for (const had of await watchedNames(tx, tenantId)) {
    const job = known.get(had.targetKey);
    if (job !== undefined && (job.displayName !== had.displayName || job.templateId !== had.templateId))
      await renameJob(tx, tenantId, job);
  }
  const watches = await dropUnwatched(tx, tenantId);
  if (watches.length === 0) return;
  const matching = watches.map(({ watched }) => takesIn(watched));
  const had = new Set((await watchedNames(tx, tenantId)).map((job) => job.targetKey));
  const fresh = jobs.filter((job) => !had.has(job.targetKey) && matching.some((takes) => takes(job)));
  if (fresh.length > 0) {
    const state = JSON.stringify(unread);
    await addJobs(
      tx,
      tenantId,
      fresh.map((job) => ({ ...job, state })),
      now,
    );
    await ensurePolled(tx, { tenantId, now, surveyAt: now + surveyEvery });
  }
}
