import { GraphFailure } from '../graph/failure.ts';
import { newMessageId } from '../ids.ts';
import { count } from '../metrics.ts';
import type { Notice } from '../notice.ts';
import { putMessage } from '../store/messages.ts';
import { insertRun } from '../store/runs.ts';
import { type Asker, type ClaimedTimer, endTimer, stepTimer, type TimerRecord } from '../store/timers.ts';
import { readTarget } from '../targets/read.ts';
import type { Forbidden, JobSnapshot } from '../words.ts';
import { inTenant, type OperationDeps, type TenantDeps } from './deps.ts';
import { newRun } from './new-run.ts';
import { operationTable } from './operation-table.ts';
import { isSamePause } from './same-pause.ts';
import { nextLook, secondLook } from './settle-timer.ts';
import { showWorking } from './show-working.ts';

type Why = Extract<Notice, { kind: 'pause-over' }>['why'];

/** Waits after each reading that failed double from this, milliseconds. */
const firstWait = 15_000;
const longestWait = { timed: 5 * 60_000, 'open-ended': 60 * 60_000 } as const;
/** So long an end that can't be read is tried before people are told, milliseconds. */
const patience = 30 * 60_000;
/** Readings of a pause that is not there tell it only when they are this far apart, milliseconds: one may be wrong. */
const apart = 20_000;

/** What is known of a pause when its timer is due. */
type Present =
  | { readonly kind: 'unread'; readonly retryAfter: number | null }
  | { readonly kind: 'gone' }
  | { readonly kind: 'changed' | 'paused'; readonly snapshot: JobSnapshot };

/** A record after the job was read and found paused, or its end was told. */
const wellRead = (record: TimerRecord): TimerRecord => ({ ...record, unread: null, missedSince: null });

/** How a job that was paused stands: whether the pause is still there. @throws GraphFailure when it can't be read */
export async function presentPause(
  deps: TenantDeps,
  { pause }: ClaimedTimer['record'],
): Promise<Exclude<Present, { kind: 'unread' }>> {
  const snapshot = await readTarget(deps, pause.target);
  if (snapshot === 'gone') return { kind: 'gone' };
  if (snapshot.kind !== 'job') throw new TypeError('only a job can have a timer');
  return { kind: operationTable.pause.seen(snapshot) ? 'paused' : 'changed', snapshot };
}

async function readPresent(deps: TenantDeps, timer: ClaimedTimer): Promise<Present> {
  try {
    return await presentPause(deps, timer.record);
  } catch (error) {
    if (error instanceof GraphFailure) return { kind: 'unread', retryAfter: error.answer.retryAfter };
    throw error;
  }
}

/**
 * Tells the thread that a pause is over; what still needs somebody is reminded of until it is no longer there.
 *
 * @param told `ends`: there is nothing left to remind of
 */
async function tellOver(
  deps: OperationDeps,
  timer: ClaimedTimer,
  told: {
    readonly why: Why;
    readonly snapshot: JobSnapshot | null;
    readonly forbidden?: Forbidden;
    readonly ends?: boolean;
  },
): Promise<void> {
  const { why, snapshot, forbidden = null, ends = false } = told;
  const { record } = timer;
  const { pause, place } = record;
  const now = deps.clock.now();
  await deps.db.transaction().execute(async (tx) => {
    const step = {
      kind: 'open-ended',
      record: wellRead(record),
      dueAt: nextLook(deps, now),
    } as const;
    const mine = ends
      ? await endTimer(tx, timer, now)
      : await stepTimer(tx, timer, { ...step, now, release: true });
    if (!mine) return;
    const notice = { kind: 'pause-over', pause, why, snapshot, forbidden, at: now } as const;
    await putMessage(tx, { id: newMessageId(), place, notice, now });
  });
}

/** Tries again later, in growing waits; an end that can't be read for too long is told. */
async function putOff(
  deps: OperationDeps,
  timer: ClaimedTimer,
  because: { readonly retryAfter: number | null; readonly why: Why; readonly forbidden?: Forbidden },
): Promise<void> {
  const now = deps.clock.now();
  const { kind, record } = timer;
  const { since, tries } = record.unread ?? { since: now, tries: 0 };
  if (kind === 'timed' && now - since >= patience)
    return await tellOver(deps, timer, { ...because, snapshot: null });
  const asked = Math.min(patience, (because.retryAfter ?? 0) * 1000);
  const wait = Math.max(asked, Math.min(longestWait[kind], firstWait * 2 ** Math.min(tries, 10)));
  const unread = { since: Math.min(since, now), tries: tries + 1 };
  await stepTimer(deps.db, timer, {
    kind,
    record: { ...record, unread },
    dueAt: now + wait,
    now,
    release: true,
  });
}

/** Reminds of a pause that nobody ended. */
async function remind(deps: OperationDeps, timer: ClaimedTimer): Promise<void> {
  const now = deps.clock.now();
  const record = wellRead(timer.record);
  const { pause, place } = record;
  await deps.db.transaction().execute(async (tx) => {
    const step = { kind: timer.kind, record, dueAt: nextLook(deps, now), now, release: true } as const;
    if (!(await stepTimer(tx, timer, step)) || deps.pauseReminder === 0) return;
    await putMessage(tx, {
      id: newMessageId(),
      place,
      notice: { kind: 'still-paused', pause, at: now },
      now,
    });
  });
}

/** Hands the start over to a run: from here on it is one like any other, with journal, lock and read-back. */
async function start(deps: OperationDeps, timer: ClaimedTimer, snapshot: JobSnapshot): Promise<void> {
  const { actor, place, pause } = timer.record;
  const now = deps.clock.now();
  const record = newRun({
    operation: 'start',
    snapshot,
    reason: pause.reason,
    actor,
    place,
    messageId: newMessageId(),
    post: false,
    writesAs: deps.writers.told('start'),
    warnings: [],
    typedName: null,
    timer: wellRead(timer.record),
    now,
  });
  await deps.db.transaction().execute(async (tx) => {
    if (!(await endTimer(tx, timer, now))) return;
    await insertRun(tx, { record, state: 'claimed', dueAt: now, now });
    await showWorking(tx, record, now);
  });
}

/** The time of a pause that is still there is over. */
async function endPause(deps: TenantDeps, timer: ClaimedTimer, snapshot: JobSnapshot): Promise<void> {
  const { actor, place, pause } = timer.record;
  const mine = pause.until?.atEnd === 'start' && deps.writers.as('start') === 'app';
  if (!mine) return await tellOver(deps, timer, { why: 'remind', snapshot });
  const { kind, record, dueAt } = timer;
  // Policy may have to ask Graph as well: the lease must outlast it.
  const renew = () =>
    stepTimer(deps.db, timer, { kind, record, dueAt, now: deps.clock.now(), release: false });
  if (!(await renew())) return;
  const { target, displayName } = snapshot;
  const judge = (who: Asker) =>
    deps.policy.judge({ ...who, operation: 'start', target, displayName }, { fresh: true });
  const verdict = await judge({ actor, place });
  if (!verdict.allowed) {
    const { why, rule, contact } = verdict;
    const told = { why: 'forbidden', forbidden: { why, rule, contact } } as const;
    return await (why === 'membership-unknown'
      ? putOff(deps, timer, { ...told, retryAfter: null })
      : tellOver(deps, timer, { ...told, snapshot }));
  }
  const asks = verdict.asks || verdict.approval !== null || operationTable.start.asks(snapshot).length > 0;
  if (asks) return await tellOver(deps, timer, { why: 'remind', snapshot });
  const { changedBy = null } = record;
  if (changedBy !== null) {
    if (!(await renew())) return;
    const theirs = await judge(changedBy);
    if (!theirs.allowed && theirs.why === 'membership-unknown')
      return await putOff(deps, timer, { why: 'remind', retryAfter: null });
    if (!theirs.allowed || theirs.asks || theirs.approval !== null)
      return await tellOver(deps, timer, { why: 'remind', snapshot });
  }
  if (!isSamePause(snapshot, record)) {
    // One that was never seen to take effect is not known to have changed.
    const why = record.found === null ? 'remind' : 'changed';
    return await tellOver(deps, timer, { why, snapshot });
  }
  await start(deps, timer, snapshot);
}

/** Whether a pause that is not seen was not seen before either; if not, it is looked for once more. */
async function missedAgain(deps: OperationDeps, timer: ClaimedTimer): Promise<boolean> {
  const now = deps.clock.now();
  const { kind, record } = timer;
  const since = Math.min(record.missedSince ?? now, now);
  if (now - since >= apart) return true;
  const missed = { ...record, unread: null, missedSince: since };
  await stepTimer(deps.db, timer, { kind, record: missed, dueAt: now + secondLook, now, release: true });
  return false;
}

async function fire(deps: TenantDeps, timer: ClaimedTimer): Promise<void> {
  const present = await readPresent(deps, timer);
  switch (present.kind) {
    case 'unread':
      return await putOff(deps, timer, { why: 'unreadable', retryAfter: present.retryAfter });
    case 'paused':
      return timer.kind === 'timed'
        ? await endPause(deps, timer, present.snapshot)
        : await remind(deps, timer);
    case 'changed':
    case 'gone': {
      if (!(await missedAgain(deps, timer))) return;
      const snapshot = present.kind === 'gone' ? null : present.snapshot;
      if (timer.kind === 'timed')
        return await tellOver(deps, timer, { why: present.kind, snapshot, ends: true });
      await endTimer(deps.db, timer, deps.clock.now());
    }
  }
}

/**
 * What a due timer comes to: the job is read again, then one transaction ends or moves the timer and writes what
 * follows from it. A process that dies before leaves the timer to the next; of several that hold it, one alone gets it
 * through. Nothing is ever sent to Graph from here.
 */
export async function fireTimer(everywhere: OperationDeps, timer: ClaimedTimer): Promise<void> {
  const deps = inTenant(everywhere, timer.record.actor.tenantId);
  try {
    await fire(deps, timer);
  } catch (error) {
    count('sync_warden_work_errors_total', { work: 'timer' });
    deps.log.error({ timer: timer.id, err: error }, 'a timer could not be looked after');
    await putOff(deps, timer, { why: 'unreadable', retryAfter: null }).catch((cause: unknown) => {
      // The lease runs out and the timer is met again.
      deps.log.error({ timer: timer.id, err: cause }, 'a timer could not be put off');
    });
  }
}
