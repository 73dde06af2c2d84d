import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { AppManifestUtils } from '@microsoft/app-manifest';
import { unzipSync } from 'fflate';
import { appManifest } from '../src/cli/app-manifest.ts';
import { generatedFiles } from '../src/cli/generated-files.ts';
import { parse } from '../src/language/parse.ts';

const root = resolve(import.meta.dirname, '..');
const appId = '6d0f2a3c-0b1f-4b52-9d1e-0c3c7a4b1e11';
const botId = '0f3c9a0e-5b5e-4a7e-9c34-0a4b8f6f2d11';

interface Manifest {
  readonly bots: {
    readonly botId: string;
    readonly commandLists: {
      readonly commands: { readonly title: string; readonly description: string }[];
    }[];
  }[];
}

/** Width and height from a PNG's header. */
const size = (png: Uint8Array) => {
  const view = new DataView(png.buffer, png.byteOffset);
  return [view.getUint32(16), view.getUint32(20)];
};

test('the manifest is valid against its schema', async () => {
  const manifest = appManifest({ appId, botId, version: '0.1.0' });
  expect(await AppManifestUtils.validateAgainstSchema(manifest as never)).toEqual([]);
});

test('a broken manifest is found, so the check above can fail', async () => {
  const manifest = { ...appManifest({ appId, botId, version: '0.1.0' }), accentColor: 'blue' };
  expect(await AppManifestUtils.validateAgainstSchema(manifest as never)).not.toEqual([]);
});

test('every command it offers is one the bot understands, at most ten a scope', () => {
  const manifest = appManifest({ appId, botId, version: '0.1.0' }) as Manifest;
  const lists = manifest.bots[0]?.commandLists ?? [];
  expect(lists).toHaveLength(3);
  for (const { commands } of lists) {
    expect(commands.length).toBeGreaterThan(5);
    expect(commands.length).toBeLessThanOrEqual(10);
    for (const { title, description } of commands) {
      expect(parse(title).kind).toBe('command');
      expect(title.length).toBeLessThanOrEqual(32);
      expect(description.length).toBeLessThanOrEqual(128);
    }
  }
});

test.each(Object.keys(generatedFiles()))(
  '%s is what the code makes of it; else run "npm run generate"',
  (path) => {
    expect(readFileSync(join(root, path), 'utf8')).toBe(generatedFiles()[path]);
  },
);

test('npm run package makes a zip with manifest and icons of the right size', async () => {
  const run = promisify(execFile);
  const env = { ...process.env, TEAMS_APP_ID: appId, BOT_ID: botId };
  await run(process.execPath, ['src/cli/package.ts'], { cwd: root, env });
  const files = unzipSync(new Uint8Array(readFileSync(join(root, 'appPackage/build/sync-warden.zip'))));
  expect(Object.keys(files).sort()).toEqual(['color.png', 'manifest.json', 'outline.png']);
  const manifest = JSON.parse(new TextDecoder().decode(files['manifest.json'])) as Manifest;
  expect(manifest.bots[0]?.botId).toBe(botId);
  expect(size(files['color.png'] as Uint8Array)).toEqual([192, 192]);
  expect(size(files['outline.png'] as Uint8Array)).toEqual([32, 32]);
});

test('npm run package without ids names the settings and makes nothing', async () => {
  const run = promisify(execFile);
  const env = { ...process.env, TEAMS_APP_ID: '', BOT_ID: 'x' };
  await expect(run(process.execPath, ['src/cli/package.ts'], { cwd: root, env })).rejects.toMatchObject({
    stderr: expect.stringMatching(/TEAMS_APP_ID[\s\S]*BOT_ID/),
  });
});
