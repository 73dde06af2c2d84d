import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { appManifest } from '../../src/cli/app-manifest.ts';
import { projectRoot } from '../../src/cli/project-root.ts';
import { version } from '../../src/version.ts';
import { bot, type Clinic, groupsMay, openClinic, textOf } from './clinic.ts';

let clinic: Clinic;
beforeAll(async () => {
  clinic = await openClinic();
});
afterAll(() => clinic.close());

describe('the settings', () => {
  test('all problems at once, each by its name', async () => {
    const { settings } = await clinic.examine({
      env: { BOT_ID: 'x', PORT: 'y', CLOUD: 'z', STORE_URL: 'ftp://' },
    });
    expect(settings.status).toBe('fail');
    for (const name of ['BOT_ID', 'PORT', 'CLOUD', 'STORE_URL']) expect(textOf(settings)).toContain(name);
  });

  test('in order: which credential is chosen, and why', async () => {
    const { settings } = await clinic.examine();
    expect(settings.status).toBe('pass');
    expect(settings.details.join()).toMatch(/connector: .*secret.*read: /s);
  });
});

describe('the policy file', () => {
  const check = async (text: string) =>
    (await clinic.examine({ env: { POLICY_FILE: clinic.write('other.yml', text) } })).policy;

  test('in order', async () => expect((await check(groupsMay)).status).toBe('pass'));

  test('with something to think about', async () => {
    const found = await check(groupsMay.replace(/groups: \[.*\]/, 'everyone: true'));
    expect(found.status).toBe('warn');
    expect(textOf(found)).toMatch(/everyone/);
  });

  test('with a mistake: where it is', async () => {
    const found = await check(groupsMay.replace('effect: allow', 'effect: maybe'));
    expect(found.status).toBe('fail');
    expect(textOf(found)).toMatch(/line 6.*effect/s);
  });

  test('missing', async () => {
    const { policy } = await clinic.examine({ env: { POLICY_FILE: '/nowhere.yml' } });
    expect(policy.status).toBe('fail');
    expect(textOf(policy)).toMatch(/no such file.*POLICY_FILE/s);
  });

  test('that everyone may use, where the bot writes as an app: refused as at a start', async () => {
    const file = clinic.write('lax.yml', groupsMay.replace(/groups: \[.*\]/, 'everyone: true'));
    const { policy } = await clinic.examine({ env: { POLICY_FILE: file, WRITES_AS: 'app' } });
    expect(policy.status).toBe('fail');
  });
});

describe('the app package', () => {
  const folder = () => join(clinic.folder, 'appPackage/build');
  const icon = (name: string) => new Uint8Array(readFileSync(join(projectRoot, 'appPackage', name)));
  const appId = '6d0f2a3c-0b1f-4b52-9d1e-0c3c7a4b1e11';
  const ids = { appId, botId: bot.clientId, version };
  const own = (manifest: object) =>
    JSON.parse(JSON.stringify(manifest).replaceAll('example.com', 'contoso.example'));
  afterEach(() => rmSync(folder(), { recursive: true, force: true }));

  async function check(files: Record<string, Uint8Array> | Uint8Array, env: Record<string, string> = {}) {
    mkdirSync(folder(), { recursive: true });
    writeFileSync(join(folder(), 'sync-warden.zip'), files instanceof Uint8Array ? files : zipSync(files));
    return (await clinic.examine({ env: { TEAMS_APP_ID: appId, ...env } }))['app-package'];
  }
  const pack = (manifest: object, more: Record<string, Uint8Array> = {}) => ({
    'manifest.json': strToU8(JSON.stringify(manifest)),
    'color.png': icon('color.png'),
    'outline.png': icon('outline.png'),
    ...more,
  });

  test('in order', async () =>
    expect(await check(pack(own(appManifest(ids))))).toMatchObject({ status: 'pass' }));

  test('with the placeholders’ addresses', async () => {
    const found = await check(pack(appManifest(ids)));
    expect(found.status).toBe('warn');
    expect(textOf(found)).toMatch(/privacyUrl.*example\.com/s);
  });

  test('of another version', async () => {
    const found = await check(pack(own(appManifest({ ...ids, version: '0.0.9' }))));
    expect(found.status).toBe('warn');
    expect(textOf(found)).toMatch(/0\.0\.9.*npm run package/s);
  });

  test.each<[string, object, Record<string, string>, RegExp]>([
    ['another bot', { botId: appId }, {}, /botId.*BOT_ID/s],
    ['another app', { appId: bot.clientId }, {}, /TEAMS_APP_ID/],
    [
      'another application ID URI',
      {},
      { APP_ID_URI: 'api://bot.contoso.example/x' },
      /webApplicationInfo\.resource/,
    ],
  ])('for %s', async (_, other, env, words) => {
    const found = await check(pack(own(appManifest({ ...ids, ...other }))), env);
    expect(found.status).toBe('fail');
    expect(textOf(found)).toMatch(words);
  });

  test.each<[string, () => Record<string, Uint8Array> | Uint8Array, RegExp]>([
    [
      'a manifest Teams refuses',
      () => pack({ ...own(appManifest(ids)), accentColor: 'blue' }),
      /accentColor/,
    ],
    ['a manifest with a part missing', () => pack({ ...own(appManifest(ids)), bots: undefined }), /bots/],
    [
      'a name that is too long',
      () => pack({ ...own(appManifest(ids)), name: { short: 'x'.repeat(31) } }),
      /name\.short.*30/,
    ],
    [
      'an icon of another size',
      () => pack(own(appManifest(ids)), { 'color.png': icon('outline.png') }),
      /color icon is 32×32/,
    ],
    ['no icon', () => pack(own(appManifest(ids)), { 'outline.png': strToU8('x') }), /outline icon is no PNG/],
    ['no manifest', () => ({ 'color.png': icon('color.png') }), /no zip with a manifest/],
    ['no zip at all', () => strToU8('hello'), /no zip/],
  ])('that is %s', async (_, make, words) => {
    const found = await check(make());
    expect(found.status).toBe('fail');
    expect(textOf(found)).toMatch(words);
  });
});
