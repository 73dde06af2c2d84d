import {
  approvalAct,
  approvalHeadline,
  approvalNameLabel,
  approvalSentences,
  approvers,
  declineReasonLabel,
  noReason,
} from '../text/approvals.ts';
import { buttons, detailLabels, factTitles, marks } from '../text/labels.ts';
import { lastLine, readAtLine } from '../text/last-line.ts';
import { answerBy, answerByButton } from '../text/questions.ts';
import { moment } from '../text/times.ts';
import type { PlanView } from '../words.ts';
import { assemble, type CardContext, type RenderedCard } from './assemble.ts';
import { approveButton, cancelButton, denyButton, NAME_INPUT_ID, REASON_INPUT_ID } from './buttons.ts';
import { endDetails, fullText, snapshotDetails } from './details.ts';
import { facts, type InputText } from './elements.ts';
import { clean, short } from './escape.ts';
import { explanations, stateFacts } from './plan-parts.ts';

/** A question that a second person answers. Everybody in the conversation sees the same card. */
export function approvalCard(plan: PlanView, context: CardContext): RenderedCard {
  const { operation, snapshot, token, reason, actorName, askedAt, expiresAt } = plan;
  const { now } = context;
  const rule = plan.approval?.rule ?? '';
  const name = short(snapshot.displayName);
  const actor = short(actorName);
  const { first, others } = approvalSentences(plan, { name, actor });
  const { afterActor, afterRule } = approvers(expiresAt, now);
  const destructive = operation === 'delete';
  return assemble(
    {
      band: {
        tone: destructive ? 'attention' : 'warning',
        mark: marks.secondPerson,
        headline: approvalHeadline,
        sentence: first,
      },
      body: [
        ...facts(
          ...stateFacts(plan, now),
          [factTitles.askedBy, `${actor}, ${moment(askedAt, now)}`],
          [factTitles.reason, reason === null ? noReason : short(reason)],
        ),
        ...explanations(plan, name, others),
        ...inputs(plan),
        {
          type: 'RichTextBlock',
          inlines: [
            { type: 'TextRun', text: actor, weight: 'bolder' },
            { type: 'TextRun', text: afterActor },
            { type: 'TextRun', text: short(rule), weight: 'bolder' },
            { type: 'TextRun', text: afterRule },
          ],
        },
      ],
      acts: [
        cancelButton(buttons.withdraw, token),
        denyButton(buttons.decline, token),
        approveButton(buttons.approve, token, destructive),
      ],
      looks: [],
      details: [
        ...snapshotDetails(snapshot, now),
        ...endDetails(plan.until, now),
        ...fullText(detailLabels.reason, reason),
        ...fullText(detailLabels.actor, actorName),
        ...fullText(detailLabels.rule, rule),
      ],
      last: lastLine([], `${answerByButton} ${readAtLine(snapshot.readAt, now)}`),
      summary: `${approvalHeadline}: ${approvalAct(plan, name)}. ${answerBy(expiresAt, now)}`,
    },
    context,
  );
}

/**
 * Neither is required by the card: "Decline" sends the reason, and a client sends either all inputs or none, so a
 * name that has to be there would hold up who wants to decline. The name is checked where it arrives.
 */
function inputs({ typedName }: PlanView): readonly InputText[] {
  const reason: InputText = {
    type: 'Input.Text',
    id: REASON_INPUT_ID,
    label: declineReasonLabel,
    maxLength: 300,
  };
  if (typedName === null) return [reason];
  const label = approvalNameLabel(clean(typedName));
  return [{ type: 'Input.Text', id: NAME_INPUT_ID, label, maxLength: 256 }, reason];
}
