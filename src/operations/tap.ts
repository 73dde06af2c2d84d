import type { Graph } from '../graph/client.ts';
import type { Actor, Operation, Place } from '../words.ts';

/** What a button of a question says. */
export type Act = 'confirm' | 'cancel' | 'approve' | 'deny';

export interface Tap {
  readonly token: string;
  readonly act: Act;
  /** What was typed into the card, if anything. */
  readonly typedName: string | null;
  /** Why it is denied, if that was said. */
  readonly reason: string | null;
  /** What Teams calls the card that was tapped, when it says so. */
  readonly activityId: string | null;
  readonly actor: Actor;
  readonly place: Place;
  /** Brings the rights of who tapped; asked only where they are needed, and before the question is claimed. */
  readonly signIn: (operation: Operation) => Promise<SignedIn>;
}

/** What became of bringing a person's rights. */
export type SignedIn =
  | { readonly kind: 'ready'; readonly graph: Graph }
  /** Teams has to be asked for it; it taps again by itself. */
  | { readonly kind: 'ask' }
  /** It can't be had; in words. */
  | { readonly kind: 'no'; readonly text: string };
