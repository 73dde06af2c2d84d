import type { Command, Verb } from '../language/command.ts';
import type { Notice } from '../notice.ts';
import type { TenantDeps } from '../operations/deps.ts';
import type { ApprovalNeed } from '../policy/policy.ts';
import type { Tx } from '../store/schema.ts';
import type {
  Actor,
  Forbidden,
  Operation,
  Outcome,
  OwnAct,
  PauseEnd,
  Place,
  Snapshot,
  Target,
  Warning,
} from '../words.ts';

export interface Asked {
  readonly actor: Actor;
  readonly place: Place;
  /** When it was said, epoch milliseconds; absent: now. */
  readonly receivedAt?: number;
}

/** What a command came to: something to say, a question to put, or a run to begin. */
export type Reply =
  | { readonly kind: 'notice'; readonly notice: Notice }
  | {
      /** Something of the bot's own is changed, in the transaction that answers. */
      readonly kind: 'write';
      /** @param now epoch milliseconds */
      readonly write: (tx: Tx, now: number) => Promise<Notice>;
    }
  | {
      readonly kind: 'ask';
      readonly operation: Operation;
      readonly snapshot: Snapshot;
      readonly warnings: readonly Warning[];
      readonly typedName: string | null;
      readonly approval: ApprovalNeed | null;
      readonly reason: string | null;
      /** When a pause is to end; null when it is open-ended. */
      readonly until: PauseEnd | null;
    }
  | {
      readonly kind: 'run';
      readonly operation: Operation;
      readonly snapshot: Snapshot;
      readonly reason: string | null;
      /** When a pause is to end; null when it is open-ended. */
      readonly until: PauseEnd | null;
      /** Set when there is nothing to send. */
      readonly outcome: Outcome | null;
    }
  | {
      /** Policy does not allow it: only told and kept on record. */
      readonly kind: 'forbidden';
      readonly operation: Operation;
      /** What was asked for, where it is only judged like that operation. */
      readonly act?: OwnAct;
      /** Null when it was clear before one was looked for; then the name is what was typed. */
      readonly target: Target | null;
      readonly displayName: string;
      readonly reason: string | null;
      readonly forbidden: Forbidden;
    };

export type Handler<V extends Verb> = (
  deps: TenantDeps,
  command: Extract<Command, { readonly verb: V }>,
  asked: Asked,
) => Promise<Reply>;

/** A reply that only says something. */
export const say = (notice: Notice): Reply => ({ kind: 'notice', notice });
