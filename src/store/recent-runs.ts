import type { RunRecord } from './runs.ts';
import type { Handle } from './schema.ts';

/** The runs on some targets that moved on since `since`, epoch milliseconds; newest first. */
export async function recentRuns(
  db: Handle,
  ask: { readonly targetKeys: readonly string[]; readonly since: number },
): Promise<RunRecord[]> {
  if (ask.targetKeys.length === 0) return [];
  const rows = await db
    .selectFrom('run')
    .select('record')
    .where('target_key', 'in', [...ask.targetKeys])
    .where('updated_at', '>=', ask.since)
    .orderBy('updated_at', 'desc')
    .execute();
  return rows.map((row) => JSON.parse(row.record) as RunRecord);
}
