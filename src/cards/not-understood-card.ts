import { vocabulary } from '../language/vocabulary.ts';
import type { Notice } from '../notice.ts';
import { buttons, factTitles, headings, marks } from '../text/labels.ts';
import { lastLine } from '../text/last-line.ts';
import { misunderstood } from '../text/misunderstood.ts';
import { assemble, type CardContext, type RenderedCard } from './assemble.ts';
import { sayButton } from './buttons.ts';
import { facts, section } from './elements.ts';
import { short } from './escape.ts';

/** Verbs whose examples tell best what a command looks like. */
const EXAMPLES = ['list', 'status', 'pause'];

/** A sentence that is no command: nothing was done; at most one is offered instead. */
export function notUnderstoodCard(
  { heard, suggestion }: Extract<Notice, { kind: 'not-understood' }>,
  context: CardContext,
): RenderedCard {
  const typed = `“${short(heard)}”`;
  const help = sayButton(buttons.help, 'help');
  if (suggestion === null) {
    const examples = vocabulary.filter(({ verb }) => EXAMPLES.includes(verb)).map(({ example }) => example);
    return assemble(
      {
        band: {
          tone: 'emphasis',
          mark: marks.unknown,
          headline: misunderstood.headline,
          sentence: misunderstood.sentence,
        },
        body: [
          ...facts([factTitles.heard, typed]),
          section(headings.examples, ...examples.map((example) => `“${example}”`)),
        ],
        acts: [],
        looks: [help],
        details: [],
        last: lastLine(['help'], '').trim(),
        summary: `${misunderstood.headline}. ${misunderstood.sentence}`,
      },
      context,
    );
  }
  const asks = /^plan\s/i.test(suggestion);
  return assemble(
    {
      band: {
        tone: 'emphasis',
        mark: marks.choose,
        headline: misunderstood.nearHeadline,
        sentence: misunderstood.nearSentence,
      },
      body: facts([factTitles.heard, typed], [factTitles.instead, `“${short(suggestion)}”`]),
      acts: [sayButton(asks ? buttons.showPlan : buttons.showIt, suggestion)],
      looks: [help],
      details: [],
      last: lastLine([suggestion, 'help'], '').trim(),
      summary: `${misunderstood.headline}. ${misunderstood.nearHeadline} “${short(suggestion)}”`,
    },
    context,
  );
}
