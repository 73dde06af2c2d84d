import {
  claimConfirmation,
  expireConfirmations,
  findConfirmation,
  type Question,
  type StoredConfirmation,
} from '../store/confirmations.ts';
import { putMessage, recogniseMessage } from '../store/messages.ts';
import { findRun, insertRun } from '../store/runs.ts';
import type { Tx } from '../store/schema.ts';
import { visible } from '../targets/name-key.ts';
import type { Actor, Notice, Place } from '../words.ts';
import { auditQuestion } from './audit.ts';
import type { OperationDeps } from './deps.ts';
import { newRun } from './new-run.ts';
import { closedNotice, planNotice } from './question.ts';
import { showWorking } from './show-working.ts';

export interface Tap {
  readonly token: string;
  readonly yes: boolean;
  /** What was typed into the card, if anything. */
  readonly typedName: string | null;
  /** What Teams calls the card that was tapped, when it says so. */
  readonly activityId: string | null;
  readonly actor: Actor;
  readonly place: Place;
}

/** Why a tap did nothing, where no card tells it. */
export type TapRefusal = 'unknown' | 'foreign' | 'elsewhere';

export type TapResult =
  | { readonly kind: 'refused'; readonly code: TapRefusal; readonly askedOf: string | null }
  /** What the card says now; `held` is the message to release once the tap's own answer is out. */
  | { readonly kind: 'card'; readonly notice: Notice; readonly held: string | null };

/** How long a card's update waits for the tap's own answer at most, milliseconds. */
const longestHold = 3000;

/** Typed names agree when a person can see no difference; case counts. */
function agrees(typed: string | null, wanted: string): boolean {
  const folded = visible(typed ?? '');
  return folded !== '' && folded === visible(wanted);
}

function samePlace(a: Place, b: Place): boolean {
  return a.tenantId === b.tenantId && a.conversationId === b.conversationId && a.thread === b.thread;
}

/** What the card of a question says that is not open any more. */
async function presentNotice(deps: OperationDeps, found: StoredConfirmation): Promise<Notice> {
  const { question, status, runId } = found;
  const run = runId === null ? null : await findRun(deps.db, runId);
  if (run !== null) return { kind: 'run', run: run.record.view, post: false };
  const how = status === 'cancelled' ? 'kept' : status === 'retired' ? 'replaced' : 'expired';
  return closedNotice(question, how, deps.clock.now());
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
  now: number,
): Promise<Notice | null> {
  const record = newRun({ ...question, post: true, now });
  const claimed = await deps.db.transaction().execute(async (tx) => {
    if (!(await claimConfirmation(tx, { token: question.token, now, runId: record.view.runId })))
      return false;
    await recognise(tx, question, tap);
    await insertRun(tx, { record, state: 'claimed', dueAt: now, now });
    await showWorking(tx, record, now, now + longestHold);
    return true;
  });
  return claimed ? { kind: 'run', run: record.view, post: false } : null;
}

async function decline(
  deps: OperationDeps,
  question: Question,
  tap: Tap,
  now: number,
): Promise<Notice | null> {
  const notice = closedNotice(question, 'kept', now);
  const claimed = await deps.db.transaction().execute(async (tx) => {
    if (!(await claimConfirmation(tx, { token: question.token, now, runId: null }))) return false;
    await recognise(tx, question, tap);
    await auditQuestion(tx, question, { result: { kind: 'kept' }, now });
    const { messageId: id, place } = question;
    await putMessage(tx, { id, place, notice, now, holdUntil: now + longestHold });
    return true;
  });
  return claimed ? notice : null;
}

/**
 * Answers a question by its token: store work only, so that the tap is answered at once whatever Graph does.
 * Of any number of taps one acts; the others are shown what became of it.
 */
export async function answerQuestion(deps: OperationDeps, tap: Tap): Promise<TapResult> {
  const found = await findConfirmation(deps.db, tap.token);
  if (found === null) return { kind: 'refused', code: 'unknown', askedOf: null };
  const { question } = found;
  const now = deps.clock.now();
  const turnAway = async (code: 'elsewhere' | 'foreign', askedOf: string | null): Promise<TapResult> => {
    const { actor, place } = tap;
    await auditQuestion(deps.db, question, {
      result: { kind: 'turned-away', code },
      now,
      by: { actor, place },
    });
    return { kind: 'refused', code, askedOf };
  };
  if (!samePlace(tap.place, question.place)) return await turnAway('elsewhere', null);
  if (tap.actor.tenantId !== question.actor.tenantId || tap.actor.objectId !== question.actor.objectId)
    return await turnAway('foreign', question.actor.name);
  if (found.status !== 'pending' || question.expiresAt <= now) {
    return { kind: 'card', notice: await presentNotice(deps, found), held: null };
  }
  const { typedName } = question;
  if (tap.yes && typedName !== null && !agrees(tap.typedName, typedName)) {
    return { kind: 'card', notice: planNotice(question, true), held: null };
  }
  const notice = await (tap.yes ? accept : decline)(deps, question, tap, now);
  if (notice !== null) return { kind: 'card', notice, held: question.messageId };
  const lost = (await findConfirmation(deps.db, tap.token)) ?? found;
  return { kind: 'card', notice: await presentNotice(deps, lost), held: null };
}

/** Closes the cards of questions nobody answered in time. */
export async function expireQuestions(deps: OperationDeps): Promise<void> {
  const now = deps.clock.now();
  await deps.db.transaction().execute(async (tx) => {
    for (const question of await expireConfirmations(tx, now, 50)) {
      const { messageId: id, place } = question;
      await auditQuestion(tx, question, { result: { kind: 'expired' }, now });
      await putMessage(tx, { id, place, notice: closedNotice(question, 'expired', now), now });
    }
  });
}
