import type { Notice } from '../notice.ts';
import { becauseOf } from '../text/history.ts';
import { buttons, marks } from '../text/labels.ts';
import { lastLine, timeLine } from '../text/last-line.ts';
import { andMore, pausedBy, timerLine, timersText, timerTitle } from '../text/pauses.ts';
import { stateSymbols } from '../text/states.ts';
import type { PauseView } from '../words.ts';
import { assemble, type CardContext, type RenderedCard } from './assemble.ts';
import { CARD_BUDGET, sizeOf } from './budget.ts';
import { sayButton } from './buttons.ts';
import { type Container, textBlock } from './elements.ts';
import { short } from './escape.ts';
import { ROWS_PER_PAGE } from './paging.ts';
import { exactSentence, typedExtendSentence, typedSentence } from './sentences.ts';
import { AN_HOUR, TIMERS } from './standing-sentences.ts';
import { smallLine, tappableRow } from './tappable-row.ts';
import { cancelTimerButton, extendButton, resumeUnread } from './timer-buttons.ts';

type Timers = Extract<Notice, { kind: 'timers' }>;

/** The pauses that wait for their end, those that end first at the top. */
export function timersCard({ pauses, at }: Timers, context: CardContext): RenderedCard {
  const { now } = context;
  const { headline, sentence } = timersText(pauses);
  const sorted = pauses.toSorted((a, b) => endOf(a) - endOf(b));
  const rows = rowsOf(sorted, now);
  const more = pauses.length - rows.length;
  const [first] = sorted;
  // With several it couldn't be told which one a button means.
  const only = pauses.length === 1 && first?.until ? first : null;
  return assemble(
    {
      band: { tone: 'emphasis', mark: pauses.length === 0 ? marks.already : marks.many, headline, sentence },
      body: [...rows, ...(more > 0 ? [textBlock(andMore(more))] : [])],
      acts:
        only === null
          ? []
          : [resumeUnread(only.target), extendButton(only.target), cancelTimerButton(only.target)],
      looks: [
        sayButton(buttons.refresh, TIMERS),
        ...(first === undefined ? [sayButton(buttons.listJobs, 'list')] : []),
      ],
      details: [],
      last: lastLine(typedFor(first), timeLine(at, now)),
      summary: `${headline}. ${sentence}`,
    },
    context,
  );
}

const endOf = ({ until }: PauseView) => until?.at ?? Number.MAX_SAFE_INTEGER;

function typedFor(first: PauseView | undefined): readonly string[] {
  if (first === undefined) return ['list'];
  const { target, displayName, until } = first;
  const extend = typedExtendSentence(target, displayName, AN_HOUR);
  return until === null ? [extend] : [extend, typedSentence('cancel timer', target, displayName)];
}

function rowsOf(pauses: readonly PauseView[], now: number): readonly Container[] {
  const rows: Container[] = [];
  let size = 0;
  for (const pause of pauses.slice(0, ROWS_PER_PAGE)) {
    const row = pauseRow(pause, { first: rows.length === 0, now });
    size += sizeOf(row);
    if (size > CARD_BUDGET.rows) break;
    rows.push(row);
  }
  return rows;
}

function pauseRow(
  { target, displayName, actorName, pausedAt, reason, until }: PauseView,
  { first, now }: { readonly first: boolean; readonly now: number },
): Container {
  const name = short(displayName);
  const who = pausedBy(short(actorName, 30), pausedAt, now);
  const why = reason === null ? '' : ` · ${becauseOf(short(reason))}`;
  return tappableRow(
    {
      mark: stateSymbols.paused,
      bold: name,
      lines: [textBlock(timerLine(until, now), smallLine), textBlock(`${who}${why}`, smallLine)],
      action: sayButton(timerTitle(name), exactSentence('status', target)),
    },
    { first, lean: false },
  );
}
