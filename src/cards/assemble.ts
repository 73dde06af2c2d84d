import { type Band, bandElement, sandboxStrip } from './band.ts';
import { CARD_BUDGET, sizeOf } from './budget.ts';
import { detailsButton } from './buttons.ts';
import { type Detail, detailsElement } from './details.ts';
import { type Action, type ActionSet, type AdaptiveCard, type Element, textBlock } from './elements.ts';
import { clean } from './escape.ts';

/** What every renderer is told besides the notice. */
export interface CardContext {
  /** Puts the strip on the card that says that nothing real is touched. */
  readonly sandbox: boolean;
  /** Epoch milliseconds; relative times are counted from here. */
  readonly now: number;
}

/** The parts of a card, in the order in which they are read; empty ones are left out. */
export interface CardParts {
  readonly band: Band;
  readonly body: readonly Element[];
  /** Buttons that change something or move on. */
  readonly acts: readonly Action[];
  /** Buttons that only look; Details joins them where there are any. */
  readonly looks: readonly Action[];
  readonly details: readonly Detail[];
  readonly last: string | null;
  /** One sentence that says it all: for notifications, screen readers and clients that can't show the card. */
  readonly summary: string;
}

export interface RenderedCard {
  readonly card: AdaptiveCard;
  readonly summary: string;
}

/** A card of some elements, with the sandbox strip where it belongs. */
export function cardOf(body: readonly Element[], summary: string, { sandbox }: CardContext): RenderedCard {
  const said = clean(summary);
  return {
    summary: said,
    card: {
      type: 'AdaptiveCard',
      $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
      version: '1.5',
      fallbackText: said,
      speak: said,
      msteams: { width: 'Full' },
      body: [...(sandbox ? [sandboxStrip()] : []), ...body],
    },
  };
}

/**
 * Puts a card together: band, body, acts, looks, details, last line.
 *
 * Names longer than any real one could make it too big for Teams; then the longest details give way, never ids.
 */
export function assemble(parts: CardParts, context: CardContext): RenderedCard {
  const rendered = put(parts, context);
  if (sizeOf(rendered.card) <= CARD_BUDGET.card) return rendered;
  const longest = Math.max(...parts.details.map(({ id, value }) => (id ? 0 : value.length)));
  const details = parts.details.filter(({ id, value }) => id || value.length < longest);
  return details.length === parts.details.length ? rendered : assemble({ ...parts, details }, context);
}

/** More buttons, or longer ones, don't stand side by side on 300 px. */
const MOST_IN_ROW = 3;
const LONGEST_ROW = 26;

function put(parts: CardParts, context: CardContext): RenderedCard {
  const { band, body, acts, details, last } = parts;
  const looks = details.length === 0 ? parts.looks : [...parts.looks, detailsButton()];
  const elements: Element[] = [
    bandElement(band),
    ...body,
    ...actionSets(acts, false),
    ...actionSets(looks, acts.length > 0),
    ...(details.length === 0 ? [] : [detailsElement(details)]),
  ];
  if (last !== null) {
    elements.push(textBlock(last, { size: 'small', isSubtle: true, separator: true, spacing: 'large' }));
  }
  return cardOf(elements, parts.summary, context);
}

/** Buttons in rows in which none is cut on a phone. */
function actionSets(actions: readonly Action[], below: boolean): readonly ActionSet[] {
  return rowsOf(actions).map((row, index) => ({
    type: 'ActionSet',
    ...(below || index > 0 ? { spacing: 'small' as const } : {}),
    actions: [...row],
  }));
}

function rowsOf(actions: readonly Action[]): readonly (readonly Action[])[] {
  const rows: Action[][] = [];
  let room = 0;
  for (const action of actions) {
    const row = rows.at(-1);
    room -= action.title.length;
    if (row === undefined || row.length === MOST_IN_ROW || room < 0) {
      rows.push([action]);
      room = LONGEST_ROW - action.title.length;
    } else {
      row.push(action);
    }
  }
  return rows;
}
