import type { Handle } from './schema.ts';

/** Remembers where a conversation can be reached; a later reference replaces an earlier one. */
export async function rememberConversation(
  db: Handle,
  row: { readonly id: string; readonly reference: string; readonly now: number },
): Promise<void> {
  await db
    .insertInto('conversation')
    .values({ id: row.id, reference: row.reference, welcomed: 0, updated_at: row.now })
    .onConflict((c) => c.column('id').doUpdateSet({ reference: row.reference, updated_at: row.now }))
    .execute();
}

/** The stored conversationReference as JSON text, or null when the bot was never spoken to there. */
export async function findConversation(db: Handle, id: string): Promise<string | null> {
  const row = await db.selectFrom('conversation').select('reference').where('id', '=', id).executeTakeFirst();
  return row?.reference ?? null;
}

/** True once per conversation: who gets true says hello. */
export async function claimWelcome(db: Handle, id: string): Promise<boolean> {
  const result = await db
    .updateTable('conversation')
    .set({ welcomed: 1 })
    .where('id', '=', id)
    .where('welcomed', '=', 0)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
