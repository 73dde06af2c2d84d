import { setTimeout as sleep } from 'node:timers/promises';
import { causes } from './causes.ts';
import { classifySignIn, type SignInContext, SignInFailed } from './sign-in-failure.ts';
import { noAnswer, type TokenAnswer, type Watch, watching } from './token-answer.ts';

/** As @azure/identity gives it. */
export interface IssuedToken {
  readonly token: string;
  /** Epoch milliseconds. */
  readonly expiresOnTimestamp: number;
}

/** How long to wait for Entra in all, milliseconds; a person is waiting. */
export const defaultTimeout = 8000;

/** Before the one repetition, milliseconds. */
const pause = 200;

const timedOut: TokenAnswer = { ...noAnswer, network: 'TimeoutError' };

/**
 * Asks for one token, in time. The library ignores an AbortSignal, so the wait ends by itself; what is still under
 * way is cut off at the same moment. Asking for a token changes nothing, so a connection that broke, or a 5xx that
 * names no time, is tried once more.
 *
 * @param ask asks with a credential of its own each time: the library remembers a 5xx for a minute
 * @param timeout milliseconds, repetition included
 * @throws SignInFailed and nothing else
 */
export async function askEntra(
  ask: () => Promise<IssuedToken | null>,
  context: SignInContext,
  timeout: number = defaultTimeout,
): Promise<IssuedToken> {
  const watch: Watch = { deadline: Date.now() + timeout, last: null };
  const ended = new AbortController();
  const work = watching.run(watch, async () => {
    try {
      return await ask();
    } catch (error) {
      if (!worthRepeating(watch, pause)) throw error;
      await sleep(pause, undefined, { signal: ended.signal });
      watch.last = null;
      return await ask();
    }
  });
  const late = sleep(timeout, 'late' as const, { signal: ended.signal });
  late.catch(() => undefined);
  let failure: unknown = null;
  try {
    const first = await Promise.race([work, late]);
    if (first !== 'late' && first !== null && first.token !== '') return first;
    if (first === 'late') watch.last = timedOut;
  } catch (error) {
    failure = error;
  } finally {
    ended.abort();
    work.catch(() => undefined);
  }
  throw within(failure) ?? new SignInFailed(classifySignIn(watch.last, failure, context));
}

/** The failure of an assertion's own sign-in, however deep the library wrapped it. */
function within(error: unknown): SignInFailed | null {
  for (const { thrown } of causes(error)) if (thrown instanceof SignInFailed) return thrown;
  return null;
}

function worthRepeating({ last, deadline }: Watch, before: number): boolean {
  if (last === null || Date.now() + before >= deadline) return false;
  if (last.network !== null) return last.network !== 'TimeoutError';
  return last.status !== null && last.status >= 500 && last.retryAfter === null;
}
