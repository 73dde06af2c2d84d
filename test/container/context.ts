import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import dockerignore from '@balena/dockerignore';

/**
 * The files of a folder that `.dockerignore` lets through to a build, by path below it, sorted.
 *
 * @param root the project's folder
 */
export function contextFiles(root: string): readonly string[] {
  const lines = readFileSync(join(root, '.dockerignore'), 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const rules = dockerignore.default().add(lines);
  const takenBack = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
  // A folder is looked into when it isn't ignored, or when a later line may take something of it back.
  const mayHold = (folder: string) =>
    !rules.ignores(folder) ||
    takenBack.some((pattern) => pattern.startsWith(`${folder}/`) || /^[*?[]/.test(pattern));
  const walk = (folder: string): string[] =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return mayHold(path) ? walk(path) : [];
      return rules.ignores(path) ? [] : [path];
    });
  return walk('').sort();
}
