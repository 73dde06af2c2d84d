import type { PolicyFile } from './file-shape.ts';
import type { Path } from './read-yaml.ts';
import type { Rule } from './rule.ts';
import { toRule } from './to-policy.ts';

interface Warning {
  readonly path: Path;
  readonly message: string;
}

const within = <T>(part: Iterable<T>, whole: ReadonlySet<T>) => [...part].every((each) => whole.has(each));

/** Whether a deny rule forbids everything that an allow rule allows. */
function undoes(deny: Rule, allow: Rule): boolean {
  const { who, where, targets } = deny;
  const whoever =
    who.everyone ||
    (!allow.who.everyone && within(allow.who.users, who.users) && within(allow.who.groups, who.groups));
  const inTenants =
    where.tenants === null || (allow.where.tenants !== null && within(allow.where.tenants, where.tenants));
  const wherever =
    where.anywhere ||
    (!allow.where.anywhere &&
      (!allow.where.personal || where.personal) &&
      within(allow.where.teams, where.teams) &&
      within(allow.where.channels, where.channels) &&
      within(allow.where.chats, where.chats));
  const names = new Set(targets.names.map(({ parts }) => parts.join('*')));
  const whatever =
    targets.all ||
    (!allow.targets.all &&
      within(allow.targets.ids, targets.ids) &&
      within(
        allow.targets.names.map(({ parts }) => parts.join('*')),
        names,
      ));
  return whoever && inTenants && wherever && whatever && within(allow.operations, deny.operations);
}

function approvalWarning({ approval, who }: Rule): string | null {
  if (approval === null || approval.groups.length > 0) return null;
  const [only, ...others] = approval.users;
  if (only === undefined) {
    return 'names nobody, so nobody can approve and the rule allows nothing; say by whom: users, groups or people';
  }
  if (others.length > 0) return null;
  return who.everyone || who.users.has(only)
    ? 'has one approver, who may ask too and can’t approve what they asked for; add another'
    : null;
}

function ruleWarnings(rule: Rule, all: readonly Rule[], path: Path): Warning[] {
  const { who, targets, operations } = rule;
  const found: Warning[] = [];
  const add = (key: string, message: string) => found.push({ path: [...path, key], message });
  if (who.everyone && rule.effect === 'allow') {
    add('who', 'allows it to everyone of the tenants the bot serves, guests too');
  }
  if (!who.everyone && who.users.size === 0 && who.groups.size === 0) {
    add('who', 'names only lists that are empty, so the rule is about nobody');
  }
  const approval = approvalWarning(rule);
  if (approval !== null) add('approval', approval);
  if (rule.effect === 'deny' && targets.names.length > 0) {
    add(
      'targets',
      'denies by name: whoever may rename the application can get around it; deny by id where you can',
    );
  }
  if (
    operations.size === 1 &&
    operations.has('pause-profile') &&
    [...targets.ids].some((id) => id.includes('/'))
  ) {
    add('targets', 'names jobs, but pause-profile is about school profiles; name their ids');
  }
  const deny =
    rule.effect === 'allow' ? all.find((each) => each.effect === 'deny' && undoes(each, rule)) : undefined;
  if (deny !== undefined) add('name', `allows nothing: the rule “${deny.name}” denies all of it`);
  return found;
}

function listWarnings(file: PolicyFile, kind: 'groups' | 'people'): Warning[] {
  const used = new Set(
    file.rules.flatMap(({ who, approval }) => [...(who[kind] ?? []), ...(approval?.[kind] ?? [])]),
  );
  return Object.entries(file[kind] ?? {}).flatMap(([name, ids]) => {
    const path = [kind, name];
    if (!used.has(name)) return [{ path, message: 'is used by no rule' }];
    return ids.length === 0 ? [{ path, message: 'is empty, so it stands for nobody' }] : [];
  });
}

/** What is likely not meant in a policy that can be read, in the order of the file. */
export function policyWarnings(file: PolicyFile): readonly Warning[] {
  const rules = file.rules.map((rule) => toRule(rule, file));
  const found: Warning[] = [];
  if (file.contact === undefined) {
    found.push({
      path: [],
      message: 'without contact a refusal can’t say whom to ask; add contact: and a sentence',
    });
  }
  found.push(...listWarnings(file, 'groups'), ...listWarnings(file, 'people'));
  if (!rules.some(({ effect }) => effect === 'allow')) {
    found.push({ path: ['rules'], message: 'allow nothing, so nobody may do anything' });
  }
  for (const [index, rule] of rules.entries()) found.push(...ruleWarnings(rule, rules, ['rules', index]));
  return found;
}
