import type { ApprovalNeed } from '../policy/policy.ts';
import { step } from '../tracing.ts';
import type { Actor, Forbidden, Operation, Place, Snapshot, Warning } from '../words.ts';
import type { OperationDeps } from './deps.ts';
import { makePlan, type Plan } from './plan.ts';

/** What an operation would come to for this person, here, now. */
export type Proposal =
  | { readonly kind: 'forbidden'; readonly forbidden: Forbidden }
  /** A second person is needed, and nobody else is in a personal chat. */
  | { readonly kind: 'alone' }
  | Exclude<Plan, { kind: 'ask' }>
  | (Extract<Plan, { kind: 'ask' }> & { readonly approval: ApprovalNeed | null });

/**
 * Plans an operation on a target as it stands, under the policy as it stands.
 *
 * @param deed `more`: reasons to ask beyond the operation's and the policy's own
 */
export function propose(deps: OperationDeps, deed: Deed): Promise<Proposal> {
  const attributes = { 'sync_warden.operation': deed.operation };
  return step('plan', { attributes }, async (span) => {
    const proposal = await judged(deps, deed);
    span.setAttribute('sync_warden.result', proposal.kind);
    return proposal;
  });
}

interface Deed {
  readonly actor: Actor;
  readonly place: Place;
  readonly operation: Operation;
  readonly snapshot: Snapshot;
  readonly more: readonly Warning[];
}

async function judged(deps: OperationDeps, deed: Deed): Promise<Proposal> {
  const { operation, snapshot } = deed;
  const { target, displayName } = snapshot;
  const verdict = await deps.policy.judge({ ...deed, target, displayName });
  if (!verdict.allowed) {
    const { why, rule, contact } = verdict;
    return { kind: 'forbidden', forbidden: { why, rule, contact } };
  }
  const { asks, approval } = verdict;
  const more: Warning[] = [...deed.more];
  if (asks || approval !== null) more.push('policy-asks');
  if (deps.writers.as(operation) === 'person') more.push('as-you');
  const plan = makePlan(operation, snapshot, more);
  if (plan.kind !== 'ask') return plan;
  if (approval !== null && deed.place.scope === 'personal') return { kind: 'alone' };
  return { ...plan, approval };
}
