import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { count } from '../metrics.ts';
import { type ClaimedConversation, stepConversation } from '../store/conversations.ts';
import {
  beginSending,
  type Delivery,
  type DueMessage,
  nextMessage,
  settleMessage,
} from '../store/messages.ts';
import type { Database } from '../store/schema.ts';
import { earliestSend, type Limit, withSent } from '../teams/pacing.ts';

/** Sends one message of the outbox, or updates it. `reference` is the conversationReference as JSON text. */
export type Deliver = (message: DueMessage, reference: string) => Promise<Delivery>;

export interface SendDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly deliver: Deliver;
  /** What the receiver takes from one bot in one conversation. */
  readonly limits: readonly Limit[];
  /** Once aborted no further message is begun. */
  readonly stopping: AbortSignal;
}

/** Whether anything reached the connector, so that it counts for the pace. */
const counts = ({ kind }: Delivery) => kind !== 'dead';

/**
 * Sends what is due in a claimed conversation, in order, one at a time and never faster than its limits, then
 * gives the claim back; between two messages, too, when the bot stops. Before each sending the store knows of it;
 * what became of it is stored after.
 */
export async function sendMessages(deps: SendDeps, conversation: ClaimedConversation): Promise<void> {
  const { db, clock, limits, stopping } = deps;
  let { sentAt } = conversation;
  for (;;) {
    const now = clock.now();
    const pacedUntil = earliestSend(sentAt, limits);
    const message = await nextMessage(db, { conversationId: conversation.id, now });
    if (message === null || pacedUntil > now || stopping.aborted) {
      await stepConversation(db, conversation, { now, release: true, pacedUntil });
      return;
    }
    const begun = await db.transaction().execute(async (tx) => {
      const times = withSent(sentAt, now, limits);
      if (!(await stepConversation(tx, conversation, { now, release: false, sentAt: times }))) return false;
      await beginSending(tx, message);
      return true;
    });
    if (!begun) return lost(deps);

    const delivery = await deps.deliver(message, conversation.reference);

    const after = clock.now();
    if (counts(delivery)) sentAt = withSent(sentAt, after, limits);
    const ends = delivery.kind === 'gone' || delivery.kind === 'throttled';
    const held = await db.transaction().execute(async (tx) => {
      const step = {
        now: after,
        release: ends,
        sentAt,
        ...(delivery.kind === 'throttled' ? { pacedUntil: delivery.until } : {}),
        ...(delivery.kind === 'gone' ? { gone: delivery.why } : {}),
      };
      if (!(await stepConversation(tx, conversation, step))) return false;
      await settleMessage(tx, message, delivery);
      return true;
    });
    if (!held) return lost(deps);
    if (ends) return;
  }
}

function lost({ log }: SendDeps): void {
  count('sync_warden_lease_losses_total', { work: 'send' });
  log.warn('another process took a conversation over');
}
