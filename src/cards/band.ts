import { sandboxLabel } from '../text/labels.ts';
import { type Container, symbol, type Tone, textBlock } from './elements.ts';

/** The coloured band: it alone answers "what happened?" or "what am I asked?". */
export interface Band {
  readonly tone: Tone;
  readonly mark: string;
  readonly headline: string;
  readonly sentence: string;
}

/** The band as an element. */
export function bandElement({ tone, mark, headline, sentence }: Band): Container {
  return {
    type: 'Container',
    style: tone,
    bleed: true,
    spacing: 'none',
    items: [
      {
        type: 'ColumnSet',
        columns: [
          {
            type: 'Column',
            width: '24px',
            items: [symbol(mark, { size: 'large', horizontalAlignment: 'center' })],
          },
          {
            type: 'Column',
            width: 'stretch',
            spacing: 'small',
            items: [
              textBlock(headline, { style: 'heading', size: 'large', weight: 'bolder' }),
              textBlock(sentence, { spacing: 'none' }),
            ],
          },
        ],
      },
    ],
  };
}

/** Says on every card of the sandbox that nothing on it is real. */
export function sandboxStrip(): Container {
  return {
    type: 'Container',
    style: 'accent',
    bleed: true,
    spacing: 'none',
    items: [textBlock(sandboxLabel, { size: 'small', weight: 'bolder' })],
  };
}
