import { GraphFailure } from '../graph/failure.ts';
import { type ClaimedRun, type RunRecord, stepRun } from '../store/runs.ts';
import { readTarget } from '../targets/read.ts';
import type { TenantDeps } from './deps.ts';
import { announceLate, endRun, followUpAt } from './end-run.ts';
import { operationTable } from './operation-table.ts';

async function look(deps: TenantDeps, record: RunRecord): Promise<{ record: RunRecord; seen: boolean }> {
  const looked = { ...record, looks: record.looks + 1 };
  try {
    const after = await readTarget(deps, record.view.target);
    const view = { ...looked.view, after, seenAt: deps.clock.now() };
    return { record: { ...looked, view }, seen: operationTable[record.view.operation].seen(after) };
  } catch (error) {
    // A read that failed tells nothing; the next look may.
    if (error instanceof GraphFailure) return { record: looked, seen: false };
    throw error;
  }
}

/**
 * From `called`: reads the target back until it shows the effect or all looks are used up.
 *
 * @throws LeaseLost when another process took the run over
 */
export async function observeRun(deps: TenantDeps, run: ClaimedRun): Promise<void> {
  const { record, seen } = await look(deps, run.record);
  if (seen) return await endRun(deps, run, record, { kind: 'done' });
  const wait = deps.timing.looks[record.looks];
  if (wait !== undefined) {
    const now = deps.clock.now();
    return await stepRun(deps.db, run, { record, state: 'called', dueAt: now + wait, now, release: true });
  }
  const { doubt } = record;
  await endRun(deps, run, record, doubt === null ? { kind: 'accepted' } : { kind: 'unknown', code: doubt });
}

/**
 * A crash came after the write may have left. It is never sent again: the state as read decides.
 *
 * @throws LeaseLost when another process took the run over
 */
export async function recoverCall(deps: TenantDeps, run: ClaimedRun): Promise<void> {
  const view = { ...run.record.view, interrupted: true };
  const record: RunRecord = { ...run.record, view, doubt: 'interrupted' };
  const now = deps.clock.now();
  await stepRun(deps.db, run, { record, state: 'called', dueAt: now, now, release: false });
  await observeRun(deps, { ...run, state: 'called', record });
}

/** A later look at a write that was accepted but not visible. @throws LeaseLost */
export async function followUpRun(deps: TenantDeps, run: ClaimedRun): Promise<void> {
  const { record, seen } = await look(deps, run.record);
  if (seen) return await announceLate(deps, run, record);
  const now = deps.clock.now();
  const dueAt = followUpAt(deps, record.looks, now);
  await stepRun(deps.db, run, { record, state: 'announced', dueAt, now, release: true });
}
