import type { Question } from '../store/confirmations.ts';
import { within } from '../within.ts';
import type { Place } from '../words.ts';
import { auditQuestion } from './audit.ts';
import type { OperationDeps } from './deps.ts';
import type { Tap } from './tap.ts';

/** Why a tap did nothing, where no card tells it. */
export type TapRefusal =
  | 'unknown'
  /** A newer version asked it. */
  | 'newer'
  | 'foreign'
  | 'elsewhere'
  | 'self'
  | 'not-approver'
  | 'not-requester'
  | 'membership-unknown';

/** A refusal, and the person or rule it names. */
export interface TapObjection {
  readonly code: TapRefusal;
  readonly named: string | null;
}

/** Whether somebody is in a group is looked up while Teams waits, milliseconds. */
const longestLookup = 1000;

function samePlace(a: Place, b: Place): boolean {
  return a.tenantId === b.tenantId && a.conversationId === b.conversationId && a.thread === b.thread;
}

async function objectionTo(deps: OperationDeps, question: Question, tap: Tap): Promise<TapObjection | null> {
  if (!samePlace(tap.place, question.place)) return { code: 'elsewhere', named: null };
  const { actor, approval } = question;
  const asked = tap.actor.tenantId === actor.tenantId && tap.actor.objectId === actor.objectId;
  if (!approval) {
    if (tap.act === 'approve' || tap.act === 'deny') return { code: 'unknown', named: null };
    return asked ? null : { code: 'foreign', named: actor.name };
  }
  if (tap.act === 'cancel') return asked ? null : { code: 'not-requester', named: actor.name };
  if (tap.act === 'confirm') return { code: 'unknown', named: null };
  const { operation, place, snapshot } = question;
  const { target, displayName } = snapshot;
  const deed = { actor, place, operation, target, displayName };
  const may = await within(
    longestLookup,
    deps.policy.mayApprove(approval, deed, tap.actor, tap.place).catch(() => 'unknown' as const),
    () => 'unknown' as const,
  );
  if (may === 'yes') return null;
  if (may === 'self' || asked) return { code: 'self', named: null };
  return { code: may === 'unknown' ? 'membership-unknown' : 'not-approver', named: approval.rule };
}

/** What the audit trail calls a refusal; what can't be told yet is no attempt. */
const audited = {
  foreign: 'foreign',
  'not-requester': 'foreign',
  elsewhere: 'elsewhere',
  self: 'self',
  'not-approver': 'not-approver',
} as const;

/** Why this person's tap on this question does nothing, or null; kept on record. */
export async function whyNotAnswer(
  deps: OperationDeps,
  question: Question,
  tap: Tap,
): Promise<TapObjection | null> {
  const objection = await objectionTo(deps, question, tap);
  if (objection === null) return null;
  const code = objection.code in audited ? audited[objection.code as keyof typeof audited] : null;
  if (code !== null) {
    const { actor, place } = tap;
    const now = deps.clock.now();
    await auditQuestion(deps.db, question, {
      result: { kind: 'turned-away', code },
      now,
      by: { actor, place },
    });
  }
  return objection;
}
