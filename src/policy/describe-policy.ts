import type { RuleFile } from './file-shape.ts';
import type { PolicyRules, Rule } from './rule.ts';

const and = new Intl.ListFormat('en-GB', { type: 'conjunction' });
const or = new Intl.ListFormat('en-GB', { type: 'disjunction' });

/** “user 3b1a…”, “users 3b1a… and 77c2…” */
function several(one: string, many: string, ids: readonly string[] = []): string[] {
  return ids.length === 0 ? [] : [`${ids.length === 1 ? one : many} ${and.format(ids)}`];
}

function people(
  { users, groups, people: lists }: RuleFile['who'] | NonNullable<RuleFile['approval']>,
  format: Intl.ListFormat,
): string {
  return format.format([
    ...several('user', 'users', users),
    ...several('the people of list', 'the people of lists', lists),
    ...several('members of group', 'members of groups', groups),
  ]);
}

function places({ anywhere, personal, teams, channels, chats, tenants }: RuleFile['where']): string {
  const named = or.format([
    ...several('team', 'teams', teams).map((each) => `any channel of ${each}`),
    ...several('channel', 'channels', channels),
    ...several('group chat', 'group chats', chats),
    ...(personal === true ? ['the personal chat with the bot'] : []),
  ]);
  const at = anywhere === true ? 'Anywhere' : `In ${named}`;
  return tenants === undefined ? at : `${at}, within ${and.format(several('tenant', 'tenants', tenants))}`;
}

/** “all jobs”, “jobs called “Salesforce*” or with the id 6044…” */
function things(kind: string, { all, ids, names }: RuleFile['targets']): string {
  if (all === true) return `all ${kind}`;
  const ways = [
    ...(names === undefined ? [] : [`called ${or.format(names.map((name) => `“${name}”`))}`]),
    ...(ids === undefined ? [] : [`with the id ${or.format(ids)}`]),
  ];
  return `${kind} ${or.format(ways)}`;
}

/** “pause and start all jobs, and pause all school profiles” */
function acts({ operations, written }: Rule, format: Intl.ListFormat): string {
  const onJobs = [...operations].filter((operation) => operation !== 'pause-profile');
  const parts = [
    ...(onJobs.length === 0 ? [] : [`${format.format(onJobs)} ${things('jobs', written.targets)}`]),
    ...(operations.has('pause-profile') ? [`pause ${things('school profiles', written.targets)}`] : []),
  ];
  return format.format(parts);
}

function approvalSentence(rule: Rule): string[] {
  const { approval } = rule.written;
  if (approval === undefined) return [];
  if (rule.approval?.users.length === 0 && rule.approval.groups.length === 0) {
    return ['Each needs approval, and nobody is named who could approve.'];
  }
  return [`Each needs approval by one of ${people(approval, or)}, who is not the one that asked.`];
}

/** One rule as sentences. */
export function describeRule(rule: Rule): string {
  const { who, where, confirm, effect } = rule.written;
  const at = places(where);
  if (effect === 'deny') {
    const what = acts(rule, or);
    const nobody = who.everyone === true ? `nobody may ${what}` : `${people(who, and)} may not ${what}`;
    return `“${rule.name}”: ${at}, ${nobody}, whatever other rules say.`;
  }
  const somebody = who.everyone === true ? 'everyone' : people(who, and);
  return [
    `“${rule.name}”: ${at}, ${somebody} may ${acts(rule, and)}.`,
    ...(confirm === 'always' ? ['The bot asks before each.'] : []),
    ...approvalSentence(rule),
  ].join(' ');
}

/** A whole policy as sentences, one paragraph a line: what is allowed, what is denied, and what follows from neither. */
export function describePolicy({ rules, contact }: PolicyRules): readonly string[] {
  const allow = rules.filter(({ effect }) => effect === 'allow');
  const deny = rules.filter(({ effect }) => effect === 'deny');
  return [
    ...allow.map(describeRule),
    ...deny.map(describeRule),
    allow.length === 0 ? 'Nobody may do anything.' : 'Nobody may do anything else.',
    ...(allow.length > 1
      ? ['Where several rules allow the same, everything that any of them asks for is needed.']
      : []),
    contact === null ? 'Refusals do not say whom to ask.' : `Refusals say whom to ask: ${contact}`,
  ];
}
