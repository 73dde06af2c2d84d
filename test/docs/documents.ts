import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The project's folder. */
export const root = resolve(import.meta.dirname, '../..');

export interface Link {
  readonly text: string;
  /** As written, without what stands behind `#`. */
  readonly target: string;
  /** Path of what it leads to on this machine. */
  readonly path: string;
}

/** The text of a file of the project. */
export const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** README, SECURITY and every page below docs/, by path below the project. */
export const documents: readonly string[] = [
  'README.md',
  'SECURITY.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`)
    .toSorted(),
];

/** The links and images of a document that lead to files; what stands in code is none. */
export function fileLinks(document: string): readonly Link[] {
  const text = read(document).replace(/^```[\s\S]*?^```/gm, '');
  return [...text.matchAll(/\[([^\]]+)\]\(([^()\s]+)\)/g)].flatMap(([, said = '', whole = '']) => {
    const [target = ''] = whole.split('#', 1);
    if (target === '' || /^[a-z]+:/.test(target)) return [];
    return [{ text: said, target, path: resolve(root, dirname(document), target) }];
  });
}

/** The headings a document can be linked to by, as GitHub writes them. */
export function anchors(document: string): ReadonlySet<string> {
  return new Set(
    [...read(document).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

export const exists = (path: string): boolean => existsSync(path);
