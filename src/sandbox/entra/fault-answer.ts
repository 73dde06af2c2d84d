import { type EntraAnswer, entraError } from './answer.ts';
import type { CheckedEntraFault } from './faults.ts';

/** What a fault answers in place of Entra; null for faults that let the request be answered. */
export function answerInstead(fault: CheckedEntraFault, now: number): EntraAnswer | null {
  const retryAfter = (seconds: number | undefined): Record<string, string> =>
    seconds === undefined ? {} : { 'retry-after': String(seconds) };
  switch (fault.kind) {
    case 'aadsts':
      return entraError(fault.error ?? 0, now);
    case 'throttle':
      return {
        status: 429,
        headers: retryAfter(fault.retryAfterSeconds ?? 3),
        body: { error: 'temporarily_unavailable', error_description: 'Too many requests.' },
      };
    case 'status': {
      const status = fault.status ?? 503;
      // What answers for a service that is away is a gateway, and it knows nothing of JSON.
      return {
        status,
        headers: retryAfter(fault.retryAfterSeconds),
        html: `<html><head><title>${status}</title></head><body>Planted by the sandbox.</body></html>`,
      };
    }
    default:
      return null;
  }
}
