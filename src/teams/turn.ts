import { createHash, randomUUID } from 'node:crypto';
import { type Activity, TurnContext } from 'botbuilder';
import { renderCard } from '../cards/render.ts';
import { newMessageId } from '../ids.ts';
import { plainText } from '../language/normalise.ts';
import { parse } from '../language/parse.ts';
import { answerQuestion } from '../operations/answer-question.ts';
import type { OperationDeps } from '../operations/deps.ts';
import { claimWelcome, rememberConversation } from '../store/conversations.ts';
import { receive } from '../store/inbox.ts';
import { findByActivity, putMessage } from '../store/messages.ts';
import { onceMore } from '../store/once-more.ts';
import { signInElsewhere } from '../text/sign-in-prompt.ts';
import { tapText } from '../text/taps.ts';
import { type Actor, type Place, targetKey } from '../words.ts';
import { answerCard, answerError, answerText, type InvokeBody } from './invoke-answer.ts';
import { type PersonSignIn, readSsoToken } from './person-sign-in.ts';
import { readExecute, readSubmit, type Tap } from './read-tap.ts';
import { mentionsBot, withoutBotMentions } from './strip-mentions.ts';
import { actorOf, conversationIdOf, placeOf } from './who-and-where.ts';

/** What a turn needs, and what it leaves to be done once its answer is out. */
export interface Turn {
  readonly deps: OperationDeps;
  readonly activity: Partial<Activity>;
  readonly actor: Actor;
  readonly place: Place;
  /** Whether cards say that nothing real is touched. */
  readonly sandbox: boolean;
  /** Of the message that may become the answer; log and traces follow the command by it. */
  readonly messageId: string;
  /** Messages to let go after the answer. */
  readonly held: string[];
  /** Set where writes are done as the person who taps. */
  readonly signIn: PersonSignIn | null;
}

/** Longer than any command; what is cut off could only have made it less of one. */
const longestText = 4000;

/** Who, where, and the reference to answer to; null for an activity that carries no person or place. */
export async function openTurn(
  deps: OperationDeps,
  context: TurnContext,
  more: Pick<Turn, 'sandbox' | 'held' | 'messageId' | 'signIn'>,
): Promise<Turn | null> {
  const { activity } = context;
  const actor = actorOf(activity, more.sandbox);
  const place = placeOf(activity);
  if (actor === null || place === null) return null;
  const reference = TurnContext.getConversationReference(activity);
  const now = deps.clock.now();
  await onceMore(() =>
    rememberConversation(deps.db, { id: place.conversationId, reference: JSON.stringify(reference), now }),
  );
  return { deps, activity, actor, place, ...more };
}

/**
 * What is equal when Teams delivers an activity again under a new id, about half a minute later: where, who, the
 * text and the time it was sent (msteams-docs #6084). Null for an activity without a time.
 */
function secondKey({ activity, actor, place }: Turn, text: string): string | null {
  const sentAt = activity.timestamp === undefined ? Number.NaN : new Date(activity.timestamp).getTime();
  if (Number.isNaN(sentAt)) return null;
  const said = createHash('sha256').update(text).digest('base64url');
  return [conversationIdOf(place), actor.tenantId, actor.objectId, sentAt, said].join(' ');
}

async function takeIn(turn: Turn, text: string, messageId: string): Promise<void> {
  const { deps, activity, actor, place } = turn;
  const key =
    activity.id === undefined || activity.id === '' ? randomUUID() : `${place.conversationId} ${activity.id}`;
  const receivedAt = deps.clock.now();
  if (messageId !== turn.messageId) deps.log.info({ message: messageId }, 'a card is looked at again');
  const utterance = { key, secondKey: secondKey(turn, text), actor, place, text, messageId, receivedAt };
  await onceMore(() => receive(deps.db, utterance));
}

/** The message of ours that a look may replace: a status, list or history card that is asked for again. */
async function replaceable(turn: Turn, sentence: string): Promise<string | null> {
  const { replyToId: activityId } = turn.activity;
  if (activityId === undefined || activityId === '') return null;
  const { conversationId } = turn.place;
  const tapped = await findByActivity(turn.deps.db, { conversationId, activityId });
  const parsed = parse(sentence);
  if (tapped === null || parsed.kind !== 'command') return null;
  const { command } = parsed;
  const { notice } = tapped;
  if (notice.kind === 'list' && (command.verb === 'list' || command.verb === 'list schools'))
    return tapped.id;
  if (notice.kind === 'history' && (command.verb === 'history' || command.verb === 'who')) return tapped.id;
  if (notice.kind !== 'status' || (command.verb !== 'status' && command.verb !== 'status school'))
    return null;
  const { target } = command;
  const same =
    target?.kind === 'job'
      ? `${target.servicePrincipalId}/${target.jobId}` === targetKey(notice.snapshot.target)
      : target?.kind === 'id' && target.id === targetKey(notice.snapshot.target);
  return same ? tapped.id : null;
}

/** What a tap is answered with at once. Only store work happens here, so it never waits for Graph. */
async function answerTap(turn: Turn, tap: Tap): Promise<InvokeBody> {
  const { deps, actor, place } = turn;
  if (tap.verb === 'say') {
    await takeIn(turn, tap.say, (await replaceable(turn, tap.say)) ?? turn.messageId);
    return answerText(tapText('looking', null));
  }
  const result = await answerQuestion(deps, {
    token: tap.token,
    act: tap.verb,
    typedName: tap.name,
    reason: tap.reason?.trim() || null,
    activityId: turn.activity.replyToId ?? null,
    actor,
    place,
    signIn: async (operation) => {
      const ssoToken = readSsoToken(turn.activity.value);
      if (turn.signIn === null || ssoToken === null) return { kind: 'ask' };
      return await turn.signIn.bring(ssoToken, actor, operation);
    },
  });
  if (result.kind === 'refused') return answerText(tapText(result.code, result.named, deps.policy.contact));
  if (result.kind === 'told') return answerText(result.text);
  if (result.kind === 'sign-in') {
    return turn.signIn?.request(actor) ?? answerText(tapText('failed', null));
  }
  if (result.held !== null) turn.held.push(result.held);
  return answerCard(renderCard(result.notice, { sandbox: turn.sandbox, now: deps.clock.now() }).card);
}

/** An `adaptiveCard/action`: a button of one of our cards. */
export async function cardTurn(turn: Turn): Promise<InvokeBody> {
  const tap = readExecute(turn.activity.value);
  if (tap === null) return answerError(400, 'BadRequest', tapText('malformed', null));
  return await answerTap(turn, tap);
}

/** The same button in a client that knows only `Action.Submit`: told in words, as a message of its own. */
async function submitTurn(turn: Turn, tap: Tap): Promise<void> {
  const { deps, place } = turn;
  const body = await answerTap(turn, tap);
  const asksToSignIn = body.type === 'application/vnd.microsoft.activity.loginRequest';
  if (tap.verb === 'say' || (body.type !== 'application/vnd.microsoft.activity.message' && !asksToSignIn))
    return;
  const text = asksToSignIn ? signInElsewhere : body.value;
  const now = deps.clock.now();
  await putMessage(deps.db, { id: newMessageId(), place, notice: { kind: 'told', text }, now });
}

/** A message somebody typed, or sent by a button. */
export async function messageTurn(turn: Turn): Promise<void> {
  const { activity, place } = turn;
  const tap = readSubmit(activity.value);
  if (tap !== null) return await submitTurn(turn, tap);
  // With resource-specific consent every message of a channel arrives; only those to the bot are its business.
  if (place.scope !== 'personal' && !mentionsBot(activity)) return;
  const raw = withoutBotMentions(activity);
  await takeIn(turn, raw.length > longestText ? raw : plainText(raw), turn.messageId);
}

/** Somebody added the bot: says hello, once per conversation. */
export async function welcomeTurn(turn: Turn): Promise<void> {
  const { deps, place } = turn;
  await deps.db.transaction().execute(async (tx) => {
    if (!(await claimWelcome(tx, place.conversationId))) return;
    const notice = { kind: 'help', topic: null, welcome: true } as const;
    await putMessage(tx, {
      id: newMessageId(),
      place: { ...place, thread: null },
      notice,
      now: deps.clock.now(),
    });
  });
}
