import { toJobSnapshot } from '../graph/decode.ts';
import { GraphFailure } from '../graph/failure.ts';
import { readJobRecord } from '../graph/job-record.ts';
import { findSavedJob, saveJob } from '../store/saved-jobs.ts';
import { fingerprint } from '../targets/fingerprint.ts';
import { type JobSnapshot, type RunView, targetKey } from '../words.ts';
import type { TenantDeps } from './deps.ts';

/** What a deletion needs to have been kept first. */
export type Saving =
  | { readonly kind: 'saved'; readonly saved: NonNullable<RunView['saved']> }
  /** The job changed while it was read. */
  | { readonly kind: 'changed'; readonly after: JobSnapshot }
  /** Graph did not give it out. */
  | { readonly kind: 'unreadable'; readonly failure: GraphFailure }
  /** What was stored could not be read back as it was. */
  | { readonly kind: 'unstored' };

/**
 * Reads a job, its schema and its principal's identity, stores them, and reads them back from the store.
 *
 * @param runId what they are found by later
 * @param before the state the deletion was agreed on
 */
export async function saveBeforeDelete(
  deps: TenantDeps,
  runId: string,
  before: JobSnapshot,
): Promise<Saving> {
  const { target } = before;
  try {
    const { record, job, objectMappings } = await readJobRecord(deps.graph, target);
    const at = deps.clock.now();
    const { displayName } = before;
    const after = toJobSnapshot(job, {
      servicePrincipalId: target.servicePrincipalId,
      displayName,
      readAt: at,
    });
    if (job.id !== target.jobId || fingerprint(after) !== fingerprint(before))
      return { kind: 'changed', after };
    const content = JSON.stringify(record);
    await saveJob(deps.db, { runId, targetKey: targetKey(target), at, content });
    const kept = await findSavedJob(deps.db, runId);
    if (kept?.content !== content) return { kind: 'unstored' };
    return { kind: 'saved', saved: { at, objectMappings } };
  } catch (error) {
    if (error instanceof GraphFailure) return { kind: 'unreadable', failure: error };
    throw error;
  }
}
