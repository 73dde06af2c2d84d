import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import type { Problem } from './problem.ts';

export type Path = readonly (string | number)[];

/** Plain data, and where in the text each part of it stands. */
export interface ReadYaml {
  readonly value: unknown;
  /** The line of what a path leads to, or of the last part of it that there is; lines count from 1. */
  lineOf(path: Path): number;
}

const quoteStars = 'a name that begins with * needs quotes, such as "*Sales"';

const noTags = 'tags (!…) are not taken; leave it out';

type Document = ReturnType<typeof parseDocument>;

/** Where what a path leads to begins: the key of a pair, the first character of an item. */
function offsetOf(document: Document, path: Path): number {
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (pair === undefined) return offset;
      if (isNode(pair.key)) offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      if (!isNode(node)) return offset;
      offset = node.range?.[0] ?? offset;
    } else return offset;
  }
  return offset;
}

/** What the format allows but a policy must not use, because it can be read in two ways or blown up. */
function misuses(document: Document, report: (offset: number, message: string) => void): void {
  visit(document, {
    Alias: (_key, node) =>
      report(
        node.range?.[0] ?? 0,
        `*${node.source} refers to another place; write it out, or: ${quoteStars}`,
      ),
    Node: (_key, node) => {
      if (node.tag !== undefined && !isMap(node) && !isSeq(node)) {
        report(node.range?.[0] ?? 0, noTags);
      }
    },
    // The parser's own check compares every key with every other.
    Map: (_key, node) => {
      const seen = new Set<string>();
      for (const { key } of node.items) {
        const text = isScalar(key) ? String(key.value) : '';
        if (seen.has(text)) {
          const at = isNode(key) ? (key.range?.[0] ?? 0) : 0;
          report(at, `“${text}” is there twice; leave one out`);
        }
        seen.add(text);
      }
    },
  });
}

/**
 * Reads YAML 1.2, and so JSON too: one document of plain data, without anchors, tags and repeated keys.
 *
 * @returns the data, or every problem found
 */
export function readYaml(text: string): ReadYaml | { readonly problems: readonly Problem[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    resolveKnownTags: false,
    stringKeys: true,
    uniqueKeys: false,
    prettyErrors: false,
    lineCounter: lines,
  });
  const lineAt = (offset: number) => Math.max(1, lines.linePos(offset).line);
  const problems: Problem[] = [];
  const report = (offset: number, message: string) =>
    problems.push({ line: lineAt(offset), path: '', message });

  for (const { code, message, pos } of [...document.errors, ...document.warnings]) {
    if (code === 'MULTIPLE_DOCS') report(pos[0], 'a second document begins here; a policy is one document');
    else if (code === 'RESOURCE_EXHAUSTION')
      return { problems: [{ line: lineAt(pos[0]), path: '', message: 'is nested too deeply' }] };
    else if (code === 'TAG_RESOLVE_FAILED') report(pos[0], noTags);
    else if (code === 'BAD_ALIAS') report(pos[0], quoteStars);
    else report(pos[0], `is not YAML: ${message}`);
  }
  if (document.directives?.yaml.explicit) report(0, 'leave out %YAML; version 1.2 is what is read');
  if (problems.length > 0) return { problems };
  misuses(document, report);
  if (problems.length > 0) return { problems };
  return { value: document.toJS(), lineOf: (path) => lineAt(offsetOf(document, path)) };
}
