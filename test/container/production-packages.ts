import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Locked {
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly optional?: boolean;
  readonly hasInstallScript?: boolean;
}

/** Every package's folder below a `node_modules`, as a lock file names it: `node_modules/a/node_modules/b`. */
export function installed(root: string, under = 'node_modules'): readonly string[] {
  const packages = readdirSync(join(root, under), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .flatMap(({ name }) =>
      name.startsWith('@') ? readdirSync(join(root, under, name)).map((inner) => `${name}/${inner}`) : [name],
    )
    .map((name) => `${under}/${name}`);
  return packages.flatMap((path) => {
    const inner = `${path}/node_modules`;
    const nested = readdirSync(join(root, path)).includes('node_modules') ? installed(root, inner) : [];
    return [path, ...nested];
  });
}

/**
 * Compares what is installed below a folder with the lock file.
 *
 * @returns packages for development, packages the lock file doesn't know, packages that are missing, and those
 *   that would have liked to run a script
 */
export function compareWithLock(root: string, lockFile: string) {
  const { packages } = JSON.parse(readFileSync(lockFile, 'utf8')) as {
    packages: Record<string, Locked>;
  };
  const found = installed(root);
  const here = new Set(found);
  const forDevelopment = ({ dev, devOptional }: Locked) => dev === true || devOptional === true;
  return {
    count: found.length,
    forDevelopment: found.filter((path) => forDevelopment(packages[path] ?? {})),
    unknown: found.filter((path) => packages[path] === undefined),
    missing: Object.entries(packages)
      .filter(
        ([path, locked]) => path !== '' && !forDevelopment(locked) && !locked.optional && !here.has(path),
      )
      .map(([path]) => path),
    withScripts: found.filter((path) => packages[path]?.hasInstallScript === true),
  };
}
