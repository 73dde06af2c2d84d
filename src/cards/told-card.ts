import { type CardContext, cardOf, type RenderedCard } from './assemble.ts';
import { textBlock } from './elements.ts';
import { short } from './escape.ts';

const LONGEST = 1000;

/** One line of words, for clients that show no other answer to a tap. */
export function toldCard(text: string, context: CardContext): RenderedCard {
  const shown = short(text, LONGEST);
  return cardOf([textBlock(shown)], shown, context);
}
