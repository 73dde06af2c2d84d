import { refusalSentences, rightLine } from '../../src/text/policy.ts';

test.each([
  ['no-rule', null, 'No rule of the policy allows you this here.'],
  ['denied', 'no deletes', 'The rule “no deletes” denies it.'],
  [
    'membership-unknown',
    'help desk',
    'The rule “help desk” depends on a group, and whether you are in it could not be found out. Nothing was done. Try again in a minute.',
  ],
] as const)('a refusal: %s', (why, rule, reason) => {
  expect(refusalSentences({ why, rule, contact: 'the desk' })).toEqual({
    reason,
    ask: 'Whom to ask: the desk',
  });
  expect(refusalSentences({ why, rule, contact: null })).toEqual({ reason, ask: null });
});

test.each([
  ['yes', 'all', 'You may pause jobs (rule “r”).'],
  ['yes', 'some', 'You may pause jobs, but not all of them alike (rule “r”).'],
  ['asks', 'all', 'You may pause jobs, after saying yes once more (rule “r”).'],
  ['approval', 'all', 'You may pause jobs, when somebody else approves (rule “r”).'],
  ['no', 'all', 'You may not pause jobs (rule “r”).'],
  [
    'unknown',
    'all',
    'Whether you may pause jobs could not be found out: your groups could not be read (rule “r”).',
  ],
] as const)('a right: %s on %s', (verdict, targets, line) => {
  expect(rightLine({ operation: 'pause', verdict, targets, rule: 'r' })).toBe(line);
  expect(rightLine({ operation: 'pause', verdict, targets, rule: null })).toBe(
    line.replace(' (rule “r”)', ''),
  );
});
