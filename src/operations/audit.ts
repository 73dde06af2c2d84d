import { newMessageId } from '../ids.ts';
import { recordAttempt } from '../store/audit.ts';
import type { Question } from '../store/confirmations.ts';
import type { RunRecord } from '../store/runs.ts';
import type { Handle, Tx } from '../store/schema.ts';
import type { Actor, AttemptResult, AuditedAct, Place, Snapshot, Target } from '../words.ts';

/** A state in Graph's own words, on one line. */
function stateText(snapshot: Snapshot | 'gone' | null): string | null {
  if (snapshot === null || snapshot === 'gone') return snapshot;
  if (snapshot.kind === 'profile') return snapshot.status;
  const { scheduleState, code, quarantine } = snapshot;
  const why = quarantine?.reason ? `: ${quarantine.reason}` : '';
  return code === 'Quarantine' ? `${scheduleState} (Quarantine${why})` : scheduleState;
}

/** Writes a run's end into the audit trail, in the transaction that journals it. `now` in epoch milliseconds. */
export async function auditRun(tx: Tx, record: RunRecord, now: number): Promise<void> {
  const { runId, operation, target, displayName, reason, before, after, outcome } = record.view;
  if (outcome === null) throw new TypeError('a run without an outcome has not ended');
  await recordAttempt(tx, {
    id: newMessageId(),
    at: now,
    runId,
    actor: record.actor,
    approver: record.approver ?? null,
    place: record.place,
    operation,
    target,
    displayName,
    reason,
    before: stateText(before),
    after: stateText(after),
    // Runs of an earlier version have none.
    requestIds: record.requestIds ?? [],
    result: outcome,
  });
}

/** Writes down that a question led to nothing. `by`: who did it, if not the person who was asked. */
export async function auditQuestion(
  db: Handle,
  question: Question,
  ended: {
    readonly result: AttemptResult;
    readonly now: number;
    readonly by?: { readonly actor: Actor; readonly place: Place };
  },
): Promise<void> {
  const { operation, snapshot, reason, actor, place } = question;
  await recordAttempt(db, {
    id: newMessageId(),
    at: ended.now,
    runId: null,
    ...(ended.by ?? { actor, place }),
    approver: null,
    operation,
    target: snapshot.target,
    displayName: snapshot.displayName,
    reason,
    before: stateText(snapshot),
    after: null,
    requestIds: [],
    result: ended.result,
  });
}

/** Writes down that somebody may not do what they asked for, before anything was read. */
export async function auditForbidden(
  db: Handle,
  asked: {
    readonly actor: Actor;
    readonly place: Place;
    readonly operation: AuditedAct;
    readonly target: Target | null;
    readonly displayName: string;
    readonly reason: string | null;
  },
  now: number,
): Promise<void> {
  const { actor, place, operation, target, displayName, reason } = asked;
  await recordAttempt(db, {
    id: newMessageId(),
    at: now,
    runId: null,
    actor,
    approver: null,
    place,
    operation,
    target,
    displayName,
    reason,
    before: null,
    after: null,
    requestIds: [],
    result: { kind: 'refused', code: 'policy' },
  });
}
