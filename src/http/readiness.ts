/** An answer holds this long, milliseconds: anybody may ask, and asking costs the store. */
const holds = 500;

/**
 * Asks whether the bot can work, once at a time and not more often than the answer is worth.
 *
 * @param ready throws when it can't
 * @param onNot called with why, once per asking
 */
export function createReadiness(
  ready: () => Promise<void>,
  onNot: (error: unknown) => void,
): () => Promise<boolean> {
  let known: { readonly answer: Promise<boolean>; until: number } | null = null;
  return () => {
    if (known !== null && performance.now() < known.until) return known.answer;
    const answer = ready().then(
      () => true,
      (error: unknown) => {
        onNot(error);
        return false;
      },
    );
    const mine = { answer, until: Number.POSITIVE_INFINITY };
    known = mine;
    answer.finally(() => {
      mine.until = performance.now() + holds;
    });
    return answer;
  };
}
