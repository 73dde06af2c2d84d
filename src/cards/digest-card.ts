import type { Notice } from '../notice.ts';
import { buttons, marks } from '../text/labels.ts';
import { lastLine, timeLine } from '../text/last-line.ts';
import {
  digestText,
  doneBy,
  eventMark,
  eventsByWeight,
  happeningLine,
  happeningTitle,
  heldBack,
  restLine,
  unnamedChanges,
} from '../text/watches.ts';
import type { Happening, WatchEvent } from '../words.ts';
import { assemble, type CardContext, type RenderedCard } from './assemble.ts';
import { sayButton } from './buttons.ts';
import { type Container, type Element, textBlock } from './elements.ts';
import { LONGEST_SHOWN, short } from './escape.ts';
import { leanWhereLarge, ROWS_PER_PAGE } from './paging.ts';
import { exactSentence } from './sentences.ts';
import { historySentence, WATCHING } from './standing-sentences.ts';
import { smallLine, tappableRow } from './tappable-row.ts';

type Digest = Extract<Notice, { kind: 'digest' }>;

/** How many names of one kind of change are said of those that have no row. */
const NAMES_PER_EVENT = 8;

/** Many changes as one message: how many of each kind, the weightiest as rows, the others by name. */
export function digestCard(digest: Digest, context: CardContext): RenderedCard {
  return leanWhereLarge((lean) => draw(digest, context, lean));
}

function draw(digest: Digest, context: CardContext, lean: boolean): RenderedCard {
  const { now } = context;
  const { happenings, total, waited, at } = digest;
  const { headline, sentence } = digestText(digest, digest.counts ?? countsOf(happenings), now);
  // Those that need somebody first; the newest of each kind before older ones.
  const sorted = eventsByWeight.flatMap((event) =>
    happenings.filter((each) => each.event === event).toSorted((a, b) => b.at - a.at),
  );
  const rows = sorted.slice(0, ROWS_PER_PAGE);
  const unnamed = total - happenings.length;
  return assemble(
    {
      band: { tone: 'emphasis', mark: marks.many, headline, sentence },
      body: [
        ...rows.map((each, index) => happeningRow(each, { first: index === 0, lean, now })),
        ...restElements(sorted.slice(ROWS_PER_PAGE), lean),
        ...(unnamed > 0 ? [textBlock(unnamedChanges(unnamed))] : []),
        ...(waited ? [textBlock(heldBack)] : []),
      ],
      acts: [],
      looks: [sayButton(buttons.listJobs, 'list'), sayButton(buttons.watches, WATCHING)],
      details: [],
      last: lastLine(['list', WATCHING], timeLine(at, now)),
      summary: `${headline}: ${sentence}`,
    },
    context,
  );
}

function countsOf(happenings: readonly Happening[]): Readonly<Partial<Record<WatchEvent, number>>> {
  return Object.fromEntries(
    Object.entries(Object.groupBy(happenings, ({ event }) => event)).map(([event, each]) => [
      event,
      each.length,
    ]),
  );
}

function happeningRow(
  happening: Happening,
  { first, lean, now }: { readonly first: boolean; readonly lean: boolean; readonly now: number },
): Container {
  const { event, target, displayName, after, by } = happening;
  const name = short(displayName, lean ? 30 : LONGEST_SHOWN);
  const who = by === null ? null : doneBy(happening, short(by.name, 30));
  // Of what is gone only the record is left to look at.
  const sentence = after === null ? historySentence(target) : exactSentence('status', target);
  return tappableRow(
    {
      mark: eventMark(event),
      bold: name,
      lines: [textBlock(happeningLine(happening, lean ? null : who, now), smallLine)],
      action: sayButton(happeningTitle(name, event), sentence),
    },
    { first, lean },
  );
}

function restElements(rest: readonly Happening[], lean: boolean): readonly Element[] {
  return eventsByWeight.flatMap((event) => {
    const found = rest.filter((each) => each.event === event);
    if (found.length === 0) return [];
    const names = found.slice(0, lean ? 0 : NAMES_PER_EVENT).map(({ displayName }) => short(displayName, 30));
    return [
      textBlock(`${eventMark(event)} ${restLine(event, names, found.length - names.length)}`, {
        size: 'small',
      }),
    ];
  });
}
