import type { RunRecord } from '../store/runs.ts';
import type { Tx } from '../store/schema.ts';
import {
  changeTimer,
  endTimers,
  findTimer,
  putTimer,
  putTimerBack,
  type TimerRecord,
} from '../store/timers.ts';
import type { JobTarget, RunView } from '../words.ts';
import type { OperationDeps } from './deps.ts';
import { operationTable } from './operation-table.ts';

/** Where reminders are switched off it is still looked whether a pause is there, once a day, milliseconds. */
const silentLook = 86_400_000;

/** When a pause that was not seen is looked for again, before it counts as over, milliseconds. */
export const secondLook = 30_000;

/** When an open-ended pause is looked at next, epoch milliseconds. */
export function nextLook(deps: OperationDeps, now: number): number {
  return now + (deps.pauseReminder || silentLook);
}

/** Whether the effect is there, or on its way. */
function took({ operation, outcome, after }: RunView): boolean {
  switch (outcome?.kind) {
    case 'done':
    case 'accepted':
      return true;
    case 'unknown':
      return after !== null && operationTable[operation].seen(after);
    // Somebody else deleted it.
    case 'already':
      return operation === 'delete';
    default:
      return false;
  }
}

/** Whether there was nothing left to be started, at one reading. */
function needless({ outcome }: RunView): boolean {
  return (
    (outcome?.kind === 'refused' && outcome.code === 'running') ||
    (outcome?.kind === 'failed' && outcome.code === 'not-found')
  );
}

/** What a timer keeps of the job as it was read back; null when that shows no pause. */
function foundBy({ after }: RunView): NonNullable<TimerRecord['found']> | null {
  if (after === null || after === 'gone' || after.kind !== 'job' || !operationTable.pause.seen(after))
    return null;
  return { scheduleState: after.scheduleState, began: after.lastExecution?.timeBegan ?? null };
}

function timerOf(record: RunRecord, target: JobTarget, now: number): TimerRecord {
  const { runId, displayName, templateId, actorName, reason, answeredAt, sentAt, until } = record.view;
  const { actor, approver, place, messageId } = record;
  return {
    pause: {
      target,
      displayName,
      templateId,
      actorName,
      pausedAt: answeredAt ?? sentAt ?? now,
      reason,
      until: until ?? null,
    },
    runId,
    actor,
    approver: approver ?? null,
    place,
    messageId,
    unread: null,
    found: foundBy(record.view),
  };
}

async function settlePause(tx: Tx, deps: OperationDeps, timer: TimerRecord, now: number): Promise<void> {
  const { until } = timer.pause;
  const [kind, dueAt] =
    until === null ? (['open-ended', nextLook(deps, now)] as const) : (['timed', until.at] as const);
  await putTimer(tx, { kind, record: timer, dueAt, now });
}

async function settleStart(
  tx: Tx,
  deps: OperationDeps,
  run: { readonly record: RunRecord; readonly target: JobTarget; readonly now: number },
): Promise<void> {
  const { record, target, now } = run;
  const accepted = record.view.outcome?.kind === 'accepted';
  if (took(record.view) && !accepted) return await endTimers(tx, target, { now });
  const reminder = { kind: 'open-ended', dueAt: nextLook(deps, now) } as const;
  const waiting = accepted ? await findTimer(tx, target) : null;
  if (waiting !== null) await changeTimer(tx, waiting, { ...reminder, record: waiting.record }, now);
  const { timer } = record;
  if (!timer) return;
  const missed = { record: { ...timer, missedSince: now }, dueAt: now + secondLook };
  await putTimerBack(tx, { ...reminder, record: timer, ...(needless(record.view) ? missed : {}), now });
}

/**
 * What the end of a run means for the timer of its target, in the transaction that tells it: a pause writes one, in
 * place of any before; what starts or deletes the job ends it. A start that was not seen to work leaves a reminder, so
 * that no pause is forgotten, but never a second start.
 *
 * @param now epoch milliseconds
 */
export async function settleTimer(
  tx: Tx,
  deps: OperationDeps,
  record: RunRecord,
  now: number,
): Promise<void> {
  const { operation, target } = record.view;
  if (target.kind !== 'job') return;
  switch (operation) {
    case 'pause':
      if (took(record.view)) await settlePause(tx, deps, timerOf(record, target, now), now);
      return;
    case 'start':
      return await settleStart(tx, deps, { record, target, now });
    case 'delete':
      if (took(record.view)) await endTimers(tx, target, { now });
  }
}

/** A pause that was only accepted is known now by what it left. One that moved meanwhile is only reminded of at its end. */
async function settleLatePause(tx: Tx, record: RunRecord, target: JobTarget, now: number): Promise<void> {
  const timer = await findTimer(tx, target);
  if (timer?.record.runId !== record.view.runId) return;
  const { kind, dueAt } = timer;
  const seen = { ...timer.record, found: foundBy(record.view) };
  await changeTimer(tx, timer, { kind, dueAt, record: seen }, now);
}

/**
 * What was only accepted has become visible: of a start, nothing of the pause before it waits any more; of a pause,
 * its timer keeps how it was seen.
 */
export async function settleLate(tx: Tx, record: RunRecord, now: number): Promise<void> {
  const { operation, target, sentAt } = record.view;
  if (target.kind !== 'job') return;
  if (operation === 'pause') return await settleLatePause(tx, record, target, now);
  if (operation !== 'start' || sentAt === null) return;
  // A newer pause has a timer of its own by now.
  await endTimers(tx, target, { now, pausedBefore: sentAt });
}
