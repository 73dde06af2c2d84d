import type { TimerRecord } from '../store/timers.ts';
import type { JobSnapshot } from '../words.ts';

/** How far Graph's clock and this one may be apart, milliseconds. */
const clockSkew = 2 * 60_000;

/**
 * Whether a job that is stopped is so by the pause its timer is of, as far as can be told: in the state which that
 * pause left, and without a cycle that began since. The one that ran when it was paused may have ended later.
 */
export function isSamePause(
  { scheduleState, lastExecution }: JobSnapshot,
  { pause, found }: Pick<TimerRecord, 'pause' | 'found'>,
): boolean {
  // Nobody ever saw it take effect.
  if (found === null) return false;
  // Older records don't say what was found.
  if (found !== undefined && found.scheduleState !== scheduleState) return false;
  const began = lastExecution?.timeBegan ?? null;
  return began === null || began === found?.began || began < pause.pausedAt + clockSkew;
}
