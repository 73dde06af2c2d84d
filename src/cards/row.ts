import { rowTitle, shortId } from '../text/lists.ts';
import { stateSince, stateSymbols, stateWord } from '../text/states.ts';
import { phaseOf, type TargetRow } from '../words.ts';
import { sayButton } from './buttons.ts';
import { type Container, textBlock } from './elements.ts';
import { LONGEST_SHOWN, short } from './escape.ts';
import { smallLine, tappableRow } from './tappable-row.ts';

/** What a row leads to. */
export interface RowLink {
  readonly act: 'Open' | 'Choose';
  readonly sentence: string;
  /** For cards that would be too big. */
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
  const parts = [templateId === null ? '' : short(templateId, 30), stateSince(snapshot, now)];
  const more = parts.filter((part) => part !== '').join(' · ');
  return tappableRow(
    {
      mark: stateSymbols[snapshot === null ? 'unknown' : phaseOf(snapshot)],
      bold: name,
      lines: [
        textBlock(more, smallLine),
        ...(withId ? [textBlock(shortId(target), { ...smallLine, fontType: 'monospace' })] : []),
      ],
      action: sayButton(rowTitle(name, stateWord(snapshot), act), sentence),
    },
    { first, lean },
  );
}
