import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import * as z from 'zod/v4';
import { version } from '../version.ts';
import { appManifest } from './app-manifest.ts';
import { projectRoot } from './project-root.ts';

const settings = z.object({
  TEAMS_APP_ID: z.guid('TEAMS_APP_ID must be the id of the Teams app, a GUID'),
  BOT_ID: z.guid('BOT_ID must be the bot’s app id, a GUID'),
  APP_ID_URI: z.string().startsWith('api://', 'APP_ID_URI must look like api://botid-<BOT_ID>').optional(),
});

const read = settings.safeParse({ ...process.env, APP_ID_URI: process.env['APP_ID_URI'] || undefined });
if (!read.success) {
  const problems = read.error.issues.map((issue) => `- ${issue.message}`).join('\n');
  process.stderr.write(`The app package was not made:\n${problems}\nSee env/example.env.\n`);
  process.exit(1);
}
const { TEAMS_APP_ID: appId, BOT_ID: botId, APP_ID_URI: appIdUri } = read.data;
const icon = (name: string) => new Uint8Array(readFileSync(join(projectRoot, 'appPackage', name)));
const zip = zipSync({
  'manifest.json': strToU8(JSON.stringify(appManifest({ appId, botId, appIdUri, version }), null, 2)),
  'color.png': icon('color.png'),
  'outline.png': icon('outline.png'),
});
const folder = join(projectRoot, 'appPackage/build');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'sync-warden.zip'), zip);
process.stdout.write('appPackage/build/sync-warden.zip\n');
