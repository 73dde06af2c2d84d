/** How often a fault is met, whatever kind it is. */
export interface Counted {
  /** Matching requests it meets; 0: until cleared. */
  readonly times: number;
  /** Matching requests let through before. */
  readonly after: number;
}

/** A fault in the queue, and what became of it so far. */
export interface Planted<Fault> {
  readonly fault: Fault;
  /** Matching requests let through because of `after`. */
  skipped: number;
  used: number;
}

export interface FaultQueue<Fault, Request> {
  add(faults: readonly Fault[]): void;
  /** The fault this request meets, counted as used; null when none. */
  take(request: Request): Fault | null;
  /** In the order planted, those that are used up included. */
  list(): readonly Planted<Fault>[];
  clear(): void;
}

/**
 * A queue without faults. They are tried in the order planted: the first that matches and isn't used up is
 * taken. A request taken by one fault doesn't count for `after` of those behind it.
 *
 * @param matches whether a fault is meant for a request
 */
export function emptyFaultQueue<Fault extends Counted, Request>(
  matches: (fault: Fault, request: Request) => boolean,
): FaultQueue<Fault, Request> {
  let planted: Planted<Fault>[] = [];
  return {
    add(faults) {
      planted.push(...faults.map((fault) => ({ fault, skipped: 0, used: 0 })));
    },
    take(request) {
      for (const entry of planted) {
        const { fault } = entry;
        if ((fault.times > 0 && entry.used >= fault.times) || !matches(fault, request)) continue;
        if (entry.skipped < fault.after) {
          entry.skipped += 1;
          continue;
        }
        entry.used += 1;
        return fault;
      }
      return null;
    },
    list: () => planted,
    clear() {
      planted = [];
    },
  };
}
