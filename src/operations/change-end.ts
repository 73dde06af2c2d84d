import { findNotice, putMessage } from '../store/messages.ts';
import { setRunUntil } from '../store/runs.ts';
import type { Tx } from '../store/schema.ts';
import { type Asker, changeTimer, type Timer, type TimerRecord } from '../store/timers.ts';
import type { PauseEnd } from '../words.ts';
import type { OperationDeps } from './deps.ts';
import { nextLook, secondLook } from './settle-timer.ts';

/** Thrown when a timer was changed, claimed or ended after it was read: what was planned for it has to be planned anew. */
export class TimerMoved extends Error {
  constructor(id: string) {
    super(`timer ${id} moved`);
    this.name = 'TimerMoved';
  }
}

/** The pause's own card says the new end, as long as it is kept. */
async function showEnd(tx: Tx, record: TimerRecord, now: number): Promise<void> {
  const { messageId: id, place, runId, pause } = record;
  const { until } = pause;
  await setRunUntil(tx, runId, until);
  const notice = await findNotice(tx, id);
  if (notice?.kind !== 'run' || notice.run.runId !== runId) return;
  await putMessage(tx, { id, place, notice: { ...notice, run: { ...notice.run, until } }, now });
}

/** Who still wants a pause to last longer than to an end that somebody else gives it, epoch milliseconds; null when nobody does. */
export function wantedLonger(
  { longer }: TimerRecord,
  { actor }: Asker,
  at: number | null,
): NonNullable<TimerRecord['longer']> | null {
  if (!longer || longer.actor.objectId === actor.objectId) return null;
  const lasts = at === null || (longer.until !== null && at >= longer.until);
  return lasts ? null : longer;
}

/**
 * Gives a waiting pause another end, makes it open-ended, or ends its timer, in the caller's transaction.
 *
 * @param change `to` null: open-ended from now on, with reminders; `over`: the pause itself was not seen any more, so
 *   that its timer ends when that is seen again; `by`: who gives it that end; absent: it keeps the one it has
 * @throws TimerMoved when it is not any more as it was read
 */
export async function changeEnd(
  tx: Tx,
  deps: OperationDeps,
  timer: Timer,
  change: { readonly to: PauseEnd | null | 'over'; readonly by?: Asker; readonly now: number } & Pick<
    TimerRecord,
    'longer'
  >,
): Promise<void> {
  const { to, by, now } = change;
  if (to === 'over') {
    // It was told, so that nothing but a reminder can follow.
    const record = { ...timer.record, unread: null, missedSince: now };
    const look = { kind: 'open-ended', record, dueAt: now + secondLook } as const;
    if (!(await changeTimer(tx, timer, look, now))) throw new TimerMoved(timer.id);
    return;
  }
  const { pause, changedBy = null, longer = null } = timer.record;
  const record: TimerRecord = {
    ...timer.record,
    pause: { ...pause, until: to },
    unread: null,
    missedSince: null,
    changedBy: by ?? changedBy,
    longer: change.longer ?? (by ? wantedLonger(timer.record, by, to?.at ?? null) : longer),
  };
  const step =
    to === null
      ? ({ kind: 'open-ended', record, dueAt: nextLook(deps, now) } as const)
      : ({ kind: 'timed', record, dueAt: to.at } as const);
  if (!(await changeTimer(tx, timer, step, now))) throw new TimerMoved(timer.id);
  await showEnd(tx, record, now);
}
