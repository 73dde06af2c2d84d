import type { JobTarget } from '../words.ts';
import type { Database } from './schema.ts';

/** A servicePrincipal that has jobs, with the name it had when it was last read. */
export interface KnownPrincipal {
  readonly servicePrincipalId: string;
  readonly appId: string | null;
  readonly displayName: string;
  readonly jobs: readonly { readonly id: string; readonly templateId: string | null }[];
}

export interface Inventory {
  readonly principals: readonly KnownPrincipal[];
  /** How many principals were looked at to find these. */
  readonly searched: number;
  /** Epoch milliseconds; 0 when it was never read. */
  readonly readAt: number;
}

/** @param tenantId lower case */
export async function loadInventory(db: Database, tenantId: string): Promise<Inventory> {
  const [rows, read] = await Promise.all([
    db
      .selectFrom('inventory')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .orderBy('display_name')
      .execute(),
    db.selectFrom('inventory_read').selectAll().where('tenant_id', '=', tenantId).executeTakeFirst(),
  ]);
  return {
    principals: rows.map((row) => ({
      servicePrincipalId: row.service_principal_id,
      appId: row.app_id,
      displayName: row.display_name,
      jobs: JSON.parse(row.jobs) as KnownPrincipal['jobs'],
    })),
    searched: read?.searched ?? 0,
    readAt: read?.read_at ?? 0,
  };
}

/** Replaces a tenant's whole inventory in one transaction. @param tenantId lower case */
export async function saveInventory(db: Database, tenantId: string, inventory: Inventory): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await tx.deleteFrom('inventory').where('tenant_id', '=', tenantId).execute();
    if (inventory.principals.length > 0) {
      await tx
        .insertInto('inventory')
        .values(
          inventory.principals.map((p) => ({
            tenant_id: tenantId,
            service_principal_id: p.servicePrincipalId,
            app_id: p.appId,
            display_name: p.displayName,
            jobs: JSON.stringify(p.jobs),
          })),
        )
        // A peer may have stored its own reading at the same moment.
        .onConflict((c) =>
          c.columns(['tenant_id', 'service_principal_id']).doUpdateSet((eb) => ({
            display_name: eb.ref('excluded.display_name'),
            app_id: eb.ref('excluded.app_id'),
            jobs: eb.ref('excluded.jobs'),
          })),
        )
        .execute();
    }
    const read = { read_at: inventory.readAt, searched: inventory.searched };
    await tx
      .insertInto('inventory_read')
      .values({ tenant_id: tenantId, ...read })
      .onConflict((c) => c.column('tenant_id').doUpdateSet(read))
      .execute();
  });
}

/** Takes a job that was seen to be gone out of the inventory, and its principal when that was the last one. */
export async function forgetJob(db: Database, tenantId: string, target: JobTarget): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const row = await tx
      .selectFrom('inventory')
      .select(['jobs', 'service_principal_id'])
      .where('tenant_id', '=', tenantId)
      .where('service_principal_id', '=', target.servicePrincipalId)
      .executeTakeFirst();
    if (row === undefined) return;
    const left = (JSON.parse(row.jobs) as KnownPrincipal['jobs']).filter(({ id }) => id !== target.jobId);
    // A principal without jobs stays out, as when the tenant was read.
    await (left.length === 0
      ? tx
          .deleteFrom('inventory')
          .where('tenant_id', '=', tenantId)
          .where('service_principal_id', '=', row.service_principal_id)
          .execute()
      : tx
          .updateTable('inventory')
          .set({ jobs: JSON.stringify(left) })
          .where('tenant_id', '=', tenantId)
          .where('service_principal_id', '=', row.service_principal_id)
          .execute());
  });
}
