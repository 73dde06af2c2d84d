import { newMessageId } from '../ids.ts';
import { count, observe } from '../metrics.ts';
import { putMessage } from '../store/messages.ts';
import { type ClaimedRun, type RunRecord, stepRun } from '../store/runs.ts';
import type { Tx } from '../store/schema.ts';
import { findTimer } from '../store/timers.ts';
import { hurryJob } from '../store/watched-jobs.ts';
import type { Operation, Outcome, PauseEnd, RefusalCode, Warning } from '../words.ts';
import { auditRun } from './audit.ts';
import type { OperationDeps } from './deps.ts';
import { meetPause } from './meet-pause.ts';
import { endWarnings, isOver } from './plan-end.ts';
import { propose } from './propose.ts';
import { type Asking, ask } from './question.ts';
import { settleLate, settleTimer } from './settle-timer.ts';
import { showWorking } from './show-working.ts';

/** Refusals that void a yes without forbidding a new one. */
const voids: Partial<Record<RefusalCode, Warning>> = {
  changed: 'changed-since-asked',
  interrupted: 'was-away',
};

/** When the next later look at an accepted write is due, or null when there is none left. */
export function followUpAt(deps: OperationDeps, looks: number, now: number): number | null {
  const wait = deps.timing.followUps[looks - deps.timing.looks.length];
  return wait === undefined ? null : now + wait;
}

async function post(tx: Tx, record: RunRecord, now: number): Promise<void> {
  const notice = { kind: 'run', run: record.view, post: true } as const;
  await putMessage(tx, { id: newMessageId(), place: record.place, notice, now });
}

/** What is asked anew when the yes no longer counts, about the state as it is now; null when there is nothing to ask. */
async function askedAnew(deps: OperationDeps, record: RunRecord, outcome: Outcome): Promise<Asking | null> {
  const why = outcome.kind === 'refused' ? voids[outcome.code] : undefined;
  const { after, operation, reason } = record.view;
  if (why === undefined || after === null || after === 'gone') return null;
  const until = record.view.until ?? null;
  const now = deps.clock.now();
  if (isOver(until, now)) return null;
  const { actor, place, messageId } = record;
  const more = [why, ...endWarnings(until, now)];
  const proposal = await propose(deps, { actor, place, operation, snapshot: after, more });
  if (proposal.kind !== 'ask') return null;
  const { warnings, typedName, approval } = proposal;
  return {
    operation,
    snapshot: after,
    warnings,
    typedName,
    approval,
    reason,
    until,
    actor,
    place,
    messageId,
  };
}

/**
 * Ends a run: the outcome is journaled, then told. Card, post, new question and the journal's last entry are
 * one transaction, so a crash tells it neither twice nor never.
 *
 * @throws LeaseLost when another process took the run over
 */
export async function endRun(
  deps: OperationDeps,
  run: ClaimedRun,
  record: RunRecord,
  outcome: Outcome,
): Promise<void> {
  const observed: RunRecord = { ...record, view: { ...record.view, outcome, waitingUntil: null } };
  const now = deps.clock.now();
  await stepRun(deps.db, run, { record: observed, state: 'observed', dueAt: now, now, release: false });
  await announce(deps, run, observed);
}

/** From `observed`: tells the outcome. @throws LeaseLost */
export async function announce(deps: OperationDeps, run: ClaimedRun, observed: RunRecord): Promise<void> {
  const now = deps.clock.now();
  const { outcome } = observed.view;
  if (outcome === null) throw new TypeError('an observed run has no outcome');
  const dueAt = outcome.kind === 'accepted' ? followUpAt(deps, deps.timing.looks.length, now) : null;
  const anew = await askedAnew(deps, observed, outcome);
  await deps.db.transaction().execute(async (tx) => {
    const record = await meetPause(tx, deps, observed, now);
    await stepRun(tx, run, { record, state: 'announced', dueAt, now, release: true, unlock: true });
    if (anew === null) await showWorking(tx, record, now);
    else await ask(tx, anew, { now, confirmationTtl: deps.confirmationTtl });
    if (record.post) await post(tx, record, now);
    await auditRun(tx, record, now);
    await settleTimer(tx, deps, record, now);
    const { target, sentAt } = record.view;
    // Other conversations that watch the job are told of it by its state.
    if (target.kind === 'job' && sentAt !== null) await hurryJob(tx, record.actor.tenantId, target, now);
  });
  const { runId, operation, target, answer } = observed.view;
  deps.writers.forget(runId);
  countRun(operation, outcome);
  if (outcome.kind === 'done') observeSeen(observed, 'in-time');
  const { kind, code } = { code: null, ...outcome };
  deps.log.info({ operation, target, outcome: kind, code, requestId: answer?.requestId }, 'run ended');
}

/** Counts a run that ended, also one that had nothing to do. */
export function countRun(operation: Operation, outcome: Outcome): void {
  const { kind, code } = { code: 'none' as const, ...outcome };
  count('sync_warden_runs_total', { operation, outcome: kind, code });
}

/** How long it took until the effect was read back. */
function observeSeen({ view }: RunRecord, seen: 'in-time' | 'late'): void {
  const { operation, answeredAt, sentAt, seenAt } = view;
  const since = answeredAt ?? sentAt;
  if (since === null || seenAt === null) return;
  observe('sync_warden_verify_duration_seconds', Math.max(0, seenAt - since) / 1000, { operation, seen });
}

/** When a pause is to end: that may have been changed since it was accepted. */
async function presentUntil(tx: Tx, { view }: RunRecord): Promise<PauseEnd | null> {
  const timer = view.target.kind === 'job' ? await findTimer(tx, view.target) : null;
  return timer?.record.runId === view.runId ? timer.record.pause.until : (view.until ?? null);
}

/** A write that was only accepted has become visible: the card says so, and a post tells the thread. @throws LeaseLost */
export async function announceLate(deps: OperationDeps, run: ClaimedRun, record: RunRecord): Promise<void> {
  const now = deps.clock.now();
  await deps.db.transaction().execute(async (tx) => {
    const until = await presentUntil(tx, record);
    const done: RunRecord = { ...record, view: { ...record.view, until, outcome: { kind: 'done' } } };
    await stepRun(tx, run, { record: done, state: 'announced', dueAt: null, now, release: true });
    await showWorking(tx, done, now);
    await post(tx, done, now);
    await auditRun(tx, done, now);
    await settleLate(tx, done, now);
  });
  observeSeen(record, 'late');
  deps.log.info({ operation: record.view.operation }, 'an accepted run was seen');
}
