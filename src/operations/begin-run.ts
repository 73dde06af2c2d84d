import type { Graph } from '../graph/client.ts';
import { GraphFailure } from '../graph/failure.ts';
import { isRetired } from '../graph/profiles.ts';
import { leaseMs } from '../store/lease.ts';
import { type ClaimedRun, lockTarget, type RunRecord, stepRun } from '../store/runs.ts';
import { fingerprint } from '../targets/fingerprint.ts';
import { readTarget } from '../targets/read.ts';
import type { DoubtCode, Forbidden, GraphAnswer, Outcome, RunView, Snapshot } from '../words.ts';
import type { TenantDeps } from './deps.ts';
import { endRun } from './end-run.ts';
import { operationTable } from './operation-table.ts';
import { isOver } from './plan-end.ts';
import { isSamePause } from './same-pause.ts';
import { saveBeforeDelete } from './save-before-delete.ts';
import { showWorking } from './show-working.ts';

/** Longest `Retry-After` that is waited for, seconds; beyond it the person decides. */
const longestWait = 60;
const mostWaits = 2;
/** The write leaves at once after it was journaled, or not at all, milliseconds. */
const latestSend = leaseMs / 3;
/** A start that a timer handed over is not made later than this, milliseconds: others may have acted since. */
const latestByTimer = 10 * 60_000;
/** Time for the replica that has a person's sign-in to take the run, milliseconds. */
const leftAlone = 300;

const withView = (record: RunRecord, view: Partial<RunView>): RunRecord => ({
  ...record,
  view: { ...record.view, ...view },
});

/** Adds the id by which Microsoft finds an answer. */
const heard = (record: RunRecord, { requestId }: GraphAnswer): RunRecord =>
  requestId === null ? record : { ...record, requestIds: [...(record.requestIds ?? []), requestId] };

/** What a definite no of Graph means for the person. */
function failureOutcome(failure: GraphFailure, record: RunRecord): Outcome {
  const { status, code } = failure.answer;
  const row = operationTable[record.view.operation];
  if (failure.kind === 'no-token') return { kind: 'failed', code: 'sign-in' };
  if (failure.kind === 'unreachable') return { kind: 'failed', code: 'unreachable' };
  if (record.view.operation === 'pause-profile' && isRetired(failure))
    return { kind: 'refused', code: 'retired' };
  if (status === 404) return row.whenMissing;
  if (status === 401 && code !== 'UnknownError') return { kind: 'failed', code: 'sign-in' };
  // 401 UnknownError with an empty message is how a missing scope, role or ownership shows up on these endpoints.
  if (status === 401 || status === 403) return { kind: 'failed', code: 'not-permitted' };
  if (status === 429) return { kind: 'failed', code: 'throttled' };
  if (status === 409 || status === 412 || status === 423) return { kind: 'failed', code: 'conflict' };
  return { kind: 'failed', code: 'rejected' };
}

function doubtOf(failure: GraphFailure): DoubtCode {
  if (failure.kind === 'timeout') return 'timeout';
  return failure.kind === 'connection-lost' ? 'connection-lost' : 'server-error';
}

/** Puts the run off when Graph asked for a bearable wait; state is read again before anything is sent. */
async function waitFor(
  deps: TenantDeps,
  run: ClaimedRun,
  record: RunRecord,
  answer: GraphAnswer,
): Promise<boolean> {
  const seconds = answer.retryAfter;
  if (answer.status !== 429 || seconds === null || seconds > longestWait || record.waits >= mostWaits)
    return false;
  const now = deps.clock.now();
  const until = now + Math.max(1, seconds) * 1000;
  const waiting = {
    ...withView(heard(record, answer), { sentAt: null, answer, waitingUntil: until }),
    waits: record.waits + 1,
  };
  await deps.db.transaction().execute(async (tx) => {
    await stepRun(tx, run, { record: waiting, state: 'claimed', dueAt: until, now, release: true });
    await showWorking(tx, waiting, now);
  });
  return true;
}

async function readBefore(deps: TenantDeps, record: RunRecord): Promise<Snapshot | 'gone' | GraphFailure> {
  try {
    return await readTarget(deps, record.view.target);
  } catch (error) {
    if (error instanceof GraphFailure) return error;
    throw error;
  }
}

/** Whether policy still lets the run's people do it: the one who asked, and the one who approved. */
async function forbiddenNow(
  deps: TenantDeps,
  record: RunRecord,
  now: Snapshot,
): Promise<{ readonly outcome: Outcome; readonly forbidden: Forbidden | null } | null> {
  const { actor, place, approver } = record;
  const { operation, target } = record.view;
  const deed = { actor, place, operation, target, displayName: now.displayName };
  const fresh = { fresh: true };
  const verdict = await deps.policy.judge(deed, fresh);
  if (!verdict.allowed) {
    const { why, rule, contact } = verdict;
    return { outcome: { kind: 'refused', code: 'policy' }, forbidden: { why, rule, contact } };
  }
  const changed = { outcome: { kind: 'refused', code: 'changed' }, forbidden: null } as const;
  const changer = record.view.byTimer ? (record.timer?.changedBy ?? null) : null;
  if (changer !== null) {
    const theirs = await deps.policy.judge({ ...deed, ...changer }, fresh);
    if (!theirs.allowed || theirs.asks || theirs.approval !== null) return changed;
  }
  // What a timer began nobody said yes to.
  if (verdict.approval === null) return record.view.byTimer && verdict.asks ? changed : null;
  // A rule that wants a second person came after the yes: it asks again, as the rule wants it.
  if (!approver) return changed;
  const may = await deps.policy.mayApprove(verdict.approval, deed, approver, place, fresh);
  if (may === 'yes') return null;
  const why = may === 'unknown' ? 'membership-unknown' : 'denied';
  const { rule } = verdict.approval;
  return {
    outcome: { kind: 'refused', code: 'policy' },
    forbidden: { why, rule, contact: deps.policy.contact },
  };
}

/** Whether a job is still stopped by the pause whose timer wants it started. */
function pausedByIts({ timer }: RunRecord, now: Snapshot): boolean {
  return now.kind === 'job' && timer != null && isSamePause(now, timer);
}

/** Why nothing is sent after all, or null when the state is still the one that was agreed to. */
async function objection(
  deps: TenantDeps,
  record: RunRecord,
  now: Snapshot | 'gone',
): Promise<{ readonly outcome: Outcome; readonly forbidden?: Forbidden | null } | null> {
  const { operation } = record.view;
  const row = operationTable[operation];
  if (now === 'gone') return { outcome: row.whenMissing };
  const forbidden = await forbiddenNow(deps, record, now);
  if (forbidden !== null) return forbidden;
  const settled = row.settled(now);
  if (settled !== null) return { outcome: settled };
  const byTimer = record.view.byTimer === true;
  const otherwise = byTimer && (row.asks(now).length > 0 || !pausedByIts(record, now));
  if (otherwise || fingerprint(now) !== record.fingerprint)
    return { outcome: { kind: 'refused', code: 'changed' } };
  const at = deps.clock.now();
  if (isOver(record.view.until, at)) return { outcome: { kind: 'refused', code: 'time-over' } };
  // Whoever said yes before the bot was away may have acted otherwise since, and so may others.
  const age = at - record.view.askedAt;
  const latest = byTimer ? latestByTimer : deps.confirmationTtl + mostWaits * longestWait * 1000;
  if (age > latest) return { outcome: { kind: 'refused', code: 'interrupted' } };
  return null;
}

/** Keeps what can be kept of a job before it is deleted; null when the run was put off or ended instead. */
async function keepFirst(deps: TenantDeps, run: ClaimedRun, before: Snapshot): Promise<RunRecord | null> {
  if (before.kind !== 'job') throw new TypeError('only a job can be deleted');
  const { record } = run;
  const saving = await saveBeforeDelete(deps, record.view.runId, before);
  switch (saving.kind) {
    case 'saved':
      return withView(record, { saved: saving.saved });
    case 'changed': {
      const { after } = saving;
      const changed = withView(record, { after, seenAt: after.readAt, waitingUntil: null });
      await endRun(deps, run, changed, { kind: 'refused', code: 'changed' });
      return null;
    }
    case 'unreadable': {
      const { answer } = saving.failure;
      if (await waitFor(deps, run, record, answer)) return null;
      const unread = withView(heard(record, answer), { answer, waitingUntil: null });
      await endRun(deps, run, unread, { kind: 'refused', code: 'not-saved' });
      return null;
    }
    case 'unstored': {
      const unstored = withView(record, { waitingUntil: null });
      await endRun(deps, run, unstored, { kind: 'refused', code: 'not-saved' });
      return null;
    }
  }
}

/** The Graph a run may write with, in the name that its people were told; null when it is not to be had. */
function writerOf(deps: TenantDeps, { id, record }: ClaimedRun): Graph | null {
  const { operation, writesAs } = record.view;
  if (writesAs && writesAs !== deps.writers.as(operation)) return null;
  return deps.writers.of({ id, tenantId: deps.tenantId }, operation);
}

/**
 * A fresh run whose person signed in at another replica is left to that one, which alone can write for it. What
 * nobody takes for as long as a lease has lost its sign-in.
 */
async function leftToOthers(deps: TenantDeps, run: ClaimedRun): Promise<boolean> {
  const { operation, askedAt, waitingUntil, interrupted } = run.record.view;
  const now = deps.clock.now();
  const writer = deps.writers.of({ id: run.id, tenantId: deps.tenantId }, operation);
  if (interrupted || now - (waitingUntil ?? askedAt) > leaseMs || writer !== null) return false;
  const { record } = run;
  await stepRun(deps.db, run, { record, state: 'claimed', dueAt: now + leftAlone, now, release: true });
  return true;
}

/**
 * From `claimed`: takes the target's lock, reads state and policy again, journals `calling`, sends the write
 * once, and journals what Graph said. Everything after `calling` is settled by reading, never by sending again.
 *
 * @throws LeaseLost when another process took the run over; nothing may be sent then
 */
export async function beginRun(deps: TenantDeps, run: ClaimedRun): Promise<void> {
  const { operation, target } = run.record.view;
  const row = operationTable[operation];
  if (await leftToOthers(deps, run)) return;
  const holder = await lockTarget(deps.db, run);
  if (holder !== null) {
    const { actorName: name, operation: its, askedAt: since } = holder.view;
    const record = withView(run.record, { holder: { name, operation: its, since } });
    return await endRun(deps, run, record, { kind: 'refused', code: 'busy' });
  }

  const before = await readBefore(deps, run.record);
  if (before instanceof GraphFailure) {
    if (await waitFor(deps, run, run.record, before.answer)) return;
    const { answer } = before;
    const record = withView(heard(run.record, answer), { answer, waitingUntil: null });
    const retired = operation === 'pause-profile' && isRetired(before);
    return await endRun(deps, run, record, { kind: 'refused', code: retired ? 'retired' : 'unreadable' });
  }
  const readAt = deps.clock.now();
  const refusal = await objection(deps, run.record, before);
  if (refusal !== null) {
    const { outcome, forbidden = null } = refusal;
    const record = withView(run.record, { after: before, seenAt: readAt, waitingUntil: null, forbidden });
    return await endRun(deps, run, record, outcome);
  }
  if (before === 'gone') throw new TypeError('a missing target was not objected to');

  const graph = writerOf(deps, run);
  if (graph === null) {
    // The sign-in of who said yes went with the process that had it, or it was said to be done in another name.
    const record = withView(run.record, { after: before, seenAt: readAt, waitingUntil: null });
    return await endRun(deps, run, record, { kind: 'refused', code: 'interrupted' });
  }

  let record = run.record;
  if (operation === 'delete') {
    const kept = await keepFirst(deps, run, before);
    if (kept === null) return;
    record = kept;
  }

  const sentAt = deps.clock.now();
  const calling = withView(record, { before, sentAt, waitingUntil: null });
  await stepRun(deps.db, run, {
    record: calling,
    state: 'calling',
    dueAt: sentAt,
    now: sentAt,
    release: false,
  });
  // A process that stood still in between may have lost the run by now, and somebody reads what became of it.
  const late = deps.clock.now();
  if (late - sentAt > latestSend) {
    return await stepRun(deps.db, run, {
      record,
      state: 'claimed',
      dueAt: late,
      now: late,
      release: true,
    });
  }

  let answer: GraphAnswer;
  let doubt: DoubtCode | null = null;
  try {
    answer = await row.send(graph, target);
  } catch (error) {
    if (!(error instanceof GraphFailure)) throw error;
    answer = error.answer;
    if (error.certain) {
      if (await waitFor(deps, run, calling, answer)) return;
      const failed = withView(heard(calling, answer), {
        answer,
        answeredAt: answer.status === null ? null : deps.clock.now(),
      });
      return await endRun(deps, run, failed, failureOutcome(error, calling));
    }
    doubt = doubtOf(error);
  }
  const now = deps.clock.now();
  const called = {
    ...withView(heard(calling, answer), { answer, answeredAt: answer.status === null ? null : now }),
    doubt,
  };
  await stepRun(deps.db, run, {
    record: called,
    state: 'called',
    dueAt: now + (deps.timing.looks[0] ?? 0),
    now,
    release: true,
  });
}
