import type { Actor, Operation, Target } from '../words.ts';
import { foldName } from './fold-name.ts';
import { fits } from './name-pattern.ts';
import type { Rule } from './rule.ts';
import type { PolicyPlace, Three } from './verdict.ts';

/** What a rule is held against. `about` is null when it is not yet known what it is to be done to. */
export interface Circumstances {
  readonly actor: Actor;
  readonly place: PolicyPlace;
  readonly operation: Operation;
  readonly about: { readonly target: Target; readonly displayName: string } | null;
}

/** Whether the person is in a group, by its lower-case id. */
export type MemberOf = (groupId: string) => Three;

/** How each part of a rule fits. */
export interface RuleMatch {
  readonly who: Three;
  readonly where: Three;
  readonly operation: Three;
  readonly target: Three;
}

const sure = (truth: boolean): Three => (truth ? 'yes' : 'no');

const any = (parts: readonly Three[]): Three =>
  parts.includes('yes') ? 'yes' : parts.includes('unknown') ? 'unknown' : 'no';

const every = (parts: readonly Three[]): Three =>
  parts.includes('no') ? 'no' : parts.includes('unknown') ? 'unknown' : 'yes';

/** Whether one of some ids is in a set; without ids it can't be told, unless the set is empty. */
function among(ids: readonly string[], set: ReadonlySet<string>): Three {
  if (set.size === 0) return 'no';
  if (ids.length === 0 || ids.includes('')) return 'unknown';
  return sure(ids.some((id) => set.has(id.toLowerCase())));
}

function matchWho({ who }: Rule, actor: Actor, memberOf: MemberOf): Three {
  if (who.everyone) return 'yes';
  return any([among([actor.objectId], who.users), ...[...who.groups].map(memberOf)]);
}

function matchWhere({ where }: Rule, { place }: Circumstances): Three {
  const { scope, conversationId, teamIds = [] } = place;
  const conversation = [conversationId];
  const here = any([
    sure(where.anywhere || (where.personal && scope === 'personal')),
    scope === 'channel' ? among(teamIds, where.teams) : 'no',
    scope === 'channel' ? among(conversation, where.channels) : 'no',
    scope === 'groupChat' ? among(conversation, where.chats) : 'no',
  ]);
  const { tenants } = where;
  if (tenants === null) return here;
  return every([here, among([place.tenantId], tenants)]);
}

/** The ids by which a rule may mean a target. */
function idsOf(target: Target): readonly string[] {
  return target.kind === 'profile'
    ? [target.profileId]
    : [target.servicePrincipalId, `${target.servicePrincipalId}/${target.jobId}`];
}

function matchTarget({ targets, effect }: Rule, about: Circumstances['about']): Three {
  if (targets.all) return 'yes';
  // Whatever it will be done to: an allow rule may turn out to cover it, a deny rule may turn out not to.
  if (about === null) return sure(effect === 'allow');
  const name = foldName(about.displayName);
  const named = (): Three => {
    if (targets.names.length === 0) return 'no';
    return name === '' ? 'unknown' : sure(targets.names.some((pattern) => fits(pattern, name)));
  };
  return any([among(idsOf(about.target), targets.ids), named()]);
}

/** Holds a rule against the circumstances, part by part. */
export function matchRule(rule: Rule, circumstances: Circumstances, memberOf: MemberOf): RuleMatch {
  return {
    who: matchWho(rule, circumstances.actor, memberOf),
    where: matchWhere(rule, circumstances),
    operation: sure(rule.operations.has(circumstances.operation)),
    target: matchTarget(rule, circumstances.about),
  };
}

/** Whether a rule fits in all its parts. */
export const wholly = (match: RuleMatch): Three =>
  every([match.who, match.where, match.operation, match.target]);
