import { knows } from '../known.ts';
import type { Notice } from '../notice.ts';
import { buttons, headings } from '../text/labels.ts';
import { moment } from '../text/times.ts';
import { eventMark, eventPast, keptUpToDate } from '../text/watches.ts';
import { assemble, type CardContext, type RenderedCard } from './assemble.ts';
import { sayButton } from './buttons.ts';
import { type Element, marked, textBlock } from './elements.ts';
import { WATCHING } from './standing-sentences.ts';
import { statusParts } from './status-card.ts';

/** As many changes as say how it went lately. */
const MOST_RECENT = 5;

/** How a watched job is doing, with its last changes; kept up to date in place. */
export function watchedCard(
  { snapshot, recent }: Extract<Notice, { kind: 'watched' }>,
  context: CardContext,
): RenderedCard {
  const { now } = context;
  const parts = statusParts(snapshot, now);
  return assemble(
    {
      ...parts,
      body: [...parts.body, ...lastChanges(recent, now)],
      looks: [...parts.looks, sayButton(buttons.watches, WATCHING)],
      last: `${keptUpToDate} ${parts.last ?? ''}`.trim(),
    },
    context,
  );
}

function lastChanges(
  recent: Extract<Notice, { kind: 'watched' }>['recent'],
  now: number,
): readonly Element[] {
  // A newer version may have seen what has no words here.
  const tellable = recent.filter(({ event }) => knows('events', event));
  if (tellable.length === 0) return [];
  const lines = tellable
    .slice(0, MOST_RECENT)
    .map(({ event, at }) => marked(eventMark(event), eventPast(event), { end: moment(at, now) }));
  return [{ type: 'Container', items: [textBlock(headings.lastChanges, { weight: 'bolder' }), ...lines] }];
}
