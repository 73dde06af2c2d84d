/** More doesn't fit a band. */
export const LONGEST_HEADLINE = 45;

/** A headline, or another one where a long name makes it too long. */
export function fittingHeadline(headline: string, instead: string): string {
  return headline.length <= LONGEST_HEADLINE ? headline : instead;
}

/** What a band says; the name goes into the sentence where the headline has no room for it. */
export function bandWords(
  name: string,
  {
    headline,
    instead,
    sentence,
  }: { readonly headline: string; readonly instead: string; readonly sentence: string },
): { readonly headline: string; readonly sentence: string } {
  return headline.length <= LONGEST_HEADLINE
    ? { headline, sentence }
    : { headline: instead, sentence: `${name}. ${sentence}` };
}
