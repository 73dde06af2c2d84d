/** What the card for a sentence that is no command says. */
export const misunderstood = {
  headline: 'I didn’t understand that',
  nearHeadline: 'Did you mean this?',
  sentence: 'Nothing was done. I act only on whole commands.',
  nearSentence: 'Nothing was done yet.',
} as const;
