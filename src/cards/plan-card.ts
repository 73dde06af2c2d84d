import { detailLabels, factTitles, headings, marks } from '../text/labels.ts';
import { lastLine, readAtLine } from '../text/last-line.ts';
import { quarantineText } from '../text/quarantine.ts';
import {
  answerBy,
  answerByButton,
  answers,
  explainQuestion,
  lostForGood,
  nameInput,
  only,
  questionHeadline,
  questionSentences,
  savedFirst,
  stays,
  untilWhen,
} from '../text/questions.ts';
import { stateSince, stateSymbols } from '../text/states.ts';
import { relative } from '../text/times.ts';
import { type Operation, type PlanView, phaseOf } from '../words.ts';
import { assemble, type CardContext, type RenderedCard } from './assemble.ts';
import { cancelButton, confirmButton, NAME_INPUT_ID } from './buttons.ts';
import { fullText, snapshotDetails } from './details.ts';
import { type Element, facts, marked, section, type Tone, textBlock } from './elements.ts';
import { clean, short } from './escape.ts';

const LOOKS: Readonly<Record<Operation, { readonly tone: Tone; readonly mark: string }>> = {
  pause: { tone: 'emphasis', mark: stateSymbols.paused },
  start: { tone: 'warning', mark: marks.start },
  delete: { tone: 'attention', mark: marks.delete },
  'pause-profile': { tone: 'warning', mark: stateSymbols.paused },
};

/** A question: what would happen to what, and who may answer until when. */
export function planCard(plan: PlanView, context: CardContext): RenderedCard {
  const { operation, snapshot, token, typedName, expiresAt, reason, actorName } = plan;
  const { now } = context;
  const name = short(snapshot.displayName);
  const headline = questionHeadline(plan, name);
  const { first, others } = questionSentences(plan);
  const { no, yes } = answers[operation];
  return assemble(
    {
      band: { ...LOOKS[operation], headline, sentence: first },
      body: [
        ...facts(...stateFacts(plan, now), [factTitles.reason, reason === null ? null : short(reason)]),
        ...(others.length === 0 ? [] : [section(headings.toKnow, ...others)]),
        ...explainQuestion(plan, name).map(({ heading, text }) => section(headings[heading], text)),
        ...(operation === 'delete' ? deletionLists(name) : []),
        ...(typedName === null ? [] : [nameField(typedName)]),
        {
          type: 'RichTextBlock',
          inlines: [
            { type: 'TextRun', text: only },
            { type: 'TextRun', text: short(actorName), weight: 'bolder' },
            { type: 'TextRun', text: untilWhen(expiresAt, now) },
          ],
        },
      ],
      acts: [cancelButton(no, token), confirmButton(yes, token, operation === 'delete')],
      looks: [],
      details: [
        ...snapshotDetails(snapshot, now),
        ...fullText(detailLabels.reason, reason),
        ...fullText(detailLabels.actor, actorName),
      ],
      last: lastLine([], `${answerByButton} ${readAtLine(snapshot.readAt, now)}`),
      summary: `${headline} ${first} ${answerBy(expiresAt, now)}`,
    },
    context,
  );
}

function stateFacts(
  { warnings, snapshot }: PlanView,
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
  return shown;
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

function nameField(typedName: string): Element {
  // The whole name, however long: it has to be typed.
  const { label, error } = nameInput(clean(typedName), short(typedName));
  return {
    type: 'Input.Text',
    id: NAME_INPUT_ID,
    label,
    isRequired: true,
    errorMessage: error,
    maxLength: 256,
  };
}
