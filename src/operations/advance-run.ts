import { type ClaimedRun, LeaseLost } from '../store/runs.ts';
import { beginRun } from './begin-run.ts';
import type { OperationDeps } from './deps.ts';
import { announce } from './end-run.ts';
import { followUpRun, observeRun, recoverCall } from './observe-run.ts';

/**
 * Takes a claimed run one step on, whether it is new or was left behind by a process that died: what happens
 * next depends on the journal alone.
 */
export async function advanceRun(deps: OperationDeps, run: ClaimedRun): Promise<void> {
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
      deps.log.warn({ run: run.id }, 'another process took the run over');
      return;
    }
    // The lease runs out and the run is met again in the state it was left in.
    deps.log.error({ run: run.id, state: run.state, err: error }, 'a run could not go on');
  }
}
