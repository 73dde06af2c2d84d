import type { Notice } from '../notice.ts';
import { runResult } from '../text/counts.ts';
import { buttons, detailLabels, factTitles, headings } from '../text/labels.ts';
import { lastLine, readAtLine, timeLine } from '../text/last-line.ts';
import { quarantineText } from '../text/quarantine.ts';
import { lastRun } from '../text/states.ts';
import { neverRan } from '../text/status.ts';
import { relative } from '../text/times.ts';
import { doneBy, eventMark, happenedHelps, happenedText, heldBack, whyThisComes } from '../text/watches.ts';
import { type Happening, type JobSnapshot, phaseOf } from '../words.ts';
import { assemble, type CardContext, type RenderedCard } from './assemble.ts';
import { sayButton } from './buttons.ts';
import { type Detail, fullText, snapshotDetails, targetDetails } from './details.ts';
import { type Element, type ExecuteAction, facts, section, textBlock } from './elements.ts';
import { short } from './escape.ts';
import { quarantineElements } from './quarantine-parts.ts';
import { exactSentence, typedSentence } from './sentences.ts';
import { historySentence, WATCHING } from './standing-sentences.ts';
import { startButton } from './start-button.ts';
import { eventTone } from './tones.ts';

/** One change of a watched job: what happened, why, and what can be done about it. */
export function happenedCard(
  { happening, waited }: Extract<Notice, { kind: 'happened' }>,
  context: CardContext,
): RenderedCard {
  const { now } = context;
  const { event, target, displayName, after, at } = happening;
  const { headline, sentence } = happenedText(happening, short(displayName));
  const act = actOf(happening);
  const show = after === null ? 'history' : typedSentence('status', target, displayName);
  const typed = [...(act === null ? [] : [typedSentence(act.verb, target, displayName)]), show, WATCHING];
  const read = after === null ? timeLine(at, now) : readAtLine(after.readAt, now);
  return assemble(
    {
      band: { tone: eventTone(event), mark: eventMark(event), headline, sentence },
      body: [...bodyOf(happening, now), ...(waited ? [textBlock(heldBack)] : [])],
      acts: act === null ? [] : [act.button],
      looks: [
        after === null
          ? sayButton(buttons.history, historySentence(target))
          : sayButton(buttons.status, exactSentence('status', target)),
        sayButton(buttons.watches, WATCHING),
      ],
      details: detailsOf(happening, now),
      last: `${whyThisComes} ${lastLine(typed, read)}`,
      summary: `${headline}. ${sentence}`,
    },
    context,
  );
}

function bodyOf(happening: Happening, now: number): readonly Element[] {
  const { at, after, by } = happening;
  const who = doneBy(happening, by === null ? null : short(by.name));
  if (after !== null && phaseOf(after) === 'quarantined') {
    // Of these the band says the reason.
    const why = !['quarantined', 'guarded', 'credentials'].includes(happening.event);
    return [...facts([factTitles.by, who]), ...quarantineElements(after, { now, why })];
  }
  const helps = happenedHelps(happening);
  const ran = after === null ? null : (lastRun(after, now) ?? neverRan);
  return [
    ...facts(
      [factTitles.seen, relative(at, now)],
      [factTitles.by, who],
      [factTitles.lastRun, ran],
      [factTitles.result, resultOf(after)],
    ),
    ...(helps === null ? [] : [section(headings.helps, helps)]),
  ];
}

function resultOf(after: JobSnapshot | null): string | null {
  return after?.lastExecution ? runResult(after.lastExecution) : null;
}

interface Act {
  readonly verb: 'pause' | 'start';
  readonly button: ExecuteAction;
}

/** The one thing that makes sense to do at once; null where something else comes first. */
function actOf({ event, after, target }: Happening): Act | null {
  if (after === null) return null;
  const start: Act = { verb: 'start', button: startButton(after) };
  switch (phaseOf(after)) {
    case 'quarantined':
      return quarantineText(after.quarantine).startable ? start : null;
    case 'paused':
    case 'off':
      return start;
    case 'active':
    case 'not-run':
      // Who didn't expect the start wants to stop it.
      return event === 'started'
        ? { verb: 'pause', button: sayButton(buttons.pause, exactSentence('pause', target)) }
        : null;
    default:
      return null;
  }
}

function detailsOf(
  { target, templateId, displayName, after, by }: Happening,
  now: number,
): readonly Detail[] {
  const known =
    after === null
      ? [...fullText(detailLabels.name, displayName), ...targetDetails(target, templateId)]
      : snapshotDetails(after, now);
  return [...known, ...fullText(detailLabels.changedBy, by?.name ?? null)];
}
