import type { Graph } from '../graph/client.ts';
import { knows } from '../known.ts';
import { type Answer, count } from '../metrics.ts';
import { visible } from '../name-key.ts';
import type { Notice } from '../notice.ts';
import {
  claimConfirmation,
  expireConfirmations,
  findConfirmation,
  type Question,
  type StoredConfirmation,
} from '../store/confirmations.ts';
import { findNotice, putMessage, recogniseMessage } from '../store/messages.ts';
import { findRun, insertRun } from '../store/runs.ts';
import type { Tx } from '../store/schema.ts';
import { begin, presentSpan } from '../tracing.ts';
import type { AttemptResult } from '../words.ts';
import { auditQuestion } from './audit.ts';
import type { OperationDeps } from './deps.ts';
import { newRun } from './new-run.ts';
import { closedNotice, planNotice } from './question.ts';
import { showWorking } from './show-working.ts';
import type { Tap } from './tap.ts';
import { type TapRefusal, whyNotAnswer } from './who-may-answer.ts';

export type TapResult =
  | { readonly kind: 'refused'; readonly code: TapRefusal; readonly named: string | null }
  | { readonly kind: 'sign-in' }
  | { readonly kind: 'told'; readonly text: string }
  /** What the card says now; `held` is the message to release once the tap's own answer is out. */
  | { readonly kind: 'card'; readonly notice: Notice; readonly held: string | null };

/** How long a card's update waits for the tap's own answer at most, milliseconds. */
const longestHold = 3000;

/** Typed names agree when a person can see no difference; case counts. */
function agrees(typed: string | null, wanted: string): boolean {
  const folded = visible(typed ?? '');
  return folded !== '' && folded === visible(wanted);
}

/** What the card of a question says that is not open any more. */
async function presentNotice(deps: OperationDeps, found: StoredConfirmation): Promise<Notice> {
  const { question, status, runId } = found;
  const run = runId === null ? null : await findRun(deps.db, runId);
  if (run !== null) return { kind: 'run', run: run.record.view, post: false };
  const told = await findNotice(deps.db, question.messageId);
  if (told?.kind === 'closed') return told;
  return closedNotice(question, status === 'retired' ? 'replaced' : 'expired', deps.clock.now());
}

/** The tapped card is the question's, whatever became of its sending: from now on it can be updated. */
async function recognise(tx: Tx, question: Question, tap: Tap): Promise<void> {
  if (tap.activityId !== null && tap.activityId !== '')
    await recogniseMessage(tx, question.messageId, tap.activityId);
}

async function accept(
  deps: OperationDeps,
  question: Question,
  tap: Tap,
  { graph, now }: { readonly graph: Graph | null; readonly now: number },
): Promise<Notice | null> {
  const approver = tap.act === 'approve' ? tap.actor : null;
  const record = newRun({
    ...question,
    approver,
    post: true,
    writesAs: deps.writers.told(question.operation),
    now,
  });
  const { runId } = record.view;
  // Before the run can be met: whoever meets it without would have to ask again.
  if (graph !== null) deps.writers.keep(runId, graph);
  const claimed = await deps.db.transaction().execute(async (tx) => {
    if (!(await claimConfirmation(tx, { token: question.token, now, runId }))) return false;
    await recognise(tx, question, tap);
    await insertRun(tx, { record, state: 'claimed', dueAt: now, now });
    await showWorking(tx, record, now, now + longestHold);
    return true;
  });
  if (!claimed) deps.writers.forget(runId);
  return claimed ? { kind: 'run', run: record.view, post: false } : null;
}

/** How a no is called: of who was asked, of who asked for an approval, of who should have approved. */
function refusalOf(
  question: Question,
  tap: Tap,
): Extract<AttemptResult['kind'], 'kept' | 'withdrawn' | 'declined'> {
  if (tap.act === 'deny') return 'declined';
  return question.approval ? 'withdrawn' : 'kept';
}

async function decline(
  deps: OperationDeps,
  question: Question,
  tap: Tap,
  now: number,
): Promise<Notice | null> {
  const how = refusalOf(question, tap);
  const declinedBy = how === 'declined' ? { name: tap.actor.name, reason: tap.reason } : null;
  const notice = closedNotice(question, how, now, declinedBy);
  const { actor, place } = tap;
  const claimed = await deps.db.transaction().execute(async (tx) => {
    if (!(await claimConfirmation(tx, { token: question.token, now, runId: null }))) return false;
    await recognise(tx, question, tap);
    await auditQuestion(tx, question, {
      result: { kind: how },
      now,
      ...(how === 'declined' ? { by: { actor, place } } : {}),
    });
    await putMessage(tx, {
      id: question.messageId,
      place: question.place,
      notice,
      now,
      holdUntil: now + longestHold,
    });
    return true;
  });
  return claimed ? notice : null;
}

/** What a tap came to, and what it is counted as. */
interface Answered {
  readonly result: TapResult;
  readonly answer: Answer;
}

const nos = { kept: 'cancelled', withdrawn: 'withdrawn', declined: 'denied' } as const;

async function answerFound(deps: OperationDeps, found: StoredConfirmation, tap: Tap): Promise<Answered> {
  const { question } = found;
  const card = (notice: Notice, answer: Answer, held: string | null = null): Answered => ({
    result: { kind: 'card', notice, held },
    answer,
  });
  const objection = await whyNotAnswer(deps, question, tap);
  if (objection !== null) return { result: { kind: 'refused', ...objection }, answer: objection.code };
  const now = deps.clock.now();
  if (found.status !== 'pending' || question.expiresAt <= now)
    return card(await presentNotice(deps, found), 'late');
  const yes = tap.act === 'confirm' || tap.act === 'approve';
  const { typedName, operation } = question;
  if (yes && typedName !== null && !agrees(tap.typedName, typedName))
    return card(planNotice(question, true), 'wrong-name');
  let graph: Graph | null = null;
  if (yes && deps.writers.as(operation) === 'person') {
    const signedIn = await tap.signIn(operation);
    if (signedIn.kind === 'ask') return { result: { kind: 'sign-in' }, answer: 'sign-in-asked' };
    if (signedIn.kind === 'no')
      return { result: { kind: 'told', text: signedIn.text }, answer: 'sign-in-failed' };
    graph = signedIn.graph;
  }
  const at = deps.clock.now();
  const notice = yes
    ? await accept(deps, question, tap, { graph, now: at })
    : await decline(deps, question, tap, at);
  if (notice !== null) {
    const said = tap.act === 'approve' ? 'approved' : 'confirmed';
    return card(notice, yes ? said : nos[refusalOf(question, tap)], question.messageId);
  }
  const lost = (await findConfirmation(deps.db, tap.token)) ?? found;
  return card(await presentNotice(deps, lost), 'late');
}

/**
 * Answers a question by its token: store work only, besides the person's own sign-in, so that the tap is
 * answered at once whatever Graph does. Of any number of taps one acts; the others are shown what became of it.
 */
export async function answerQuestion(deps: OperationDeps, tap: Tap): Promise<TapResult> {
  const found = await findConfirmation(deps.db, tap.token);
  if (found === null) return { kind: 'refused', code: 'unknown', named: null };
  const { operation, messageId: correlation } = found.question;
  if (!knows('operations', operation)) return { kind: 'refused', code: 'newer', named: null };
  const attributes = { 'sync_warden.operation': operation };
  return await begin('answer', { correlation, attributes, cause: presentSpan() }, async (span) => {
    try {
      const { result, answer } = await answerFound(deps, found, tap);
      count('sync_warden_answers_total', { operation, answer });
      span.setAttribute('sync_warden.result', answer);
      const run = result.kind === 'card' && result.notice.kind === 'run' ? result.notice.run.runId : null;
      deps.log.info({ operation, said: answer, ...(run === null ? {} : { run }) }, 'a question was answered');
      return result;
    } catch (error) {
      count('sync_warden_answers_total', { operation, answer: 'failed' });
      throw error;
    }
  });
}

/** Closes the cards of questions nobody answered in time. */
export async function expireQuestions(deps: OperationDeps): Promise<void> {
  const now = deps.clock.now();
  await deps.db.transaction().execute(async (tx) => {
    for (const question of await expireConfirmations(tx, now, 50)) {
      const { messageId: id, place } = question;
      await auditQuestion(tx, question, { result: { kind: 'expired' }, now });
      count('sync_warden_answers_total', { operation: question.operation, answer: 'expired' });
      await putMessage(tx, { id, place, notice: closedNotice(question, 'expired', now), now });
    }
  });
}
