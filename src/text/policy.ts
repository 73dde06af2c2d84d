import type { Operation } from '../words.ts';

/** How sentences about rights speak of an operation. */
export const operationNames: Readonly<Record<Operation, string>> = {
  pause: 'pause jobs',
  start: 'start jobs',
  delete: 'delete jobs',
  'pause-profile': 'pause school profiles',
};

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

/** One line of what a person may do somewhere; `rule` as it is to be shown. */
export function rightLine({
  operation,
  verdict,
  rule,
  targets,
}: {
  readonly operation: Operation;
  readonly verdict: 'yes' | 'asks' | 'approval' | 'no' | 'unknown';
  readonly rule: string | null;
  readonly targets: 'all' | 'some';
}): string {
  const what = operationNames[operation];
  const because = rule === null ? '' : ` (rule “${rule}”)`;
  const some = targets === 'all' ? '' : ', but not all of them alike';
  switch (verdict) {
    case 'yes':
      return `You may ${what}${some}${because}.`;
    case 'asks':
      return `You may ${what}${some}, after saying yes once more${because}.`;
    case 'approval':
      return `You may ${what}${some}, when somebody else approves${because}.`;
    case 'no':
      return `You may not ${what}${because}.`;
    case 'unknown':
      return `Whether you may ${what} could not be found out: your groups could not be read${because}.`;
  }
}
