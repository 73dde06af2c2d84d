import type { Log } from './log.ts';
import { within } from './within.ts';

/** What was opened, to be closed in the opposite order. */
export interface Closing {
  /**
   * @param what what is closed, for the log
   * @param atMost what is not closed by then is left as it is, milliseconds
   */
  add(what: string, close: () => Promise<void>, atMost: number): void;
  /** Closes everything, once. Never rejects: what can't be closed keeps nothing else from it. */
  close(): Promise<void>;
}

/** Keeps what has to be closed. */
export function closeInOrder(log: Log): Closing {
  const closers: (() => Promise<void>)[] = [];
  return {
    add(what, close, atMost) {
      closers.push(async () => {
        try {
          await within(atMost, close(), () => {
            throw new Error(`not within ${atMost} ms`);
          });
        } catch (error) {
          log.warn({ what, err: error }, 'something could not be closed');
        }
      });
    },
    async close() {
      for (let closer = closers.pop(); closer !== undefined; closer = closers.pop()) await closer();
    },
  };
}
