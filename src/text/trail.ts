import { phaseOf, type RunView } from '../words.ts';
import { marks } from './labels.ts';
import { stateMark } from './states.ts';
import { exactTime } from './times.ts';

/** One of the three lines of every run: asked, sent, seen. */
export interface TrailLine {
  readonly mark: string;
  readonly text: string;
  readonly at: number | null;
}

/** The three lines; names as they are to be shown, `approver` null where nobody had to approve. */
export function trailLines(
  run: RunView,
  { asker, approver }: { readonly asker: string; readonly approver: string | null },
): readonly TrailLine[] {
  const asked = run.byTimer === true ? `The pause by ${asker} was over` : `Asked by ${asker}`;
  const text = approver === null ? asked : `${asked}, approved by ${approver}`;
  return [{ mark: marks.done, text, at: run.askedAt }, sentLine(run), seenLine(run)];
}

function sentLine(run: RunView): TrailLine {
  const { outcome, sentAt, answeredAt, waitingUntil } = run;
  if (outcome === null) {
    if (waitingUntil !== null) {
      const text = `Microsoft Graph asked to wait; I go on at ${exactTime(waitingUntil)}\u00a0UTC`;
      return { mark: marks.working, text, at: null };
    }
    if (sentAt === null) return { mark: marks.working, text: 'Reading its state first', at: null };
  }
  if (sentAt === null) return unsentLine(run);
  const at = answeredAt ?? sentAt;
  if (isAccepted(run)) return { mark: marks.done, text: 'Microsoft Graph accepted it', at };
  if (outcome === null && run.answer === null)
    return { mark: marks.working, text: 'Sent to Microsoft Graph', at };
  if (outcome?.kind === 'failed' && outcome.code === 'unreachable') {
    return { mark: marks.failed, text: 'Microsoft Graph was not reached', at };
  }
  if (outcome?.kind === 'already')
    return { mark: marks.already, text: 'Microsoft Graph said: no such job', at };
  if (outcome?.kind === 'refused')
    return { mark: marks.refused, text: 'Microsoft Graph said: no longer there', at };
  if (outcome?.kind === 'failed') {
    return { mark: marks.failed, text: `Microsoft Graph said: ${saidNo(outcome.code)}`, at };
  }
  return { mark: marks.unknown, text: 'Sent, but no clear answer', at };
}

function unsentLine(run: RunView): TrailLine {
  if (run.outcome?.kind === 'already') return { mark: marks.already, text: 'Nothing to send', at: null };
  if (run.outcome?.kind === 'failed' && run.answer !== null) {
    return {
      mark: marks.failed,
      text: `Microsoft Graph said: ${saidNo(run.outcome.code)}`,
      at: run.answeredAt,
    };
  }
  return { mark: marks.refused, text: 'Not sent to Microsoft Graph', at: null };
}

type FailureCode = Extract<RunView['outcome'], { kind: 'failed' }>['code'];

function saidNo(code: FailureCode): string {
  switch (code) {
    case 'not-permitted':
      return 'not permitted';
    case 'sign-in':
      return 'sign-in refused';
    case 'not-found':
      return 'not found';
    case 'throttled':
      return 'too busy';
    case 'conflict':
      return 'another change is going on';
    case 'rejected':
      return 'no';
    case 'unreachable':
      return 'nothing';
  }
}

function isAccepted({ answer }: RunView): boolean {
  const status = answer?.status ?? 0;
  return status >= 200 && status < 300;
}

function seenLine(run: RunView): TrailLine {
  const { outcome, after, before, seenAt: at } = run;
  if (outcome === null) {
    return run.sentAt === null || run.waitingUntil !== null
      ? { mark: marks.notYet, text: 'Not read back yet', at: null }
      : { mark: marks.working, text: 'Reading the state back', at: null };
  }
  const state = stateMark(after);
  if (after === null) {
    if (outcome.kind === 'refused' && outcome.code === 'retired') {
      return { mark: marks.unknown, text: 'Its state can’t be read any more', at: null };
    }
    const definite = outcome.kind === 'refused' || outcome.kind === 'failed' || outcome.kind === 'already';
    return definite
      ? { mark: marks.closed, text: 'Nothing to read back', at: null }
      : { mark: marks.unknown, text: 'I couldn’t read it back', at: null };
  }
  switch (outcome.kind) {
    case 'done':
      return { mark: marks.done, text: `Read back: ${state}`, at };
    case 'accepted':
    case 'unknown':
      return { mark: marks.notYet, text: `Not seen yet: ${state}`, at };
    case 'already':
    case 'refused':
      return { mark: marks.done, text: `State now: ${state}`, at };
    case 'failed': {
      const same = after !== 'gone' && before !== null && phaseOf(before) === phaseOf(after);
      return { mark: marks.done, text: `Read back: ${state}${same ? ', unchanged' : ''}`, at };
    }
  }
}
