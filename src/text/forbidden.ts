import type { Forbidden, RunView } from '../words.ts';
import { uncapital } from './capital.ts';

/** What a card says when the rules don't let a person do something. */
export interface ForbiddenText {
  readonly headline: string;
  readonly sentence: string;
  /** What the person can do besides asking somebody; null when there is nothing. */
  readonly helps: string | null;
}

/** Why the rules say no to a sentence; `act` ("Pause Slack") and `rule` as they are to be shown. */
export function forbiddenText(
  why: Forbidden['why'],
  { act, rule }: { readonly act: string; readonly rule: string | null },
): ForbiddenText {
  const headline = 'The rules here don’t allow that';
  switch (why) {
    case 'no-rule':
      return {
        headline,
        sentence: `No rule lets you ${uncapital(act)} here. Nothing was done.`,
        helps: null,
      };
    case 'denied':
      return {
        headline,
        sentence: `${rule === null ? 'A rule' : `The rule “${rule}”`} doesn’t let you ${uncapital(act)} here. Nothing was done.`,
        helps: null,
      };
    case 'membership-unknown':
      return {
        headline: 'I couldn’t check whether you may do that',
        sentence: 'I couldn’t look up which groups you are in. Nothing was done.',
        helps: `${tryAgain} If it stays like this, ask.`,
      };
  }
}

/** Why a run was refused by the rules: after a question or an approval, so it is about nobody in particular. */
export function forbiddenRun({ forbidden }: RunView, rule: string | null): string {
  switch (forbidden?.why) {
    case undefined:
      return 'The rules here don’t allow it, so I sent nothing.';
    case 'no-rule':
      return 'The rules here don’t allow it: no rule says yes. I sent nothing.';
    case 'denied':
      return `The rules here don’t allow it: ${rule === null ? 'one of them' : `“${rule}”`} says no. I sent nothing.`;
    case 'membership-unknown':
      return 'I couldn’t look up the groups that the rules name, so I sent nothing.';
  }
}

/** What helps while it can't be told who is in which group. */
export const tryAgain = 'Try again in a moment.';

/** Whom to ask where the policy names nobody. */
export const somebodyToAsk = 'Whoever looks after Sync Warden';
