import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Language, type Node, Parser } from 'web-tree-sitter';

/** What an expression that only Azure can work out stands as: its source text. */
export interface Expression {
  readonly expression: string;
}

export type Value =
  | string
  | number
  | boolean
  | null
  | Expression
  | readonly Value[]
  | { readonly [key: string]: Value };

export interface Declared {
  readonly type: string;
  readonly byDefault: Value | undefined;
  readonly decorators: readonly string[];
}

export interface Resource {
  /** `Provider/type` and version. */
  readonly type: string;
  readonly version: string;
  readonly existing: boolean;
  /** Symbolic name of the parent. */
  readonly parent: string | null;
  readonly body: { readonly [key: string]: Value };
}

export interface Module {
  readonly path: string;
  readonly params: { readonly [key: string]: Value };
}

/** A Bicep file, as far as it can be told without Azure's own compiler. */
export interface BicepFile {
  /** Lines the grammar could not read. */
  readonly errors: readonly string[];
  readonly params: ReadonlyMap<string, Declared>;
  readonly vars: ReadonlyMap<string, Value>;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly modules: ReadonlyMap<string, Module>;
  readonly outputs: ReadonlyMap<string, Declared>;
  /** Names that stand for one of several, in a loop. */
  readonly loops: readonly string[];
  /** Every name that is used somewhere, not counting where it is declared. */
  readonly used: ReadonlySet<string>;
  /** Files taken in by `loadTextContent`. */
  readonly texts: readonly string[];
}

/** Opens the parser: tree-sitter with the Bicep grammar, both compiled to WebAssembly. */
export async function openBicepParser(): Promise<(file: string) => BicepFile> {
  const require = createRequire(import.meta.url);
  await Parser.init();
  const grammar = join(require.resolve('tree-sitter-bicep/package.json'), '../tree-sitter-bicep.wasm');
  const parser = new Parser();
  parser.setLanguage(await Language.load(readFileSync(grammar)));
  return (file) => {
    const tree = parser.parse(readFileSync(file, 'utf8'));
    if (tree === null) throw new Error(`${file} was not parsed`);
    return readTree(tree.rootNode);
  };
}

const named = (node: Node) =>
  node.namedChildren.filter((child) => child !== null && child.type !== 'comment') as Node[];

const isObject = (value: Value | undefined): value is { readonly [key: string]: Value } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !('expression' in value);

/** What can be told of a value; of the arguments of `concat` and `union`, those that are written out. */
function readValue(node: Node): Value {
  switch (node.type) {
    case 'string': {
      const parts = named(node);
      if (parts.some((part) => part.type === 'interpolation')) break;
      return parts.map((part) => part.text.replaceAll("\\'", "'")).join('');
    }
    case 'number':
      return Number(node.text);
    case 'boolean':
      return node.text === 'true';
    case 'null':
      return null;
    case 'array':
      return named(node).map(readValue);
    case 'object':
      return Object.fromEntries(
        named(node)
          .filter((property) => property.type === 'object_property')
          .map((property) => {
            const [key, value] = named(property);
            if (key === undefined || value === undefined) return ['', { expression: property.text }];
            const name = key.type === 'string' ? readValue(key) : key.text;
            return [typeof name === 'string' ? name : key.text, readValue(value)];
          }),
      );
    case 'call_expression': {
      const [callee, given] = named(node);
      const values = given === undefined ? [] : named(given).map(readValue);
      if (callee?.text === 'concat') return values.flatMap((each) => (Array.isArray(each) ? each : [each]));
      if (callee?.text === 'union') return Object.assign({}, ...values.filter(isObject)) as Value;
      break;
    }
    case 'if_statement':
    case 'for_statement': {
      const body = named(node).at(-1);
      if (body === undefined) break;
      return node.type === 'for_statement' ? [readValue(body)] : readValue(body);
    }
  }
  return { expression: node.text };
}

function readTree(root: Node): BicepFile {
  const params = new Map<string, Declared>();
  const vars = new Map<string, Value>();
  const resources = new Map<string, Resource>();
  const modules = new Map<string, Module>();
  const outputs = new Map<string, Declared>();
  const used = new Set<string>();
  const texts: string[] = [];
  const loops: string[] = [];
  let decorators: string[] = [];
  for (const node of named(root)) {
    if (node.type === 'decorators') {
      decorators = named(node).map((decorator) => decorator.text);
      continue;
    }
    const [name, second, third] = named(node);
    const last = named(node).at(-1);
    if (name === undefined || second === undefined || last === undefined) continue;
    if (node.type === 'parameter_declaration') {
      const byDefault = third === undefined ? undefined : readValue(third);
      params.set(name.text, { type: second.text, byDefault, decorators });
    } else if (node.type === 'variable_declaration') {
      vars.set(name.text, readValue(last));
    } else if (node.type === 'resource_declaration') {
      const [type = '', version = ''] = String(readValue(second)).split('@');
      const body = readValue(last);
      // A loop makes several of one kind.
      const one = Array.isArray(body) ? body[0] : body;
      const all = isObject(one) ? one : {};
      const { parent } = all;
      const existing = /'\s+existing\s*=/.test(node.text.split('\n')[0] ?? '');
      resources.set(name.text, {
        type,
        version,
        existing,
        parent: isObject(parent) || parent === undefined ? null : ((parent as Expression).expression ?? null),
        body: all,
      });
    } else if (node.type === 'module_declaration') {
      const body = readValue(last);
      const given = isObject(body) ? body['params'] : undefined;
      modules.set(name.text, { path: String(readValue(second)), params: isObject(given) ? given : {} });
    } else if (node.type === 'output_declaration') {
      outputs.set(name.text, { type: second.text, byDefault: readValue(last), decorators });
    }
    decorators = [];
    // The first name is the declaration itself.
    for (const identifier of node.descendantsOfType('identifier')) {
      if (identifier === null || identifier.id === name.id) continue;
      const { parent } = identifier;
      const isKey = parent?.type === 'object_property' && named(parent)[0]?.id === identifier.id;
      if (!isKey) used.add(identifier.text);
    }
    for (const loop of node.descendantsOfType('for_statement')) {
      const variable = loop?.childForFieldName('initializer');
      if (variable) loops.push(variable.text);
    }
    for (const call of node.descendantsOfType('call_expression')) {
      const [, text] = /^loadTextContent\('([^']+)'\)$/.exec(call?.text ?? '') ?? [];
      if (text !== undefined) texts.push(text);
    }
  }
  const errors = root.descendantsOfType('ERROR').flatMap((node) => {
    if (node === null) return [];
    return [`line ${node.startPosition.row + 1}: ${node.text.slice(0, 80)}`];
  });
  return { errors, params, vars, resources, modules, outputs, used, texts, loops };
}
