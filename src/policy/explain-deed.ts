import { type Circumstances, type MemberOf, matchRule, wholly } from './match-rule.ts';
import type { PolicyRules } from './rule.ts';
import type { Three } from './verdict.ts';

const parts = { who: 'who', where: 'where', operation: 'operation', target: 'target' } as const;

const conclusions: Readonly<Record<'allow' | 'deny', Readonly<Record<Three, string>>>> = {
  allow: {
    yes: 'applies, allows it',
    no: 'does not apply',
    unknown: 'may apply: allows nothing, but what it asks for is needed',
  },
  deny: { yes: 'applies, denies it', no: 'does not apply', unknown: 'may apply, so it denies it' },
};

/** How each rule of a policy fits some circumstances, one line a rule. */
export function explainDeed(
  policy: PolicyRules,
  circumstances: Circumstances,
  memberOf: MemberOf,
): readonly string[] {
  return policy.rules.map((rule) => {
    const match = matchRule(rule, circumstances, memberOf);
    const each = Object.values(parts).map((part) => `${part} ${match[part]}`);
    return `${rule.effect} “${rule.name}” ${conclusions[rule.effect][wholly(match)]} (${each.join(', ')})`;
  });
}
