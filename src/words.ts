/**
 * The words everything else is written in: what is acted on, by whom, where, and what came of it.
 * Types and the few facts that follow from them alone; every room and leaf may use this file.
 */

/** What a person can have done to a target. */
export type Operation = 'pause' | 'start' | 'delete' | 'pause-profile';

/** What a person can have changed of the bot's own: the ends of pauses, watches, quiet hours. */
export type OwnAct = 'extend' | 'cancel-timer' | 'watch' | 'unwatch' | 'quiet';

/** What the audit trail keeps. */
export type AuditedAct = Operation | OwnAct;

/** A synchronizationJob: the object id of its servicePrincipal and its own, opaque id. */
export interface JobTarget {
  readonly kind: 'job';
  readonly servicePrincipalId: string;
  readonly jobId: string;
}

/** An educationSynchronizationProfile. */
export interface ProfileTarget {
  readonly kind: 'profile';
  readonly profileId: string;
}

export type Target = JobTarget | ProfileTarget;

/** Who asked. `tenantId` and `objectId` identify the person; `name` is only ever shown. */
export interface Actor {
  readonly tenantId: string;
  readonly objectId: string;
  readonly name: string;
  /** IANA name, as their client gave it; absent when it gave none. Only for reading and showing times. */
  readonly timeZone?: string;
}

export type Scope = 'personal' | 'groupChat' | 'channel';

/** Where it was asked. `conversationId` is bare; `thread` is the root message id of a channel thread. */
export interface Place {
  readonly tenantId: string;
  readonly conversationId: string;
  readonly thread: string | null;
  readonly scope: Scope;
  /** The team of a channel, by each id Teams gave for it; empty elsewhere. Older records have none. */
  readonly teamIds?: readonly string[];
}

export interface Quarantine {
  /** Graph's `quarantine.reason`, raw; empty when Microsoft gave none. */
  readonly reason: string;
  /** Epoch milliseconds, or null when Graph gave none: when it was last evaluated and kept up. */
  readonly currentBegan: number | null;
  /** When it was first imposed; the 28 days until the job is switched off count from here. */
  readonly seriesBegan?: number | null;
  readonly nextAttempt: number | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
}

export interface Execution {
  /** `Succeeded`, `Failed` or `EntryLevelErrors`; raw when Graph says something newer. */
  readonly state: string;
  readonly timeBegan: number | null;
  readonly timeEnded: number | null;
  readonly countExported: number;
  readonly countExports: number;
  readonly countEscrowed: number;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
}

/** A synchronizationJob as it was read at `readAt`. */
export interface JobSnapshot {
  readonly kind: 'job';
  readonly target: JobTarget;
  /** `displayName` of the servicePrincipal; a job has none of its own. */
  readonly displayName: string;
  readonly templateId: string | null;
  /** `schedule.state`: Active, Disabled or Paused; raw when newer. */
  readonly scheduleState: string;
  /** `schedule.interval` as ISO 8601 duration; null when unset. */
  readonly interval: string | null;
  /** `status.code`: NotConfigured, NotRun, Active, Paused or Quarantine; raw when newer. */
  readonly code: string;
  readonly quarantine: Quarantine | null;
  /** True when the service pruned errors, after which it pauses the job by itself. */
  readonly escrowsPruned: boolean;
  /** Null when the job never ran. */
  readonly lastExecution: Execution | null;
  /** When the last run without errors ended, epoch milliseconds. */
  readonly lastSuccess: number | null;
  readonly synchronizedEntryCountByType: readonly { readonly key: string; readonly value: number }[];
  /** Epoch milliseconds. */
  readonly readAt: number;
}

/** An educationSynchronizationProfile as it was read at `readAt`. */
export interface ProfileSnapshot {
  readonly kind: 'profile';
  readonly target: ProfileTarget;
  readonly displayName: string;
  /** `profileStatus.status`, raw. */
  readonly status: string;
  readonly lastActivity: number | null;
  readonly errorCount: number;
  readonly readAt: number;
}

export type Snapshot = JobSnapshot | ProfileSnapshot;

/** How a target is doing, in one word: what symbol and sentence a card uses. */
export type Phase =
  | 'active'
  | 'not-run'
  | 'paused'
  | 'off'
  | 'quarantined'
  | 'not-configured'
  | 'running'
  | 'error'
  | 'unknown';

/** Why a plan asks, or what the person should know before answering. */
export type Warning =
  /** A pause that is to last longer than people usually mean. */
  | 'long-pause'
  | 'inexact-match'
  | 'asked-to-show'
  /** The yes is too old to act on: the bot was away. */
  | 'was-away'
  | 'policy-asks'
  /** It is done with the person's own sign-in, which only a tap brings. */
  | 'as-you'
  | 'irreversible'
  | 'clears-quarantine'
  | 'first-start'
  | 'self-paused'
  | 'no-resume-here'
  | 'changed-since-asked';

export type AlreadyCode = 'paused' | 'disabled' | 'never-started' | 'gone';

export type RefusalCode =
  /** The target moved between the question and the act. */
  | 'changed'
  /** The pause was agreed to so late that its end has come, or is less than a minute away. */
  | 'time-over'
  /** Another run holds the target. */
  | 'busy'
  /** Policy does not allow it. */
  | 'policy'
  /** `start` on a job that runs: repeating it can stop the service. */
  | 'running'
  /** The state could not be read, so nothing was sent. */
  | 'unreadable'
  /** The bot stopped in between and may not act any more. */
  | 'interrupted'
  /** What must be kept of a job before it is deleted could not be read or stored. */
  | 'not-saved'
  /** Microsoft retired the API. */
  | 'retired';

export type FailureCode =
  /** 401 UnknownError or 403: scope, role or ownership is missing. */
  | 'not-permitted'
  /** The bot's own sign-in to Graph was refused. */
  | 'sign-in'
  | 'not-found'
  | 'throttled'
  /** 409, 412, 423: another change is going on. */
  | 'conflict'
  /** Any other definite no of Graph. */
  | 'rejected'
  /** The request never left: no connection to Graph. */
  | 'unreachable';

/** Why it cannot be told whether a write took effect. */
export type DoubtCode = 'server-error' | 'timeout' | 'connection-lost' | 'interrupted';

/** How a run ended. */
export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'accepted' }
  | { readonly kind: 'already'; readonly code: AlreadyCode }
  | { readonly kind: 'refused'; readonly code: RefusalCode }
  | { readonly kind: 'failed'; readonly code: FailureCode }
  | { readonly kind: 'unknown'; readonly code: DoubtCode };

/** What Graph answered, for the Details of a card and the log. */
export interface GraphAnswer {
  /** HTTP status; null when there was no answer. */
  readonly status: number | null;
  readonly code: string | null;
  readonly requestId: string | null;
  /** Seconds, from `Retry-After`. */
  readonly retryAfter: number | null;
}

/** When a pause is to end, as it was said; a clock and a time zone make a moment of it. */
export type Until =
  | { readonly kind: 'for'; readonly minutes: number }
  | {
      readonly kind: 'at';
      /** Null: today, or tomorrow when that time is over. Weekdays: 1 is Monday. */
      readonly day:
        | { readonly kind: 'in-days'; readonly days: number }
        | { readonly kind: 'weekday'; readonly weekday: number }
        | {
            readonly kind: 'date';
            readonly year: number | null;
            readonly month: number;
            readonly day: number;
          }
        | null;
      /** Null: the beginning of the working day, 08:00. */
      readonly clock: { readonly hour: number; readonly minute: number } | null;
    }
  /** A time was meant, but which one can't be told. */
  | { readonly kind: 'unclear'; readonly text: string };

/** When a pause is to end, and what the bot does then. */
export interface PauseEnd {
  /** Epoch milliseconds. */
  readonly at: number;
  /** IANA name: in which it was meant and is shown. */
  readonly timeZone: string;
  /** It starts the job itself, or can only remind, because it may act in nobody's name without a tap. */
  readonly atEnd: 'start' | 'remind';
}

/** Why policy says no. */
export interface Forbidden {
  readonly why: 'no-rule' | 'denied' | 'membership-unknown';
  /** The rule's name; null when no rule says yes. */
  readonly rule: string | null;
  /** Whom to ask, as the policy says it. */
  readonly contact: string | null;
}

/** What policy lets a person do in a place, of one operation. */
export interface Right {
  readonly operation: Operation;
  readonly verdict: 'yes' | 'asks' | 'approval' | 'no' | 'unknown';
  readonly rule: string | null;
  readonly targets: 'all' | 'some';
}

/** One run as a card shows it, working or ended. Times are epoch milliseconds. */
export interface RunView {
  readonly runId: string;
  readonly operation: Operation;
  readonly target: Target;
  readonly displayName: string;
  readonly templateId: string | null;
  readonly actorName: string;
  readonly reason: string | null;
  readonly askedAt: number;
  /** When the write left, if it did. */
  readonly sentAt: number | null;
  /** When Graph answered the write, if it did. */
  readonly answeredAt: number | null;
  readonly answer: GraphAnswer | null;
  readonly before: Snapshot | null;
  /** State as last read after the write; 'gone' when Graph answered 404. */
  readonly after: Snapshot | 'gone' | null;
  /** When `after` was read. */
  readonly seenAt: number | null;
  /** The bot was restarted while the run was going on. */
  readonly interrupted: boolean;
  /** What was kept of the job before it was deleted; null when nothing was. */
  readonly saved: {
    /** Epoch milliseconds. */
    readonly at: number;
    /** How many objects its schema maps. */
    readonly objectMappings: number;
  } | null;
  /** Set while waiting for `Retry-After`: when it goes on. */
  readonly waitingUntil: number | null;
  /** Null while working. */
  readonly outcome: Outcome | null;
  /** When a pause is to end; absent or null when it is open-ended. */
  readonly until?: PauseEnd | null;
  /**
   * Of a pause that found the job stopped: the pause that waits there, as it is now; `longer` where it is only
   * reminded of at its end because this one was to last longer.
   */
  readonly met?: { readonly pause: PauseView; readonly longer: boolean } | null;
  /** Set on a start that a timed pause made when its time was over. */
  readonly byTimer?: boolean;
  /** Who said yes to it in the second place, where policy asks for a second person. */
  readonly approvedBy?: string | null;
  /** Whose rights it is done with; absent in the sandbox's and older records. */
  readonly writesAs?: 'person' | 'app' | null;
  /** Why policy says no, when refused by it. */
  readonly forbidden?: Forbidden | null;
  /** Whose run holds the target, when refused as busy. */
  readonly holder: { readonly name: string; readonly operation: Operation; readonly since: number } | null;
}

/** How an attempt to change something ended, whether it acted or not. */
export type AttemptResult =
  | Outcome
  /** The person who was asked said no, nobody answered in time, or the same was asked anew. */
  | { readonly kind: 'kept' | 'expired' | 'replaced' | 'withdrawn' | 'declined' }
  /** Somebody else's tap, or one from another conversation. */
  | { readonly kind: 'turned-away'; readonly code: 'foreign' | 'elsewhere' | 'self' | 'not-approver' };

/** One line of the audit trail as people see it. */
export interface Attempt {
  /** When it ended, epoch milliseconds. */
  readonly at: number;
  readonly runId: string | null;
  /** What another version of the bot wrote may be none of these. */
  readonly operation: AuditedAct;
  /** Null for what is not about one: watches of many, quiet hours. */
  readonly target: Target | null;
  /** What it was about, where that is no target. */
  readonly displayName: string;
  readonly actorName: string;
  readonly reason: string | null;
  readonly result: AttemptResult;
  /** How it was before and after, as the trail has it. Older answers have neither. */
  readonly before?: string | null;
  readonly after?: string | null;
  /** Where it was asked; `here` in the conversation that asks for the trail. Older answers don't say. */
  readonly where?: Scope | 'here';
}

/** One line of a list or picker. */
export interface TargetRow {
  readonly target: Target;
  readonly displayName: string;
  readonly templateId: string | null;
  /** Null when its state could not be read. */
  readonly snapshot: Snapshot | null;
}

/** A question put to a person. */
export interface PlanView {
  readonly operation: Operation;
  readonly snapshot: Snapshot;
  readonly warnings: readonly Warning[];
  readonly actorName: string;
  readonly reason: string | null;
  readonly askedAt: number;
  readonly expiresAt: number;
  /** Opaque; the only thing the card's buttons carry. */
  readonly token: string;
  /** What the person must type before it is done; null when a tap is enough. */
  readonly typedName: string | null;
  /** The last answer carried another name than `typedName`. */
  readonly wrongName: boolean;
  /** Set when a second person has to approve: the name of the rule that says so. */
  readonly approval?: { readonly rule: string } | null;
  /** When a pause is to end; absent or null when it is open-ended. */
  readonly until?: PauseEnd | null;
}

/** A pause made through the bot that is waiting for its end, or for somebody to remember it. */
export interface PauseView {
  readonly target: JobTarget;
  readonly displayName: string;
  readonly templateId: string | null;
  /** Who paused it, when, and why. */
  readonly actorName: string;
  readonly pausedAt: number;
  readonly reason: string | null;
  /** Null when it is open-ended. */
  readonly until: PauseEnd | null;
}

/** What can be told of a watched job. */
export type WatchEvent =
  | 'quarantined'
  | 'recovered'
  | 'paused'
  | 'started'
  | 'deleted'
  /** Runs fail or leave errors, without quarantine yet. */
  | 'failing'
  /** No run was seen for much longer than its interval. */
  | 'silent'
  /** The accidental-deletion guard holds deletions back. */
  | 'guarded'
  /** The target refuses the stored sign-in. */
  | 'credentials';

/** What a conversation wants to hear of. */
export type Watched =
  | { readonly kind: 'all' }
  | { readonly kind: 'job'; readonly target: JobTarget; readonly displayName: string }
  /** Names that match, with `*` for anything; new jobs are picked up. */
  | { readonly kind: 'pattern'; readonly pattern: string };

/** One watch of a conversation. */
export interface WatchView {
  readonly watched: Watched;
  /** Null: every event. Deletions are always told. */
  readonly only: readonly WatchEvent[] | null;
  readonly byName: string;
  readonly since: number;
}

/** Between these minutes of the day only quarantines and deletions are told; the others wait. */
export interface QuietHours {
  /** Minutes after midnight, 0–1439. */
  readonly from: number;
  readonly to: number;
  readonly timeZone: string;
}

/** One settled change of one watched job. */
export interface Happening {
  readonly id: string;
  readonly event: WatchEvent;
  /** When it was first seen, epoch milliseconds. */
  readonly at: number;
  readonly target: JobTarget;
  readonly displayName: string;
  readonly templateId: string | null;
  /** As it was read after the change; null when it is gone. */
  readonly after: JobSnapshot | null;
  /** Who did it: known for what went through the bot; null when it isn't known. */
  readonly by: { readonly name: string; readonly through: 'bot' | 'directory' } | null;
}

/** What can go wrong before there is a run. */
export type ErrorCode =
  | 'graph-not-permitted'
  | 'graph-sign-in'
  | 'graph-throttled'
  | 'graph-unreachable'
  | 'graph-error'
  | 'store-unavailable'
  | 'too-long'
  | 'profiles-off'
  | 'profiles-retired'
  /** Microsoft doesn't offer school profiles in this cloud. */
  | 'profiles-not-in-cloud'
  /** A second person has to approve, and nobody else is in a personal chat. */
  | 'approval-elsewhere'
  /** The time that was said is over, too soon, too far away, or can't be read. */
  | 'until-past'
  | 'until-too-soon'
  | 'until-too-far'
  | 'until-unclear'
  /** There is no timed pause to extend or cancel. */
  | 'no-timer'
  /** The conversation has as many watches as one may have. */
  | 'watch-limit'
  | 'internal';

/**
 * How a target is doing.
 *
 * `schedule.state` decides before `status.code`, except that quarantine wins over all: a job that never ran
 * is documented with code Paused and state Disabled (synchronizationJob get, Microsoft Graph v1.0).
 */
export function phaseOf(snapshot: Snapshot): Phase {
  if (snapshot.kind === 'profile') {
    switch (snapshot.status) {
      case 'inProgress':
      case 'success':
      case 'extracting':
      case 'validating':
        return 'running';
      case 'paused':
        return 'paused';
      case 'error':
      case 'validationError':
        return 'error';
      case 'quarantined':
        return 'quarantined';
      default:
        return 'unknown';
    }
  }
  if (snapshot.code === 'Quarantine') return 'quarantined';
  if (snapshot.scheduleState === 'Paused') return 'paused';
  if (snapshot.scheduleState === 'Disabled') return 'off';
  switch (snapshot.code) {
    case 'Active':
      return 'active';
    case 'NotRun':
      return 'not-run';
    case 'NotConfigured':
      return 'not-configured';
    case 'Paused':
      return 'paused';
    default:
      return 'unknown';
  }
}

/** A key that is equal for equal targets: the lock, the journal and sentences use it. */
export function targetKey(target: Target): string {
  // A GUID is the same in any case; a job id is opaque.
  return target.kind === 'job'
    ? `${target.servicePrincipalId.toLowerCase()}/${target.jobId}`
    : target.profileId.toLowerCase();
}
