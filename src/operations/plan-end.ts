import type { Asker } from '../store/timers.ts';
import type { PauseEnd, Target, Warning } from '../words.ts';
import type { OperationDeps } from './deps.ts';
import { type PauseTime, unusualPause } from './pause-end.ts';

/** A pause that is to end sooner than this when it begins is not begun, milliseconds. */
const leastLeft = 60_000;

/** Whether policy lets somebody start a job without asking anybody. */
async function mayStartAlone(
  deps: OperationDeps,
  { actor, place }: Asker,
  of: { readonly target: Target; readonly displayName: string },
): Promise<boolean> {
  const verdict = await deps.policy.judge({ ...of, actor, place, operation: 'start' });
  return verdict.allowed && !verdict.asks && verdict.approval === null;
}

/**
 * What the bot does when a pause is over: it starts the job itself only where it may write as itself and policy
 * lets who paused start it without asking anybody, and who sets the end as well; else it can only remind.
 *
 * @param deed who paused, where and what
 * @param changer who gives it another end
 */
export async function planEnd(
  deps: OperationDeps,
  time: Extract<PauseTime, { ok: true }>,
  deed: Asker & { readonly target: Target; readonly displayName: string },
  changer: Asker | null = null,
): Promise<PauseEnd> {
  const { at, timeZone } = time;
  if (deps.writers.as('start') !== 'app') return { at, timeZone, atEnd: 'remind' };
  const alone =
    (await mayStartAlone(deps, deed, deed)) &&
    (changer === null || (await mayStartAlone(deps, changer, deed)));
  return { at, timeZone, atEnd: alone ? 'start' : 'remind' };
}

/** What a person should know of a pause's end before they say yes. `now` in epoch milliseconds. */
export function endWarnings(until: PauseEnd | null, now: number): readonly Warning[] {
  return until !== null && until.at - now > unusualPause ? ['long-pause'] : [];
}

/** Whether a pause would be over before it was worth beginning. `now` in epoch milliseconds. */
export function isOver(until: PauseEnd | null | undefined, now: number): boolean {
  return until ? until.at - now < leastLeft : false;
}
