import type { Notice } from '../notice.ts';
import { approvalCard } from './approval-card.ts';
import type { CardContext, RenderedCard } from './assemble.ts';
import { closedCard } from './closed-card.ts';
import { digestCard } from './digest-card.ts';
import { errorCard } from './error-card.ts';
import { forbiddenCard } from './forbidden-card.ts';
import { happenedCard } from './happened-card.ts';
import { helpCard } from './help-card.ts';
import { historyCard } from './history-card.ts';
import { listCard } from './list-card.ts';
import { notFoundCard } from './not-found-card.ts';
import { notUnderstoodCard } from './not-understood-card.ts';
import { pauseOverCard } from './pause-over-card.ts';
import { pickerCard } from './picker-card.ts';
import { planCard } from './plan-card.ts';
import { runCard, runPostCard } from './run-card.ts';
import { statusCard } from './status-card.ts';
import { stillPausedCard } from './still-paused-card.ts';
import { timerSetCard } from './timer-set-card.ts';
import { timersCard } from './timers-card.ts';
import { toldCard } from './told-card.ts';
import { unwatchedCard } from './unwatched-card.ts';
import { watchSetCard } from './watch-set-card.ts';
import { watchTroubleCard } from './watch-trouble-card.ts';
import { watchedCard } from './watched-card.ts';
import { watchingCard } from './watching-card.ts';
import { whoamiCard } from './whoami-card.ts';

/**
 * Makes the card of a notice, and the one sentence that stands for it where a card can't be shown or read out.
 *
 * The same notice looks the same wherever it is rendered; only relative times move with `context.now`.
 */
export function renderCard(notice: Notice, context: CardContext): RenderedCard {
  switch (notice.kind) {
    case 'help':
      return helpCard(notice, context);
    case 'not-understood':
      return notUnderstoodCard(notice, context);
    case 'status':
      return statusCard(notice.snapshot, context);
    case 'list':
      return listCard(notice, context);
    case 'history':
      return historyCard(notice, context);
    case 'picker':
      return pickerCard(notice, context);
    case 'not-found':
      return notFoundCard(notice, context);
    case 'plan':
      // Questions stored before there were approvals have no such field.
      return (notice.plan.approval ?? null) === null
        ? planCard(notice.plan, context)
        : approvalCard(notice.plan, context);
    case 'closed':
      return closedCard(notice, context);
    case 'forbidden':
      return forbiddenCard(notice, context);
    case 'whoami':
      return whoamiCard(notice, context);
    case 'run':
      return notice.post ? runPostCard(notice.run, context) : runCard(notice.run, context);
    case 'happened':
      return happenedCard(notice, context);
    case 'digest':
      return digestCard(notice, context);
    case 'watched':
      return watchedCard(notice, context);
    case 'watch-set':
      return watchSetCard(notice, context);
    case 'unwatched':
      return unwatchedCard(notice, context);
    case 'watching':
      return watchingCard(notice, context);
    case 'watch-trouble':
      return watchTroubleCard(notice, context);
    case 'pause-over':
      return pauseOverCard(notice, context);
    case 'still-paused':
      return stillPausedCard(notice, context);
    case 'timer-set':
      return timerSetCard(notice, context);
    case 'timers':
      return timersCard(notice, context);
    case 'told':
      return toldCard(notice.text, context);
    case 'error':
      return errorCard(notice, context);
    default:
      // Leaves out what it says: errors are logged.
      return unknownKind(notice);
  }
}

function unknownKind(notice: never): never {
  throw new TypeError(`no card for a notice of kind ${(notice as Notice).kind}`);
}
