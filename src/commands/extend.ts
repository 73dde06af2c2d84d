import { wantedLonger } from '../operations/change-end.ts';
import { resolveEnd, zoneOf } from '../operations/pause-end.ts';
import { planEnd } from '../operations/plan-end.ts';
import type { Actor, PauseEnd, Until } from '../words.ts';
import { type Handler, say } from './handler.ts';
import { findWaiting, setEnd } from './waiting-pause.ts';

/** A duration leaves the zone of the present end; so does a person whose client says none. */
function zoneFor(said: Until, present: PauseEnd | null, actor: Actor): string {
  const keeps = present !== null && (said.kind === 'for' || actor.timeZone === undefined);
  return keeps ? present.timeZone : zoneOf(actor);
}

/** Gives a pause another end: a duration is counted from the present one, or from now where that is over or there is none. */
export const extend: Handler<'extend'> = async (deps, command, asked) => {
  const found = await findWaiting(deps, command.target, asked, 'extend');
  if ('reply' in found) return found.reply;
  const { actor, place, pause } = found.timer.record;
  const now = deps.clock.now();
  const time = resolveEnd(command.until, {
    now,
    saidAt: asked.receivedAt ?? now,
    from: Math.max(pause.until?.at ?? now, now),
    timeZone: zoneFor(command.until, pause.until, asked.actor),
  });
  if (!time.ok) return say({ kind: 'error', code: time.code, answer: null, at: now });
  // The start is done for whoever paused, but it is this person who says when.
  const { target } = pause;
  const by = { actor: asked.actor, place: asked.place };
  const to = await planEnd(deps, time, { actor, place, target, displayName: found.displayName }, by);
  const longer = wantedLonger(found.timer.record, by, to.at);
  return setEnd(deps, found, asked, longer === null ? to : { ...to, atEnd: 'remind' });
};
