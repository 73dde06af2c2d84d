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

export async function loadInventory(db: Database): Promise<Inventory> {
  const [rows, read] = await Promise.all([
    db.selectFrom('inventory').selectAll().orderBy('display_name').execute(),
    db.selectFrom('inventory_read').selectAll().where('id', '=', 1).executeTakeFirst(),
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

/** Replaces the whole inventory in one transaction. */
export async function saveInventory(db: Database, inventory: Inventory): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await tx.deleteFrom('inventory').execute();
    if (inventory.principals.length > 0) {
      await tx
        .insertInto('inventory')
        .values(
          inventory.principals.map((p) => ({
            service_principal_id: p.servicePrincipalId,
            app_id: p.appId,
            display_name: p.displayName,
            jobs: JSON.stringify(p.jobs),
          })),
        )
        // A peer may have stored its own reading at the same moment.
        .onConflict((c) =>
          c.column('service_principal_id').doUpdateSet((eb) => ({
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
      .values({ id: 1, ...read })
      .onConflict((c) => c.column('id').doUpdateSet(read))
      .execute();
  });
}
