import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPolicyFile } from '../../src/policy/load-policy-file.ts';
import { problemText } from '../../src/policy/problem.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'policy-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const good = 'version: 1\ncontact: x\nrules: []\n';

async function load(name: string, content?: string | Buffer) {
  const file = join(folder, name);
  if (content !== undefined) writeFileSync(file, content);
  const read = await loadPolicyFile(file);
  return read.ok ? 'ok' : read.problems.map(problemText).join('\n').replaceAll(folder, '');
}

test('a file, whatever its name ends in', async () => {
  expect(await load('policy.yml', good)).toBe('ok');
  expect(await load('policy.json', good)).toBe('ok');
  expect(await load('policy', '{"version":1,"contact":"x","rules":[]}')).toBe('ok');
  expect(await load('policy.bom', `\ufeff${good}`)).toBe('ok');
});

test('a link to a file, as a mounted configuration is', async () => {
  writeFileSync(join(folder, 'there'), good);
  symlinkSync('there', join(folder, 'link'));
  expect(await load('link')).toBe('ok');
});

test('no such file', async () => {
  expect(await load('none.yml')).toBe("the policy can't be read from /none.yml: there is no such file");
  expect(await load('none/none.yml')).toContain('there is no such file');
});

test('a directory', async () => {
  mkdirSync(join(folder, 'd'));
  expect(await load('d')).toBe("the policy can't be read from /d: it is a directory");
});

test('a pipe is not waited for', async () => {
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  expect(await load('pipe')).toContain('it is no regular file');
});

test('a file that may not be read', async () => {
  writeFileSync(join(folder, 'secret'), good);
  chmodSync(join(folder, 'secret'), 0);
  // Root may read everything.
  expect(await load('secret')).toMatch(process.getuid?.() === 0 ? /^ok$/ : /the bot may not read it/);
});

test('an empty file', async () => {
  expect(await load('empty', '')).toContain('the policy is empty, so nobody may do anything');
});

test('up to 256 KB', async () => {
  expect(await load('large', good.padEnd(256 * 1024, '#'))).toBe('ok');
  expect(await load('larger', good.padEnd(256 * 1024 + 1, '#'))).toContain('it is larger than 256 KB');
});

test.each([
  ['no text', Buffer.from([0xff, 0xfe, 0x76, 0x00])],
  ['cut off', Buffer.concat([Buffer.from(good), Buffer.from([0xc3])])],
])('no UTF-8: %s', async (_case, bytes) => {
  expect(await load('bytes', bytes)).toContain('it is not UTF-8 text');
});
