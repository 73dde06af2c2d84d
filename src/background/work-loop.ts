import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';

/** One kind of due rows: takes what is due now and works on it. */
export interface Work {
  readonly name: string;
  /** Claims due rows and starts on them; returns the work under way, one promise a row. */
  readonly take: () => Promise<readonly Promise<unknown>[]>;
  /** When the next row is due, epoch milliseconds; null when none waits. */
  readonly nextAt: () => Promise<number | null>;
}

export interface WorkLoop {
  /** Something may be due: look now. */
  wake(): void;
  /** Takes nothing more and waits for what is under way, at most `patience` milliseconds. */
  stop(patience: number): Promise<void>;
}

/** Looks at least this often, so that rows other processes left behind are met. Milliseconds. */
const safetyPoll = 2000;

/** Runs one kind of work until it is stopped: at each wake, at each due time, and now and then anyway. */
export function startWorkLoop(
  work: Work,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): WorkLoop {
  const underWay = new Set<Promise<unknown>>();
  let stopped = false;
  let asked = false;
  let looking: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;

  async function look(): Promise<void> {
    let wait = safetyPoll;
    try {
      do {
        asked = false;
        for (const each of await work.take()) {
          const tracked: Promise<unknown> = each
            .catch((error: unknown) => log.error({ work: work.name, err: error }, 'work failed'))
            .finally(() => {
              underWay.delete(tracked);
              wake();
            });
          underWay.add(tracked);
        }
      } while (asked && !stopped);
      const next = await work.nextAt();
      if (next !== null) wait = Math.min(safetyPoll, Math.max(20, next - clock.now()));
    } catch (error) {
      log.error({ work: work.name, err: error }, 'the store could not be read');
    }
    looking = null;
    if (stopped) return;
    if (asked) wake();
    else timer = setTimeout(wake, wait);
  }

  function wake(): void {
    if (stopped) return;
    asked = true;
    if (looking !== null) return;
    clearTimeout(timer);
    looking = look();
  }

  wake();
  return {
    wake,
    async stop(patience) {
      stopped = true;
      clearTimeout(timer);
      await looking;
      let giveUp: NodeJS.Timeout | undefined;
      const enough = new Promise<void>((resolve) => {
        giveUp = setTimeout(resolve, patience);
      });
      await Promise.race([Promise.allSettled([...underWay]), enough]);
      clearTimeout(giveUp);
    },
  };
}
