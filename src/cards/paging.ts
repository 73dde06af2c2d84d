import { buttons } from '../text/labels.ts';
import { rangeText } from '../text/lists.ts';
import type { RenderedCard } from './assemble.ts';
import { CARD_BUDGET, sizeOf } from './budget.ts';
import { sayButton } from './buttons.ts';
import { type Action, type Element, textBlock } from './elements.ts';

/** More are shown badly, and read worse. */
export const ROWS_PER_PAGE = 6;

/** What a card of rows has so that the others can be seen. */
export interface Paging {
  /** "7 to 12 of 23"; null when there is one page. */
  readonly range: string | null;
  readonly body: readonly Element[];
  readonly acts: readonly Action[];
  readonly refresh: Action;
  /** Sentences that turn the page. */
  readonly typed: readonly string[];
}

/**
 * Buttons and words that turn the pages.
 *
 * @param shown how many rows stand on this page
 * @param sentence what asks for a page
 */
export function paging(
  {
    page,
    pages,
    total,
    shown,
  }: { readonly page: number; readonly pages: number; readonly total: number; readonly shown: number },
  sentence: (page: number) => string,
): Paging {
  const from = (page - 1) * ROWS_PER_PAGE + 1;
  const range = pages > 1 && shown > 0 ? rangeText(from, from + shown - 1, total) : null;
  const turns: { readonly title: string; readonly to: string }[] = [];
  if (page > 1) turns.push({ title: buttons.previous, to: sentence(page - 1) });
  if (page < pages) turns.push({ title: buttons.next, to: sentence(page + 1) });
  return {
    range,
    body: range === null ? [] : [textBlock(range, { weight: 'bolder', separator: true })],
    acts: turns.map(({ title, to }) => sayButton(title, to)),
    refresh: sayButton(buttons.refresh, sentence(page)),
    typed: turns.map(({ to }) => to),
  };
}

/** A card of rows; drawn leaner where names and ids far longer than any real tenant's would make it too big. */
export function leanWhereLarge(draw: (lean: boolean) => RenderedCard): RenderedCard {
  const whole = draw(false);
  return sizeOf(whole.card) <= CARD_BUDGET.card ? whole : draw(true);
}
