import type { Notice } from '../notice.ts';
import { buttons, detailLabels, factTitles, headings, marks } from '../text/labels.ts';
import { lastLine, readAtLine, timeLine } from '../text/last-line.ts';
import { isStopped, pauseEnd, pauseOverText } from '../text/pauses.ts';
import { quarantineText } from '../text/quarantine.ts';
import { stateMark, stateSymbols } from '../text/states.ts';
import { type JobSnapshot, phaseOf } from '../words.ts';
import { assemble, type CardContext, type RenderedCard } from './assemble.ts';
import type { Band } from './band.ts';
import { sayButton } from './buttons.ts';
import { fullText } from './details.ts';
import { type ExecuteAction, facts, section } from './elements.ts';
import { short } from './escape.ts';
import { pauseDetails, pauseFacts } from './pause-parts.ts';
import { exactSentence, typedExtendSentence, typedSentence } from './sentences.ts';
import { AN_HOUR } from './standing-sentences.ts';
import { resumeButton } from './start-button.ts';
import { extendButton, resumeUnread } from './timer-buttons.ts';
import { whomToAsk } from './whom-to-ask.ts';

type PauseOver = Extract<Notice, { kind: 'pause-over' }>;

/** The time of a pause is over and the bot did not start the job: why, and what can be done. */
export function pauseOverCard(notice: PauseOver, context: CardContext): RenderedCard {
  const { pause, why, snapshot, forbidden, at } = notice;
  const { now } = context;
  const { target, displayName, until } = pause;
  const rule = forbidden?.rule ?? null;
  const { headline, sentence, helps } = pauseOverText(notice, {
    name: short(displayName),
    actor: short(pause.actorName),
    rule: rule === null ? null : short(rule, 40),
  });
  const gone = why === 'gone';
  const acts = gone ? [] : actsOf(notice);
  const show = gone ? 'list' : typedSentence('status', target, displayName);
  const typed =
    acts.length === 0 ? [show] : [typedSentence('start', target, displayName), ...extended(notice), show];
  return assemble(
    {
      band: { ...look(notice), headline, sentence },
      body: [
        ...facts(
          [factTitles.now, snapshot === null ? null : stateMark(snapshot)],
          [factTitles.until, until === null ? null : pauseEnd(until, now)],
          ...pauseFacts(pause, now),
        ),
        ...(helps === null ? [] : [section(headings.helps, helps)]),
        ...(why === 'forbidden' ? [whomToAsk(forbidden?.contact ?? null)] : []),
      ],
      acts,
      looks: [
        gone
          ? sayButton(buttons.listJobs, 'list')
          : sayButton(
              why === 'unreadable' ? buttons.lookAgain : buttons.status,
              exactSentence('status', target),
            ),
      ],
      details: [...pauseDetails(pause, now), ...fullText(detailLabels.rule, rule)],
      last: lastLine(typed, snapshot === null ? timeLine(at, now) : readAtLine(snapshot.readAt, now)),
      summary: `${headline}. ${sentence}`,
    },
    context,
  );
}

function look({ why, snapshot }: PauseOver): Pick<Band, 'tone' | 'mark'> {
  switch (why) {
    case 'remind':
      return { tone: 'warning', mark: stateSymbols.paused };
    case 'changed':
      return snapshot === null || isStopped(snapshot)
        ? { tone: 'warning', mark: marks.refused }
        : { tone: 'emphasis', mark: marks.already };
    case 'gone':
      return { tone: 'emphasis', mark: stateSymbols.gone };
    case 'forbidden':
      return { tone: 'warning', mark: marks.refused };
    case 'unreadable':
      return { tone: 'warning', mark: marks.unknown };
  }
}

/** Whether a start can be offered: what runs must not be started again. */
function startable(snapshot: JobSnapshot): boolean {
  return phaseOf(snapshot) === 'quarantined'
    ? quarantineText(snapshot.quarantine).startable
    : isStopped(snapshot);
}

function actsOf(notice: PauseOver): readonly ExecuteAction[] {
  const { snapshot, pause } = notice;
  if (snapshot !== null && !startable(snapshot)) return [];
  const start = snapshot === null ? resumeUnread(pause.target) : resumeButton(snapshot);
  return isStillPause(notice) ? [start, extendButton(pause.target)] : [start];
}

/** A pause that somebody changed is not this one any more, and can't be made longer. */
function isStillPause({ why }: PauseOver): boolean {
  return why === 'remind' || why === 'forbidden' || why === 'unreadable';
}

function extended(notice: PauseOver): readonly string[] {
  const { target, displayName } = notice.pause;
  return isStillPause(notice) ? [typedExtendSentence(target, displayName, AN_HOUR)] : [];
}
