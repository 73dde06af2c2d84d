import type { Actor, Operation } from '../words.ts';
import { applying, decideDeed, groupsThatMatter } from './decide.ts';
import { decideCommand } from './decide-command.ts';
import type { Circumstances, MemberOf } from './match-rule.ts';
import type { Memberships } from './memberships.ts';
import type { PolicyRules } from './rule.ts';
import type { Approvers, FilePolicy, PolicyPlace, Refusal, Right, Three, Verdict } from './verdict.ts';

const operations: readonly Operation[] = ['pause', 'start', 'delete', 'pause-profile'];

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Somebody who can't be told apart, or of another tenant than the place is of: a guest of a shared channel. */
const stranger = (actor: Actor, place: PolicyPlace): boolean =>
  actor.objectId === '' || actor.tenantId === '' || !same(actor.tenantId, place.tenantId);

const rightOf = (verdict: Verdict): Right['verdict'] => {
  if (!verdict.allowed) return verdict.why === 'membership-unknown' ? 'unknown' : 'no';
  if (verdict.approval !== null) return 'approval';
  return verdict.asks ? 'asks' : 'yes';
};

/**
 * The policy of a file.
 *
 * @param policy the rules, as read
 * @param memberships who is in which group; asked only for groups on which a verdict depends
 */
export function filePolicy(policy: PolicyRules, memberships: Memberships): FilePolicy {
  const { contact } = policy;
  const refused: Refusal = { allowed: false, why: 'no-rule', rule: null, contact };

  /** @param groupIds may be empty: then nobody is asked */
  async function membersOf(actor: Actor, groupIds: readonly string[], fresh: boolean): Promise<MemberOf> {
    if (groupIds.length === 0) return () => 'unknown';
    const { tenantId, objectId: userId } = actor;
    const answers = await memberships({ tenantId, userId, groupIds, fresh });
    return (groupId) => answers.get(groupId) ?? 'unknown';
  }

  async function commands(
    asked: { readonly actor: Actor; readonly place: PolicyPlace },
    which: readonly Operation[],
  ) {
    if (stranger(asked.actor, asked.place)) {
      return which.map((operation) => ({ operation, verdict: refused, targets: 'all' as const }));
    }
    const circumstances = which.map((operation): Circumstances => ({ ...asked, operation, about: null }));
    const groups = circumstances.flatMap((each) => groupsThatMatter(policy, each));
    const memberOf = await membersOf(asked.actor, [...new Set(groups)], false);
    return circumstances.map((each) => ({
      operation: each.operation,
      ...decideCommand(policy, each, memberOf),
    }));
  }

  const isApprover = (approver: Actor, { users, groups }: Approvers, memberOf: MemberOf): Three => {
    if (users.some((id) => same(id, approver.objectId))) return 'yes';
    const parts = groups.map((id) => memberOf(id.toLowerCase()));
    return parts.includes('yes') ? 'yes' : parts.includes('unknown') ? 'unknown' : 'no';
  };

  return {
    contact,

    async judgeCommand({ actor, place, operation }) {
      const [command] = await commands({ actor, place }, [operation]);
      return command?.verdict ?? refused;
    },

    async judge({ actor, place, operation, target, displayName }, { fresh = false } = {}) {
      if (stranger(actor, place)) return refused;
      const circumstances = { actor, place, operation, about: { target, displayName } };
      const memberOf = await membersOf(actor, groupsThatMatter(policy, circumstances), fresh);
      return decideDeed(policy, circumstances, memberOf);
    },

    async mayApprove(need, deed, approver, place, { fresh = false } = {}) {
      if (same(approver.objectId, deed.actor.objectId)) return 'self';
      if (stranger(approver, place) || !same(approver.tenantId, deed.actor.tenantId)) return 'no';
      const { operation, target, displayName } = deed;
      const circumstances = { actor: approver, place, operation, about: { target, displayName } };
      const needs = [need, ...need.also];
      const { deny } = applying(policy, circumstances, () => 'unknown');
      const groups = [
        ...needs.flatMap((each) => each.groups.map((id) => id.toLowerCase())),
        ...deny.flatMap(({ rule }) => [...rule.who.groups]),
      ];
      const memberOf = await membersOf(approver, [...new Set(groups)], fresh);
      const parts = needs.map((each) => isApprover(approver, each, memberOf));
      // What somebody is denied they can't have done by approving it.
      for (const { match } of applying(policy, circumstances, memberOf).deny) {
        parts.push(match.who === 'yes' ? 'no' : 'unknown');
      }
      return parts.includes('no') ? 'no' : parts.includes('unknown') ? 'unknown' : 'yes';
    },

    async rights(ask) {
      const all = await commands(ask, operations);
      return all.map(({ operation, verdict, targets }) => ({
        operation,
        verdict: rightOf(verdict),
        rule: verdict.rule,
        targets,
      }));
    },
  };
}
