import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

/** What a program says on a Node that claims to be this version. */
function runOn(version: string, program: string) {
  const pretend = `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'${version}'}})`;
  const args = ['--import', pretend, '--import', './src/require-node.mjs', program];
  return spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  });
}

test.each(['20.20.2', '18.0.0', '22.17.1'])('Node %s: one clear line, no stack trace', (version) => {
  const { status, stderr, stdout } = runOn(version, 'src/cli/start.ts');
  expect(status).toBe(1);
  expect(stdout).toBe('');
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).toContain(`this is ${version}`);
});

test.each(['22.18.0', '24.21.0', '26.0.0'])('Node %s goes on', (version) => {
  const { status, stderr } = runOn(version, 'src/cli/serve.ts');
  expect(status).toBe(1);
  expect(stderr).toContain('MODE must be sandbox or production');
});
