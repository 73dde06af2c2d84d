import { problemText } from '../policy/problem.ts';
import { fail, pass, skipped, warn } from './finding.ts';
import type { Look } from './look.ts';

const settings: Look = ({ settings: read, production }) => {
  if (!read.ok) {
    const count = read.problems.length === 1 ? 'A problem' : `${read.problems.length} problems`;
    return fail(
      `${count}: the bot would not start.`,
      'Set them right: docs/reference/settings.md and env/example.env tell how.',
      read.problems,
    );
  }
  if (production === null) return pass('Sandbox mode, no problem.');
  const { cloud, tenantIds, writesAs, credentials } = production;
  const tenants = tenantIds.length === 1 ? 'one tenant' : `${tenantIds.length} tenants`;
  return pass(`No problem: ${cloud.title}, ${tenants}, WRITES_AS=${writesAs}.`, [
    ...[credentials.connector, credentials.read, credentials.write].flatMap((each) =>
      each === null ? [] : [each.why],
    ),
  ]);
};

const policy: Look = async (subject) => {
  const reading = subject.policy();
  if (reading === null) {
    return skipped(
      subject.env['MODE'] === 'production' ? 'POLICY_FILE is not set' : 'the sandbox has a built-in policy',
    );
  }
  const read = await reading;
  const mend = 'Mend the file of POLICY_FILE; `npm run policy -- check` tells more.';
  if (!read.ok) return fail('The policy can’t be used.', mend, read.problems.map(problemText));
  const rules = read.policy.rules.length === 1 ? 'One rule' : `${read.policy.rules.length} rules`;
  return read.warnings.length === 0
    ? pass(`${rules}, no problem.`)
    : warn(`${rules}, and something to think about.`, mend, read.warnings.map(problemText));
};

/** Checks of what the operator wrote. */
export const written = { settings, policy } satisfies Record<string, Look>;
