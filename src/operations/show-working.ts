import { putMessage } from '../store/messages.ts';
import type { RunRecord } from '../store/runs.ts';
import type { Handle } from '../store/schema.ts';

/** Brings the run's card up to date, in the caller's transaction. */
export async function showWorking(
  tx: Handle,
  record: RunRecord,
  now: number,
  holdUntil?: number,
): Promise<void> {
  await putMessage(tx, {
    id: record.messageId,
    place: record.place,
    notice: { kind: 'run', run: record.view, post: false },
    now,
    ...(holdUntil === undefined ? {} : { holdUntil }),
  });
}
