import { newMessageId } from '../ids.ts';
import type { Actor, AttemptResult, JobTarget, OwnAct, Place } from '../words.ts';
import { recordAttempt } from './audit.ts';
import type { Tx } from './schema.ts';

/** A change of something of the bot's own, as it was asked for. */
export interface RecordedAct {
  readonly act: OwnAct;
  readonly actor: Actor;
  readonly place: Place;
  /** The one job it is about; null when it is about many or about none. */
  readonly target: JobTarget | null;
  /** The job's name, or what else it is about. */
  readonly displayName: string;
  /** What there was before and what there is now; null for nothing. */
  readonly before: string | null;
  readonly after: string | null;
  readonly result: AttemptResult;
}

/** Adds to the audit trail who changed something of the bot's own, in the transaction that changes it. */
export async function recordAct(tx: Tx, { act, ...record }: RecordedAct, now: number): Promise<void> {
  await recordAttempt(tx, {
    ...record,
    id: newMessageId(),
    at: now,
    runId: null,
    approver: null,
    operation: act,
    reason: null,
    requestIds: [],
  });
}
