import type { Notice } from '../notice.ts';
import { buttons, detailLabels, marks } from '../text/labels.ts';
import { lastLine } from '../text/last-line.ts';
import { notFoundText } from '../text/lists.ts';
import { assemble, type CardContext, type RenderedCard } from './assemble.ts';
import { sayButton } from './buttons.ts';
import { choiceRows, typedChoice } from './choice-rows.ts';
import { fullText } from './details.ts';
import { textBlock } from './elements.ts';
import { short } from './escape.ts';

/** Nothing has that name: what was searched, what comes close, and how to see everything. */
export function notFoundCard(
  notice: Extract<Notice, { kind: 'not-found' }>,
  context: CardContext,
): RenderedCard {
  const { verb, asked, searched, near } = notice;
  const school = verb.endsWith('school');
  const text = notFoundText(verb, { asked: short(asked), searched, near: near.length });
  const listAll = school ? 'list schools' : 'list';
  return assemble(
    {
      band: { tone: 'emphasis', mark: marks.choose, headline: text.headline, sentence: text.sentence },
      body: [...choiceRows(near, { verb, reason: null, now: context.now }), textBlock(text.searched)],
      acts: [],
      looks: [sayButton(school ? buttons.listSchools : buttons.listJobs, listAll)],
      details: fullText(detailLabels.asked, asked),
      last: lastLine([...typedChoice(near, verb), listAll], '').trim(),
      summary: `${text.headline}. ${text.searched}`,
    },
    context,
  );
}
