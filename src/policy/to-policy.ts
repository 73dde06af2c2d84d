import { isObjectId, type PolicyFile, type RuleFile } from './file-shape.ts';
import { namePattern } from './name-pattern.ts';
import type { PolicyRules, Rule } from './rule.ts';

const lower = (ids: readonly string[] = []): string[] => ids.map((id) => id.toLowerCase());

/** The ids that a mixture of ids and names of lists stands for. */
function resolve(references: readonly string[] = [], lists: PolicyFile['groups']): string[] {
  return references.flatMap((each) => lower(isObjectId(each) ? [each] : (lists?.[each] ?? [])));
}

/** A rule as it is matched, its named lists looked up in the file. */
export function toRule(written: RuleFile, file: PolicyFile): Rule {
  const { who, where, targets, approval } = written;
  const users = (from: { users?: string[] | undefined; people?: string[] | undefined }) => [
    ...new Set([...lower(from.users), ...resolve(from.people, file.people)]),
  ];
  return {
    name: written.name,
    effect: written.effect,
    who: {
      everyone: who.everyone === true,
      users: new Set(users(who)),
      groups: new Set(resolve(who.groups, file.groups)),
    },
    where: {
      anywhere: where.anywhere === true,
      personal: where.personal === true,
      teams: new Set(lower(where.teams)),
      channels: new Set(lower(where.channels)),
      chats: new Set(lower(where.chats)),
      tenants: where.tenants === undefined ? null : new Set(lower(where.tenants)),
    },
    operations: new Set(written.operations),
    targets: {
      all: targets.all === true,
      ids: new Set(lower(targets.ids)),
      names: (targets.names ?? []).map(namePattern),
    },
    confirm: written.confirm === 'always',
    approval:
      approval === undefined
        ? null
        : { users: users(approval), groups: [...new Set(resolve(approval.groups, file.groups))] },
    written,
  };
}

/** A checked file as it is matched. */
export function toPolicy(file: PolicyFile): PolicyRules {
  const rules = file.rules.map((rule) => toRule(rule, file)).sort((a, b) => (a.name < b.name ? -1 : 1));
  return { contact: file.contact ?? null, rules };
}
