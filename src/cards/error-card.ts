import type { Notice } from '../notice.ts';
import { errorText } from '../text/errors.ts';
import { buttons, detailLabels, headings, marks } from '../text/labels.ts';
import { lastLine, timeLine } from '../text/last-line.ts';
import type { ErrorCode } from '../words.ts';
import { assemble, type CardContext, type RenderedCard } from './assemble.ts';
import type { Band } from './band.ts';
import { sayButton } from './buttons.ts';
import { answerDetails, detail } from './details.ts';
import { section } from './elements.ts';

/** What went wrong before there was a run: nothing was done, and what helps. */
export function errorCard(
  { code, answer, at }: Extract<Notice, { kind: 'error' }>,
  context: CardContext,
): RenderedCard {
  const { headline, sentence, helps } = errorText(code, answer);
  const technical = isTechnical(code);
  return assemble(
    {
      band: { ...look(technical), headline, sentence },
      body: [section(headings.helps, helps)],
      acts: [],
      looks: [sayButton(buttons.help, 'help')],
      details: technical ? [...detail(detailLabels.errorCode, code), ...answerDetails(answer)] : [],
      last: lastLine(['help'], timeLine(at, context.now)),
      summary: `${headline}. ${sentence}`,
    },
    context,
  );
}

function look(technical: boolean): Pick<Band, 'tone' | 'mark'> {
  return technical ? { tone: 'attention', mark: marks.failed } : { tone: 'warning', mark: marks.refused };
}

/** True when something is broken, false when the answer is simply no. */
function isTechnical(code: ErrorCode): boolean {
  return code.startsWith('graph-') || code === 'store-unavailable' || code === 'internal';
}
