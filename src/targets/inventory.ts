import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import { batchGet } from '../graph/batch.ts';
import type { Graph } from '../graph/client.ts';
import { jobsShape, toJobSnapshot } from '../graph/decode.ts';
import { GraphFailure } from '../graph/failure.ts';
import { principalPath } from '../graph/ids.ts';
import { listPrincipals } from '../graph/service-principals.ts';
import { type Inventory, type KnownPrincipal, loadInventory, saveInventory } from '../store/inventory.ts';
import type { Database } from '../store/schema.ts';
import type { TargetRow } from '../words.ts';
import { allJobLists, type Patience } from './all-job-lists.ts';

export interface InventoryDeps {
  readonly db: Database;
  /** Lower case. */
  readonly tenantId: string;
  readonly graph: Graph;
  readonly clock: Clock;
}

const jobsPath = (id: string) => `${principalPath(id)}/synchronization/jobs`;

/** Somebody waits for the answer. */
const asLongAsPeopleWait: Patience = { pause: sleep, longest: 15_000 };

/**
 * Reads the whole tenant: every servicePrincipal, and which of them have jobs. Graph has no list of jobs over
 * principals, so this costs one request per 20 principals.
 *
 * @param patience with a Graph that is too busy for some of it
 * @throws GraphFailure when any of it can't be read
 */
export async function readTenant(
  { db, tenantId, graph, clock }: InventoryDeps,
  patience = asLongAsPeopleWait,
): Promise<Inventory> {
  const principals = await listPrincipals(graph);
  const lists = await allJobLists(
    graph,
    principals.map((p) => p.id),
    patience,
  );
  const known: KnownPrincipal[] = [];
  for (const [index, principal] of principals.entries()) {
    const list = lists[index];
    // Anything but jobs or none would make the inventory silently incomplete.
    if (list === undefined || list.kind === 'failed') throw incomplete(list?.answer ?? null);
    if (list.kind === 'unanswered') throw list.failure;
    if (list.kind === 'gone' || list.jobs.length === 0) continue;
    known.push({
      servicePrincipalId: principal.id,
      appId: principal.appId,
      displayName: principal.displayName,
      jobs: list.jobs.map((job) => ({ id: job.id, templateId: job.templateId ?? null })),
    });
  }
  const inventory = { principals: known, searched: principals.length, readAt: clock.now() };
  await saveInventory(db, tenantId, inventory);
  return inventory;
}

function incomplete(answer: GraphFailure['answer'] | null): GraphFailure {
  const missing = { status: null, code: null, requestId: null, retryAfter: null };
  return new GraphFailure(
    answer === null ? 'unexpected' : 'status',
    answer ?? missing,
    'a part of a batch failed',
  );
}

const underWay = new WeakMap<Database, Map<string, Promise<Inventory>>>();

/** Which principals have jobs, from the store if read within `maxAge` milliseconds, else read anew. @throws GraphFailure */
export async function inventory(deps: InventoryDeps, maxAge: number): Promise<Inventory> {
  const { db, tenantId } = deps;
  const stored = await loadInventory(db, tenantId);
  // What is from the future was read before the clock was set back.
  if (stored.readAt > 0 && Math.abs(deps.clock.now() - stored.readAt) <= maxAge) return stored;
  const readings = underWay.get(db) ?? new Map<string, Promise<Inventory>>();
  underWay.set(db, readings);
  const running = readings.get(tenantId);
  // A reading that began earlier may not know what the caller just saw; it is waited for, not relied on.
  if (running !== undefined && maxAge > 0) return await running;
  await running?.catch(() => undefined);
  const reading = readTenant(deps).finally(() => readings.delete(tenantId));
  readings.set(tenantId, reading);
  return await reading;
}

/**
 * The jobs of some principals with their present state, one request per 20 principals. A principal whose jobs
 * cannot be read keeps its rows, without state; one that is gone loses them.
 *
 * @throws GraphFailure when a whole batch fails
 */
export async function presentRows(
  { graph, clock }: Pick<InventoryDeps, 'graph' | 'clock'>,
  principals: readonly KnownPrincipal[],
): Promise<TargetRow[]> {
  const parts = await batchGet(
    graph,
    principals.map((p) => jobsPath(p.servicePrincipalId)),
  );
  const readAt = clock.now();
  return principals.flatMap((principal, index): TargetRow[] => {
    const { servicePrincipalId, displayName } = principal;
    const part = parts[index];
    if (part?.answer.status === 404) return [];
    const jobs = part?.answer.status === 200 ? jobsShape.safeParse(part.body) : null;
    if (jobs?.success) {
      return jobs.data.value.map((job) => ({
        target: { kind: 'job', servicePrincipalId, jobId: job.id },
        displayName,
        templateId: job.templateId ?? null,
        snapshot: toJobSnapshot(job, { servicePrincipalId, displayName, readAt }),
      }));
    }
    return principal.jobs.map((job) => ({
      target: { kind: 'job', servicePrincipalId, jobId: job.id },
      displayName,
      templateId: job.templateId,
      snapshot: null,
    }));
  });
}
