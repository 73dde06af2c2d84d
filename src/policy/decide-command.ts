import { applying, permission, refusal, strictness } from './decide.ts';
import { type Circumstances, type MemberOf, wholly } from './match-rule.ts';
import type { PolicyRules, Rule } from './rule.ts';
import type { Right, Verdict } from './verdict.ts';

/** The deny rules that are about some targets only, and certainly or perhaps apply. */
function partialDenials(policy: PolicyRules, circumstances: Circumstances, memberOf: MemberOf) {
  const asIfAll = policy.rules
    .filter(({ effect, targets }) => effect === 'deny' && !targets.all)
    .map((rule) => ({ ...rule, targets: { ...rule.targets, all: true } }));
  return applying({ ...policy, rules: asIfAll }, circumstances, memberOf).deny;
}

/** Whether every target that a rule names is named by a deny rule too. */
function denier(rule: Rule, denials: readonly Rule[]): Rule | null {
  if (rule.targets.all) return null;
  const denied = new Set(denials.flatMap(({ targets }) => [...targets.ids]));
  const names = new Set(denials.flatMap(({ targets }) => targets.names.map(({ parts }) => parts.join('*'))));
  const gone =
    [...rule.targets.ids].every((id) => denied.has(id) || denied.has(id.split('/', 1)[0] ?? '')) &&
    rule.targets.names.every(({ parts }) => names.has(parts.join('*')));
  return gone ? (denials[0] ?? null) : null;
}

/**
 * What a person may do somewhere when it is not yet said to what: the mildest verdict that some target can get, and
 * whether every target gets it.
 *
 * @param asked the circumstances with `about: null`
 */
export function decideCommand(
  policy: PolicyRules,
  asked: Circumstances,
  memberOf: MemberOf,
): { readonly verdict: Verdict; readonly targets: Right['targets'] } {
  const rules = applying(policy, asked, memberOf);
  const refused = refusal(policy, rules);
  if (refused !== null) return { verdict: refused, targets: 'all' };

  const partial = partialDenials(policy, asked, memberOf);
  const certain = partial.filter(({ match }) => match.who === 'yes').map(({ rule }) => rule);
  const granting = rules.allow.filter(({ match }) => wholly(match) === 'yes').map(({ rule }) => rule);
  const alive = granting.filter((rule) => denier(rule, certain) === null);
  if (alive.length === 0) {
    const rule = certain[0]?.name ?? null;
    return { verdict: { allowed: false, why: 'denied', rule, contact: policy.contact }, targets: 'all' };
  }

  const demanding = rules.allow.map(({ rule }) => rule);
  const onAll = demanding.filter(({ targets }) => targets.all);
  const floor = Math.max(0, ...onAll.map(strictness));
  const [mildest] = alive.toSorted(
    (a, b) =>
      Math.max(floor, strictness(a)) - Math.max(floor, strictness(b)) ||
      Number(b.targets.all) - Number(a.targets.all),
  );
  if (mildest === undefined) throw new TypeError('no rule is left');
  const grantingAll = alive.filter(({ targets }) => targets.all);
  const verdict = permission([...new Set([mildest, ...grantingAll])], [...new Set([mildest, ...onAll])]);
  const most = Math.max(floor, strictness(mildest));
  const everywhere =
    grantingAll.length > 0 && partial.length === 0 && demanding.every((rule) => strictness(rule) <= most);
  return { verdict, targets: everywhere ? 'all' : 'some' };
}
