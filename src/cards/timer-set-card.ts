import type { Notice } from '../notice.ts';
import { buttons, factTitles, headings, marks } from '../text/labels.ts';
import { lastLine, timeLine } from '../text/last-line.ts';
import { afterwards, pauseEnd, timerSetText } from '../text/pauses.ts';
import { assemble, type CardContext, type RenderedCard } from './assemble.ts';
import { sayButton } from './buttons.ts';
import { facts, section, textBlock } from './elements.ts';
import { short } from './escape.ts';
import { pauseDetails, pauseFacts } from './pause-parts.ts';
import { typedExtendSentence, typedSentence } from './sentences.ts';
import { A_DAY, AN_HOUR, TIMERS } from './standing-sentences.ts';
import { cancelTimerButton, endInDayButton, extendButton, resumeUnread } from './timer-buttons.ts';

/** The end of a pause was set, moved or taken away. */
export function timerSetCard(
  { pause, was, at }: Extract<Notice, { kind: 'timer-set' }>,
  context: CardContext,
): RenderedCard {
  const { now } = context;
  const { target, displayName, until } = pause;
  const { headline, sentence, helps } = timerSetText(pause, was, { name: short(displayName), now });
  const start = typedSentence('start', target, displayName);
  return assemble(
    {
      band: {
        tone: until === null ? 'emphasis' : 'good',
        mark: until === null ? marks.closed : marks.done,
        headline,
        sentence,
      },
      body: [
        ...facts([factTitles.itWas, pauseEnd(was, now)], ...pauseFacts(pause, now)),
        ...(until === null ? [] : [textBlock(afterwards(until))]),
        ...(helps === null ? [] : [section(headings.toKnow, helps)]),
      ],
      acts:
        until === null
          ? [resumeUnread(target), endInDayButton(target)]
          : [resumeUnread(target), extendButton(target), cancelTimerButton(target)],
      looks: [sayButton(buttons.timers, TIMERS)],
      details: pauseDetails(pause, now),
      last: lastLine(
        until === null
          ? [start, typedExtendSentence(target, displayName, A_DAY)]
          : [
              start,
              typedExtendSentence(target, displayName, AN_HOUR),
              typedSentence('cancel timer', target, displayName),
            ],
        timeLine(at, now),
      ),
      summary: `${headline}. ${sentence}`,
    },
    context,
  );
}
