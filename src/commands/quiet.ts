import { setQuiet } from '../watches/set-quiet.ts';
import { type Handler, say } from './handler.ts';
import { shown } from './watching.ts';

/** Sets quiet hours in the person's time zone, takes them away, or shows them. */
export const quiet: Handler<'quiet'> = async (deps, { hours }, { actor, place }) => {
  const of = { conversationId: place.conversationId, tenantId: deps.tenantId };
  if (hours === undefined) return say(await shown(deps.db, of, deps.clock.now()));
  return {
    kind: 'write',
    async write(tx, now) {
      const timeZone = actor.timeZone ?? 'UTC';
      await setQuiet(tx, hours === null ? null : { ...hours, timeZone }, { actor, place, now });
      return await shown(tx, of, now);
    },
  };
};
