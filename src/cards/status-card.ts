import { inSync, runResult } from '../text/counts.ts';
import { buttons, factTitles, headings } from '../text/labels.ts';
import { lastLine, readAtLine } from '../text/last-line.ts';
import { quarantineText } from '../text/quarantine.ts';
import { lastRun, stateHeadline, stateSentence, stateSymbols } from '../text/states.ts';
import { neverRan, selfPausedHelps, setUpHelps } from '../text/status.ts';
import { relative } from '../text/times.ts';
import { type JobSnapshot, type ProfileSnapshot, phaseOf, type Snapshot } from '../words.ts';
import { assemble, type CardContext, type CardParts, type RenderedCard } from './assemble.ts';
import { sayButton } from './buttons.ts';
import { snapshotDetails } from './details.ts';
import { type Element, type ExecuteAction, facts, section } from './elements.ts';
import { short } from './escape.ts';
import { quarantineElements } from './quarantine-parts.ts';
import { exactSentence, statusVerb, typedSentence } from './sentences.ts';
import { startButton } from './start-button.ts';
import { toneOf } from './tones.ts';

/** How one job or school profile is doing. */
export function statusCard(snapshot: Snapshot, context: CardContext): RenderedCard {
  return assemble(statusParts(snapshot, context.now), context);
}

/** The parts of that card, for the one that adds to them. */
export function statusParts(snapshot: Snapshot, now: number): CardParts {
  const { target, displayName } = snapshot;
  const headline = stateHeadline(snapshot, short(displayName));
  const sentence = stateSentence(snapshot);
  const { body, acts } = snapshot.kind === 'job' ? jobParts(snapshot, now) : profileParts(snapshot, now);
  const show = statusVerb(target);
  const typed = [...acts.map(({ verb }) => verb), show].map((verb) =>
    typedSentence(verb, target, displayName),
  );
  return {
    band: { tone: toneOf(phaseOf(snapshot)), mark: stateSymbols[phaseOf(snapshot)], headline, sentence },
    body,
    acts: acts.map(({ button }) => button),
    looks: [sayButton(buttons.refresh, exactSentence(show, target))],
    details: snapshotDetails(snapshot, now),
    last: lastLine(typed, readAtLine(snapshot.readAt, now)),
    summary: `${headline}. ${sentence}`,
  };
}

interface Act {
  readonly verb: 'pause' | 'start' | 'delete' | 'pause school';
  readonly button: ExecuteAction;
}

interface Parts {
  readonly body: readonly Element[];
  readonly acts: readonly Act[];
}

function jobParts(job: JobSnapshot, now: number): Parts {
  const { target, lastExecution } = job;
  const pause: Act = { verb: 'pause', button: sayButton(buttons.pause, exactSentence('pause', target)) };
  const start: Act = { verb: 'start', button: startButton(job) };
  // A deletion is rare: it is offered only where the job stands still.
  const remove: Act = {
    verb: 'delete',
    button: sayButton(buttons.deleteAsks, exactSentence('delete', target)),
  };
  const usual = facts(
    [factTitles.lastRun, lastRun(job, now) ?? neverRan],
    [factTitles.result, lastExecution === null ? null : runResult(lastExecution)],
    [factTitles.inSync, inSync(job.synchronizedEntryCountByType)],
  );
  switch (phaseOf(job)) {
    case 'quarantined': {
      const text = quarantineText(job.quarantine);
      return { body: quarantineElements(job, { now, why: true }), acts: text.startable ? [start] : [] };
    }
    case 'paused':
      return {
        body: job.escrowsPruned ? [...usual, section(headings.helps, selfPausedHelps)] : usual,
        acts: [start, remove],
      };
    case 'off':
      return { body: usual, acts: [start, remove] };
    case 'not-configured':
      return { body: [...usual, section(headings.helps, setUpHelps)], acts: [] };
    case 'unknown':
      return { body: usual, acts: [] };
    default:
      return { body: usual, acts: [pause] };
  }
}

function profileParts(profile: ProfileSnapshot, now: number): Parts {
  const { target, lastActivity, errorCount } = profile;
  const phase = phaseOf(profile);
  const pause: Act = {
    verb: 'pause school',
    button: sayButton(buttons.pauseAsks, exactSentence('pause school', target)),
  };
  return {
    body: facts(
      [factTitles.lastRun, lastActivity === null ? neverRan : relative(lastActivity, now)],
      [factTitles.errors, String(errorCount)],
    ),
    acts: phase === 'paused' || phase === 'unknown' ? [] : [pause],
  };
}
