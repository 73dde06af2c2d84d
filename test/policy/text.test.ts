import { refusalSentences } from '../../src/text/policy.ts';

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
