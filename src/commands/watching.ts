import type { Notice } from '../notice.ts';
import { quietHoursOf, watchesOf } from '../store/watches.ts';
import { type Handler, say } from './handler.ts';
import { viewOf } from './unwatch.ts';

type Store = Parameters<typeof watchesOf>[0];

/** What a conversation watches, and when it wants to be left alone. */
export async function shown(
  db: Store,
  of: { readonly conversationId: string; readonly tenantId: string },
  now: number,
): Promise<Notice> {
  const watches = await watchesOf(db, of);
  const quiet = (await quietHoursOf(db, [of.conversationId])).get(of.conversationId) ?? null;
  return { kind: 'watching', watches: watches.map(viewOf), quiet, at: now };
}

/** What the conversation watches. */
export const watching: Handler<'watching'> = async (deps, _command, { place }) => {
  const { tenantId, db, clock } = deps;
  return say(await shown(db, { conversationId: place.conversationId, tenantId }, clock.now()));
};
