import { count } from '../metrics.ts';
import { renewEvery } from '../store/lease.ts';
import { type ClaimedRun, findRun, LeaseLost, renewRun, stepRun } from '../store/runs.ts';
import { begin } from '../tracing.ts';
import { beginRun } from './begin-run.ts';
import { inTenant, type OperationDeps } from './deps.ts';
import { announce, endRun } from './end-run.ts';
import { followUpRun, observeRun, recoverCall } from './observe-run.ts';

/** A run that fails this often for a reason nobody foresaw is ended, so that it does not hold its target for ever. */
const mostMishaps = 3;

/** After an unforeseen failure: the journal alone says how far the run came. Tries again soon, or ends it truthfully. */
async function putOff(deps: OperationDeps, run: ClaimedRun): Promise<void> {
  const found = await findRun(deps.db, run.id);
  if (found === null) return;
  const { state } = found;
  const record = { ...found.record, mishaps: found.record.mishaps + 1 };
  const now = deps.clock.now();
  if (record.mishaps >= mostMishaps && state === 'claimed') {
    return await endRun(deps, run, record, { kind: 'refused', code: 'unreadable' });
  }
  if (record.mishaps >= mostMishaps && (state === 'calling' || state === 'called')) {
    return await endRun(deps, run, record, { kind: 'unknown', code: record.doubt ?? 'interrupted' });
  }
  const dueAt = state === 'announced' && record.mishaps >= mostMishaps ? null : now + 2000 * record.mishaps;
  await stepRun(deps.db, run, { record, state, dueAt, now, release: true });
}

/**
 * Takes a claimed run one step on, whether it is new or was left behind by a process that died: what happens
 * next depends on the journal alone.
 */
export async function advanceRun(everywhere: OperationDeps, claimed: ClaimedRun): Promise<void> {
  const { id, state, record } = claimed;
  const attributes = { 'sync_warden.operation': record.view.operation, 'sync_warden.state': state };
  await begin('run', { correlation: record.messageId, run: id, attributes }, () =>
    takeOn(everywhere, claimed),
  );
}

async function takeOn(everywhere: OperationDeps, claimed: ClaimedRun): Promise<void> {
  const { view, actor } = claimed.record;
  const deps = inTenant(everywhere, actor.tenantId);
  const run = claimed.interrupted
    ? { ...claimed, record: { ...claimed.record, view: { ...view, interrupted: true } } }
    : claimed;
  // Policy, what is kept before a deletion, and Graph itself may each take longer than a lease.
  const renewing = setInterval(() => {
    renewRun(deps.db, run, deps.clock.now()).catch(() => {
      // The next step finds out.
    });
  }, renewEvery);
  try {
    switch (run.state) {
      case 'claimed':
        return await beginRun(deps, run);
      case 'calling':
        return await recoverCall(deps, run);
      case 'called':
        return await observeRun(deps, run);
      case 'observed':
        return await announce(deps, run, run.record);
      case 'announced':
        return await followUpRun(deps, run);
    }
  } catch (error) {
    if (error instanceof LeaseLost) {
      count('sync_warden_lease_losses_total', { work: 'run' });
      deps.log.warn('another process took the run over');
      return;
    }
    count('sync_warden_work_errors_total', { work: 'run' });
    deps.log.error({ state: run.state, err: error }, 'a run could not go on');
    await putOff(deps, run).catch((cause: unknown) => {
      // The lease runs out and the run is met again in the state it was left in.
      deps.log.error({ err: cause }, 'a run could not be put off');
    });
  } finally {
    clearInterval(renewing);
  }
}
