/** Why a tap shows a line of words instead of a card. */
export type TapWord = 'looking' | 'unknown' | 'foreign' | 'elsewhere' | 'malformed' | 'failed';

/**
 * The line shown to who tapped.
 *
 * @param askedOf who the question was put to, where that matters
 */
export function tapText(word: TapWord, askedOf: string | null): string {
  switch (word) {
    case 'looking':
      return 'On it. The answer comes as a message.';
    case 'unknown':
      return 'I don’t know this question any more. Nothing was done. Type the command again to get a new one.';
    case 'foreign':
      return `Only ${askedOf ?? 'the person who asked'} can answer this. Nothing was done. Type the command yourself to get your own question.`;
    case 'elsewhere':
      return 'This question was asked in another conversation. Nothing was done. Answer it there, or type the command here.';
    case 'malformed':
      return 'I can’t read this button. Nothing was done. Type “help” to see what I understand.';
    case 'failed':
      return 'Something went wrong on my side before anything was done. Tap again in a moment.';
  }
}
