import type { Graph } from '../../src/graph/client.ts';
import { jobShape, toJobSnapshot } from '../../src/graph/decode.ts';
import { createLog } from '../../src/log.ts';
import type { OperationDeps } from '../../src/operations/deps.ts';
import { newRun } from '../../src/operations/new-run.ts';
import { appWriters } from '../../src/operations/writers.ts';
import { sandboxPolicy } from '../../src/policy/policy.ts';
import { insertRun, type RunRecord } from '../../src/store/runs.ts';
import type { Database } from '../../src/store/schema.ts';
import type { Actor, Operation, PauseEnd, Place } from '../../src/words.ts';

export const servicePrincipalId = '60443998-8cf7-4e61-b05c-a53b658cb5e1';
export const jobId = 'slack.f5532fc709734b1a90e8a1fa9fd03a82';
export const actor: Actor = { tenantId: 't', objectId: 'o', name: 'Dana' };
export const place: Place = { tenantId: 't', conversationId: 'c', thread: null, scope: 'personal' };

/** What the operations need, around a store and a Graph, with a clock that is moved by hand. */
export function depsOf(db: Database, graph: Graph, clock: { now: () => number }): OperationDeps {
  return {
    db,
    graphOf: () => graph,
    policy: sandboxPolicy,
    clock,
    log: createLog('silent'),
    confirmationTtl: 1000,
    pauseReminder: 86_400_000,
    timing: { looks: [10, 10, 10], followUps: [] },
    writers: appWriters(graph),
    schoolProfiles: 'on',
  };
}

/** Puts a run into the journal that somebody agreed to on a job of this state, at `now`; a pause that ends, or not. */
export async function agree(
  db: Database,
  operation: Operation,
  job: object,
  now: number,
  until: PauseEnd | null = null,
  by: Actor = actor,
): Promise<RunRecord> {
  const snapshot = toJobSnapshot(jobShape.parse(job), {
    servicePrincipalId,
    displayName: 'Slack',
    readAt: now,
  });
  const record = newRun({
    operation,
    snapshot,
    reason: null,
    actor: by,
    place,
    messageId: by === actor ? 'm' : `m-${by.objectId}`,
    post: true,
    warnings: [],
    typedName: null,
    until,
    now,
  });
  await insertRun(db, { record, state: 'claimed', dueAt: now, now });
  return record;
}

/** A run's first entry in the journal, of a pause of any job. */
export function newRunRecord(runId: string, job: string): RunRecord {
  const raw = { id: job, templateId: null, schedule: { state: 'Active' }, status: { code: 'Active' } };
  const snapshot = toJobSnapshot(jobShape.parse(raw), {
    servicePrincipalId,
    displayName: 'Slack',
    readAt: 0,
  });
  const record = newRun({
    operation: 'pause',
    snapshot,
    reason: null,
    actor,
    place,
    messageId: 'm',
    post: false,
    warnings: [],
    typedName: null,
    now: 0,
  });
  return { ...record, view: { ...record.view, runId } };
}
