import { newRunId } from '../ids.ts';
import type { RunRecord } from '../store/runs.ts';
import type { TimerRecord } from '../store/timers.ts';
import { fingerprint } from '../targets/fingerprint.ts';
import type { Actor, Operation, Place, RunView, Snapshot, Warning } from '../words.ts';

/** The journal's first entry for an execution that was just agreed to. */
export function newRun(from: {
  readonly operation: Operation;
  readonly snapshot: Snapshot;
  readonly reason: string | null;
  readonly actor: Actor;
  readonly approver?: Actor | null;
  readonly place: Place;
  readonly messageId: string;
  readonly post: boolean;
  readonly writesAs?: RunView['writesAs'];
  readonly warnings: readonly Warning[];
  readonly typedName: string | null;
  readonly until?: RunView['until'];
  /** Set on a start that a timed pause makes when its time is over. */
  readonly timer?: TimerRecord | null;
  readonly now: number;
}): RunRecord {
  const { snapshot } = from;
  return {
    view: {
      runId: newRunId(from.now),
      operation: from.operation,
      target: snapshot.target,
      displayName: snapshot.displayName,
      templateId: snapshot.kind === 'job' ? snapshot.templateId : null,
      actorName: from.actor.name,
      reason: from.reason,
      askedAt: from.now,
      sentAt: null,
      answeredAt: null,
      answer: null,
      before: snapshot,
      after: null,
      seenAt: null,
      interrupted: false,
      saved: null,
      waitingUntil: null,
      outcome: null,
      until: from.until ?? null,
      byTimer: (from.timer ?? null) !== null,
      approvedBy: from.approver?.name ?? null,
      writesAs: from.writesAs ?? null,
      forbidden: null,
      holder: null,
    },
    actor: from.actor,
    approver: from.approver ?? null,
    place: from.place,
    messageId: from.messageId,
    post: from.post,
    fingerprint: fingerprint(snapshot),
    warnings: from.warnings,
    typedName: from.typedName,
    doubt: null,
    looks: 0,
    waits: 0,
    requestIds: [],
    mishaps: 0,
    timer: from.timer ?? null,
  };
}
