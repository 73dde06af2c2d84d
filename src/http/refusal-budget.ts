import { isIPv6 } from 'node:net';
import type { Clock } from '../clock.ts';

export interface RefusalBudget {
  /** Takes one refusal from an address's budget; false when there is none left. */
  spend(remote: string | undefined): boolean;
}

/** Refusals an address may cause at once, and how many per second come back. */
const burst = 30;
const perSecond = 1;
/** Addresses remembered at most; who was refused longest ago is forgotten first. */
const mostAddresses = 10_000;

interface Bucket {
  left: number;
  at: number;
}

/** Who owns one IPv6 address owns the whole /64 of it. */
function owner(remote: string | undefined): string {
  if (remote === undefined || !isIPv6(remote) || remote.startsWith('::ffff:')) return remote ?? '';
  const [head = '', tail] = remote.split('::');
  const groups = head === '' ? [] : head.split(':');
  if (tail !== undefined) {
    const last = tail === '' ? [] : tail.split(':');
    while (groups.length + last.length < 8) groups.push('0');
    groups.push(...last);
  }
  return groups.slice(0, 4).join(':');
}

/**
 * Counts refused requests by remote address. Behind a load balancer all come from one; nobody who is let in is
 * counted, so the worst is that strangers there share a budget.
 */
export function createRefusalBudget(clock: Clock): RefusalBudget {
  const buckets = new Map<string, Bucket>();
  return {
    spend(remote) {
      const key = owner(remote);
      const now = clock.now();
      const known = buckets.get(key);
      const back = known === undefined ? 0 : (Math.max(0, now - known.at) / 1000) * perSecond;
      const left = Math.min(burst, (known?.left ?? burst) + back);
      // Put at the end again, so that the oldest stand first.
      buckets.delete(key);
      if (buckets.size >= mostAddresses) {
        const [oldest] = buckets.keys();
        if (oldest !== undefined) buckets.delete(oldest);
      }
      buckets.set(key, { left: left >= 1 ? left - 1 : left, at: now });
      return left >= 1;
    },
  };
}
