import { sentenceFor } from '../language/sentence.ts';
import type { Notice } from '../notice.ts';
import { buttons, marks } from '../text/labels.ts';
import { lastLine, timeLine } from '../text/last-line.ts';
import { andMore } from '../text/pauses.ts';
import {
  howToWatch,
  toldEvents,
  unwatchTitle,
  watchedName,
  watchingText,
  watchLine,
} from '../text/watches.ts';
import type { WatchView } from '../words.ts';
import { assemble, type CardContext, type RenderedCard } from './assemble.ts';
import { CARD_BUDGET, sizeOf } from './budget.ts';
import { sayButton } from './buttons.ts';
import { type ColumnSet, textBlock } from './elements.ts';
import { short } from './escape.ts';
import { unwatchSentence, watchSentence } from './sentences.ts';
import { WATCHING } from './standing-sentences.ts';
import { smallLine } from './tappable-row.ts';
import { shownWatchedName } from './watched-name.ts';

const MOST_ROWS = 10;

/** Everything this conversation watches, each with a button that ends it, and its quiet hours. */
export function watchingCard(
  { watches, quiet, at }: Extract<Notice, { kind: 'watching' }>,
  context: CardContext,
): RenderedCard {
  const { now } = context;
  const { headline, sentence } = watchingText(watches.length, quiet);
  const rows = rowsOf(watches, now);
  const none = watches.length === 0;
  const more = watches.length - rows.length;
  return assemble(
    {
      band: { tone: 'emphasis', mark: marks.many, headline, sentence },
      body: [
        ...rows,
        ...(more > 0 ? [textBlock(andMore(more))] : []),
        ...(none ? [textBlock(howToWatch)] : []),
      ],
      acts: [
        ...(none ? [sayButton(buttons.watchAll, watchSentence({ kind: 'all' }, null))] : []),
        ...(quiet === null ? [] : [sayButton(buttons.quietOff, sentenceFor({ verb: 'quiet', hours: null }))]),
      ],
      looks: [sayButton(buttons.refresh, WATCHING)],
      details: [],
      last: lastLine([WATCHING], timeLine(at, now)),
      summary: `${headline}. ${sentence}`,
    },
    context,
  );
}

function rowsOf(watches: readonly WatchView[], now: number): readonly ColumnSet[] {
  const rows: ColumnSet[] = [];
  let size = 0;
  for (const watch of watches.slice(0, MOST_ROWS)) {
    const row = watchRow(watch, { first: rows.length === 0, now });
    size += sizeOf(row);
    if (size > CARD_BUDGET.rows) break;
    rows.push(row);
  }
  return rows;
}

function watchRow(
  { watched, only, byName, since }: WatchView,
  { first, now }: { readonly first: boolean; readonly now: number },
): ColumnSet {
  const what = watchedName(watched, shownWatchedName(watched));
  const stop = {
    ...sayButton(buttons.unwatch, unwatchSentence(watched)),
    tooltip: unwatchTitle(watched, shownWatchedName(watched)),
  };
  return {
    type: 'ColumnSet',
    ...(first ? {} : { separator: true as const }),
    columns: [
      {
        type: 'Column',
        width: 'stretch',
        items: [
          textBlock(what, { weight: 'bolder' }),
          textBlock(toldEvents(only), smallLine),
          textBlock(watchLine(short(byName, 30), since, now), smallLine),
        ],
      },
      {
        type: 'Column',
        width: 'auto',
        verticalContentAlignment: 'center',
        items: [{ type: 'ActionSet', actions: [stop] }],
      },
    ],
  };
}
