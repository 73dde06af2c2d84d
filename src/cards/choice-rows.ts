import { type Notice, type TargetRow, targetKey } from '../words.ts';
import { CARD_BUDGET, sizeOf } from './budget.ts';
import type { Container } from './elements.ts';
import { rowElement } from './row.ts';
import { exactSentence, typedSentence } from './sentences.ts';

/** The verb of a question "which one?". */
export type ChoiceVerb = Extract<Notice, { kind: 'picker' }>['verb'];

/** The verb as it is for this row: a name may fit a job and a school profile. */
function verbFor(verb: ChoiceVerb, row: TargetRow): ChoiceVerb {
  if (row.target.kind === 'profile')
    return verb === 'pause' || verb === 'pause school' ? 'pause school' : 'status school';
  if (verb === 'pause school') return 'pause';
  return verb === 'status school' ? 'status' : verb;
}

/** Rows that go on with what was asked, as many as a card can hold. */
export function choiceRows(
  rows: readonly TargetRow[],
  { verb, reason, now }: { readonly verb: ChoiceVerb; readonly reason: string | null; readonly now: number },
): readonly Container[] {
  const shown: Container[] = [];
  let size = 0;
  for (const row of rows) {
    const sentence = exactSentence(verbFor(verb, row), row.target, reason);
    const element = rowElement(
      row,
      { act: 'Choose', sentence },
      { first: shown.length === 0, withId: true, now },
    );
    size += sizeOf(element);
    // A long reason stands in every row; the rows that don't fit are found by name.
    if (size > CARD_BUDGET.rows) break;
    shown.push(element);
  }
  return shown;
}

/** What can be typed for the first row that no other row would answer to as well. */
export function typedChoice(rows: readonly TargetRow[], verb: ChoiceVerb): readonly string[] {
  const single = rows.find(
    (row) => !rows.some((other) => targetKey(other.target) !== targetKey(row.target) && sameName(other, row)),
  );
  const row = single ?? rows[0];
  if (row === undefined) return [];
  if (single !== undefined) return [typedSentence(verbFor(verb, row), row.target, row.displayName)];
  // All have the same name: only an id tells them apart.
  return [typedSentence(verbFor(verb, row), row.target, '')];
}

const sameName = (a: TargetRow, b: TargetRow) => a.displayName.toLowerCase() === b.displayName.toLowerCase();
