import { marks } from '../text/labels.ts';
import { type Container, type ExecuteAction, symbol, type TextBlock, textBlock } from './elements.ts';

/** How the small lines of a row look. */
export const smallLine = { size: 'small', isSubtle: true, spacing: 'none' } as const;

/** A line that can be tapped: a symbol, something bold, and small lines below. */
export function tappableRow(
  {
    mark,
    bold,
    lines,
    action,
  }: {
    readonly mark: string;
    readonly bold: string;
    readonly lines: readonly TextBlock[];
    readonly action: ExecuteAction;
  },
  {
    first,
    lean,
  }: {
    readonly first: boolean;
    /** Leaves out what only clients without Action.Execute need, for cards that would be too big with it. */
    readonly lean: boolean;
  },
): Container {
  return {
    type: 'Container',
    ...(first ? {} : { separator: true as const }),
    spacing: 'small',
    selectAction: lean ? { ...action, fallback: 'drop' } : action,
    items: [
      {
        type: 'ColumnSet',
        columns: [
          {
            type: 'Column',
            width: '24px',
            verticalContentAlignment: 'center',
            items: [symbol(mark, { size: 'large', horizontalAlignment: 'center' })],
          },
          {
            type: 'Column',
            width: 'stretch',
            spacing: 'small',
            items: [textBlock(bold, { weight: 'bolder' }), ...lines],
          },
          {
            type: 'Column',
            width: 'auto',
            verticalContentAlignment: 'center',
            items: [{ type: 'TextBlock', text: marks.open, size: 'large', isSubtle: true }],
          },
        ],
      },
    ],
  };
}
