import { marks } from '../text/labels.ts';
import { rowTitle, shortId } from '../text/lists.ts';
import { stateSince, stateSymbols, stateWord } from '../text/states.ts';
import { phaseOf, type TargetRow } from '../words.ts';
import { sayButton } from './buttons.ts';
import { type Container, symbol, textBlock } from './elements.ts';
import { LONGEST_SHOWN, short } from './escape.ts';

/** What a row leads to. */
export interface RowLink {
  readonly act: 'Open' | 'Choose';
  readonly sentence: string;
  /** Leaves out what only clients without Action.Execute need, for cards that would be too big with it. */
  readonly lean?: boolean;
}

/** One target on a line that can be tapped: state, name, job, and since when. */
export function rowElement(
  row: TargetRow,
  { act, sentence, lean = false }: RowLink,
  { first, withId, now }: { readonly first: boolean; readonly withId: boolean; readonly now: number },
): Container {
  const { snapshot, templateId, target, displayName } = row;
  const name = short(displayName, lean ? 30 : LONGEST_SHOWN);
  const phase = snapshot === null ? 'unknown' : phaseOf(snapshot);
  const parts = [templateId === null ? '' : short(templateId, 30), stateSince(snapshot, now)];
  const more = parts.filter((part) => part !== '').join(' · ');
  const action = sayButton(rowTitle(name, stateWord(snapshot), act), sentence);
  const small = { size: 'small', isSubtle: true, spacing: 'none' } as const;
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
            items: [symbol(stateSymbols[phase], { size: 'large', horizontalAlignment: 'center' })],
          },
          {
            type: 'Column',
            width: 'stretch',
            spacing: 'small',
            items: [
              textBlock(name, { weight: 'bolder' }),
              textBlock(more, small),
              ...(withId ? [textBlock(shortId(target), { ...small, fontType: 'monospace' as const })] : []),
            ],
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
