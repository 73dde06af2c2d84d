import type { Actor, Operation, Place, Target } from '../words.ts';

export interface Deed {
  readonly actor: Actor;
  readonly place: Place;
  readonly operation: Operation;
  readonly target: Target;
}

/** `asks`: policy wants a confirmation even where the operation alone would not. */
export type Verdict = { readonly allowed: true; readonly asks: boolean } | { readonly allowed: false };

/** Who may do what, where. Anything that is not clearly allowed is not. */
export type Policy = (deed: Deed) => Promise<Verdict>;

/** The sandbox's built-in policy: everyone, any tenant, everything. Nothing real can be reached from there. */
export const sandboxPolicy: Policy = async () => ({ allowed: true, asks: false });
