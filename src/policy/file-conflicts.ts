import { isObjectId } from './file-shape.ts';
import { foldName } from './fold-name.ts';
import type { Path } from './read-yaml.ts';

interface Conflict {
  readonly path: Path;
  readonly message: string;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Names of lists that do not exist. */
function unknownLists(file: Readonly<Record<string, unknown>>, value: unknown, path: Path): Conflict[] {
  const holder = record(value);
  return (['groups', 'people'] as const).flatMap((kind) => {
    const known = Object.keys(record(file[kind]));
    return list(holder[kind]).flatMap((name, index) => {
      if (typeof name !== 'string' || known.includes(name)) return [];
      const at = [...path, kind, index];
      if (isObjectId(name)) {
        return kind === 'groups'
          ? []
          : [{ path: at, message: 'is an object id; write it under users, people takes names of lists' }];
      }
      const there = known.length === 0 ? 'there is none' : `there are ${known.join(', ')}`;
      const instead = kind === 'groups' ? ', or write the object id of a group' : '';
      return [{ path: at, message: `“${name}” is no list under ${kind} (${there}); add it${instead}` }];
    });
  });
}

/**
 * What is wrong between parts of a policy file that may each be right. Takes data of any shape, so that these
 * are found along with everything else.
 */
export function fileConflicts(value: unknown): readonly Conflict[] {
  const file = record(value);
  const found: Conflict[] = [];
  const named = new Map<string, number>();
  for (const [index, each] of list(file['rules']).entries()) {
    const rule = record(each);
    const path = ['rules', index];
    const { name } = rule;
    if (typeof name === 'string' && name.trim() !== '') {
      const first = named.get(foldName(name));
      if (first === undefined) named.set(foldName(name), index);
      else {
        const message = `“${name}” is the name of rules[${first}] too; give each rule a name of its own`;
        found.push({ path: [...path, 'name'], message });
      }
    }
    found.push(...unknownLists(file, rule['who'], [...path, 'who']));
    found.push(...unknownLists(file, rule['approval'], [...path, 'approval']));
    if (rule['effect'] !== 'deny') continue;
    for (const key of ['confirm', 'approval']) {
      if (rule[key] !== undefined) {
        found.push({
          path: [...path, key],
          message: 'has no place in a deny rule: what is denied is not done',
        });
      }
    }
  }
  return found;
}
