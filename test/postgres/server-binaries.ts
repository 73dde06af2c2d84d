import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where Debian's packages put servers; they are not on the PATH. */
const debian = '/usr/lib/postgresql';

const isServer = (folder: string) => ['initdb', 'postgres'].every((name) => existsSync(join(folder, name)));

/** The folder with PostgreSQL's server programs: on the PATH, or the newest of Debian's; null when there is none. */
export function findServerBinaries(path = process.env['PATH'] ?? ''): string | null {
  const versions = existsSync(debian) ? readdirSync(debian).filter((name) => /^\d+$/.test(name)) : [];
  const newestFirst = versions.sort((a, b) => Number(b) - Number(a)).map((name) => join(debian, name, 'bin'));
  const onPath = path.split(delimiter).filter((folder) => folder !== '');
  return [...onPath, ...newestFirst].find(isServer) ?? null;
}
