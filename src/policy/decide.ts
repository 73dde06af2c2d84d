import { type Circumstances, type MemberOf, matchRule, type RuleMatch, wholly } from './match-rule.ts';
import type { PolicyRules, Rule } from './rule.ts';
import type { ApprovalNeed, Approvers, Refusal, Verdict } from './verdict.ts';

interface Matched {
  readonly rule: Rule;
  readonly match: RuleMatch;
}

/** The rules that may apply, each with how it fits: none that certainly does not. */
export interface Applying {
  readonly deny: readonly Matched[];
  readonly allow: readonly Matched[];
}

/** Which rules may apply to the circumstances. */
export function applying(policy: PolicyRules, circumstances: Circumstances, memberOf: MemberOf): Applying {
  const all = policy.rules
    .map((rule) => ({ rule, match: matchRule(rule, circumstances, memberOf) }))
    .filter(({ match }) => wholly(match) !== 'no');
  return {
    deny: all.filter(({ rule }) => rule.effect === 'deny'),
    allow: all.filter(({ rule }) => rule.effect === 'allow'),
  };
}

/** The groups on which a verdict depends, lower-case ids. */
export function groupsThatMatter(policy: PolicyRules, circumstances: Circumstances): readonly string[] {
  const { deny, allow } = applying(policy, circumstances, () => 'unknown');
  // Without a rule that could allow it the answer is no, whoever it is.
  if (allow.length === 0) return [];
  return [
    ...new Set(
      [...deny, ...allow].flatMap(({ rule, match }) => (match.who === 'unknown' ? [...rule.who.groups] : [])),
    ),
  ];
}

/**
 * Why something is not done, or null when rules allow it. A deny rule wins over any allow rule, and one that can't
 * be told not to apply counts as one that does; an allow rule counts only when it certainly applies.
 */
export function refusal(policy: PolicyRules, { deny, allow }: Applying): Refusal | null {
  const no = (why: Refusal['why'], rule: Rule | null): Refusal => ({
    allowed: false,
    why,
    rule: rule?.name ?? null,
    contact: policy.contact,
  });
  const denying = deny.find(({ match }) => match.who === 'yes');
  if (denying !== undefined) return no('denied', denying.rule);
  if (!allow.some(({ match }) => wholly(match) === 'yes')) {
    const perhaps = allow.find(({ match }) => wholly({ ...match, who: 'yes' }) === 'yes');
    return perhaps === undefined ? no('no-rule', null) : no('membership-unknown', perhaps.rule);
  }
  const perhaps = deny[0];
  return perhaps === undefined ? null : no('membership-unknown', perhaps.rule);
}

/** How much a rule asks for. */
export const strictness = ({ approval, confirm }: Rule): number => (approval !== null ? 2 : confirm ? 1 : 0);

const sameApprovers = (a: Approvers, b: Approvers): boolean =>
  [...a.users].sort().join() === [...b.users].sort().join() &&
  [...a.groups].sort().join() === [...b.groups].sort().join();

function approvalNeed(rules: readonly Rule[]): ApprovalNeed | null {
  const needs = rules.flatMap(({ name, approval }) => (approval === null ? [] : [{ name, ...approval }]));
  const [first, ...others] = needs.filter(
    (need, index) => needs.findIndex((each) => sameApprovers(each, need)) === index,
  );
  if (first === undefined) return null;
  const { name, users, groups } = first;
  return { rule: name, users, groups, also: others.map(({ users, groups }) => ({ users, groups })) };
}

/**
 * A yes with everything that the rules ask for together: the rule that allows most freely does not set aside what
 * another asks for.
 *
 * @param allowing rules that certainly apply, at least one
 * @param demanding rules that apply or may apply
 */
export function permission(allowing: readonly Rule[], demanding: readonly Rule[]): Verdict {
  const [strictest] = allowing.toSorted((a, b) => strictness(b) - strictness(a));
  if (strictest === undefined) throw new TypeError('nothing is allowed without a rule');
  return {
    allowed: true,
    rule: strictest.name,
    asks: demanding.some(({ confirm }) => confirm),
    approval: approvalNeed(demanding),
  };
}

/** The verdict on a deed. */
export function decideDeed(policy: PolicyRules, circumstances: Circumstances, memberOf: MemberOf): Verdict {
  const rules = applying(policy, circumstances, memberOf);
  return (
    refusal(policy, rules) ??
    permission(
      rules.allow.filter(({ match }) => wholly(match) === 'yes').map(({ rule }) => rule),
      rules.allow.map(({ rule }) => rule),
    )
  );
}
