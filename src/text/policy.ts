/**
 * Why somebody was not allowed something, and whom to ask, as sentences.
 *
 * @param refusal `rule` and `contact` as they are to be shown
 */
export function refusalSentences({
  why,
  rule,
  contact,
}: {
  readonly why: 'no-rule' | 'denied' | 'membership-unknown';
  readonly rule: string | null;
  readonly contact: string | null;
}): { readonly reason: string; readonly ask: string | null } {
  const ask = contact === null ? null : `Whom to ask: ${contact}`;
  switch (why) {
    case 'no-rule':
      return { reason: 'No rule of the policy allows you this here.', ask };
    case 'denied':
      return { reason: `The rule “${rule ?? ''}” denies it.`, ask };
    case 'membership-unknown':
      return {
        reason: `The rule “${rule ?? ''}” depends on a group, and whether you are in it could not be found out. Nothing was done. Try again in a minute.`,
        ask,
      };
  }
}
