import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { count, type WorkName } from '../metrics.ts';
import { apart } from '../tracing.ts';

/** One kind of due rows: takes what is due now and works on it. */
export interface Work {
  readonly name: WorkName;
  /** Claims at most `room` due rows and starts on them; returns the work under way, one promise a row. */
  readonly take: (room: number) => Promise<readonly Promise<unknown>[]>;
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
/** How many rows of a kind are worked on at once. */
const mostUnderWay = 40;
/** When rows are due that cannot be taken, because others come first: how long until the next look. Milliseconds. */
const blockedPoll = 200;

/** Runs one kind of work until it is stopped: at each wake, at each due time, and now and then anyway. */
export function startWorkLoop(
  work: Work,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): WorkLoop {
  const underWay = new Set<Promise<unknown>>();
  let stopped = false;
  let asked = false;
  let looking: Promise<void> | null = null;
  /** After a failure nothing is looked at before this; a store that is down must not keep the process busy. Not by the wall clock, which may be set back. */
  let restUntil = 0;
  const rest = () => restUntil - performance.now();
  let timer: NodeJS.Timeout | undefined;

  async function look(): Promise<void> {
    let wait = safetyPoll;
    let taken = 0;
    try {
      do {
        asked = false;
        const started = await work.take(mostUnderWay - underWay.size);
        taken += started.length;
        for (const each of started) track(each);
      } while (asked && !stopped && underWay.size < mostUnderWay);
      const next = await work.nextAt();
      const least = taken > 0 ? 20 : blockedPoll;
      if (next !== null)
        wait = Math.min(safetyPoll, Math.max(next <= clock.now() ? least : 20, next - clock.now()));
    } catch (error) {
      restUntil = performance.now() + safetyPoll;
      count('sync_warden_work_errors_total', { work: work.name });
      log.error({ work: work.name, err: error }, 'the store could not be read');
    }
    looking = null;
    if (stopped) return;
    if (asked && rest() <= 0 && underWay.size < mostUnderWay) wake();
    else timer = setTimeout(wake, Math.max(wait, rest()));
  }

  function track(each: Promise<unknown>): void {
    const tracked: Promise<void> = each.then(
      () => {
        underWay.delete(tracked);
        wake();
      },
      (error: unknown) => {
        underWay.delete(tracked);
        restUntil = performance.now() + safetyPoll;
        count('sync_warden_work_errors_total', { work: work.name });
        log.error({ work: work.name, err: error }, 'work failed');
      },
    );
    underWay.add(tracked);
  }

  function wake(): void {
    if (stopped) return;
    asked = true;
    if (looking !== null) return;
    clearTimeout(timer);
    if (rest() > 0) timer = setTimeout(wake, rest());
    // Whoever woke it is not followed by what it finds.
    else looking = apart(look);
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
