import { answerUtterance } from '../commands/answer-utterance.ts';
import { advanceRun } from '../operations/advance-run.ts';
import { expireQuestions } from '../operations/answer-question.ts';
import type { OperationDeps } from '../operations/deps.ts';
import { nextExpiryAt } from '../store/confirmations.ts';
import { claimUtterances } from '../store/inbox.ts';
import {
  claimMessages,
  type Delivery,
  type DueMessage,
  nextMessageAt,
  settleMessage,
} from '../store/messages.ts';
import { claimRuns, nextRunAt } from '../store/runs.ts';
import type { Work } from './work-loop.ts';

/** Sends one message of the outbox, or updates it. */
export type Deliver = (message: DueMessage) => Promise<Delivery>;

/** How many rows of a kind one look takes. */
const limit = 20;

/** The bot's background work: answering, running, expiring, sending. `owner` names this process in its leases. */
export function works(
  deps: OperationDeps,
  owner: string,
  deliver: Deliver,
): Record<'answer' | 'run' | 'expire' | 'send', Work> {
  const { db, clock } = deps;
  const claim = () => ({ owner, now: clock.now(), limit });
  return {
    answer: {
      name: 'answer',
      take: async () =>
        (await claimUtterances(db, claim())).map((utterance) =>
          answerUtterance(deps, { ...utterance, owner }),
        ),
      nextAt: async () => null,
    },
    run: {
      name: 'run',
      take: async () => (await claimRuns(db, claim())).map((run) => advanceRun(deps, run)),
      nextAt: () => nextRunAt(db),
    },
    expire: {
      name: 'expire',
      take: async () => {
        const next = await nextExpiryAt(db);
        return next !== null && next <= clock.now() ? [expireQuestions(deps)] : [];
      },
      nextAt: () => nextExpiryAt(db),
    },
    send: {
      name: 'send',
      take: async () =>
        (await claimMessages(db, claim())).map(async (message) => {
          const { id, revision } = message;
          await settleMessage(db, { id, owner, revision }, await deliver(message));
        }),
      nextAt: () => nextMessageAt(db),
    },
  };
}
