import type { Command } from '../language/command.ts';
import { sentenceFor } from '../language/sentence.ts';
import type { Notice } from '../notice.ts';
import { buttons, marks } from '../text/labels.ts';
import { lastLine, readAtLine } from '../text/last-line.ts';
import { listText } from '../text/lists.ts';
import { assemble, type CardContext, type RenderedCard } from './assemble.ts';
import { sayButton } from './buttons.ts';
import { short } from './escape.ts';
import { leanWhereLarge, paging } from './paging.ts';
import { rowElement } from './row.ts';
import { exactSentence, statusVerb, typedSentence } from './sentences.ts';

type List = Extract<Notice, { kind: 'list' }>;

/** One page of jobs or school profiles. */
export function listCard(list: List, context: CardContext): RenderedCard {
  return leanWhereLarge((lean) => pageCard(list, context, lean));
}

function pageCard(list: List, context: CardContext, lean: boolean): RenderedCard {
  const { now } = context;
  const { rows, page, pages, total, filter, readAt } = list;
  const { headline, sentence } = listText(list, filter === null ? null : short(filter, 30));
  const turn = paging({ page, pages, total, shown: rows.length }, (to) => pageSentence(list, to));
  const all = pageSentence({ ...list, filter: null }, 1);
  const rowElements = rows.map((row, index) =>
    rowElement(
      row,
      { act: 'Open', sentence: exactSentence(statusVerb(row.target), row.target), lean },
      { first: index === 0, withId: false, now },
    ),
  );
  const [first] = rows;
  const typed = [
    ...turn.typed,
    ...(filter === null ? [] : [all]),
    ...(first === undefined
      ? []
      : [typedSentence(statusVerb(first.target), first.target, first.displayName)]),
  ];
  return assemble(
    {
      band: { tone: 'emphasis', mark: marks.many, headline, sentence },
      body: [...rowElements, ...turn.body],
      acts: turn.acts,
      looks: [...(filter === null ? [] : [sayButton(buttons.allJobs, all)]), turn.refresh],
      details: [],
      last: lastLine(typed, readAtLine(readAt, now)),
      summary: turn.range === null ? `${headline}.` : `${headline}. ${turn.range}.`,
    },
    context,
  );
}

function pageSentence({ of, filter }: List, page: number): string {
  const command: Command = of === 'schools' ? { verb: 'list schools', page } : { verb: 'list', filter, page };
  return sentenceFor(command);
}
