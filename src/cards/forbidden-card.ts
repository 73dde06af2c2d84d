import type { Notice } from '../notice.ts';
import { forbiddenText } from '../text/forbidden.ts';
import { buttons, detailLabels, factTitles, headings, marks } from '../text/labels.ts';
import { lastLine, timeLine } from '../text/last-line.ts';
import { operationWords } from '../text/operations.ts';
import { assemble, type CardContext, type RenderedCard } from './assemble.ts';
import { sayButton } from './buttons.ts';
import { fullText } from './details.ts';
import { facts, section } from './elements.ts';
import { short } from './escape.ts';
import { whomToAsk } from './whom-to-ask.ts';

/** The rules say no: to what, why, and whom to ask. */
export function forbiddenCard(
  { operation, displayName, forbidden, at }: Extract<Notice, { kind: 'forbidden' }>,
  context: CardContext,
): RenderedCard {
  const { act: named, anyAct } = operationWords[operation];
  const act = displayName === null ? anyAct : named(short(displayName));
  const rule = forbidden.rule === null ? null : short(forbidden.rule, 40);
  const { headline, sentence, helps } = forbiddenText(forbidden.why, { act, rule });
  return assemble(
    {
      band: { tone: 'warning', mark: marks.refused, headline, sentence },
      body: [
        ...facts([factTitles.askedFor, act], [factTitles.rule, rule]),
        ...(helps === null ? [] : [section(headings.helps, helps)]),
        whomToAsk(forbidden.contact),
      ],
      acts: [],
      looks: [sayButton(buttons.myRights, 'whoami')],
      details: [...fullText(detailLabels.name, displayName), ...fullText(detailLabels.rule, forbidden.rule)],
      last: lastLine(['whoami'], timeLine(at, context.now)),
      summary: `${headline}. ${sentence}`,
    },
    context,
  );
}
