import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { commandTable } from '../language/command-table.ts';
import { toolkitManifest } from '../registration/toolkit-manifest.ts';
import { version } from '../version.ts';
import { appManifest } from './app-manifest.ts';

/** The project's folder. */
export const projectRoot = resolve(import.meta.dirname, '../..');

const mark = /(<!-- commands -->\n)[\s\S]*?(<!-- \/commands -->)/;

/** Files that are made from the code, by path below the project, as they should be. */
export function generatedFiles(): Readonly<Record<string, string>> {
  const readme = readFileSync(join(projectRoot, 'README.md'), 'utf8');
  const ids = { appId: `\${{TEAMS_APP_ID}}`, botId: `\${{BOT_ID}}`, version };
  return {
    'README.md': readme.replace(
      mark,
      (_all, open: string, close: string) => `${open}${commandTable()}\n${close}`,
    ),
    'appPackage/manifest.json': `${JSON.stringify(appManifest(ids), null, 2)}\n`,
    'appPackage/aad.manifest.json': `${JSON.stringify(toolkitManifest(), null, 2)}\n`,
  };
}
