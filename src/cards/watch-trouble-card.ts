import type { Notice } from '../notice.ts';
import { buttons, headings, marks } from '../text/labels.ts';
import { lastLine, timeLine } from '../text/last-line.ts';
import { missedMeanwhile, troubleText } from '../text/watches.ts';
import { assemble, type CardContext, type RenderedCard } from './assemble.ts';
import { sayButton } from './buttons.ts';
import { section, textBlock } from './elements.ts';
import { WATCHING } from './standing-sentences.ts';

/** The bot can't watch any more, or can again. */
export function watchTroubleCard(
  notice: Extract<Notice, { kind: 'watch-trouble' }>,
  context: CardContext,
): RenderedCard {
  const { headline, sentence, helps } = troubleText(notice, context.now);
  const over = notice.trouble === 'over';
  return assemble(
    {
      band: {
        tone: over ? 'good' : 'attention',
        mark: over ? marks.done : marks.failed,
        headline,
        sentence,
      },
      body: [
        ...(over ? [textBlock(missedMeanwhile)] : []),
        ...(helps === null ? [] : [section(headings.helps, helps)]),
      ],
      acts: [],
      looks: [sayButton(buttons.listJobs, 'list'), sayButton(buttons.watches, WATCHING)],
      details: [],
      last: lastLine(['list', WATCHING], timeLine(notice.at, context.now)),
      summary: `${headline}. ${sentence}`,
    },
    context,
  );
}
