import type { Notice } from '../notice.ts';
import { buttons, headings } from '../text/labels.ts';
import { lastLine, timeLine } from '../text/last-line.ts';
import { stillPausedText } from '../text/pauses.ts';
import { stateSymbols } from '../text/states.ts';
import { assemble, type CardContext, type RenderedCard } from './assemble.ts';
import { sayButton } from './buttons.ts';
import { facts, section } from './elements.ts';
import { short } from './escape.ts';
import { pauseDetails, pauseFacts } from './pause-parts.ts';
import { exactSentence, typedExtendSentence, typedSentence } from './sentences.ts';
import { A_DAY } from './standing-sentences.ts';
import { endInDayButton, resumeUnread } from './timer-buttons.ts';

/** An open-ended pause that is still there: since when, by whom, why, and how to end it. */
export function stillPausedCard(
  { pause, at }: Extract<Notice, { kind: 'still-paused' }>,
  context: CardContext,
): RenderedCard {
  const { now } = context;
  const { target, displayName, actorName, reason } = pause;
  const { headline, sentence, helps } = stillPausedText(
    pause,
    {
      name: short(displayName),
      actor: short(actorName),
      reason: reason === null ? null : short(reason),
    },
    at,
  );
  const typed = [
    typedSentence('start', target, displayName),
    typedExtendSentence(target, displayName, A_DAY),
    typedSentence('status', target, displayName),
  ];
  return assemble(
    {
      band: { tone: 'warning', mark: stateSymbols.paused, headline, sentence },
      body: [
        ...facts(...pauseFacts(pause, now)),
        ...(helps === null ? [] : [section(headings.helps, helps)]),
      ],
      acts: [resumeUnread(target), endInDayButton(target)],
      looks: [sayButton(buttons.status, exactSentence('status', target))],
      details: pauseDetails(pause, now),
      last: lastLine(typed, timeLine(at, now)),
      summary: `${headline}. ${sentence}`,
    },
    context,
  );
}
