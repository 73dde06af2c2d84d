import type {
  Actor,
  Attempt,
  ErrorCode,
  Forbidden,
  GraphAnswer,
  Happening,
  JobSnapshot,
  Operation,
  PauseEnd,
  PauseView,
  PlanView,
  QuietHours,
  Right,
  RunView,
  Scope,
  Snapshot,
  TargetRow,
  Until,
  WatchEvent,
  WatchView,
} from './words.ts';

/** The verb of a sentence that names a target. */
export type TargetVerb =
  | 'status'
  | 'pause'
  | 'start'
  | 'delete'
  | 'pause school'
  | 'status school'
  | 'watch'
  | 'unwatch';

/** What the bot has to tell a place, as meaning; cards/ renders it when it is sent. */
export type Notice =
  | {
      readonly kind: 'help';
      readonly topic: string | null;
      readonly welcome: boolean;
      /** What the person may do here; absent means everything. */
      readonly operations?: readonly Operation[];
    }
  | {
      readonly kind: 'not-understood';
      /** What was typed, as heard. */
      readonly heard: string;
      /** A sentence to offer instead; its button shows the plan and always asks. */
      readonly suggestion: string | null;
    }
  | { readonly kind: 'status'; readonly snapshot: Snapshot }
  | {
      readonly kind: 'list';
      readonly of: 'jobs' | 'schools';
      readonly filter: string | null;
      /** The rows of this page only. */
      readonly rows: readonly TargetRow[];
      /** From 1. */
      readonly page: number;
      readonly pages: number;
      readonly total: number;
      readonly needAttention: number;
      /** When the inventory behind it was read, epoch milliseconds. */
      readonly readAt: number;
    }
  | {
      readonly kind: 'picker';
      readonly verb: TargetVerb;
      /** What was asked for; null when the target was missing. */
      readonly asked: string | null;
      readonly rows: readonly TargetRow[];
      /** How many match; `rows` may hold fewer. */
      readonly total: number;
      readonly reason: string | null;
      /** When the pause is to end, as it was said; absent or null: open-ended. */
      readonly until?: Until | null;
      /** What a watch is to tell of; absent or null: everything. */
      readonly only?: readonly WatchEvent[] | null;
    }
  | {
      readonly kind: 'not-found';
      readonly verb: TargetVerb;
      readonly asked: string;
      /** How many targets were searched. */
      readonly searched: number;
      readonly near: readonly TargetRow[];
    }
  | {
      /** What the audit trail holds. */
      readonly kind: 'history';
      /** What was asked for; null for every target. */
      readonly asked: string | null;
      /** Set for “who paused …”: only what this operation changed. */
      readonly did: 'pause' | 'start' | 'delete' | 'pause-profile' | null;
      /** Newest first, of this page only. */
      readonly attempts: readonly Attempt[];
      /** From 1. */
      readonly page: number;
      readonly pages: number;
      readonly total: number;
      readonly readAt: number;
    }
  | { readonly kind: 'plan'; readonly plan: PlanView }
  | {
      readonly kind: 'closed';
      readonly how: 'kept' | 'expired' | 'replaced' | 'withdrawn' | 'declined';
      readonly operation: Operation;
      readonly snapshot: Snapshot;
      readonly actorName: string;
      readonly at: number;
      /** Who declined it, and the reason they gave. */
      readonly declinedBy?: { readonly name: string; readonly reason: string | null } | null;
    }
  /** Policy does not let the person do it; nothing was read or sent. */
  | {
      readonly kind: 'forbidden';
      readonly operation: Operation;
      /** What it is called, where that is known. */
      readonly displayName: string | null;
      readonly forbidden: Forbidden;
      readonly at: number;
    }
  | {
      readonly kind: 'whoami';
      readonly actor: Actor;
      readonly scope: Scope;
      readonly rights: readonly Right[];
      readonly contact: string | null;
      readonly at: number;
    }
  /** `post`: the extra message in the thread; its card says less than the one updated in place. */
  | { readonly kind: 'run'; readonly run: RunView; readonly post: boolean }
  /** A watched job changed; `waited`: it was held back until the end of quiet hours. */
  | { readonly kind: 'happened'; readonly happening: Happening; readonly waited: boolean }
  /** Many changes at once, newest first; `happenings` may hold fewer than `total`. */
  | {
      readonly kind: 'digest';
      readonly happenings: readonly Happening[];
      readonly total: number;
      /** Of all `total`; absent when `happenings` holds them all. */
      readonly counts?: Readonly<Partial<Record<WatchEvent, number>>>;
      readonly waited: boolean;
      readonly at: number;
    }
  /** The card of a watched job that is kept up to date in place. */
  | {
      readonly kind: 'watched';
      readonly snapshot: JobSnapshot;
      /** The last changes, newest first. */
      readonly recent: readonly { readonly event: WatchEvent; readonly at: number }[];
    }
  /** The answer to `watch …`. */
  | {
      readonly kind: 'watch-set';
      readonly watch: WatchView;
      /** How many jobs it takes in now. */
      readonly jobs: number;
      /** It replaced one for the same. */
      readonly changed: boolean;
      readonly at: number;
    }
  /** The answer to `unwatch …`: what is not watched any more; none when there was nothing. */
  | {
      readonly kind: 'unwatched';
      readonly watches: readonly WatchView[];
      readonly asked: string | null;
      readonly at: number;
    }
  /** The answer to `watching` and `quiet …`. */
  | {
      readonly kind: 'watching';
      readonly watches: readonly WatchView[];
      readonly quiet: QuietHours | null;
      readonly at: number;
    }
  /** The bot can't watch any more, or can again. Told once. */
  | {
      readonly kind: 'watch-trouble';
      readonly trouble: 'not-permitted' | 'sign-in' | 'unreachable' | 'throttled' | 'over';
      readonly since: number;
      readonly at: number;
    }
  /** A timed pause is over and somebody has to start the job; or the bot did not, and why. */
  | {
      readonly kind: 'pause-over';
      readonly pause: PauseView;
      readonly why: 'remind' | 'changed' | 'gone' | 'forbidden' | 'unreadable';
      readonly snapshot: JobSnapshot | null;
      readonly forbidden: Forbidden | null;
      readonly at: number;
    }
  /** An open-ended pause that is still there. */
  | { readonly kind: 'still-paused'; readonly pause: PauseView; readonly at: number }
  /** The answer to `extend …` and `cancel timer …`. */
  | {
      readonly kind: 'timer-set';
      readonly pause: PauseView;
      /** Null when it was open-ended before. */
      readonly was: PauseEnd | null;
      readonly at: number;
    }
  /** The answer to `timers`. */
  | { readonly kind: 'timers'; readonly pauses: readonly PauseView[]; readonly at: number }
  /** A line for who tapped a button in a client that shows no other answer; plain text. */
  | { readonly kind: 'told'; readonly text: string }
  | {
      readonly kind: 'error';
      readonly code: ErrorCode;
      readonly answer: GraphAnswer | null;
      readonly at: number;
    };
