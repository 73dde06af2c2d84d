import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const found = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8')) as {
  readonly version: string;
};

/** The version that runs, from package.json. */
export const { version } = found;
