import { sql } from 'kysely';
import { type JobTarget, targetKey } from '../words.ts';
import { earliest } from './engine.ts';
import type { Handle, Tx } from './schema.ts';

/** A job that somebody watches. `state` is JSON that belongs to `watches/`. */
export interface WatchedJob {
  readonly targetKey: string;
  readonly target: JobTarget;
  readonly displayName: string;
  readonly templateId: string | null;
  readonly state: string;
  /** When it last changed, or the bot did something to it, epoch milliseconds. */
  readonly changedAt: number;
  /** When it was last tried to read it; 0 for never. */
  readonly triedAt: number;
}

interface JobRow {
  readonly target_key: string;
  readonly service_principal_id: string;
  readonly job_id: string;
  readonly display_name: string;
  readonly template_id: string | null;
  readonly state: string;
  readonly changed_at: number;
  readonly hurried_at: number;
  readonly read_at: number;
}

const toJob = (row: JobRow): WatchedJob => ({
  targetKey: row.target_key,
  target: { kind: 'job', servicePrincipalId: row.service_principal_id, jobId: row.job_id },
  displayName: row.display_name,
  templateId: row.template_id,
  state: row.state,
  changedAt: Math.max(row.changed_at, row.hurried_at),
  triedAt: row.read_at,
});

/** How many rows one statement writes. */
const chunk = 500;
const chunks = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / chunk) }, (_, index) =>
    all.slice(index * chunk, (index + 1) * chunk),
  );

/** Begins to watch jobs; those that are watched already stay as they are. */
export async function addJobs(
  tx: Tx,
  tenantId: string,
  jobs: readonly {
    readonly target: JobTarget;
    readonly displayName: string;
    readonly templateId: string | null;
    readonly state: string;
  }[],
  now: number,
): Promise<void> {
  for (const some of chunks(jobs)) {
    await tx
      .insertInto('watched_job')
      .values(
        some.map((job) => ({
          tenant_id: tenantId,
          target_key: targetKey(job.target),
          service_principal_id: job.target.servicePrincipalId,
          job_id: job.target.jobId,
          display_name: job.displayName,
          template_id: job.templateId,
          state: job.state,
          unsettled: 0,
          due_from: now,
          next_at: now,
          changed_at: now,
          hurried_at: 0,
          read_at: 0,
        })),
      )
      .onConflict((c) => c.columns(['tenant_id', 'target_key']).doNothing())
      .execute();
  }
}

/** The names of all jobs of a tenant that are watched. */
export async function watchedNames(
  db: Handle,
  tenantId: string,
): Promise<
  { readonly targetKey: string; readonly displayName: string; readonly templateId: string | null }[]
> {
  const rows = await db
    .selectFrom('watched_job')
    .select(['target_key', 'display_name', 'template_id'])
    .where('tenant_id', '=', tenantId)
    .execute();
  return rows.map((row) => ({
    targetKey: row.target_key,
    displayName: row.display_name,
    templateId: row.template_id,
  }));
}

/** The job is called otherwise now. */
export async function renameJob(
  tx: Tx,
  tenantId: string,
  job: { readonly targetKey: string; readonly displayName: string; readonly templateId: string | null },
): Promise<void> {
  await tx
    .updateTable('watched_job')
    .set({ display_name: job.displayName, template_id: job.templateId })
    .where('tenant_id', '=', tenantId)
    .where('target_key', '=', job.targetKey)
    .execute();
}

/** Watches jobs no longer. */
export async function dropJobs(tx: Tx, tenantId: string, keys: readonly string[]): Promise<void> {
  for (const some of chunks(keys)) {
    await tx
      .deleteFrom('watched_job')
      .where('tenant_id', '=', tenantId)
      .where('target_key', 'in', some)
      .execute();
  }
}

/**
 * How far the clocks of several processes may be apart, milliseconds: what was tried later than that was tried
 * before the clock was set back.
 */
const skew = 60_000;

function due(db: Handle, tenantId: string, now: number) {
  return db
    .selectFrom('watched_job')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where((eb) => eb.or([eb('due_from', '<=', now), eb('read_at', '>', now + skew)]));
}

/**
 * Jobs that may be read now: first those that seem to have changed, then those that are most due.
 *
 * @param ask `changed`: at most so many are let through before the others
 */
export async function dueJobs(
  db: Handle,
  tenantId: string,
  ask: { readonly now: number; readonly limit: number; readonly changed: number },
): Promise<WatchedJob[]> {
  const inOrder = (limit: number) =>
    due(db, tenantId, ask.now).orderBy('next_at').orderBy('target_key').limit(limit);
  const changed = await inOrder(ask.changed)
    // As it stands in the index.
    .where('unsettled', '=', sql.lit(1))
    .execute();
  const rows = await inOrder(ask.limit).execute();
  return [...new Map([...changed, ...rows].map((row) => [row.target_key, row])).values()].map(toJob);
}

/**
 * Jobs to find out with whether a tenant can be read again: those that were not tried since it could not be, and those
 * whose turn it is; what was tried least lately first.
 */
export async function jobsToTry(
  db: Handle,
  tenantId: string,
  ask: { readonly now: number; readonly limit: number; readonly since: number },
): Promise<WatchedJob[]> {
  const rows = await db
    .selectFrom('watched_job')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where((eb) =>
      eb.or([
        eb('due_from', '<=', ask.now),
        eb('read_at', '<', ask.since),
        eb('read_at', '>', ask.now + skew),
      ]),
    )
    .orderBy('read_at')
    .orderBy('target_key')
    .limit(ask.limit)
    .execute();
  return rows.map(toJob);
}

/** Whether all jobs of a tenant were tried since then. */
export async function allTried(db: Handle, tenantId: string, since: number): Promise<boolean> {
  const untried = await db
    .selectFrom('watched_job')
    .select('target_key')
    .where('tenant_id', '=', tenantId)
    .where('read_at', '<', since)
    .limit(1)
    .executeTakeFirst();
  return untried === undefined;
}

/** When jobs are read next: at `nextAt`, or along with others from `dueFrom` on. Epoch milliseconds. */
export interface Turn {
  readonly dueFrom: number;
  readonly nextAt: number;
}

/**
 * Jobs that are as they were, or couldn't be read, get their next turn.
 *
 * @param began when the reading began: a job that the bot did something to since is read again `soon`
 * @param triedAt when they were read, or that was tried
 */
export async function nextTurn(
  tx: Tx,
  tenantId: string,
  keys: readonly string[],
  to: Turn & { readonly began: number; readonly soon: number; readonly triedAt: number },
): Promise<void> {
  for (const some of chunks(keys)) {
    await tx
      .updateTable('watched_job')
      .set((eb) => {
        const hurried = eb
          .case()
          .when(eb.and([eb('hurried_at', '>=', to.began), eb('hurried_at', '<=', to.triedAt + skew)]));
        return {
          due_from: hurried
            .then(earliest(tx, 'due_from', to.soon))
            .else(to.dueFrom)
            .end(),
          next_at: hurried
            .then(earliest(tx, 'next_at', to.soon))
            .else(to.nextAt)
            .end(),
          read_at: to.triedAt,
        };
      })
      .where('tenant_id', '=', tenantId)
      .where('target_key', 'in', some)
      .execute();
  }
}

/** Writes down how a job is now. */
export async function saveJobState(
  tx: Tx,
  tenantId: string,
  job: Turn & {
    readonly targetKey: string;
    readonly state: string;
    readonly unsettled: boolean;
    readonly changedAt: number;
    readonly triedAt: number;
  },
): Promise<void> {
  await tx
    .updateTable('watched_job')
    .set({
      state: job.state,
      unsettled: job.unsettled ? 1 : 0,
      changed_at: job.changedAt,
      due_from: job.dueFrom,
      next_at: job.nextAt,
      read_at: job.triedAt,
    })
    .where('tenant_id', '=', tenantId)
    .where('target_key', '=', job.targetKey)
    .execute();
}

/** When the first job of a tenant has its turn; null when it has none. */
export async function firstTurnAt(tx: Handle, tenantId: string, now: number): Promise<number | null> {
  const row = await tx
    .selectFrom('watched_job')
    .select(({ eb, fn }) =>
      fn
        .min<number | null>(
          eb
            .case()
            .when('read_at', '>', now + skew)
            .then(0)
            .else(eb.ref('next_at'))
            .end(),
        )
        .as('at'),
    )
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst();
  return row?.at ?? null;
}

/** How many jobs of a tenant are watched, and how many of them seem to have changed. */
export async function countJobs(
  db: Handle,
  tenantId: string,
): Promise<{ readonly all: number; readonly unsettled: number }> {
  const row = await db
    .selectFrom('watched_job')
    .select(({ fn }) => [
      fn.countAll<number>().as('all'),
      fn.sum<number | string | null>('unsettled').as('unsettled'),
    ])
    .where('tenant_id', '=', tenantId)
    .executeTakeFirstOrThrow();
  // PostgreSQL gives a sum of 64 bits as text.
  return { all: Number(row.all), unsettled: Number(row.unsettled ?? 0) };
}

/** The bot did something to a job: it is looked at soon, if it is watched. In the caller's transaction. */
export async function hurryJob(tx: Tx, tenantId: string, target: JobTarget, now: number): Promise<void> {
  // In the order in which a poll locks them.
  await tx
    .updateTable('poll_tenant')
    .set({ next_at: earliest(tx, 'next_at', now) })
    .where('tenant_id', '=', tenantId.toLowerCase())
    .execute();
  await tx
    .updateTable('watched_job')
    .set({
      hurried_at: now,
      due_from: earliest(tx, 'due_from', now),
      // Before all that wait for their turn already.
      next_at: 0,
    })
    .where('tenant_id', '=', tenantId.toLowerCase())
    .where('target_key', '=', targetKey(target))
    .execute();
}
