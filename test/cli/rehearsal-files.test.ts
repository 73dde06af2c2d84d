import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeRehearsalFiles } from '../../src/cli/rehearsal-files.ts';
import type { SandboxEntra } from '../../src/sandbox/entra/server.ts';

const entra = {
  tenantId: '5b1d0f3e-7a53-4f0e-9f3a-1c2d3e4f5a6b',
  url: 'https://localhost:1',
  ca: 'a certificate',
  channel: { secureMetadataUrl: 'https://localhost:1/keys' },
} as unknown as SandboxEntra;

let above: string;
beforeEach(() => {
  above = mkdtempSync(join(tmpdir(), 'rehearsal-files-'));
});
afterEach(() => rmSync(above, { recursive: true, force: true }));

const write = (folder: string) =>
  writeRehearsalFiles(folder, { entra, graphUrl: 'https://localhost:2', port: 3978 });

test('a shell reads the settings as they are, whatever the folder is called', () => {
  const folder = join(above, "it's'$(exit 7)'");
  const print = '. "$1" && printf "%s" "$POLICY_FILE"';
  const read = execFileSync('sh', ['-euc', print, 'sh', write(folder)], { encoding: 'utf8' });
  expect(read).toBe(join(folder, 'policy.yml'));
});

test('settings are for their owner alone, even where a file was there that all might read', () => {
  const file = join(above, 'settings.sh');
  mkdirSync(above, { recursive: true });
  writeFileSync(file, 'old');
  chmodSync(file, 0o644);
  expect(write(above)).toBe(file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});
