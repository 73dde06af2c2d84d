import { code, codes, page, prose, table } from './markdown.ts';

/** As much of JSON schema as the policy's uses. */
export interface PolicySchema {
  readonly description?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly string[];
  readonly minItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly items?: PolicySchema;
  readonly properties?: Readonly<Record<string, PolicySchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | PolicySchema;
}

/** What a value has to be, in words. */
function shapeOf(schema: PolicySchema): string {
  if (schema.const !== undefined) return code(String(schema.const));
  if (schema.enum !== undefined) return schema.enum.map(code).join(' or ');
  switch (schema.type) {
    case 'array': {
      const items = schema.items;
      const of =
        items?.properties !== undefined || items === undefined ? 'list' : `list of ${shapeOf(items)}`;
      return (schema.minItems ?? 0) > 0 ? `${of}, not empty` : of;
    }
    case 'object':
      return schema.properties === undefined ? 'lists by name' : 'keys';
    case 'boolean':
      return '`true` or `false`';
    case 'string':
      return schema.maxLength === undefined ? 'text' : `text of at most ${schema.maxLength} characters`;
    default:
      throw new TypeError(
        `the policy's schema has a ${schema.type ?? 'nameless'} type the reference can't tell`,
      );
  }
}

/** What a key means: its own description and that of what it lists. */
function meaningOf(schema: PolicySchema): string {
  const listed = schema.items?.properties === undefined ? schema.items?.description : undefined;
  return prose([schema.description, listed].filter((text) => text !== undefined).join(' ')) || '–';
}

interface Part {
  readonly path: string;
  readonly schema: PolicySchema;
}

/** The objects of the schema that have keys, outermost first. */
function partsOf({ path, schema }: Part): readonly Part[] {
  const inner = Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    const within = path === '' ? key : `${path}.${key}`;
    if (value.properties !== undefined) return partsOf({ path: within, schema: value });
    const items = value.items;
    return items?.properties === undefined ? [] : partsOf({ path: `${within}[]`, schema: items });
  });
  return [{ path, schema }, ...inner];
}

function partTable({ schema }: Part): string {
  const required = new Set(schema.required);
  return table(
    ['key', 'must be there', 'value', 'meaning'],
    Object.entries(schema.properties ?? {}).map(([key, value]) => [
      code(key),
      required.has(key) ? 'yes' : 'no',
      shapeOf(value),
      meaningOf(value),
    ]),
  );
}

/**
 * docs/reference/policy.md: every key a policy file may have.
 *
 * @param schema the JSON schema of the file
 * @throws TypeError for a schema with a type that has no words here yet
 */
export function policyReference(schema: PolicySchema): string {
  const [top, ...parts] = partsOf({ path: '', schema });
  const operations = schema.properties?.['rules']?.items?.properties?.['operations']?.items?.enum ?? [];
  return page('Keys of the policy file', 'src/policy/file-shape.ts', [
    `How to write one, with examples: [the policy](../policy.md). For editors: [the JSON schema](../policy.schema.json). A key that is not here is a mistake, and so is one that is there twice. Operations are ${codes(operations)}.`,
    ...(top === undefined ? [] : ['## The file', partTable(top)]),
    ...parts.flatMap((part) => [
      `## ${code(part.path)}`,
      ...(part.schema.description === undefined ? [] : [prose(part.schema.description)]),
      partTable(part),
    ]),
  ]);
}
