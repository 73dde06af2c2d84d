import type { TargetVerb } from '../notice.ts';
import { type TargetRow, targetKey, type Until, type WatchEvent } from '../words.ts';
import { CARD_BUDGET, sizeOf } from './budget.ts';
import type { Container } from './elements.ts';
import { rowElement } from './row.ts';
import {
  exactSentence,
  typedSentence,
  typedWatchSentence,
  unwatchSentence,
  watchSentence,
} from './sentences.ts';

type ActVerb = Exclude<TargetVerb, 'watch' | 'unwatch'>;

/** The verb as it is for this row: a name may fit a job and a school profile. */
function verbFor(verb: ActVerb, row: TargetRow): ActVerb {
  if (row.target.kind === 'profile')
    return verb === 'pause' || verb === 'pause school' ? 'pause school' : 'status school';
  if (verb === 'pause school') return 'pause';
  return verb === 'status school' ? 'status' : verb;
}

/** What was asked besides, with which a choice goes on. */
interface Kept {
  readonly reason: string | null;
  /** When a pause is to end, as it was said. */
  readonly until?: Until | null;
  /** What a watch is to tell of. */
  readonly only?: readonly WatchEvent[] | null;
}

/** The sentence of a row's button. */
function exactChoice(verb: TargetVerb, row: TargetRow, { reason, until = null, only = null }: Kept): string {
  const { target } = row;
  if (verb !== 'watch' && verb !== 'unwatch') return exactSentence(verbFor(verb, row), target, reason, until);
  // A school profile can't be watched.
  return target.kind === 'job'
    ? verb === 'watch'
      ? watchSentence(target, only)
      : unwatchSentence(target)
    : exactSentence('status school', target);
}

/** The same as a person types it. */
function typedAs(verb: TargetVerb, row: TargetRow, displayName: string): string {
  const { target } = row;
  if (verb !== 'watch' && verb !== 'unwatch') return typedSentence(verbFor(verb, row), target, displayName);
  return target.kind === 'job'
    ? typedWatchSentence(verb, target, displayName)
    : typedSentence('status school', target, displayName);
}

/** Rows that go on with what was asked, as many as a card can hold. */
export function choiceRows(
  rows: readonly TargetRow[],
  {
    verb,
    now,
    ...more
  }: Kept & {
    readonly verb: TargetVerb;
    readonly now: number;
  },
): readonly Container[] {
  const shown: Container[] = [];
  let size = 0;
  for (const row of rows) {
    const sentence = exactChoice(verb, row, more);
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
export function typedChoice(rows: readonly TargetRow[], verb: TargetVerb): readonly string[] {
  const single = rows.find(
    (row) => !rows.some((other) => targetKey(other.target) !== targetKey(row.target) && sameName(other, row)),
  );
  const row = single ?? rows[0];
  if (row === undefined) return [];
  if (single !== undefined) return [typedAs(verb, row, row.displayName)];
  // All have the same name: only an id tells them apart.
  return [typedAs(verb, row, '')];
}

const sameName = (a: TargetRow, b: TargetRow) => a.displayName.toLowerCase() === b.displayName.toLowerCase();
