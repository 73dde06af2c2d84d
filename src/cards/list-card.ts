import type { Command } from '../language/command.ts';
import { sentenceFor } from '../language/sentence.ts';
import { buttons, marks } from '../text/labels.ts';
import { lastLine, readAtLine } from '../text/last-line.ts';
import { listText, rangeText } from '../text/lists.ts';
import type { Notice } from '../words.ts';
import { assemble, type CardContext, type RenderedCard } from './assemble.ts';
import { CARD_BUDGET, sizeOf } from './budget.ts';
import { sayButton } from './buttons.ts';
import { type Action, type Element, textBlock } from './elements.ts';
import { short } from './escape.ts';
import { rowElement } from './row.ts';
import { exactSentence, statusVerb, typedSentence } from './sentences.ts';

type List = Extract<Notice, { kind: 'list' }>;

const ROWS_PER_PAGE = 6;

/** One page of jobs or school profiles. */
export function listCard(list: List, context: CardContext): RenderedCard {
  const whole = pageCard(list, context, false);
  // Only with names and ids far longer than any real tenant's.
  return sizeOf(whole.card) <= CARD_BUDGET.card ? whole : pageCard(list, context, true);
}

function pageCard(list: List, context: CardContext, lean: boolean): RenderedCard {
  const { now } = context;
  const { rows, page, pages, total, filter, readAt } = list;
  const { headline, sentence } = listText(list, filter === null ? null : short(filter, 30));
  const from = (page - 1) * ROWS_PER_PAGE + 1;
  const range = rangeText(from, from + rows.length - 1, total);
  const body: Element[] = rows.map((row, index) =>
    rowElement(
      row,
      { act: 'Open', sentence: exactSentence(statusVerb(row.target), row.target), lean },
      { first: index === 0, withId: false, now },
    ),
  );
  if (pages > 1 && rows.length > 0) body.push(textBlock(range, { weight: 'bolder', separator: true }));
  const acts: Action[] = [];
  if (page > 1) acts.push(sayButton(buttons.previous, pageSentence(list, page - 1)));
  if (page < pages) acts.push(sayButton(buttons.next, pageSentence(list, page + 1)));
  const looks = [sayButton(buttons.refresh, pageSentence(list, page))];
  if (filter !== null) looks.unshift(sayButton(buttons.allJobs, pageSentence({ ...list, filter: null }, 1)));
  return assemble(
    {
      band: { tone: 'emphasis', mark: marks.many, headline, sentence },
      body,
      acts,
      looks,
      details: [],
      last: lastLine(typedInstead(list), readAtLine(readAt, now)),
      summary: pages > 1 ? `${headline}. ${range}.` : `${headline}.`,
    },
    context,
  );
}

function pageSentence({ of, filter }: List, page: number): string {
  const command: Command = of === 'schools' ? { verb: 'list schools', page } : { verb: 'list', filter, page };
  return sentenceFor(command);
}

function typedInstead(list: List): readonly string[] {
  const { page, pages, filter, rows } = list;
  const typed: string[] = [];
  if (page > 1) typed.push(pageSentence(list, page - 1));
  if (page < pages) typed.push(pageSentence(list, page + 1));
  if (filter !== null) typed.push(pageSentence({ ...list, filter: null }, 1));
  const [first] = rows;
  if (first !== undefined)
    typed.push(typedSentence(statusVerb(first.target), first.target, first.displayName));
  return typed;
}
