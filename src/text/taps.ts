import { somebodyToAsk, tryAgain } from './forbidden.ts';

/** Why a tap shows a line of words instead of a card. */
export type TapWord =
  | 'looking'
  | 'unknown'
  /** Another bot with a newer version asked it, and this one doesn't know what it means. */
  | 'newer'
  | 'foreign'
  | 'elsewhere'
  /** Who asked for it taps "Approve" or "Decline". */
  | 'self'
  /** The rules don't let this person approve it. */
  | 'not-approver'
  /** It can't be looked up whether they do. */
  | 'membership-unknown'
  /** Somebody else than who asked taps "Withdraw". */
  | 'not-requester'
  | 'malformed'
  | 'failed';

/**
 * The line shown to who tapped.
 *
 * @param named the person or the rule that the words speak of: who was asked, who asked, which rule decides
 * @param contact whom to ask about the rules; null when they name nobody
 */
export function tapText(word: TapWord, named: string | null, contact: string | null = null): string {
  switch (word) {
    case 'looking':
      return 'On it. The answer comes as a message.';
    case 'unknown':
      return 'I don’t know this question any more. Nothing was done. Type the command again to get a new one.';
    case 'newer':
      return 'A newer version of me asked this, and I’m just being brought up to date. Nothing was done. Tap again in a minute.';
    case 'foreign':
      return `Only ${named ?? 'the person who asked'} can answer this. Nothing was done. Type the command yourself to get your own question.`;
    case 'elsewhere':
      return 'This question was asked in another conversation. Nothing was done. Answer it there, or type the command here.';
    case 'self':
      return 'This is your own request, so somebody else has to answer it. Nothing was done. You can withdraw it.';
    case 'not-approver':
      return named === null
        ? `The rules here don’t let you answer this. Nothing was done. ${whomToAsk(contact)}`
        : `The rule “${named}” doesn’t let you answer this. Nothing was done. ${whomToAsk(contact)}`;
    case 'membership-unknown':
      return `I couldn’t look up whether you may answer this. Nothing was done. ${tryAgain}`;
    case 'not-requester':
      return `Only ${named ?? 'the person who asked'} can withdraw this. Nothing was done. Who may approve it can decline it instead.`;
    case 'malformed':
      return 'I can’t read this button. Nothing was done. Type “help” to see what I understand.';
    case 'failed':
      return 'Something went wrong on my side before anything was done. Tap again in a moment.';
  }
}

function whomToAsk(contact: string | null): string {
  return `Whom to ask: ${contact ?? somebodyToAsk}.`;
}
