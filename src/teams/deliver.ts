import { type CloudAdapter, type ConversationReference, MessageFactory } from 'botbuilder';
import { renderCard } from '../cards/render.ts';
import type { Clock } from '../clock.ts';
import { SignInFailed } from '../identity/sign-in-failure.ts';
import type { Log } from '../log.ts';
import type { Notice } from '../notice.ts';
import type { Delivery, DueMessage } from '../store/messages.ts';
import { within } from '../within.ts';
import { conversationIdOf } from './who-and-where.ts';

export interface DeliverDeps {
  readonly adapter: CloudAdapter;
  /** The bot's app id; empty in the sandbox. */
  readonly botId: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly sandbox: boolean;
}

/** An update that failed is tried this often, about four hours; it cannot show anything twice. */
const mostUpdates = 250;
/** How often the card of an ended run is begun anew when it can't be told whether it arrived. */
const mostBeginnings = 10;
/** A message that can't be updated any more is begun anew, sent and updated, this many tries long. */
const mostAnew = 5;
/** A card that can't be made may be for a newer version to make: it is left to others this often, about half an hour. */
const mostUnmade = 40;
const longestBackoff = 60_000;
/** A longer `Retry-After` is not believed. */
const longestWait = 600_000;
const sendTimeout = 10_000;

interface SendFailure {
  readonly status: number | null;
  readonly retryAfter: number | null;
  /** The request certainly never left. */
  readonly neverLeft: boolean;
}

function headerSeconds(error: object): number | null {
  const response =
    'response' in error
      ? (error.response as { headers?: { get?(name: string): unknown } } | undefined)
      : undefined;
  const value = response?.headers?.get?.('retry-after');
  return typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) : null;
}

function describe(error: unknown): SendFailure {
  if (typeof error !== 'object' || error === null)
    return { status: null, retryAfter: null, neverLeft: false };
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : null;
  const code = 'code' in error ? error.code : undefined;
  return {
    status,
    retryAfter: headerSeconds(error),
    // Without a token of its own the bot sends nothing.
    neverLeft:
      error instanceof SignInFailed ||
      code === 'ECONNREFUSED' ||
      code === 'ENOTFOUND' ||
      code === 'EAI_AGAIN',
  };
}

/**
 * An outcome is the one thing that must be told, and told once. Its card is first sent as “working”, then updated:
 * a beginning that may or may not have arrived can be repeated, because only the update ends it.
 */
function beginning(notice: Notice): Notice | null {
  if (notice.kind !== 'run' || notice.post || notice.run.outcome === null) return null;
  return { ...notice, run: { ...notice.run, outcome: null } };
}

/** What is told for its own sake: without its thread, it is told in the conversation. */
const outlivesThread = ({ kind }: Notice) => kind === 'happened' || kind === 'digest';

/** What must arrive, and may be there twice rather than never, when nobody can tell whether it did. */
const mustArrive = ({ kind }: Notice) => kind === 'happened' || kind === 'digest' || kind === 'watch-trouble';

const backoffOf = ({ attempts }: DueMessage) => Math.min(longestBackoff, 500 * 2 ** Math.min(attempts, 10));

/** What to do about a message that was not taken: wait, give up on it, or give up on its conversation. */
function afterFailure(failure: SendFailure, message: DueMessage, now: number): Delivery {
  const { status } = failure;
  const backoff = backoffOf(message);
  const wait = { kind: 'wait', until: now + backoff } as const;
  if (status === 429) {
    const asked = failure.retryAfter === null ? backoff : failure.retryAfter * 1000;
    return { kind: 'throttled', until: now + Math.min(longestWait, Math.max(500, asked)) };
  }
  if (failure.neverLeft) return wait;
  const why = status === null ? 'no answer' : `status ${status}`;
  // The connector did not believe the bot's token: a certain no, and the next token may do.
  if (status === 401) return message.attempts < mostBeginnings ? wait : { kind: 'lost', why };
  // The message was deleted; if the conversation is gone too, sending it anew says so.
  // Whether the conversation is gone, or only this message, the sending anew tells.
  if ((status === 404 || status === 403) && message.activityId !== null) {
    // One that takes messages and forgets them would be filled with new ones.
    return message.attempts < mostAnew ? { kind: 'anew' } : { kind: 'lost', why };
  }
  if (status === 404 && message.place.thread !== null) return { kind: 'dead', why: 'status 404' };
  // Removed from the conversation, blocked, or it is no more.
  if (status === 403 || status === 404) return { kind: 'gone', why, until: now + backoff };
  const transient = status === null || status === 412 || status >= 500;
  if (!transient) return { kind: 'lost', why };
  const tries =
    message.activityId !== null
      ? mostUpdates
      : beginning(message.notice) === null && !mustArrive(message.notice)
        ? 0
        : mostBeginnings;
  return message.attempts < tries ? wait : { kind: 'lost', why };
}

/**
 * What becomes of a sending that was cut off by a crash, when nobody can tell whether it arrived. An answer or a
 * question is sent again: shown twice it does no harm, because a question counts once, and never shown it leaves
 * somebody waiting. The post of a result is not: its card tells the same.
 */
function afterCut({ activityId, posting, revision, notice }: DueMessage): Delivery | null {
  if (activityId !== null || posting !== revision) return null;
  return notice.kind === 'run' && notice.post ? { kind: 'lost', why: 'cut off' } : null;
}

/** The card of a notice, or what becomes of its message when this version can't make one. */
function make({ clock, log, sandbox }: DeliverDeps, message: DueMessage, notice: Notice) {
  const now = clock.now();
  try {
    return renderCard(notice, { sandbox, now });
  } catch (error) {
    const why = error instanceof Error ? `${error.name}: ${error.message.slice(0, 200)}` : 'unknown';
    log.error({ message: message.id, kind: notice.kind, why }, 'a card could not be made');
    return message.attempts < mostUnmade
      ? ({ kind: 'wait', until: now + backoffOf(message) } as const)
      : ({ kind: 'lost', why: 'no card' } as const);
  }
}

/**
 * Renders a notice and sends it, or updates the message it was sent as. Never throws.
 *
 * @param stored the conversationReference as JSON text
 */
export async function deliver(deps: DeliverDeps, message: DueMessage, stored: string): Promise<Delivery> {
  const { adapter, clock, log } = deps;
  const cut = afterCut(message);
  if (cut !== null) {
    log.warn({ message: message.id }, 'a sending was cut off; it is not repeated');
    return cut;
  }
  try {
    const known = JSON.parse(stored) as ConversationReference;
    const reference = {
      ...known,
      conversation: { ...known.conversation, id: conversationIdOf(message.place) },
    };
    const begun = message.activityId === null ? beginning(message.notice) : null;
    const notice = begun ?? message.notice;
    const made = make(deps, message, notice);
    if ('kind' in made) return made;
    const { card, summary } = made;
    const activity = MessageFactory.attachment({
      contentType: 'application/vnd.microsoft.card.adaptive',
      content: card,
    });
    activity.summary = summary;
    let activityId = message.activityId;
    await within(
      sendTimeout,
      adapter.continueConversationAsync(deps.botId, reference, async (context) => {
        if (activityId === null) activityId = (await context.sendActivity(activity))?.id ?? null;
        else await context.updateActivity({ ...activity, id: activityId });
      }),
      () => {
        throw new Error('the connector did not answer in time');
      },
    );
    if (begun === null) return { kind: 'sent', activityId };
    return activityId === null ? { kind: 'lost', why: 'no id' } : { kind: 'begun', activityId };
  } catch (error) {
    const failure = describe(error);
    if (failure.status === 404 && message.place.thread !== null && outlivesThread(message.notice)) {
      // Somebody deleted the card whose thread it is.
      return await deliver(deps, { ...message, place: { ...message.place, thread: null } }, stored);
    }
    const delivery = afterFailure(failure, message, clock.now());
    log.warn(
      { message: message.id, ...failure, settled: delivery.kind, err: error },
      'a message was not taken',
    );
    return delivery;
  }
}
