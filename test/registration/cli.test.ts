import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { sandboxGroups } from '../../src/sandbox/people.ts';
import { everybodyMay } from '../support/production.ts';

const program = resolve(import.meta.dirname, '../../src/cli/registration.ts');
const tenant = 'a75d3a01-29fb-46ac-9a8a-6f5de5f41db2';
const botId = 'fe7ba2f9-7b50-4a98-968d-2e8342cd1aa4';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'registration-cli-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(words: readonly string[], env: Record<string, string> = {}) {
  return new Promise<{ code: number; out: string; err: string }>((done) => {
    const options = { env: { PATH: process.env['PATH'] ?? '', ...env }, timeout: 30_000 };
    execFile(process.execPath, [program, ...words], options, (error, out, err) =>
      done({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}
const policy = (text: string) => {
  const file = join(folder, 'policy.yml');
  writeFileSync(file, text);
  return file;
};

test('says what is registered and why, and where an admin consents', async () => {
  const { code, out, err } = await run(['--tenant', tenant, '--reader', '--who-did-it'], { BOT_ID: botId });
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(/delegated {3}Synchronization\.ReadWrite\.All\n.*in the name of the person/);
  expect(out).toMatch(/application AuditLog\.Read\.All/);
  expect(out).not.toContain('GroupMember');
  expect(out).toContain(`https://login.microsoftonline.com/${tenant}/v2.0/adminconsent?client_id=${botId}&`);
  expect(out).toMatch(/Privileged Role Administrator/);
  expect(out).toMatch(/Cloud Application Administrator/);
});

test('writes what Graph is told, the script and the summary', async () => {
  const out = join(folder, 'new');
  const { code } = await run(['--writes-as', 'app', '--reader', '--out', out, '--tenant', tenant]);
  expect(code).toBe(0);
  expect(readdirSync(out).sort()).toEqual([
    'bot.json',
    'reader.json',
    'register.sh',
    'summary.txt',
    'writer.json',
  ]);
  const writer = JSON.parse(readFileSync(join(out, 'writer.json'), 'utf8'));
  expect(writer.requiredResourceAccess[0].resourceAccess).toEqual([
    { id: '9b50c33d-700f-43b1-b2eb-87e89b703581', type: 'Role' },
  ]);
});

test('prints all of it for machines', async () => {
  const { out } = await run(['--json', '--cloud', 'usgov', '--schools', '--tenant', tenant], {
    BOT_ID: botId,
  });
  const all = JSON.parse(out);
  expect(all).toMatchObject({ cloud: 'usgov', homeTenant: tenant, links: [{ tenant }] });
  expect(all.applications.bot.displayName).toBe('Sync Warden');
  expect(all.notes.join()).toMatch(/never offered in this cloud/);
  expect(all.script).toMatch(/^#!\/bin\/sh\n/);
});

test('finds out by itself whether the policy names groups', async () => {
  const { operators } = sandboxGroups;
  const withGroups = everybodyMay.replace('everyone: true', `groups: [${operators.id}]`);
  const approvers = `${everybodyMay}    approval: { groups: [${operators.id}] }\n`;
  for (const [text, expected] of [
    [everybodyMay, false],
    [withGroups, true],
    [approvers, true],
  ] as const) {
    const { code, out } = await run([], { POLICY_FILE: policy(text) });
    expect([code, out.includes('GroupMember.Read.All')]).toEqual([0, expected]);
  }
});

test.each<[readonly string[], Record<string, string>, RegExp]>([
  [['--cloud', 'mars'], {}, /CLOUD must be one of global, usgov, dod, china/],
  [['--what'], {}, /Usage/],
  [[], { POLICY_FILE: 'gone.yml' }, /POLICY_FILE gone\.yml can't be used/],
  [[], { BOT_ID: 'x', SCHOOL_PROFILES: 'yes' }, /SCHOOL_PROFILES[\s\S]*BOT_ID|BOT_ID[\s\S]*SCHOOL_PROFILES/],
])('%j with %j ends with what is wrong', async (words, env, told) => {
  const { code, out, err } = await run([...words, '--out', join(folder, 'new')], env);
  expect([code, out]).toEqual([1, '']);
  expect(err).toMatch(told);
  expect(readdirSync(folder)).toEqual([]);
});

test('no secret of the settings is shown or written', async () => {
  const env = {
    BOT_ID: botId,
    BOT_CLIENT_SECRET: 'hush-hush',
    READ_CLIENT_ID: tenant,
    READ_CLIENT_SECRET: 'quiet-now',
  };
  const { out } = await run(['--json', '--out', join(folder, 'new')], env);
  const written = readdirSync(join(folder, 'new')).map((name) =>
    readFileSync(join(folder, 'new', name), 'utf8'),
  );
  expect(out).toContain(botId);
  expect(out + written.join()).not.toMatch(/hush-hush|quiet-now/);
});
