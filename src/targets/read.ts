import type { Clock } from '../clock.ts';
import type { Graph } from '../graph/client.ts';
import { toJobSnapshot } from '../graph/decode.ts';
import { GraphFailure } from '../graph/failure.ts';
import { getJob } from '../graph/jobs.ts';
import { readProfile } from '../graph/profiles.ts';
import { getPrincipal } from '../graph/service-principals.ts';
import type { Snapshot, Target } from '../words.ts';

/**
 * Reads a target's live name and state.
 *
 * @returns the snapshot, or `gone` when Graph knows the job or its principal no more
 * @throws GraphFailure when it cannot be read
 */
export async function readTarget(
  from: { readonly graph: Graph; readonly clock: Clock },
  target: Target,
): Promise<Snapshot | 'gone'> {
  if (target.kind === 'profile') return await readProfile(from.graph, target.profileId, from.clock.now());
  try {
    const [principal, job] = await Promise.all([
      getPrincipal(from.graph, target.servicePrincipalId),
      getJob(from.graph, target),
    ]);
    if (job.id !== target.jobId) {
      const answer = { status: 200, code: null, requestId: null, retryAfter: null };
      throw new GraphFailure('unexpected', answer, 'Graph answered with another job');
    }
    return toJobSnapshot(job, {
      servicePrincipalId: target.servicePrincipalId,
      displayName: principal.displayName,
      readAt: from.clock.now(),
    });
  } catch (error) {
    if (error instanceof GraphFailure && error.answer.status === 404) return 'gone';
    throw error;
  }
}
