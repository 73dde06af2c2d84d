import { factTitles, headings, marks } from '../text/labels.ts';
import { untilWhenPaused } from '../text/pauses.ts';
import { quarantineText } from '../text/quarantine.ts';
import { explainQuestion, lostForGood, savedFirst, stays } from '../text/questions.ts';
import { stateSince, stateSymbols } from '../text/states.ts';
import { relative } from '../text/times.ts';
import { type PlanView, phaseOf } from '../words.ts';
import { type Element, marked, section, textBlock } from './elements.ts';
import { short } from './escape.ts';

/** The target of a question as facts: what it is, how it is doing, and why. */
export function stateFacts(
  { warnings, snapshot, until }: PlanView,
  now: number,
): readonly (readonly [string, string | null])[] {
  const template = snapshot.kind === 'job' ? snapshot.templateId : null;
  const state = `${stateSymbols[phaseOf(snapshot)]} ${stateSince(snapshot, now)}`;
  const shown: (readonly [string, string | null])[] = [
    [factTitles.job, template === null ? null : short(template)],
    [factTitles.now, state],
  ];
  if (snapshot.kind === 'job' && warnings.includes('clears-quarantine')) {
    const next = snapshot.quarantine?.nextAttempt ?? null;
    shown.push(
      [factTitles.why, quarantineText(snapshot.quarantine).why],
      [factTitles.withoutIt, next === null ? null : `next try ${relative(next, now)}`],
    );
  }
  if (until) shown.push([factTitles.until, untilWhenPaused(until, now)]);
  return shown;
}

/** What else is to be known, and what the operation means; `name` as it is to be shown. */
export function explanations(plan: PlanView, name: string, others: readonly string[]): readonly Element[] {
  return [
    ...(others.length === 0 ? [] : [section(headings.toKnow, ...others)]),
    ...explainQuestion(plan, name).map(({ heading, text }) => section(headings[heading], text)),
    ...(plan.operation === 'delete' ? deletionLists(name) : []),
  ];
}

function deletionLists(name: string): readonly Element[] {
  const list = (heading: string, mark: string, texts: readonly string[]): Element => ({
    type: 'Container',
    items: [textBlock(heading, { weight: 'bolder' }), ...texts.map((text) => marked(mark, text))],
  });
  return [
    list(headings.lost, marks.delete, lostForGood),
    list(headings.stays, marks.done, stays(name)),
    list(headings.saved, marks.done, savedFirst),
  ];
}
