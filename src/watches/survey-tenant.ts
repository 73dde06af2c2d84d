import type { Graph } from '../graph/client.ts';
import { GraphFailure } from '../graph/failure.ts';
import { loadInventory } from '../store/inventory.ts';
import { type ClaimedSurvey, releaseSurvey, renewSurvey } from '../store/poll-tenants.ts';
import { readTenant } from '../targets/inventory.ts';
import type { WatchDeps } from './deps.ts';
import { enrol, knownJobs, surveyEvery } from './enrol.ts';
import { shortBackoff, waitUntil } from './trouble.ts';

/** What polls leave of the pace that Graph takes: twenty requests at once, this often, milliseconds. */
const betweenBatches = 2000;
const renewEvery = 5000;
/** How long a survey waits for a Graph that is too busy for some of it, milliseconds. */
const longestWait = 300_000;
/** What was read this lately, for whomever, is good enough, milliseconds. */
const freshEnough = surveyEvery / 2;

/** A Graph that waits before each further batch. */
function slowly(graph: Graph, pause: WatchDeps['pause']): Graph {
  let batches = 0;
  return async (request) => {
    if (request.path === '/$batch' && batches++ > 0) await pause(betweenBatches);
    return await graph(request);
  };
}

/**
 * Looks up which jobs a tenant has, so that watches of all jobs and of names that match take in new ones.
 */
export async function surveyTenant(deps: WatchDeps, claim: ClaimedSurvey): Promise<void> {
  const { db, clock, log, random } = deps;
  const { tenantId } = claim;
  const renewing = setInterval(() => {
    renewSurvey(db, claim, clock.now()).catch(() => {});
  }, renewEvery);
  let waitFor = 0;
  try {
    const stored = await loadInventory(db, tenantId);
    // Either way: what is from the future was read before the clock was set back.
    const fresh = Math.abs(clock.now() - stored.readAt) <= freshEnough;
    const graph = slowly(deps.graphOf(tenantId), deps.pause);
    const inventory = fresh
      ? stored
      : await readTenant({ db, tenantId, graph, clock }, { pause: deps.pause, longest: longestWait });
    const now = clock.now();
    await db.transaction().execute((tx) => enrol(tx, { tenantId, jobs: knownJobs(inventory), now }));
  } catch (error) {
    if (!(error instanceof GraphFailure)) throw error;
    log.warn(
      { tenantId, kind: error.kind, answer: error.answer },
      'the jobs of a tenant could not be listed',
    );
    if (error.answer.status === 429) waitFor = waitUntil(error.answer.retryAfter, clock.now());
  } finally {
    clearInterval(renewing);
    const now = clock.now();
    const nextAt = Math.round(now + surveyEvery * (0.9 + 0.2 * random()));
    // It may be about one application: a poll finds out by itself how long the tenant has to wait.
    await releaseSurvey(db, claim, { nextAt, backoffUntil: Math.min(waitFor, now + shortBackoff) });
  }
}
