import type { Database } from './schema.ts';

/** What waits in the store. Times are epoch milliseconds. */
export interface Backlog {
  readonly inbox: { readonly depth: number; readonly oldestAt: number | null };
  readonly outbox: {
    readonly depth: number;
    /** Of those that were never sent. */
    readonly oldestNewAt: number | null;
    /** Those that were sent before and say something else now; the store does not know since when. */
    readonly updates: readonly { readonly id: string; readonly revision: number }[];
  };
  /** When the most overdue watched job should have been read; null when none is watched. */
  readonly pollDueAt: number | null;
}

/** Updates that are told apart at most. */
const mostUpdates = 500;

const number = (value: unknown) => (value === null || value === undefined ? null : Number(value));

/** Reads what waits for an answer, for its sending and for its reading. */
export async function readBacklog(db: Database): Promise<Backlog> {
  const waiting = db
    .selectFrom('message as m')
    .innerJoin('conversation as c', 'c.id', 'm.conversation_id')
    .whereRef('m.sent_revision', '<', 'm.revision')
    .where('m.dead', 'is', null)
    .where('c.gone', 'is', null);
  const [inbox, outbox, fresh, updates, due] = await Promise.all([
    db
      .selectFrom('inbox')
      .select(({ fn }) => [fn.countAll().as('depth'), fn.min('received_at').as('oldest')])
      .where('status', '=', 'received')
      .executeTakeFirstOrThrow(),
    waiting.select(({ fn }) => fn.countAll().as('depth')).executeTakeFirstOrThrow(),
    waiting
      .select(({ fn }) => fn.min('m.created_at').as('oldest'))
      .where('m.sent_revision', '=', 0)
      .executeTakeFirstOrThrow(),
    waiting
      .select(['m.id', 'm.revision'])
      .where('m.sent_revision', '>', 0)
      .orderBy('m.id')
      .limit(mostUpdates)
      .execute(),
    db
      .selectFrom('watched_job')
      .select(({ eb, fn }) =>
        fn
          .min(
            // One the bot did something to goes before all others, and is due since then.
            eb.case().when('next_at', '=', 0).then(eb.ref('hurried_at')).else(eb.ref('next_at')).end(),
          )
          .as('at'),
      )
      .executeTakeFirstOrThrow(),
  ]);
  return {
    inbox: { depth: Number(inbox.depth), oldestAt: number(inbox.oldest) },
    outbox: { depth: Number(outbox.depth), oldestNewAt: number(fresh.oldest), updates },
    pollDueAt: number(due.at),
  };
}
