import { DatabaseSync } from 'node:sqlite';

interface RunRow {
  readonly id: string;
  readonly state: string;
  readonly record: string;
  readonly due_at: number | null;
  readonly locked_target: string | null;
}

/** A write that was accepted and isn't visible yet is looked at again much later; it holds nothing up. */
function isFollowUp(run: RunRow): boolean {
  if (run.state !== 'announced' || run.locked_target !== null) return false;
  const record = JSON.parse(run.record) as { view?: { outcome?: { kind?: string } | null } };
  return record.view?.outcome?.kind === 'accepted';
}

/** What the store says is not finished, a line each; none when all is. Only reads. @throws when it can't be read */
export function leftovers(storeFile: string): string[] {
  const store = new DatabaseSync(storeFile, { readOnly: true, timeout: 2000 });
  try {
    const rows = (sql: string) => store.prepare(sql).all() as Record<string, unknown>[];
    const runs = rows(
      'select id, state, record, due_at, locked_target from run where due_at is not null or locked_target is not null',
    ) as unknown as RunRow[];
    return [
      ...runs
        .filter((run) => !isFollowUp(run))
        .map(
          (run) =>
            `run ${run.id} is ${run.state}${run.locked_target === null ? '' : ' and holds its target'}`,
        ),
      ...rows("select key, attempts from inbox where status = 'received'").map(
        (row) => `sentence ${String(row['key'])} is unanswered after ${String(row['attempts'])} attempts`,
      ),
      ...rows(
        'select id, revision, sent_revision, attempts from message where sent_revision < revision and dead is null',
      ).map(
        (row) =>
          `message ${String(row['id'])} is unsent (${String(row['sent_revision'])} of ${String(row['revision'])}, ${String(row['attempts'])} attempts)`,
      ),
    ];
  } finally {
    store.close();
  }
}

/** What the store says went wrong for good: messages given up, questions still open. */
export function losses(storeFile: string): string[] {
  const store = new DatabaseSync(storeFile, { readOnly: true, timeout: 2000 });
  try {
    const rows = (sql: string) => store.prepare(sql).all() as Record<string, unknown>[];
    return [
      ...rows('select id, dead from message where dead is not null').map(
        (row) => `message ${String(row['id'])} was given up: ${String(row['dead'])}`,
      ),
      ...rows("select message_id from confirmation where status = 'pending'").map(
        (row) => `the question of message ${String(row['message_id'])} is still open`,
      ),
    ];
  } finally {
    store.close();
  }
}
