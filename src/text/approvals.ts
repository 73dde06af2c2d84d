import type { PlanView, Warning } from '../words.ts';
import { uncapital } from './capital.ts';
import { operationWords } from './operations.ts';
import { type QuestionSentences, timeLeft, warningSentences } from './questions.ts';

/** The headline of a question that a second person has to answer. */
export const approvalHeadline = 'Waiting for a second person';

/** Everybody reads this card, so no warning speaks to one person. */
const TO_EVERYBODY: Readonly<Partial<Record<Warning, string | null>>> = {
  'changed-since-asked': 'It changed after it was asked for, so I sent nothing. This is how it stands now.',
  'was-away': 'I was away after the answer, so I sent nothing and ask again.',
  'inexact-match': 'The name that was typed wasn’t exact: look whether this is the one that is meant.',
  'as-you': 'It is done with the rights of whoever approves. Teams may ask that person to sign in once.',
  'policy-asks': null,
  'asked-to-show': null,
};

/** "delete the Zoom job"; `name` as it is to be shown. */
export function approvalAct({ operation }: PlanView, name: string): string {
  return uncapital(operationWords[operation].act(name));
}

/** The sentence under the headline, and what else an approver should know. */
export function approvalSentences(
  plan: PlanView,
  { name, actor }: { readonly name: string; readonly actor: string },
): QuestionSentences {
  const [heaviest = 'Nothing happens before that.', ...others] = warningSentences(plan, TO_EVERYBODY);
  return { first: `${actor} asks to ${approvalAct(plan, name)}. ${heaviest}`, others };
}

/** Who may press what, around the names of the person who asked and of the rule. */
export function approvers(
  expiresAt: number,
  now: number,
): { readonly afterActor: string; readonly afterRule: string } {
  const can = expiresAt > now ? 'can' : 'could';
  return {
    afterActor: ` ${can} withdraw it, but not approve it. Somebody else named by the rule “`,
    afterRule: `” ${can} approve or decline it, ${timeLeft(expiresAt, now)}.`,
  };
}

/** Instead of a reason. */
export const noReason = 'none given';

/** The label of the input for a reason to decline. */
export const declineReasonLabel = 'Reason for declining (optional)';

/** The label of the input with the whole name. */
export function approvalNameLabel(whole: string): string {
  return `Type the app’s name, ${whole}, to approve`;
}
