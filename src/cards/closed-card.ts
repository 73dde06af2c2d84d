import type { Notice } from '../notice.ts';
import { closedText } from '../text/closed.ts';
import { buttons, detailLabels, factTitles, marks } from '../text/labels.ts';
import { lastLine, readAtLine } from '../text/last-line.ts';
import { stateSince, stateSymbols } from '../text/states.ts';
import { phaseOf } from '../words.ts';
import { assemble, type CardContext, type RenderedCard } from './assemble.ts';
import { sayButton } from './buttons.ts';
import { fullText, snapshotDetails } from './details.ts';
import { facts } from './elements.ts';
import { short } from './escape.ts';
import { exactSentence, statusVerb, typedSentence, verbOf } from './sentences.ts';

/** A question that is no longer open and led to nothing. */
export function closedCard(closed: Extract<Notice, { kind: 'closed' }>, context: CardContext): RenderedCard {
  const { how, operation, snapshot, actorName } = closed;
  const { now } = context;
  const { target, displayName } = snapshot;
  // Cards stored before there were approvals have no such field.
  const decliner = closed.declinedBy ?? null;
  const why = decliner?.reason ?? null;
  const { headline, sentence } = closedText(
    closed,
    {
      name: short(displayName),
      actor: short(actorName),
      decliner: decliner === null ? null : short(decliner.name),
    },
    now,
  );
  const verb = verbOf(operation);
  const show = statusVerb(target);
  const again = how === 'expired';
  const typed = [...(again ? [verb] : []), show].map((each) => typedSentence(each, target, displayName));
  return assemble(
    {
      band: { tone: 'emphasis', mark: marks.closed, headline, sentence },
      body: facts(
        [factTitles.askedBy, short(actorName)],
        [factTitles.stateThen, `${stateSymbols[phaseOf(snapshot)]} ${stateSince(snapshot, now)}`],
        [factTitles.why, why === null ? null : short(why)],
      ),
      acts: again ? [sayButton(buttons.askAgain, exactSentence(verb, target))] : [],
      looks: [sayButton(buttons.status, exactSentence(show, target))],
      details: [
        ...snapshotDetails(snapshot, now),
        ...fullText(detailLabels.actor, actorName),
        ...fullText(detailLabels.declinedBy, decliner?.name ?? null),
        ...fullText(detailLabels.declineReason, why),
      ],
      last: lastLine(typed, readAtLine(snapshot.readAt, now)),
      summary: `${headline}. ${sentence}`,
    },
    context,
  );
}
