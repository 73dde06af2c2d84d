import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { count, type WorkName } from '../metrics.ts';
import { apart } from '../tracing.ts';
import { within } from '../within.ts';

/** One kind of due rows: takes what is due now and works on it. */
export interface Work {
  readonly name: WorkName;
  /** Claims at most `room` due rows and starts on them; returns the work under way, one promise a row. */
  readonly take: (room: number) => Promise<readonly Promise<unknown>[]>;
  /** When the next row is due, epoch milliseconds; null when none waits. */
  readonly nextAt: () => Promise<number | null>;
  /** How long a stop waits for rows under way, milliseconds. */
  readonly finishing: number;
  /** Gives back what this process still holds of it, so that others need not wait until its leases end. */
  readonly giveBack: () => Promise<void>;
}

export interface WorkLoop {
  /** Something may be due: look now. */
  wake(): void;
  /**
   * Takes nothing more, waits for what is under way no longer than its work wants, and gives back the rest. Never
   * rejects.
   */
  stop(): Promise<void>;
}

/** Looks at least this often, so that rows other processes left behind are met. Milliseconds. */
const safetyPoll = 2000;
/** How many rows of a kind are worked on at once. */
const mostUnderWay = 40;
/** A store that does not answer keeps a stop from giving back no longer than this, milliseconds. */
const longestGiveBack = 1000;
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
  /**
   * After a failure nothing is looked at before this; a store that is down must not keep the process busy. Not by
   * the wall clock, which may be set back.
   */
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
      } while (asked && underWay.size < mostUnderWay);
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
    async stop() {
      stopped = true;
      clearTimeout(timer);
      // What was asked for before is still looked at: a tap may have brought a sign-in that is in this process alone.
      const finished = async () => {
        await looking;
        await Promise.allSettled(underWay);
      };
      await within(work.finishing, finished(), () => {});
      await within(longestGiveBack, work.giveBack(), () => {}).catch((error: unknown) => {
        // Then the leases run out by themselves.
        log.warn({ work: work.name, err: error }, 'what is left could not be given back');
      });
    },
  };
}
