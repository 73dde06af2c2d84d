import type { ProvisioningAudit } from '../graph/directory-audits.ts';
import type { RunRecord } from '../store/runs.ts';
import { type Happening, type JobTarget, type Operation, targetKey, type WatchEvent } from '../words.ts';
import type { Change } from './settle.ts';

/** What brings an event about, through the bot. */
const operationOf: Readonly<Partial<Record<WatchEvent, Operation>>> = {
  paused: 'pause',
  started: 'start',
  recovered: 'start',
  deleted: 'delete',
};

/** What the directory calls it (audit activities, Microsoft Entra: category ProvisioningManagement). */
const activityOf: Readonly<Partial<Record<WatchEvent, RegExp>>> = {
  paused: /disable|pause/i,
  started: /enable|start/i,
  recovered: /enable|start/i,
  deleted: /delete/i,
};

/** Graph shows a write late at times, milliseconds. */
const longestLag = 15 * 60_000;
/** How far two clocks may be apart, milliseconds. */
const skew = 60_000;

/** Whether somebody can have done it: a job goes silent or fails by itself. */
export const isSomebodysDoing = (event: WatchEvent): boolean => operationOf[event] !== undefined;

/**
 * The run that brought a change about, or null. It was sent after the job was last seen to move, or else an earlier
 * change was its doing.
 *
 * @param runs on that job, newest first
 * @param movedAt when the job last moved before, epoch milliseconds; 0 for never
 */
export function runBehind(runs: readonly RunRecord[], change: Change, movedAt: number): RunRecord | null {
  const operation = operationOf[change.event];
  const from = Math.max(movedAt, change.at - longestLag);
  const found = runs.find(({ view }) => {
    const { sentAt, outcome } = view;
    if (view.operation !== operation || sentAt === null || sentAt < from || sentAt > change.at + skew)
      return false;
    return (
      outcome === null || outcome.kind === 'done' || outcome.kind === 'accepted' || outcome.kind === 'unknown'
    );
  });
  return found ?? null;
}

/** Whether the conversation that asked for the run is told by it what came of it. */
export const tellsItself = ({ view }: RunRecord): boolean => view.outcome?.kind !== 'unknown';

/** Who did it by the directory's account: the newest fitting entry about that application; null when none fits. */
export function auditBehind(
  audits: readonly ProvisioningAudit[],
  change: Change,
  target: JobTarget,
): Happening['by'] {
  const activity = activityOf[change.event];
  const id = target.servicePrincipalId.toLowerCase();
  const found = audits.find(
    (audit) =>
      activity?.test(audit.activity) === true &&
      audit.targetIds.includes(id) &&
      audit.at <= change.at + skew &&
      audit.at >= change.at - longestLag,
  );
  return found === undefined || found.by === null ? null : { name: found.by, through: 'directory' };
}

/** The runs of each job, by its key. */
export function runsByJob(runs: readonly RunRecord[]): ReadonlyMap<string, readonly RunRecord[]> {
  return Map.groupBy(runs, ({ view }) => targetKey(view.target));
}
