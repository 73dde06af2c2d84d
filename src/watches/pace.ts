import { settleAfter } from './settle.ts';

const minute = 60_000;

/** Up to so many jobs of a tenant are read every minute however long they were quiet. */
const fewJobs = 1000;
/** How far a wait may be from its length, either way: jobs read along with others save requests. */
const spread = 0.1;

/** When what seems to have changed is read again, milliseconds. */
export const again = 5000;
/** A look at what the bot itself just did. */
export const soon = 1000;

if (again * (1 - spread) < settleAfter) throw new RangeError('a second look would come too early to settle');

/**
 * How long until a job is read again, milliseconds: often after a change or an act of the bot, then once a minute.
 * In a tenant of many jobs those that were quiet for an hour are read less and less.
 */
export function periodOf(job: {
  /** How long ago it last changed, milliseconds. */
  readonly quietFor: number;
  readonly unsettled: boolean;
  /** How many jobs of the tenant are watched. */
  readonly jobs: number;
}): number {
  // What will only change was written before the clock was set back.
  const quietFor = job.quietFor < -minute ? Number.POSITIVE_INFINITY : job.quietFor;
  if (job.unsettled || quietFor < 2 * minute) return again;
  if (quietFor < 12 * minute) return 20_000;
  if (job.jobs <= fewJobs || quietFor < 60 * minute) return minute;
  const doublings = Math.floor(quietFor / (60 * minute));
  return Math.min(5 * minute, minute * 2 ** Math.min(doublings, 10));
}

/**
 * A job's next turn: at a moment near the end of its period, or earlier along with others.
 *
 * @param random gives numbers from 0 up to 1
 */
export function turnAfter(
  period: number,
  now: number,
  random: () => number,
): { readonly dueFrom: number; readonly nextAt: number } {
  const wait = period * (1 - spread + 2 * spread * random());
  // What has to settle must not be read too early.
  const early = period === again ? 0 : period * spread;
  return { dueFrom: Math.round(now + wait - early), nextAt: Math.round(now + wait) };
}
