import type { Notice } from '../notice.ts';
import { buttons, detailLabels, marks } from '../text/labels.ts';
import { lastLine, timeLine } from '../text/last-line.ts';
import { andMore } from '../text/pauses.ts';
import { unwatchedText, watchedName } from '../text/watches.ts';
import { assemble, type CardContext, type RenderedCard } from './assemble.ts';
import { sayButton } from './buttons.ts';
import { fullText } from './details.ts';
import { marked, textBlock } from './elements.ts';
import { short } from './escape.ts';
import { watchSentence } from './sentences.ts';
import { WATCHING } from './standing-sentences.ts';
import { fullWatchedName, shownWatchedName } from './watched-name.ts';

const MOST_NAMED = 12;

/** What this conversation doesn't watch any more, or that there was nothing to stop. */
export function unwatchedCard(
  { watches, asked, at }: Extract<Notice, { kind: 'unwatched' }>,
  context: CardContext,
): RenderedCard {
  const [first] = watches;
  const { headline, sentence } = unwatchedText(watches, {
    name: first === undefined ? '' : shownWatchedName(first.watched),
    asked: asked === null ? null : short(asked, 40),
  });
  const single = watches.length === 1 ? first : undefined;
  const named = watches.length > 1 ? watches.slice(0, MOST_NAMED) : [];
  const more = watches.length - named.length;
  return assemble(
    {
      band: {
        tone: 'emphasis',
        mark: first === undefined ? marks.already : marks.closed,
        headline,
        sentence,
      },
      body: [
        ...named.map(({ watched }, index) =>
          marked(marks.closed, watchedName(watched, shownWatchedName(watched)), { first: index === 0 }),
        ),
        ...(named.length > 0 && more > 0 ? [textBlock(andMore(more))] : []),
      ],
      acts:
        single === undefined
          ? []
          : [sayButton(buttons.watchAgain, watchSentence(single.watched, single.only))],
      looks: [sayButton(buttons.watches, WATCHING)],
      details: [
        ...(single === undefined ? [] : fullText(detailLabels.name, fullWatchedName(single.watched))),
        ...fullText(detailLabels.asked, asked),
      ],
      last: lastLine([WATCHING], timeLine(at, context.now)),
      summary: `${headline}. ${sentence}`,
    },
    context,
  );
}
