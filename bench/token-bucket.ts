/** A quota that refills with time, as a service that throttles keeps one for each tenant. */
export interface TokenBucket {
  /** Takes one; 0, or the seconds to wait for the next. */
  take(now: number): number;
}

/**
 * @param capacity how many can be taken at once
 * @param perSecond how many come back each second
 */
export function tokenBucket(capacity: number, perSecond: number): TokenBucket {
  let left = capacity;
  let at = 0;
  return {
    take(now) {
      left = Math.min(capacity, left + ((now - at) / 1000) * perSecond);
      at = now;
      if (left < 1) return Math.max(1, Math.ceil((1 - left) / perSecond));
      left -= 1;
      return 0;
    },
  };
}
