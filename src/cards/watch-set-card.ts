import type { Notice } from '../notice.ts';
import { buttons, detailLabels, factTitles, marks } from '../text/labels.ts';
import { lastLine, timeLine } from '../text/last-line.ts';
import { toldEvents, watchSetText } from '../text/watches.ts';
import { assemble, type CardContext, type RenderedCard } from './assemble.ts';
import { sayButton } from './buttons.ts';
import { fullText, targetDetails } from './details.ts';
import { facts } from './elements.ts';
import { short } from './escape.ts';
import { unwatchSentence } from './sentences.ts';
import { WATCHING } from './standing-sentences.ts';
import { fullWatchedName, shownWatchedName } from './watched-name.ts';

/** What this conversation watches from now on. */
export function watchSetCard(
  notice: Extract<Notice, { kind: 'watch-set' }>,
  context: CardContext,
): RenderedCard {
  const { watch, at } = notice;
  const { watched, only, byName } = watch;
  const { headline, sentence } = watchSetText(notice, shownWatchedName(watched));
  return assemble(
    {
      band: { tone: 'good', mark: marks.done, headline, sentence },
      body: facts([factTitles.told, toldEvents(only)], [factTitles.setBy, short(byName)]),
      acts: [sayButton(buttons.stopWatching, unwatchSentence(watched))],
      looks: [sayButton(buttons.watches, WATCHING)],
      details: [
        ...fullText(
          watched.kind === 'pattern' ? detailLabels.pattern : detailLabels.name,
          fullWatchedName(watched),
        ),
        ...(watched.kind === 'job' ? targetDetails(watched.target, null) : []),
        ...fullText(detailLabels.actor, byName),
      ],
      last: lastLine([WATCHING], timeLine(at, context.now)),
      summary: `${headline}. ${sentence}`,
    },
    context,
  );
}
