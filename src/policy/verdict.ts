import type { Actor, Operation, Place, Target } from '../words.ts';

/** Yes, no, or nobody could tell. What nobody could tell never counts in a person's favour. */
export type Three = 'yes' | 'no' | 'unknown';

/** A place as the policy needs it: in a channel with the ids of its team, every one that Teams gave. */
export type PolicyPlace = Place & { readonly teamIds?: readonly string[] };

/** Who would do what to which target, and where it was asked. */
export interface Deed {
  readonly actor: Actor;
  readonly place: PolicyPlace;
  readonly operation: Operation;
  readonly target: Target;
  /** The target's name as just read; empty when it could not be read. */
  readonly displayName: string;
}

/** Who can say yes for somebody else: Entra object ids, lower-case, never names. */
export interface Approvers {
  readonly users: readonly string[];
  readonly groups: readonly string[];
}

/** An approval that is needed. The one who approves must be among its approvers, and among those of each in `also`. */
export interface ApprovalNeed extends Approvers {
  readonly rule: string;
  /** Other rules that apply to the same deed and have approvers of their own; usually none. */
  readonly also: readonly Approvers[];
}

export type Verdict =
  | {
      readonly allowed: true;
      readonly rule: string;
      /** A confirmation is wanted even where the operation alone would not want one. */
      readonly asks: boolean;
      readonly approval: ApprovalNeed | null;
    }
  | {
      readonly allowed: false;
      readonly why: 'no-rule' | 'denied' | 'membership-unknown';
      readonly rule: string | null;
      /** Whom to ask, as the policy says it; null when it does not. */
      readonly contact: string | null;
    };

export type Refusal = Extract<Verdict, { allowed: false }>;

/** What a person may do somewhere, in general. */
export interface Right {
  readonly operation: Operation;
  /** The mildest that holds for at least some target. */
  readonly verdict: 'yes' | 'asks' | 'approval' | 'no' | 'unknown';
  readonly rule: string | null;
  /** `all` when that verdict holds for every target there is. */
  readonly targets: 'all' | 'some';
}

export interface Freshness {
  /** Memberships must have been asked for within the last minute: for the check inside a run. */
  readonly fresh?: boolean;
}

/** Who may do what, where, as a policy file says. Anything that is not clearly allowed is not. */
export interface FilePolicy {
  /** Whom to ask for rights, for refusals and whoami; null when the file does not say. */
  readonly contact: string | null;
  /** Could this person ever do it here, on some target? Decided before anything is read. */
  judgeCommand(ask: {
    readonly actor: Actor;
    readonly place: PolicyPlace;
    readonly operation: Operation;
  }): Promise<Verdict>;
  /** May this be done? */
  judge(deed: Deed, how?: Freshness): Promise<Verdict>;
  /**
   * May this person say yes to somebody else's deed?
   *
   * @param need what `judge` said of the deed just now
   * @param deed whose `actor` is the one who asked, and who never approves
   * @param place where the approver said yes
   */
  mayApprove(
    need: ApprovalNeed,
    deed: Deed,
    approver: Actor,
    place: PolicyPlace,
    how?: Freshness,
  ): Promise<'yes' | 'no' | 'self' | 'unknown'>;
  /** What a person may do here, one entry for each operation: for whoami and help. */
  rights(ask: { readonly actor: Actor; readonly place: PolicyPlace }): Promise<readonly Right[]>;
}
