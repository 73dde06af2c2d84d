import type { Operation } from '../words.ts';
import type { FilePolicy, Verdict } from './verdict.ts';

export type { ApprovalNeed, Deed, Verdict } from './verdict.ts';

/** Who may do what, where. Anything that is not clearly allowed is not. */
export type Policy = FilePolicy;

const yes: Verdict = { allowed: true, rule: 'sandbox', asks: false, approval: null };
const operations: readonly Operation[] = ['pause', 'start', 'delete', 'pause-profile'];

/** The sandbox's built-in policy: everyone, any tenant, everything. Nothing real can be reached from there. */
export const sandboxPolicy: Policy = {
  contact: null,
  judgeCommand: async () => yes,
  judge: async () => yes,
  mayApprove: async (_need, { actor }, approver) => (actor.objectId === approver.objectId ? 'self' : 'yes'),
  rights: async () =>
    operations.map((operation) => ({ operation, verdict: 'yes', rule: 'sandbox', targets: 'all' })),
};
