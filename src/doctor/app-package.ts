import { existsSync, readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import * as z from 'zod/v4';
import { version } from '../version.ts';
import { type Finding, fail, pass, skipped, warn } from './finding.ts';
import type { Look } from './look.ts';
import type { Environment } from './subject.ts';

const mend = 'Run `npm run package` with TEAMS_APP_ID and BOT_ID set, and upload the result to Teams again.';
const largest = 5_000_000;

const https = (name: string) =>
  z.string().startsWith('https://', `${name} must begin with https://`).max(2048, `${name} is too long`);
const within = (name: string, most: number) =>
  z
    .string(`${name} must be text`)
    .min(1, `${name} is empty`)
    .max(most, `${name} is longer than ${most} characters`);

/** The parts of Teams' manifest schema, version 1.19, that a package is refused for; sizes as it has them. */
const manifestShape = z.object({
  manifestVersion: z.string('manifestVersion is missing'),
  version: within('version', 256),
  id: z.guid('id must be a GUID'),
  developer: z.object({
    name: within('developer.name', 32),
    websiteUrl: https('developer.websiteUrl'),
    privacyUrl: https('developer.privacyUrl'),
    termsOfUseUrl: https('developer.termsOfUseUrl'),
  }),
  name: z.object({ short: within('name.short', 30), full: within('name.full', 100).optional() }),
  description: z.object({
    short: within('description.short', 80),
    full: within('description.full', 4000),
  }),
  icons: z.object({ color: within('icons.color', 2048), outline: within('icons.outline', 2048) }),
  accentColor: z.string().regex(/^#[0-9a-fA-F]{6}$/, 'accentColor must be like #2B4C7E'),
  bots: z
    .array(z.object({ botId: z.guid('bots[0].botId must be a GUID'), scopes: z.array(z.string()).min(1) }))
    .length(1, 'bots must hold one bot'),
  webApplicationInfo: z.object({
    id: z.guid('webApplicationInfo.id must be a GUID'),
    resource: z.string('webApplicationInfo.resource is missing'),
  }),
});
type Manifest = z.infer<typeof manifestShape>;

/** Width and height of a PNG, from its header; null for anything else. */
function sizeOf(png: Uint8Array | undefined): string | null {
  if (png === undefined || png.length < 24 || Buffer.from(png.subarray(1, 4)).toString('latin1') !== 'PNG')
    return null;
  const view = new DataView(png.buffer, png.byteOffset);
  return `${view.getUint32(16)}×${view.getUint32(20)}`;
}

const icons = { color: '192×192', outline: '32×32' } as const;

function problemsOf(files: Readonly<Record<string, Uint8Array>>, { icons: named }: Manifest): string[] {
  return (['color', 'outline'] as const).flatMap((kind) => {
    const size = sizeOf(files[named[kind]]);
    return size === icons[kind]
      ? []
      : [`the ${kind} icon is ${size ?? 'no PNG'}, and must be ${icons[kind]}`];
  });
}

function disagreements(manifest: Manifest, env: Environment): string[] {
  const botId = env['BOT_ID']?.toLowerCase();
  const appId = env['TEAMS_APP_ID']?.toLowerCase();
  const found: string[] = [];
  const [bot] = manifest.bots;
  if (botId && bot?.botId.toLowerCase() !== botId)
    found.push(`bots[0].botId is ${bot?.botId}, and BOT_ID is ${botId}`);
  if (botId && manifest.webApplicationInfo.id.toLowerCase() !== botId)
    found.push(`webApplicationInfo.id is ${manifest.webApplicationInfo.id}, and BOT_ID is ${botId}`);
  const uri = env['APP_ID_URI'] || (botId ? `api://botid-${botId}` : null);
  if (uri !== null && manifest.webApplicationInfo.resource.toLowerCase() !== uri.toLowerCase())
    found.push(
      `webApplicationInfo.resource is ${manifest.webApplicationInfo.resource}, and people’s sign-ins are for ${uri}`,
    );
  if (appId && manifest.id.toLowerCase() !== appId)
    found.push(`id is ${manifest.id}, and TEAMS_APP_ID is ${appId}`);
  return found;
}

function readManifest(bytes: Uint8Array): { files: Record<string, Uint8Array>; json: unknown } | null {
  try {
    const files = unzipSync(bytes, { filter: ({ originalSize }) => originalSize < largest });
    return { files, json: JSON.parse(new TextDecoder().decode(files['manifest.json'])) };
  } catch {
    return null;
  }
}

/**
 * What is to be said of an app package.
 *
 * @param bytes of the zip
 * @param env settings it has to agree with; those that aren't set are not compared
 */
export function checkPackage(bytes: Uint8Array, env: Environment): Finding {
  const read = readManifest(bytes);
  if (read === null) return fail('The package is no zip with a manifest.json in it.', mend);
  const parsed = manifestShape.safeParse(read.json);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ message, path }) =>
      /invalid input/i.test(message) ? `${path.join('.')}: ${message}` : message,
    );
    return fail('The manifest is not valid: Teams would refuse it.', mend, problems);
  }
  const manifest = parsed.data;
  const wrong = [...problemsOf(read.files, manifest), ...disagreements(manifest, env)];
  if (wrong.length > 0) return fail('The package doesn’t fit these settings.', mend, wrong);
  if (manifest.version !== version) {
    return warn(`The package is of version ${manifest.version}, and these sources are ${version}.`, mend);
  }
  const invented = Object.entries(manifest.developer).flatMap(([name, value]) =>
    /^https:\/\/example\.com\b/.test(value) ? [`developer.${name} is ${value}`] : [],
  );
  return invented.length === 0
    ? pass(`Version ${version}, for bot ${manifest.bots[0]?.botId}.`)
    : warn(
        'The package names addresses that are placeholders.',
        'Put your own addresses in place of example.com in src/cli/app-manifest.ts and run `npm run package`.',
        invented,
      );
}

const appPackage: Look = ({ packageFile, env }) =>
  existsSync(packageFile)
    ? checkPackage(new Uint8Array(readFileSync(packageFile)), env)
    : skipped('there is no package here yet: `npm run package` makes one');

/** Checks of what is uploaded to Teams. */
export const packaged = { 'app-package': appPackage } satisfies Record<string, Look>;
