import type { Right } from '../words.ts';
import { type Asked, type Handler, type Reply, say } from './handler.ts';

/** What is asked of the rules: whose rights, and whom to ask for more. */
export interface RightsSource {
  rights(ask: Asked): Promise<readonly Right[]>;
  /** Null when the rules name nobody. */
  readonly contact: string | null;
}

/** Who the bot sees, and what the rules let them do where they ask. */
export async function whoamiReply(
  policy: RightsSource,
  { actor, place }: Asked,
  now: number,
): Promise<Reply> {
  const rights = await policy.rights({ actor, place });
  return say({ kind: 'whoami', actor, scope: place.scope, rights, contact: policy.contact, at: now });
}

export const whoami: Handler<'whoami'> = (deps, _command, asked) =>
  whoamiReply(deps.policy, asked, deps.clock.now());
