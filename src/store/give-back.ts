import type { Database } from './schema.ts';

/** Kinds of rows that one process at a time works on. */
type Leased = 'run' | 'timer' | 'conversation' | 'poll_tenant';

/**
 * Gives back all claims a process still has on one kind of rows: others take them at once, and whatever the process
 * still tries to write by them fails. Nothing is marked as interrupted; the journal alone says how far a run came.
 *
 * @param owner the name of the process that stops
 */
export async function giveBackClaims(db: Database, table: Leased, owner: string): Promise<void> {
  await db
    .updateTable(table)
    .set({ lease_owner: null, lease_until: 0 })
    .where('lease_owner', '=', owner)
    .execute();
}

/** The same for sentences: being stopped doesn't count as a failure to answer. */
export async function giveBackUtterances(db: Database, owner: string): Promise<void> {
  await db
    .updateTable('inbox')
    .set((eb) => ({ lease_owner: null, lease_until: 0, attempts: eb('attempts', '-', 1) }))
    .where('lease_owner', '=', owner)
    .execute();
}

/** The same for tenants whose jobs are being looked up. */
export async function giveBackSurveys(db: Database, owner: string): Promise<void> {
  await db
    .updateTable('poll_tenant')
    .set({ survey_owner: null, survey_until: 0 })
    .where('survey_owner', '=', owner)
    .execute();
}
