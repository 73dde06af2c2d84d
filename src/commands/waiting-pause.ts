import type { TargetText } from '../language/command.ts';
import { typedWords } from '../language/target-text.ts';
import { nameKey } from '../name-key.ts';
import type { Notice } from '../notice.ts';
import { changeEnd } from '../operations/change-end.ts';
import type { TenantDeps } from '../operations/deps.ts';
import { presentPause } from '../operations/fire-timer.ts';
import { recordedEnd } from '../recorded-end.ts';
import { recordAct } from '../store/acts.ts';
import { type Timer, waitingTimers } from '../store/timers.ts';
import {
  type AttemptResult,
  type JobTarget,
  type Operation,
  type OwnAct,
  type PauseEnd,
  targetKey,
} from '../words.ts';
import { type Asked, type Reply, say } from './handler.ts';
import { listTimers, timersHere } from './timers.ts';

/** What a person asks to be done to a pause's end. */
type EndAct = Extract<OwnAct, 'extend' | 'cancel-timer'>;

/** A pause that is still there, and whose end this person may change here. */
export interface WaitingPause {
  readonly act: EndAct;
  readonly timer: Timer;
  /** The application's name as just read. */
  readonly displayName: string;
}

function hasId({ servicePrincipalId, jobId }: JobTarget, id: string): boolean {
  return servicePrincipalId.toLowerCase() === id.toLowerCase() || jobId === id;
}

/** Those a text points at, and whether it does so exactly. */
function pointedAt(
  timers: readonly Timer[],
  text: TargetText,
): { readonly exact: boolean; readonly found: readonly Timer[] } {
  const of = (fits: (timer: Timer) => boolean) => timers.filter(fits);
  switch (text.kind) {
    case 'job': {
      const wanted = targetKey(text);
      return { exact: true, found: of(({ record }) => targetKey(record.pause.target) === wanted) };
    }
    case 'id':
      return { exact: true, found: of(({ record }) => hasId(record.pause.target, text.id)) };
    case 'name': {
      const key = nameKey(text.name);
      if (key === '') return { exact: true, found: [] };
      const its = ({ record }: Timer) => nameKey(record.pause.displayName);
      const called = of((timer) => its(timer) === key);
      return called.length > 0
        ? { exact: true, found: called }
        : { exact: false, found: of((timer) => its(timer).startsWith(key)) };
    }
  }
}

const operation: Operation = 'pause';

/** Whether a person may change a pause's end: whoever may pause there; where that takes two, with the one who paused. */
async function objectionTo(
  deps: TenantDeps,
  timer: Timer,
  { actor, place, act, displayName }: Asked & Pick<WaitingPause, 'act' | 'displayName'>,
): Promise<Reply | null> {
  const { target } = timer.record.pause;
  const deed = { actor, place, operation, target, displayName };
  const verdict = await deps.policy.judge(deed, { fresh: true });
  const refuse = (
    why: 'no-rule' | 'denied' | 'membership-unknown',
    rule: string | null,
    contact: string | null,
  ): Reply => ({ kind: 'forbidden', ...deed, act, reason: null, forbidden: { why, rule, contact } });
  if (!verdict.allowed) return refuse(verdict.why, verdict.rule, verdict.contact);
  if (verdict.approval === null) return null;
  const { approval } = verdict;
  const theirs = { ...deed, actor: timer.record.actor };
  const may = await deps.policy.mayApprove(approval, theirs, actor, place, { fresh: true });
  if (may === 'yes') return null;
  return refuse(may === 'unknown' ? 'membership-unknown' : 'denied', approval.rule, deps.policy.contact);
}

type Told<K extends Notice['kind']> = Omit<Extract<Notice, { kind: K }>, 'at'>;

function change(
  deps: TenantDeps,
  { timer, act, displayName }: WaitingPause,
  { actor, place }: Asked,
  by: {
    readonly to: PauseEnd | null | 'over';
    readonly result: AttemptResult;
    readonly told: Told<'timer-set'> | Told<'pause-over'>;
  },
): Reply {
  const { to, result } = by;
  const { target, until } = timer.record.pause;
  const before = recordedEnd(until);
  const after = to === 'over' ? null : recordedEnd(to);
  return {
    kind: 'write',
    async write(tx, now) {
      await changeEnd(tx, deps, timer, { to, by: { actor, place }, now });
      await recordAct(tx, { act, actor, place, target, displayName, before, after, result }, now);
      return { ...by.told, at: now };
    },
  };
}

/**
 * The pause a person means, or the reply that says why its end can't be changed. A pause that is no longer there is
 * told, and its timer ends.
 *
 * @param text null: the only one of this conversation, those with an end first
 * @param act what is asked for: only a timed pause has a timer to cancel
 * @throws GraphFailure when the target cannot be read
 */
export async function findWaiting(
  deps: TenantDeps,
  text: TargetText | null,
  asked: Asked,
  act: EndAct,
): Promise<WaitingPause | { readonly reply: Reply }> {
  const { actor, place } = asked;
  const first = await deps.policy.judgeCommand({ actor, place, operation });
  if (!first.allowed) {
    const { why, rule, contact } = first;
    const displayName = text === null ? '' : typedWords(text);
    const forbidden = { why, rule, contact };
    return {
      reply: { kind: 'forbidden', operation, act, target: null, displayName, reason: null, forbidden },
    };
  }
  const all =
    text === null ? await timersHere(deps, asked) : await waitingTimers(deps.db, { tenantId: deps.tenantId });
  const timed = all.filter(({ record }) => record.pause.until !== null);
  const meant = act === 'cancel-timer' || (text === null && timed.length > 0) ? timed : all;
  const { exact, found } = text === null ? { exact: true, found: meant } : pointedAt(meant, text);
  const [timer] = found;
  if (timer === undefined) {
    return { reply: say({ kind: 'error', code: 'no-timer', answer: null, at: deps.clock.now() }) };
  }
  if (found.length > 1 || !exact) return { reply: listTimers(deps, found) };
  const { pause } = timer.record;
  const present = await presentPause(deps, timer.record);
  const snapshot = present.kind === 'gone' ? null : present.snapshot;
  const displayName = snapshot?.displayName ?? pause.displayName;
  const objection = await objectionTo(deps, timer, { actor, place, act, displayName });
  if (objection !== null) return { reply: objection };
  if (present.kind !== 'paused') {
    const told = { kind: 'pause-over', pause, why: present.kind, snapshot, forbidden: null } as const;
    const result =
      present.kind === 'gone'
        ? ({ kind: 'already', code: 'gone' } as const)
        : ({ kind: 'refused', code: 'changed' } as const);
    return { reply: change(deps, { act, timer, displayName }, asked, { to: 'over', result, told }) };
  }
  return { act, timer, displayName };
}

/** The reply that gives a pause another end; null makes it open-ended. */
export function setEnd(deps: TenantDeps, waiting: WaitingPause, asked: Asked, to: PauseEnd | null): Reply {
  const present = waiting.timer.record.pause;
  const told = { kind: 'timer-set', pause: { ...present, until: to }, was: present.until } as const;
  return change(deps, waiting, asked, { to, result: { kind: 'done' }, told });
}
