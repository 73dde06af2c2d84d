import { type ProvisioningAudit, provisioningAudits } from '../graph/directory-audits.ts';
import { GraphFailure } from '../graph/failure.ts';
import type { ClaimedTenant } from '../store/poll-tenants.ts';
import { recentRuns } from '../store/recent-runs.ts';
import type { Happening } from '../words.ts';
import type { WatchDeps } from './deps.ts';
import type { Change } from './settle.ts';
import type { News } from './tell.ts';
import { auditBehind, isSomebodysDoing, runBehind, runsByJob, tellsItself } from './who-did-it.ts';

/** Runs that moved on before that have nothing to do with what changes now, milliseconds. */
const relevantRuns = 30 * 60_000;
/** Entries of the directory come late, and say when it was done, milliseconds. */
const auditsBefore = 15 * 60_000;
/** When it is not permitted to read them, it isn't tried again for a day, milliseconds. */
const deniedFor = 86_400_000;

/** A job with what has changed about it, before it is known who did it. */
export interface ChangedJob {
  readonly targetKey: string;
  readonly target: Happening['target'];
  readonly displayName: string;
  readonly templateId: string | null;
  readonly after: Happening['after'];
  readonly changes: readonly Change[];
  /** When it moved before, epoch milliseconds. */
  readonly movedAt: number;
}

/** Best effort: a change is told whether or not it can be found out who made it. */
async function auditsSince(
  deps: WatchDeps,
  claim: ClaimedTenant,
  since: number,
): Promise<{ readonly audits: readonly ProvisioningAudit[]; readonly deniedUntil: number }> {
  const { tenantId, auditsDeniedUntil } = claim;
  const now = deps.clock.now();
  if (auditsDeniedUntil > now) return { audits: [], deniedUntil: auditsDeniedUntil };
  try {
    const audits = await provisioningAudits(deps.graphOf(tenantId), since - auditsBefore);
    return { audits, deniedUntil: auditsDeniedUntil };
  } catch (error) {
    if (!(error instanceof GraphFailure)) throw error;
    const { status } = error.answer;
    deps.log.info({ tenantId, kind: error.kind, answer: error.answer }, 'directory audits were not read');
    const denied = status === 400 || status === 401 || status === 403 || status === 404;
    return { audits: [], deniedUntil: denied ? now + deniedFor : auditsDeniedUntil };
  }
}

/**
 * Finds out who brought changes about: what went through the bot from its journal, the rest from the directory's
 * audits, which are asked once for all of them, where that is permitted.
 *
 * @returns the news of each job, in the order given, and until when the audits are not to be asked for
 */
export async function attribute(
  deps: WatchDeps,
  claim: ClaimedTenant,
  jobs: readonly ChangedJob[],
): Promise<{ readonly news: readonly (readonly News[])[]; readonly auditsDeniedUntil: number }> {
  const changes = jobs.flatMap((job) => job.changes);
  const { auditsDeniedUntil } = claim;
  if (changes.length === 0) return { news: jobs.map(() => []), auditsDeniedUntil };
  const earliest = Math.min(...changes.map(({ at }) => at));
  const all = await recentRuns(deps.db, {
    targetKeys: jobs.map(({ targetKey }) => targetKey),
    since: earliest - relevantRuns,
  });
  const runs = runsByJob(all.filter(({ actor }) => actor.tenantId.toLowerCase() === claim.tenantId));
  const behind = jobs.map((job) =>
    job.changes.map((change) => runBehind(runs.get(job.targetKey) ?? [], change, job.movedAt)),
  );
  const unexplained = jobs.some((job, index) =>
    job.changes.some(({ event }, at) => isSomebodysDoing(event) && behind[index]?.[at] === null),
  );
  const { audits, deniedUntil } = unexplained
    ? await auditsSince(deps, claim, earliest)
    : { audits: [], deniedUntil: auditsDeniedUntil };
  const news = jobs.map((job, index) =>
    job.changes.map((change, at): News => {
      const run = behind[index]?.[at] ?? null;
      const { target, displayName, templateId, after } = job;
      const { event } = change;
      const by =
        run !== null
          ? ({ name: run.actor.name, through: 'bot' } as const)
          : isSomebodysDoing(event)
            ? auditBehind(audits, change, target)
            : null;
      return {
        happening: {
          id: `${claim.tenantId}/${job.targetKey}/${event}/${change.at}`,
          event,
          at: change.at,
          target,
          displayName,
          templateId,
          after: event === 'deleted' ? null : after,
          by,
        },
        toldBy: run !== null && tellsItself(run) ? run.place.conversationId : null,
      };
    }),
  );
  return { news, auditsDeniedUntil: deniedUntil };
}
