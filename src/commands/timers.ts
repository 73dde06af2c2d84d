import type { TenantDeps } from '../operations/deps.ts';
import { type Timer, waitingTimers } from '../store/timers.ts';
import { type Asked, type Handler, type Reply, say } from './handler.ts';

/** Those with an end first, the soonest on top; then the open-ended, the oldest on top. */
function inOrder(timers: readonly Timer[]): readonly Timer[] {
  const end = ({ record }: Timer) => record.pause.until?.at ?? Number.POSITIVE_INFINITY;
  return timers.toSorted((a, b) =>
    end(a) === end(b) ? a.record.pause.pausedAt - b.record.pause.pausedAt : end(a) - end(b),
  );
}

/** What waits of the pauses made in this conversation; in a personal chat, of those the person made anywhere. */
export async function timersHere(deps: TenantDeps, { actor, place }: Asked): Promise<readonly Timer[]> {
  const { tenantId } = deps;
  return place.scope === 'personal'
    ? await waitingTimers(deps.db, { tenantId, actorObject: actor.objectId })
    : await waitingTimers(deps.db, { tenantId, conversationId: place.conversationId });
}

/** The reply that lists them. */
export function listTimers(deps: TenantDeps, timers: readonly Timer[]): Reply {
  const pauses = inOrder(timers).map(({ record }) => record.pause);
  return say({ kind: 'timers', pauses, at: deps.clock.now() });
}

export const timers: Handler<'timers'> = async (deps, _command, asked) =>
  listTimers(deps, await timersHere(deps, asked));
