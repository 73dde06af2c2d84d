import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { leaves, mayImport } from '../../.dependency-cruiser.mjs';
import { checks } from '../doctor/catalogue.ts';
import { commandTable } from '../language/command-table.ts';
import { instruments } from '../metrics.ts';
import { policySchema } from '../policy/file-shape.ts';
import { cloudsReference } from '../reference/clouds.ts';
import { codesReference } from '../reference/codes.ts';
import { commandsReference } from '../reference/commands.ts';
import { dependenciesReference, type LockedPackages } from '../reference/dependencies.ts';
import { doctorReference } from '../reference/doctor.ts';
import { metricsReference } from '../reference/metrics.ts';
import { permissionsReference } from '../reference/permissions.ts';
import { policyReference } from '../reference/policy.ts';
import { roomsPicture } from '../reference/rooms.ts';
import { settingsReference } from '../reference/settings.ts';
import { permissions } from '../registration/permissions.ts';
import { toolkitManifest } from '../registration/toolkit-manifest.ts';
import { version } from '../version.ts';
import { appManifest } from './app-manifest.ts';
import { projectRoot } from './project-root.ts';

const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8');

/** A file with what stands between `<!-- name -->` and `<!-- /name -->` made anew. @throws Error without these marks */
function withPart(path: string, name: string, content: string): string {
  const text = read(path);
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(open), text.indexOf(close)];
  if (from === -1 || to < from) throw new Error(`${path} has no part between ${open} and ${close}`);
  return `${text.slice(0, from + open.length)}\n${content}\n${text.slice(to)}`;
}

const locked = (): LockedPackages =>
  (JSON.parse(read('package-lock.json')) as { packages: LockedPackages }).packages;

/** Files that are made from the code, by path below the project, as they should be. */
export function generatedFiles(): Readonly<Record<string, string>> {
  const ids = { appId: `\${{TEAMS_APP_ID}}`, botId: `\${{BOT_ID}}`, version };
  return {
    'README.md': withPart('README.md', 'commands', commandTable()),
    'appPackage/manifest.json': `${JSON.stringify(appManifest(ids), null, 2)}\n`,
    'appPackage/aad.manifest.json': `${JSON.stringify(toolkitManifest(), null, 2)}\n`,
    'docs/how-it-works.md': withPart('docs/how-it-works.md', 'rooms', roomsPicture(mayImport, leaves)),
    'docs/dependencies.md': dependenciesReference(locked()),
    'docs/reference/clouds.md': cloudsReference(),
    'docs/reference/codes.md': codesReference(),
    'docs/reference/commands.md': commandsReference(),
    'docs/reference/doctor.md': doctorReference(checks),
    'docs/reference/metrics.md': metricsReference(instruments),
    'docs/reference/permissions.md': permissionsReference(permissions),
    'docs/reference/policy.md': policyReference(policySchema()),
    'docs/reference/settings.md': settingsReference(),
  };
}
