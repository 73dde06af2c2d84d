import type { NotNull } from 'kysely';
import { knows } from '../known.ts';
import type { Actor, Attempt, AttemptResult, AuditedAct, Place, Scope, Target } from '../words.ts';
import { targetKey } from '../words.ts';
import type { Database, Handle } from './schema.ts';

/** One attempt to change something, for the audit trail. Nothing secret may be in it. */
export interface AuditRecord {
  readonly id: string;
  /** When it ended, epoch milliseconds. */
  readonly at: number;
  readonly runId: string | null;
  readonly actor: Actor;
  /** Who approved it, where policy wants a second person. */
  readonly approver: Actor | null;
  readonly place: Place;
  readonly operation: AuditedAct;
  /** Null when it was refused before one was found, and for what is not about one. */
  readonly target: Target | null;
  /** As it was called, or as it was asked for. */
  readonly displayName: string;
  /** The reason the person gave. */
  readonly reason: string | null;
  /** State in Graph's words, or of what is the bot's own; null when it was not read, or there was none. */
  readonly before: string | null;
  readonly after: string | null;
  /** Graph's `request-id` of each answer that mattered, in order. */
  readonly requestIds: readonly string[];
  readonly result: AttemptResult;
}

/** Which attempts are asked for. */
export interface AuditQuestion {
  readonly tenantId: string;
  /** Null for every target. */
  readonly targetKeys: readonly string[] | null;
  /** Null for every operation and act. */
  readonly operations: readonly AuditedAct[] | null;
  /** Leaves out what certainly changed nothing. */
  readonly changedOnly: boolean;
  /** The conversation that asks. */
  readonly askedIn: string;
  readonly offset: number;
  readonly limit: number;
}

const mayHaveChanged = ['done', 'accepted', 'unknown'];

/** Adds to the audit trail, in the caller's transaction. */
export async function recordAttempt(db: Handle, record: AuditRecord): Promise<void> {
  const { actor, place, result } = record;
  await db
    .insertInto('audit')
    .values({
      id: record.id,
      at: record.at,
      run_id: record.runId,
      tenant_id: actor.tenantId,
      actor_object: actor.objectId,
      actor_name: actor.name,
      approver_object: record.approver?.objectId ?? null,
      approver_name: record.approver?.name ?? null,
      scope: place.scope,
      conversation_id: place.conversationId,
      thread: place.thread,
      operation: record.operation,
      target_key: record.target === null ? null : targetKey(record.target),
      target: record.target === null ? null : JSON.stringify(record.target),
      display_name: record.displayName,
      reason: record.reason,
      state_before: record.before,
      state_after: record.after,
      request_ids: JSON.stringify(record.requestIds),
      outcome: result.kind,
      code: 'code' in result ? result.code : null,
    })
    .execute();
}

/** Null for none, and for a kind of target that only a newer version knows. */
function readTarget(target: string | null): Target | null {
  const read = target === null ? null : (JSON.parse(target) as Target);
  return read !== null && knows('targets', read.kind) ? read : null;
}

/** Every target the trail of a tenant knows, each name it had. */
export async function auditedTargets(
  db: Database,
  tenantId: string,
): Promise<{ readonly targetKey: string; readonly target: Target; readonly displayName: string }[]> {
  const rows = await db
    .selectFrom('audit')
    .select(['target_key', 'target', 'display_name'])
    .distinct()
    .where('tenant_id', '=', tenantId)
    .$narrowType<{ target_key: NotNull; target: NotNull }>()
    .where('target_key', 'is not', null)
    .execute();
  return rows.flatMap((row) => {
    const target = readTarget(row.target);
    return target === null ? [] : [{ targetKey: row.target_key, target, displayName: row.display_name }];
  });
}

/** Attempts that fit, newest first, and how many there are in all. */
export async function findAttempts(
  db: Database,
  asked: AuditQuestion,
): Promise<{ readonly attempts: Attempt[]; readonly total: number }> {
  let fitting = db
    .selectFrom('audit')
    .where('tenant_id', '=', asked.tenantId)
    // What was refused before a target was found belongs to no target's history; what is not about one is done.
    .where((eb) => eb.or([eb('target_key', 'is not', null), eb('outcome', '=', 'done')]));
  if (asked.targetKeys !== null) fitting = fitting.where('target_key', 'in', [...asked.targetKeys]);
  if (asked.operations !== null) fitting = fitting.where('operation', 'in', [...asked.operations]);
  if (asked.changedOnly) fitting = fitting.where('outcome', 'in', mayHaveChanged);
  const { total } = await fitting
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const rows = await fitting
    .selectAll()
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(asked.limit)
    .offset(asked.offset)
    .execute();
  return {
    total,
    attempts: rows.map((row) => ({
      at: row.at,
      runId: row.run_id,
      operation: row.operation as AuditedAct,
      target: readTarget(row.target),
      displayName: row.display_name,
      actorName: row.actor_name,
      reason: row.reason,
      result: { kind: row.outcome, ...(row.code === null ? {} : { code: row.code }) } as AttemptResult,
      before: row.state_before,
      after: row.state_after,
      where: row.conversation_id === asked.askedIn ? 'here' : (row.scope as Scope),
    })),
  };
}
