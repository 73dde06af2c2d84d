import { newMessageId } from '../ids.ts';
import { putMessage } from '../store/messages.ts';
import { type ClaimedRun, type RunRecord, stepRun } from '../store/runs.ts';
import type { Tx } from '../store/schema.ts';
import type { Outcome, RefusalCode, Warning } from '../words.ts';
import { auditRun } from './audit.ts';
import type { OperationDeps } from './deps.ts';
import { propose } from './propose.ts';
import { type Asking, ask } from './question.ts';
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
  const { actor, place, messageId } = record;
  const proposal = await propose(deps, { actor, place, operation, snapshot: after, more: [why] });
  if (proposal.kind !== 'ask') return null;
  const { warnings, typedName, approval } = proposal;
  return { operation, snapshot: after, warnings, typedName, approval, reason, actor, place, messageId };
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
export async function announce(deps: OperationDeps, run: ClaimedRun, record: RunRecord): Promise<void> {
  const now = deps.clock.now();
  const { outcome } = record.view;
  if (outcome === null) throw new TypeError('an observed run has no outcome');
  const dueAt = outcome.kind === 'accepted' ? followUpAt(deps, deps.timing.looks.length, now) : null;
  const anew = await askedAnew(deps, record, outcome);
  await deps.db.transaction().execute(async (tx) => {
    await stepRun(tx, run, { record, state: 'announced', dueAt, now, release: true, unlock: true });
    if (anew === null) await showWorking(tx, record, now);
    else await ask(tx, anew, { now, confirmationTtl: deps.confirmationTtl });
    if (record.post) await post(tx, record, now);
    await auditRun(tx, record, now);
  });
  const { runId, operation, target, answer } = record.view;
  deps.writers.forget(runId);
  deps.log.info({ run: runId, operation, target, outcome, requestId: answer?.requestId }, 'run ended');
}

/** A write that was only accepted has become visible: the card says so, and a post tells the thread. @throws LeaseLost */
export async function announceLate(deps: OperationDeps, run: ClaimedRun, record: RunRecord): Promise<void> {
  const now = deps.clock.now();
  const done: RunRecord = { ...record, view: { ...record.view, outcome: { kind: 'done' } } };
  await deps.db.transaction().execute(async (tx) => {
    await stepRun(tx, run, { record: done, state: 'announced', dueAt: null, now, release: true });
    await showWorking(tx, done, now);
    await post(tx, done, now);
    await auditRun(tx, done, now);
  });
}
