import type { RunRecord } from '../store/runs.ts';
import type { Tx } from '../store/schema.ts';
import { findTimer } from '../store/timers.ts';
import type { PauseEnd } from '../words.ts';
import { changeEnd, TimerMoved } from './change-end.ts';
import type { OperationDeps } from './deps.ts';

/** The same said twice is not meant to last longer, milliseconds. */
const sameEnd = 60_000;
/** So often a timer that moves is read again before the whole transaction is. */
const mostTries = 3;

const outlasts = (asked: PauseEnd | null, waiting: PauseEnd) =>
  asked === null || asked.at > waiting.at + sameEnd;

/**
 * Of a pause that found the job stopped, in the transaction that tells it: what waits there is told with it. Where the
 * new one was to last longer, or for good, the job is not started at the end of the other, but people are reminded.
 *
 * @param now epoch milliseconds
 * @returns the run with what it met
 * @throws TimerMoved when the timer keeps being claimed or changed; the transaction is to be tried anew
 */
export async function meetPause(
  tx: Tx,
  deps: OperationDeps,
  record: RunRecord,
  now: number,
): Promise<RunRecord> {
  const { operation, target, outcome, until = null } = record.view;
  if (operation !== 'pause' || target.kind !== 'job' || outcome?.kind !== 'already') return record;
  for (let tries = 1; ; tries++) {
    const timer = await findTimer(tx, target);
    if (timer === null) return record;
    const { pause } = timer.record;
    const end = timer.kind === 'timed' ? pause.until : null;
    if (end === null || !outlasts(until, end))
      return { ...record, view: { ...record.view, met: { pause, longer: false } } };
    const to = { ...end, atEnd: 'remind' } as const;
    const longer = { actor: record.actor, until: until?.at ?? null };
    try {
      await changeEnd(tx, deps, timer, { to, longer, now });
    } catch (error) {
      if (error instanceof TimerMoved && tries < mostTries) continue;
      throw error;
    }
    return { ...record, view: { ...record.view, met: { pause: { ...pause, until: to }, longer: true } } };
  }
}
