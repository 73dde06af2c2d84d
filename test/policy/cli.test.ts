import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const identity = '7d9e1c3a-2f4b-4c6d-8e0f-1a2b3c4d5e02';
const dana = '3b1a5f0e-7f5c-4a83-9d21-0c5a4e8b7a01';
const payroll = '60443998-8cf7-4e61-b05c-a53b658cb5e1/j1';
const other = '60443998-8cf7-4e61-b05c-000000000001/j1';
const team = '19:0a1b2c3d4e5f40718293a4b5c6d7e8f9@thread.tacv2';
const example = 'env/example-policy.yml';

function run(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['src/cli/policy.ts', ...args], {
    encoding: 'utf8',
    env: { ...process.env, POLICY_FILE: example },
  });
  return { status, stdout, stderr };
}

test('check: what a policy allows, or every problem', () => {
  const right = run('check');
  expect(right).toMatchObject({ status: 0, stderr: '' });
  expect(right.stdout).toContain('members of group help-desk may pause and start jobs called “Salesforce*”');
  const wrong = run('check', 'package.json');
  expect(wrong).toMatchObject({ status: 1, stdout: '' });
  expect(wrong.stderr).toMatch(/^package\.json has \d+ problems:\n- line 1, rules: is missing/);
  expect(run('check', 'no-such-file')).toMatchObject({ status: 1, stdout: '' });
});

test('explain: the verdict, the rule and why', () => {
  const explain = (...args: readonly string[]) => run('explain', '--user', dana, ...args);
  const pause = ['--operation', 'pause', '--target', other, '--name', 'Slack'];
  expect(explain(...pause).stdout).toContain('Not allowed.\nNo rule of the policy allows you this here.');
  const allowed = explain(...pause, '--group', identity);
  expect(allowed.status).toBe(0);
  expect(allowed.stdout).toContain('Allowed by the rule “identity team pauses and starts everything”.');
  expect(allowed.stdout).toContain(
    '- allow “help desk pauses and starts Salesforce” does not apply (who no, where no, operation yes, target no)',
  );
  expect(explain('--operation', 'pause', '--target', payroll, '--group', identity).stdout).toContain(
    'The rule “nobody touches payroll” denies it.\nWhom to ask: the identity team',
  );
  expect(
    explain('--operation', 'delete', '--target', other, '--group', identity, '--team', team).stdout,
  ).toContain(`Needs approval (rule “deletes need a second person”) by one of the users ${dana}`);
});

test('schema: the one that is kept', () => {
  expect(JSON.parse(run('schema').stdout)).toEqual(
    JSON.parse(readFileSync('docs/policy.schema.json', 'utf8')),
  );
});

test.each([
  [[]],
  [['chek']],
  [['check', 'a', 'b']],
  [['check', '--user', dana]],
  [['schema', 'x']],
  [['explain']],
  [['explain', '--user', 'dana', '--operation', 'pause', '--target', other]],
  [['explain', '--user', dana, '--operation', 'stop', '--target', other]],
  [['explain', '--user', dana, '--operation', 'pause', '--target', 'Slack']],
  [['explain', '--user', dana, '--operation', 'pause', '--wrong', 'x']],
])('what it does not understand: %j', (args) => {
  const { status, stdout, stderr } = run(...args);
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toContain('npm run policy -- check');
});
