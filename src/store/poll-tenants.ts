import type { ExpressionBuilder } from 'kysely';
import { earliest, isPostgres, latest } from './engine.ts';
import { leaseMs } from './lease.ts';
import type { Database, Handle, Tables, Tx } from './schema.ts';

/** What keeps the bot from reading a tenant. */
export type Trouble = 'not-permitted' | 'sign-in' | 'unreachable' | 'throttled';

/** A tenant this process alone may poll, until its lease ends. */
export interface ClaimedTenant {
  readonly tenantId: string;
  readonly owner: string;
  /** Fences every later write of this claim. */
  readonly fence: number;
  readonly trouble: { readonly kind: Trouble; readonly since: number } | null;
  /** There may be conversations that were told of trouble. */
  readonly troubleTold: boolean;
  /** Epoch milliseconds. */
  readonly auditsDeniedUntil: number;
}

/** Thrown when a tenant was taken over by another process: whoever sees it must write nothing more. */
export class TenantLost extends Error {
  constructor(tenantId: string) {
    super(`the poll of tenant ${tenantId} was lost`);
    this.name = 'TenantLost';
  }
}

/** A tenant is looked at again after this at the latest, if Graph doesn't ask to wait longer, milliseconds. */
export const longestRest = 5 * 60_000;
/** The longest wait that Graph may ask for, milliseconds. */
export const longestBackoff = 3_600_000;
/** How far the clocks of several processes may be apart, milliseconds. */
const skew = 5 * 60_000;

/** What lies further ahead than anybody would have put it off was written before the clock was set back. */
const isDue = (
  eb: ExpressionBuilder<Tables, 'poll_tenant'>,
  column: 'next_at' | 'lease_until' | 'backoff_until' | 'survey_at' | 'survey_until',
  { now, longest }: { readonly now: number; readonly longest: number },
) => eb.or([eb(column, '<=', now), eb(column, '>', now + longest)]);

/**
 * Locks a tenant's row until the transaction ends. Whoever writes jobs of a tenant does this first, so that all lock
 * in the same order, and one who ends its watches never crosses one who begins a watch.
 *
 * @returns false when the tenant isn't polled
 */
export async function lockTenant(tx: Tx, tenantId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('poll_tenant')
    .select('tenant_id')
    .where('tenant_id', '=', tenantId)
    .$if(isPostgres(tx), (query) => query.forUpdate())
    .executeTakeFirst();
  return row !== undefined;
}

/** Makes sure that a tenant is polled, and soon; locks its row as `lockTenant` does. */
export async function ensurePolled(
  tx: Tx,
  { tenantId, now, surveyAt }: { readonly tenantId: string; readonly now: number; readonly surveyAt: number },
): Promise<void> {
  await tx
    .insertInto('poll_tenant')
    .values({
      tenant_id: tenantId,
      next_at: now,
      lease_owner: null,
      lease_until: 0,
      fence: 0,
      backoff_until: 0,
      trouble: null,
      trouble_since: null,
      trouble_told: 0,
      audits_denied_until: 0,
      survey_at: surveyAt,
      survey_owner: null,
      survey_until: 0,
    })
    .onConflict((c) =>
      c.column('tenant_id').doUpdateSet({ next_at: earliest(tx, 'poll_tenant.next_at', now) }),
    )
    .execute();
}

/** Claims tenants that are due; none is held by two at once. */
export async function claimTenants(
  db: Database,
  claim: { readonly owner: string; readonly now: number; readonly limit: number },
): Promise<ClaimedTenant[]> {
  const rows = await db
    .updateTable('poll_tenant')
    .set((eb) => ({
      lease_owner: claim.owner,
      lease_until: claim.now + leaseMs,
      fence: eb('fence', '+', 1),
    }))
    .where('tenant_id', 'in', (eb) =>
      eb
        .selectFrom('poll_tenant')
        .select('tenant_id')
        .where((where) => isDue(where, 'next_at', { now: claim.now, longest: longestRest + skew }))
        .where((where) => isDue(where, 'backoff_until', { now: claim.now, longest: longestBackoff + skew }))
        .where((where) => isDue(where, 'lease_until', { now: claim.now - 1, longest: 2 * leaseMs }))
        .orderBy('next_at')
        .limit(claim.limit)
        .$if(isPostgres(db), (query) => query.forUpdate().skipLocked()),
    )
    .returningAll()
    .execute();
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    owner: claim.owner,
    fence: row.fence,
    trouble:
      row.trouble === null
        ? null
        : { kind: row.trouble as Trouble, since: Math.min(row.trouble_since ?? claim.now, claim.now) },
    troubleTold: row.trouble_told === 1,
    auditsDeniedUntil: row.audits_denied_until,
  }));
}

/** What one look at a tenant leaves behind. */
export interface TenantStep {
  readonly nextAt: number;
  readonly backoffUntil: number;
  readonly trouble: ClaimedTenant['trouble'];
  readonly troubleTold: boolean;
  readonly auditsDeniedUntil: number;
}

function mine(db: Handle, claim: ClaimedTenant) {
  return db
    .updateTable('poll_tenant')
    .where('tenant_id', '=', claim.tenantId)
    .where('lease_owner', '=', claim.owner)
    .where('fence', '=', claim.fence);
}

/** Renews a claim, and locks its row when in a transaction. @throws TenantLost */
export async function holdTenant(db: Handle, claim: ClaimedTenant, now: number): Promise<void> {
  const result = await mine(db, claim)
    .set({ lease_until: now + leaseMs })
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n) throw new TenantLost(claim.tenantId);
}

/** Gives a claim back. @throws TenantLost */
export async function releaseTenant(tx: Tx, claim: ClaimedTenant, step: TenantStep): Promise<void> {
  const result = await mine(tx, claim)
    .set({
      lease_owner: null,
      lease_until: 0,
      next_at: step.nextAt,
      backoff_until: step.backoffUntil,
      trouble: step.trouble?.kind ?? null,
      trouble_since: step.trouble?.since ?? null,
      trouble_told: step.troubleTold ? 1 : 0,
      audits_denied_until: step.auditsDeniedUntil,
    })
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n) throw new TenantLost(claim.tenantId);
}

/** When the next tenant is due, epoch milliseconds; null when none is polled. */
export async function nextTenantAt(db: Database): Promise<number | null> {
  const row = await db
    .selectFrom('poll_tenant')
    .select(({ fn }) => fn.min<number | null>(latest(db, 'next_at', 'lease_until', 'backoff_until')).as('at'))
    .executeTakeFirst();
  return row?.at ?? null;
}

/** A tenant whose jobs this process looks up; two that do so at once only do it twice. */
export interface ClaimedSurvey {
  readonly tenantId: string;
  readonly owner: string;
}

/** Claims tenants whose jobs are to be looked up anew. */
export async function claimSurveys(
  db: Database,
  claim: { readonly owner: string; readonly now: number; readonly limit: number },
): Promise<ClaimedSurvey[]> {
  const rows = await db
    .updateTable('poll_tenant')
    .set({ survey_owner: claim.owner, survey_until: claim.now + leaseMs })
    .where('tenant_id', 'in', (eb) =>
      eb
        .selectFrom('poll_tenant')
        .select('tenant_id')
        .where((where) => isDue(where, 'survey_at', { now: claim.now, longest: longestBackoff + skew }))
        .where((where) => isDue(where, 'backoff_until', { now: claim.now, longest: longestBackoff + skew }))
        .where((where) => isDue(where, 'survey_until', { now: claim.now - 1, longest: 2 * leaseMs }))
        .orderBy('survey_at')
        .limit(claim.limit)
        .$if(isPostgres(db), (query) => query.forUpdate().skipLocked()),
    )
    .returning('tenant_id')
    .execute();
  return rows.map((row) => ({ tenantId: row.tenant_id, owner: claim.owner }));
}

/** Keeps a survey from being taken over while it goes on. */
export async function renewSurvey(db: Database, claim: ClaimedSurvey, now: number): Promise<void> {
  await db
    .updateTable('poll_tenant')
    .set({ survey_until: now + leaseMs })
    .where('tenant_id', '=', claim.tenantId)
    .where('survey_owner', '=', claim.owner)
    .execute();
}

/** Gives a survey back; `backoffUntil`: Graph asked for patience until then, epoch milliseconds. */
export async function releaseSurvey(
  db: Handle,
  claim: ClaimedSurvey,
  step: { readonly nextAt: number; readonly backoffUntil: number },
): Promise<void> {
  await db
    .updateTable('poll_tenant')
    .set((eb) => ({
      survey_owner: null,
      survey_until: 0,
      survey_at: step.nextAt,
      backoff_until: eb
        .case()
        .when('backoff_until', '<', step.backoffUntil)
        .then(step.backoffUntil)
        .else(eb.ref('backoff_until'))
        .end(),
    }))
    .where('tenant_id', '=', claim.tenantId)
    .where('survey_owner', '=', claim.owner)
    .execute();
}

/** When the next survey is due, epoch milliseconds; null when none is. */
export async function nextSurveyAt(db: Database): Promise<number | null> {
  const row = await db
    .selectFrom('poll_tenant')
    .select(({ fn }) =>
      fn.min<number | null>(latest(db, 'survey_at', 'survey_until', 'backoff_until')).as('at'),
    )
    .executeTakeFirst();
  return row?.at ?? null;
}

/** Nobody watches the tenant any more. */
export async function stopPolling(tx: Tx, tenantId: string): Promise<void> {
  await tx.deleteFrom('poll_tenant').where('tenant_id', '=', tenantId).execute();
  await tx.deleteFrom('watched_job').where('tenant_id', '=', tenantId).execute();
  await tx.deleteFrom('trouble_told').where('tenant_id', '=', tenantId).execute();
}
