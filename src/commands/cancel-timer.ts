import type { Handler } from './handler.ts';
import { findWaiting, setEnd } from './waiting-pause.ts';

/** Takes the end of a timed pause away: it is open-ended from now on, and reminded of. */
export const cancelTimer: Handler<'cancel timer'> = async (deps, { target }, asked) => {
  const found = await findWaiting(deps, target, asked, 'cancel-timer');
  return 'reply' in found ? found.reply : setEnd(deps, found, asked, null);
};
