import { type CloudAdapter, type ConversationReference, MessageFactory } from 'botbuilder';
import { renderCard } from '../cards/render.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { findConversation } from '../store/conversations.ts';
import type { Delivery, DueMessage } from '../store/messages.ts';
import type { Database } from '../store/schema.ts';
import { conversationIdOf } from './who-and-where.ts';

export interface DeliverDeps {
  readonly adapter: CloudAdapter;
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly sandbox: boolean;
}

/** An update that failed is tried this often; it cannot show anything twice. */
const mostUpdates = 8;
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
    neverLeft: code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EAI_AGAIN',
  };
}

async function withTimeout<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the connector did not answer in time')), sendTimeout);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What to do about a message that was not taken: wait, give up on it, or give up on its conversation. */
function afterFailure(failure: SendFailure, message: DueMessage, now: number): Delivery {
  const backoff = Math.min(longestBackoff, 500 * 2 ** Math.min(message.attempts, 10));
  if (failure.status === 429)
    return { kind: 'wait', until: now + Math.min(longestWait, (failure.retryAfter ?? 0) * 1000) + backoff };
  if (failure.neverLeft) return { kind: 'wait', until: now + backoff };
  // The message was deleted; if the conversation is gone too, sending it anew says so.
  if (failure.status === 404 && message.activityId !== null) return { kind: 'anew' };
  // Removed from the conversation, or blocked.
  if (failure.status === 403 || failure.status === 404)
    return { kind: 'dead', why: `status ${failure.status}` };
  const transient = failure.status === null || failure.status === 412 || failure.status >= 500;
  if (!transient) return { kind: 'lost', why: `status ${failure.status}` };
  if (message.activityId !== null && message.attempts < mostUpdates)
    return { kind: 'wait', until: now + backoff };
  return { kind: 'lost', why: failure.status === null ? 'no answer' : `status ${failure.status}` };
}

/** Renders a notice and sends it, or updates the message it was sent as. Never throws. */
export async function deliver(deps: DeliverDeps, message: DueMessage): Promise<Delivery> {
  const { adapter, db, clock, log } = deps;
  try {
    const stored = await findConversation(db, message.place.conversationId);
    if (stored === null) return { kind: 'dead', why: 'unknown conversation' };
    const known = JSON.parse(stored) as ConversationReference;
    const reference = {
      ...known,
      conversation: { ...known.conversation, id: conversationIdOf(message.place) },
    };
    const { card, summary } = renderCard(message.notice, { sandbox: deps.sandbox, now: clock.now() });
    const activity = MessageFactory.attachment({
      contentType: 'application/vnd.microsoft.card.adaptive',
      content: card,
    });
    activity.summary = summary;
    let activityId = message.activityId;
    await withTimeout(
      adapter.continueConversationAsync('', reference, async (context) => {
        if (activityId === null) activityId = (await context.sendActivity(activity))?.id ?? null;
        else await context.updateActivity({ ...activity, id: activityId });
      }),
    );
    return { kind: 'sent', activityId };
  } catch (error) {
    const failure = describe(error);
    const delivery = afterFailure(failure, message, clock.now());
    log.warn(
      { message: message.id, ...failure, settled: delivery.kind, err: error },
      'a message was not taken',
    );
    return delivery;
  }
}
