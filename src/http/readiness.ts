import { within } from '../within.ts';

/** What the bot needs to work. */
export type ReadyPart = 'store' | 'graph' | 'graph-writes' | 'connector' | 'channel-keys';

/** Each throws when its part does not work. */
export type ReadyParts = Readonly<Partial<Record<ReadyPart, () => Promise<unknown>>>>;

/** Names alone: anybody may look. */
export interface Readiness {
  readonly status: 'ready' | 'not ready';
  readonly parts: Readonly<Partial<Record<ReadyPart, 'ok' | 'failing'>>>;
}

/** An answer holds this long, milliseconds: anybody may ask, and asking costs the store. */
const holds = 500;
/** A part that takes longer does not work; whoever probes waits for 5 seconds, milliseconds. */
const longest = 4000;

async function lookAt(
  parts: ReadyParts,
  onNot: (part: ReadyPart, error: unknown) => void,
): Promise<Readiness> {
  const looked = await Promise.all(
    (Object.entries(parts) as [ReadyPart, () => Promise<unknown>][]).map(async ([part, look]) => {
      try {
        await within(longest, look(), () => {
          throw new Error(`no answer within ${longest / 1000} s`);
        });
        return [part, 'ok'] as const;
      } catch (error) {
        onNot(part, error);
        return [part, 'failing'] as const;
      }
    }),
  );
  const failing = looked.some(([, state]) => state === 'failing');
  return { status: failing ? 'not ready' : 'ready', parts: Object.fromEntries(looked) };
}

/**
 * Asks whether the bot can work, once at a time and not more often than the answer is worth.
 *
 * @param onNot called with the part and why, once per asking
 */
export function createReadiness(
  parts: ReadyParts,
  onNot: (part: ReadyPart, error: unknown) => void,
): () => Promise<Readiness> {
  let known: { readonly answer: Promise<Readiness>; until: number } | null = null;
  return () => {
    if (known !== null && performance.now() < known.until) return known.answer;
    const answer = lookAt(parts, onNot);
    const mine = { answer, until: Number.POSITIVE_INFINITY };
    known = mine;
    answer.finally(() => {
      mine.until = performance.now() + holds;
    });
    return answer;
  };
}
