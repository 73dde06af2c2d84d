import type { PolicyRules } from './rule.ts';

/** True when a rule is about members of a group, or lets them approve. */
export function namesGroups({ rules }: PolicyRules): boolean {
  return rules.some(({ who, approval }) => who.groups.size > 0 || (approval?.groups.length ?? 0) > 0);
}
