import { detailLabels, factTitles, marks } from '../text/labels.ts';
import { lastLine, readAtLine } from '../text/last-line.ts';
import {
  answerBy,
  answerByButton,
  answers,
  nameInput,
  only,
  questionHeadline,
  questionSentences,
  untilWhen,
} from '../text/questions.ts';
import { stateSymbols } from '../text/states.ts';
import type { Operation, PlanView, Warning } from '../words.ts';
import { assemble, type CardContext, type RenderedCard } from './assemble.ts';
import { cancelButton, confirmButton, NAME_INPUT_ID } from './buttons.ts';
import { endDetails, fullText, snapshotDetails } from './details.ts';
import { type Element, facts, type Tone } from './elements.ts';
import { clean, short } from './escape.ts';
import { explanations, stateFacts } from './plan-parts.ts';

const LOOKS: Readonly<Record<Operation, { readonly tone: Tone; readonly mark: string }>> = {
  pause: { tone: 'emphasis', mark: stateSymbols.paused },
  start: { tone: 'warning', mark: marks.start },
  delete: { tone: 'attention', mark: marks.delete },
  'pause-profile': { tone: 'warning', mark: stateSymbols.paused },
};

/** Warnings that leave a question harmless. */
const HARMLESS: readonly Warning[] = ['as-you', 'asked-to-show'];

/** A deletion looks dangerous whatever else is true. */
function look({ operation, warnings }: PlanView): { readonly tone: Tone; readonly mark: string } {
  const routine = warnings.includes('as-you') && warnings.every((warning) => HARMLESS.includes(warning));
  const usual = LOOKS[operation];
  return routine && operation !== 'delete' ? { ...usual, tone: 'emphasis' } : usual;
}

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
      band: { ...look(plan), headline, sentence: first },
      body: [
        ...facts(...stateFacts(plan, now), [factTitles.reason, reason === null ? null : short(reason)]),
        ...explanations(plan, name, others),
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
        ...endDetails(plan.until, now),
        ...fullText(detailLabels.reason, reason),
        ...fullText(detailLabels.actor, actorName),
      ],
      last: lastLine([], `${answerByButton} ${readAtLine(snapshot.readAt, now)}`),
      summary: `${headline} ${first} ${answerBy(expiresAt, now)}`,
    },
    context,
  );
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
