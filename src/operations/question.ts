import { newToken } from '../ids.ts';
import { count } from '../metrics.ts';
import type { Notice } from '../notice.ts';
import type { ApprovalNeed } from '../policy/policy.ts';
import { putConfirmation, type Question } from '../store/confirmations.ts';
import { putMessage } from '../store/messages.ts';
import type { Tx } from '../store/schema.ts';
import { fingerprint } from '../targets/fingerprint.ts';
import type { Actor, Operation, PauseEnd, Place, Snapshot, Warning } from '../words.ts';
import { auditQuestion } from './audit.ts';

export interface Asking {
  readonly operation: Operation;
  readonly snapshot: Snapshot;
  readonly warnings: readonly Warning[];
  readonly typedName: string | null;
  readonly approval: ApprovalNeed | null;
  readonly reason: string | null;
  readonly until: PauseEnd | null;
  readonly actor: Actor;
  readonly place: Place;
  readonly messageId: string;
}

/** The card of an open question. */
export function planNotice(question: Question, wrongName = false): Notice {
  const { operation, snapshot, warnings, reason, askedAt, expiresAt, token, typedName } = question;
  return {
    kind: 'plan',
    plan: {
      operation,
      snapshot,
      warnings,
      actorName: question.actor.name,
      reason,
      askedAt,
      expiresAt,
      token,
      typedName,
      wrongName,
      approval: question.approval ? { rule: question.approval.rule } : null,
      until: question.until ?? null,
    },
  };
}

/** The card of a question that is closed. */
export function closedNotice(
  question: Question,
  how: Extract<Notice, { kind: 'closed' }>['how'],
  at: number,
  declinedBy: Extract<Notice, { kind: 'closed' }>['declinedBy'] = null,
): Notice {
  const { operation, snapshot, actor } = question;
  return { kind: 'closed', how, operation, snapshot, actorName: actor.name, at, declinedBy };
}

/** Asks a person, in the caller's transaction; the card of an earlier question it replaces is closed. */
export async function ask(
  tx: Tx,
  asking: Asking,
  { now, confirmationTtl }: { readonly now: number; readonly confirmationTtl: number },
): Promise<void> {
  const question: Question = {
    ...asking,
    token: newToken(),
    fingerprint: fingerprint(asking.snapshot),
    askedAt: now,
    expiresAt: now + confirmationTtl,
  };
  const retired = await putConfirmation(tx, question);
  const { operation, approval } = asking;
  count('sync_warden_plans_total', { operation, needs: approval === null ? 'confirmation' : 'approval' });
  for (const old of retired) {
    await auditQuestion(tx, old, { result: { kind: 'replaced' }, now });
    count('sync_warden_answers_total', { operation: old.operation, answer: 'replaced' });
    if (old.messageId === question.messageId) continue;
    await putMessage(tx, {
      id: old.messageId,
      place: old.place,
      notice: closedNotice(old, 'replaced', now),
      now,
    });
  }
  await putMessage(tx, { id: asking.messageId, place: asking.place, notice: planNotice(question), now });
}
