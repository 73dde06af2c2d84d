import type { Log } from '../log.ts';
import { countRejection, type RejectionReason } from '../metrics.ts';

export interface Rejection {
  /** One of a few: each has its own line. */
  readonly reason: RejectionReason;
  readonly status: number;
  readonly remote: string | undefined;
}

export interface RejectionLog {
  add(rejection: Rejection): void;
  /** Writes what is held back and forgets it. */
  close(): void;
}

interface Held {
  readonly timer: NodeJS.Timeout;
  newest: Rejection | null;
  suppressed: number;
}

/**
 * Tells of rejected requests without letting callers flood the log: the first of a reason at once, then at most one
 * line per reason and `every` milliseconds, with how many it stands for.
 */
export function createRejectionLog(log: Log, every = 10_000): RejectionLog {
  const held = new Map<string, Held>();

  function write({ reason, status, remote }: Rejection, suppressed: number): void {
    log.warn({ reason, status, remote, ...(suppressed > 0 ? { suppressed } : {}) }, 'a request was rejected');
  }

  function due(reason: string): void {
    const one = held.get(reason);
    if (one === undefined) return;
    if (one.newest === null) return void held.delete(reason);
    write(one.newest, one.suppressed - 1);
    hold(reason);
  }

  function hold(reason: string): void {
    const timer = setTimeout(due, every, reason).unref();
    held.set(reason, { timer, newest: null, suppressed: 0 });
  }

  return {
    add(rejection) {
      countRejection(rejection.reason);
      const one = held.get(rejection.reason);
      if (one === undefined) {
        write(rejection, 0);
        hold(rejection.reason);
        return;
      }
      one.newest = rejection;
      one.suppressed += 1;
    },
    close() {
      for (const { timer, newest, suppressed } of held.values()) {
        clearTimeout(timer);
        if (newest !== null) write(newest, suppressed - 1);
      }
      held.clear();
    },
  };
}
