import { toJobSnapshot } from '../graph/decode.ts';
import { type JobList, readJobLists } from '../graph/job-lists.ts';
import { count } from '../metrics.ts';
import { forgetJob } from '../store/inventory.ts';
import {
  type ClaimedTenant,
  holdTenant,
  longestRest,
  releaseTenant,
  TenantLost,
  type TenantStep,
} from '../store/poll-tenants.ts';
import type { Tx } from '../store/schema.ts';
import {
  allTried,
  countJobs,
  dropJobs,
  dueJobs,
  firstTurnAt,
  jobsToTry,
  nextTurn,
  saveJobState,
  type WatchedJob,
} from '../store/watched-jobs.ts';
import type { JobSnapshot } from '../words.ts';
import { attribute, type ChangedJob } from './attribute.ts';
import type { WatchDeps } from './deps.ts';
import { periodOf, soon, turnAfter } from './pace.ts';
import { advance, isSame, type JobState } from './settle.ts';
import { tell } from './tell.ts';
import { backoffAfter, isAboutAll, retryAt, tellTrouble, tenantTrouble, tryAgainAt } from './trouble.ts';

/** How many principals one step reads, and how fast steps follow each other: leaves room for surveys. */
const mostPrincipals = 40;
const itemsPerSecond = 25;
/** In trouble, so many are tried at once: others each time, until one can be read or all were tried. */
const sample = 20;
/** A tenant that could not be polled for a reason nobody foresaw, milliseconds. */
const failedFor = 30_000;
const renewEvery = 5000;

/** What one watched job came to in one step. */
interface JobRead {
  readonly job: WatchedJob;
  readonly before: JobState;
  /** Null when it couldn't be read. */
  readonly after: JobState | null;
  readonly changes: ReturnType<typeof advance>['changes'];
  readonly over: boolean;
  readonly seen: JobSnapshot | 'gone' | null;
  /** When it couldn't be read: when it is tried again. */
  readonly retryAt: number;
}

function readOne(job: WatchedJob, list: JobList, now: number, retryAt: number): JobRead {
  const before = JSON.parse(job.state) as JobState;
  const { target, displayName } = job;
  if (list.kind !== 'jobs' && list.kind !== 'gone') {
    return { job, before, after: null, changes: [], over: false, seen: null, retryAt };
  }
  const found = list.kind === 'jobs' ? list.jobs.find(({ id }) => id === target.jobId) : undefined;
  const { servicePrincipalId } = target;
  const seen =
    found === undefined ? 'gone' : toJobSnapshot(found, { servicePrincipalId, displayName, readAt: now });
  const { state, changes, over } = advance(before, seen, now);
  return { job, before, after: state, changes, over, seen, retryAt };
}

const isUnsettled = (state: JobState) => Object.keys(state.pending).length > 0;

async function saveReads(
  deps: WatchDeps,
  tx: Tx,
  tenantId: string,
  reads: readonly JobRead[],
  { began, now, jobs }: { readonly began: number; readonly now: number; readonly jobs: number },
): Promise<void> {
  const over = reads.filter((read) => read.over).map(({ job }) => job.targetKey);
  await dropJobs(tx, tenantId, over);
  /** What can be written at once. */
  const same = new Map<number, string[]>();
  const unread = new Map<number, string[]>();
  for (const { job, before, after, changes, over: isOver, retryAt } of reads) {
    if (isOver) continue;
    if (after === null) {
      unread.set(retryAt, [...(unread.get(retryAt) ?? []), job.targetKey]);
      continue;
    }
    const moved = changes.length > 0 || (isUnsettled(after) && !isUnsettled(before));
    const changedAt = moved ? now : job.changedAt;
    const period = periodOf({ quietFor: now - changedAt, unsettled: isUnsettled(after), jobs });
    if (isSame(before, after)) {
      same.set(period, [...(same.get(period) ?? []), job.targetKey]);
      continue;
    }
    await saveJobState(tx, tenantId, {
      ...turnAfter(period, now, deps.random),
      targetKey: job.targetKey,
      state: JSON.stringify(after),
      unsettled: isUnsettled(after),
      changedAt,
      triedAt: now,
    });
  }
  for (const [period, keys] of same) {
    const turn = turnAfter(period, now, deps.random);
    await nextTurn(tx, tenantId, keys, { ...turn, began, soon: now + soon, triedAt: now });
  }
  for (const [at, keys] of unread) {
    await nextTurn(tx, tenantId, keys, { dueFrom: at, nextAt: at, began: now, soon: at, triedAt: now });
  }
}

/** Which jobs are read together: those of the principals that are most due. */
function firstPrincipals(due: readonly WatchedJob[], most: number): ReadonlyMap<string, WatchedJob[]> {
  const byPrincipal = Map.groupBy(due, ({ target }) => target.servicePrincipalId);
  return new Map([...byPrincipal].slice(0, most));
}

/** What is read now: in trouble what was not tried yet, otherwise what is due. */
async function principalsToRead(
  { db }: WatchDeps,
  { tenantId, trouble }: ClaimedTenant,
  now: number,
): Promise<ReadonlyMap<string, WatchedJob[]>> {
  if (trouble !== null) {
    const { since } = trouble;
    return firstPrincipals(await jobsToTry(db, tenantId, { now, limit: 5 * sample, since }), sample);
  }
  const changed = mostPrincipals / 2;
  const due = await dueJobs(db, tenantId, { now, limit: 5 * mostPrincipals, changed });
  return firstPrincipals(due, mostPrincipals);
}

async function step(deps: WatchDeps, claim: ClaimedTenant): Promise<void> {
  const { db, clock } = deps;
  const { tenantId } = claim;
  const began = clock.now();
  const principals = await principalsToRead(deps, claim, began);
  const lists = await readJobLists(deps.graphOf(tenantId), [...principals.keys()]);
  const now = clock.now();
  const known = await countJobs(db, tenantId);
  const asked = [...principals.values()].reduce((sum, jobs) => sum + jobs.length, 0);
  const backoffUntil = backoffAfter(lists, { now, everything: asked >= known.all });
  const trouble = tenantTrouble(lists, { before: claim.trouble, backoffUntil, now });
  const look = trouble === null ? null : retryAt(trouble, now);
  const reads = [...principals.values()].flatMap((jobs, index) => {
    const list = lists[index];
    if (list === undefined) return [];
    const at = tryAgainAt(list, { now, look, random: deps.random });
    return jobs.map((job) => readOne(job, list, now, at));
  });

  const settled = reads.filter(({ changes }) => changes.length > 0);
  const changed = settled.map(
    ({ job, before, changes, seen }): ChangedJob => ({
      ...job,
      after: seen === 'gone' ? null : seen,
      changes,
      movedAt: before.movedAt,
    }),
  );
  const { news, auditsDeniedUntil } = await attribute(deps, claim, changed);

  await db.transaction().execute(async (tx) => {
    await holdTenant(tx, claim, clock.now());
    const counted = await countJobs(tx, tenantId);
    await saveReads(deps, tx, tenantId, reads, { began, now, jobs: counted.all });
    const { unsettled } = settled.length === 0 ? counted : await countJobs(tx, tenantId);
    await tell(tx, {
      tenantId,
      settled: settled.map(({ after, over }, index) => ({
        state: after as JobState,
        over,
        news: news[index] ?? [],
      })),
      unsettled,
      now,
    });
    // It may be the trouble of those that happened to be due: nobody is told, and no time lost, before all were tried.
    const certain =
      trouble === null ||
      isAboutAll(lists, backoffUntil, now) ||
      (await allTried(tx, tenantId, trouble.since));
    const until = Math.max(now, backoffUntil);
    const troubleTold =
      certain && (trouble !== null || claim.troubleTold)
        ? await tellTrouble(tx, { tenantId, trouble, until, now })
        : trouble !== null;
    const spacing = began + Math.max(500, (principals.size / itemsPerSecond) * 1000);
    const turn = look ?? (await firstTurnAt(tx, tenantId, now)) ?? Number.POSITIVE_INFINITY;
    const next = certain ? Math.min(turn, now + longestRest) : now;
    const result: TenantStep = {
      nextAt: Math.ceil(Math.max(spacing, next)),
      backoffUntil,
      trouble,
      troubleTold,
      auditsDeniedUntil,
    };
    await releaseTenant(tx, claim, result);
  });
  for (const { job, over } of reads) if (over) await forgetJob(db, tenantId, job.target);
}

/** Gives a tenant back that could not be polled for a reason nobody foresaw, to be tried again later. */
async function giveUp(deps: WatchDeps, claim: ClaimedTenant): Promise<void> {
  const { tenantId, auditsDeniedUntil } = claim;
  const now = deps.clock.now();
  const at = now + failedFor;
  const trouble = claim.trouble ?? { kind: 'unreachable', since: now };
  await deps.db.transaction().execute(async (tx) => {
    await holdTenant(tx, claim, now);
    const troubleTold = await tellTrouble(tx, { tenantId, trouble, until: now, now });
    await releaseTenant(tx, claim, {
      nextAt: at,
      backoffUntil: at,
      trouble,
      troubleTold,
      auditsDeniedUntil,
    });
  });
}

/**
 * Reads the jobs of a claimed tenant that are due, and tells what has changed for good. How they are, what is told
 * and when the next look is are one transaction, which only the holder of the claim can make.
 */
export async function pollTenant(deps: WatchDeps, claim: ClaimedTenant): Promise<void> {
  const renewing = setInterval(() => {
    holdTenant(deps.db, claim, deps.clock.now()).catch(() => {});
  }, renewEvery);
  try {
    await step(deps, claim).catch(async (error: unknown) => {
      if (error instanceof TenantLost) throw error;
      count('sync_warden_work_errors_total', { work: 'poll' });
      deps.log.error({ tenantId: claim.tenantId, err: error }, 'a tenant could not be polled');
      await giveUp(deps, claim);
    });
  } catch (error) {
    if (!(error instanceof TenantLost)) throw error;
    count('sync_warden_lease_losses_total', { work: 'poll' });
    deps.log.warn({ tenantId: claim.tenantId }, 'another process polls the tenant now');
  } finally {
    clearInterval(renewing);
  }
}
