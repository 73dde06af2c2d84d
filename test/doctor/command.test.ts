import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../src/cli/project-root.ts';
import { checks } from '../../src/doctor/catalogue.ts';

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As `npm run doctor` does, with these settings and no others. */
function doctor(args: readonly string[], env: Record<string, string>): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', './src/require-node.mjs', 'src/cli/doctor.ts', ...args],
      { cwd: projectRoot, env: { PATH: process.env['PATH'], ...env }, timeout: 50_000 },
      (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code ?? -1), out, err }),
    );
  });
}

test('in sandbox mode it is a demonstration: everything is shown, nothing fails', async () => {
  const { code, out, err } = await doctor([], { MODE: 'sandbox' });
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(/demonstration/);
  for (const { title } of checks) expect(out).toContain(title);
  expect(out).toMatch(/Ready: \d+ passed, \d+ skipped\.\n$/);
  expect(out).not.toMatch(/sandbox-(bot|reader)-secret|eyJ|FAIL/);
});

test('for machines: JSON and nothing else', async () => {
  const { code, out } = await doctor(['--json'], { MODE: 'sandbox' });
  expect(code).toBe(0);
  const report = JSON.parse(out);
  expect(report).toMatchObject({ mode: 'sandbox', ready: true });
  expect(report.checks.map(({ id }: { id: string }) => id)).toEqual(checks.map(({ id }) => id));
});

test('something fails: 1, and neither secret nor password is printed', async () => {
  const secrets = {
    BOT_CLIENT_SECRET: 'the-secret-of-the-bot',
    STORE_URL: 'postgres://warden:the-pass-word@127.0.0.1:1/x',
  };
  const env = {
    MODE: 'production',
    BOT_ID: 'fe7ba2f9-7b50-4a98-968d-2e8342cd1aa4',
    ALLOWED_TENANTS: 'a75d3a01-29fb-46ac-9a8a-6f5de5f41db2',
    POLICY_FILE: 'env/example-policy.yml',
    AUTHORITY_HOST: 'https://localhost:1',
    GRAPH_BASE_URL: 'https://localhost:1',
    BOT_OPENID_METADATA_URL: 'https://localhost:1/x',
    ...secrets,
  };
  for (const args of [[], ['--json']]) {
    const { code, out, err } = await doctor(args, env);
    expect([code, err]).toEqual([1, '']);
    expect(out).toMatch(/127\.0\.0\.1:1\/x/);
    expect(out).not.toMatch(/the-secret-of-the-bot|the-pass-word|warden:/);
  }
});

test('wrong settings: 1, with all of them', async () => {
  const { code, out } = await doctor([], { MODE: 'production' });
  expect(code).toBe(1);
  for (const name of ['BOT_ID', 'ALLOWED_TENANTS', 'POLICY_FILE', 'BOT_CLIENT_SECRET'])
    expect(out).toContain(name);
});

test.each<[string, string[], Record<string, string>, RegExp]>([
  ['without a mode', [], {}, /MODE is not set/],
  ['with an argument it doesn’t know', ['--jsn'], { MODE: 'sandbox' }, /--jsn/],
  [
    'with an endpoint that is none',
    ['--endpoint', 'bot.example'],
    { MODE: 'production' },
    /no https address/,
  ],
  [
    'with an endpoint in the sandbox',
    ['--endpoint', 'https://bot.example/api/messages'],
    { MODE: 'sandbox' },
    /of its own/,
  ],
])('called wrongly, %s: 2, and how to call it', async (_, args, env, words) => {
  const { code, out, err } = await doctor(args, env);
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(words);
  expect(err).toMatch(/Usage/);
});
