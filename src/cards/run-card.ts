import { goodToKnow, interruptedNote, remedy, savedLines } from '../text/after.ts';
import { buttons, detailLabels, factTitles, headings } from '../text/labels.ts';
import { lastLine, timesLine } from '../text/last-line.ts';
import { tellRun } from '../text/outcomes.ts';
import { afterwards, metPause, untilWhenPaused } from '../text/pauses.ts';
import { cardChanges, schoolDataSyncUrl, snapshotCommand } from '../text/run.ts';
import { stateMark } from '../text/states.ts';
import { clockTime, moment } from '../text/times.ts';
import { trailLines } from '../text/trail.ts';
import type { RunView } from '../words.ts';
import { assemble, type CardContext, type RenderedCard } from './assemble.ts';
import { sayButton } from './buttons.ts';
import {
  answerDetails,
  type Detail,
  detail,
  endDetails,
  fullText,
  idDetail,
  targetDetails,
} from './details.ts';
import { type Action, type Element, facts, marked, section, textBlock } from './elements.ts';
import { short } from './escape.ts';
import { exactSentence, statusVerb, typedExtendSentence, typedSentence, verbOf } from './sentences.ts';
import { AN_HOUR, saidAgain } from './standing-sentences.ts';
import { startButton } from './start-button.ts';
import { timerButtons } from './timer-buttons.ts';
import { outcomeLook } from './tones.ts';
import { whomToAsk } from './whom-to-ask.ts';

/** One run, working or ended; all of them share one skeleton and differ in band and trail. */
export function runCard(run: RunView, context: CardContext): RenderedCard {
  const { now } = context;
  const { headline, sentence, band } = bandOf(run, now);
  const { acts, looks, typed } = runButtons(run, context);
  const helps = remedy(run);
  const saved = run.outcome === null ? [] : savedLines(run);
  const times = timesLine(run.askedAt, now);
  return assemble(
    {
      band,
      body: [
        trail(run),
        ...facts(
          [factTitles.until, pauseEndOf(run, now)],
          [factTitles.reason, run.reason === null ? null : short(run.reason)],
        ),
        ...metNote(run, 'you want', now),
        ...goodToKnow(run, now).map((text) => textBlock(text)),
        ...awayNote(run),
        ...(saved.length === 0 ? [] : [section(headings.saved, ...saved)]),
        ...(helps === null ? [] : [section(headings.helps, helps)]),
        ...whomElse(run),
      ],
      acts,
      looks,
      details: runDetails(run, now),
      last: run.outcome === null ? `${cardChanges} ${times}` : lastLine(typed, times),
      summary: `${headline}. ${sentence}`,
    },
    context,
  );
}

/** The extra message in the thread: what came of it, for whoever reads along. */
export function runPostCard(run: RunView, context: CardContext): RenderedCard {
  const { now } = context;
  const { headline, sentence, band } = bandOf(run, now);
  const actor = short(run.actorName);
  const asked = run.byTimer === true ? actor : `${actor}, ${moment(run.askedAt, now)}`;
  const shows = run.after !== null && run.outcome?.kind !== 'done';
  const look = canLook(run) ? [statusButton(buttons.status, run)] : [];
  return assemble(
    {
      band,
      body: [
        ...facts(
          [run.byTimer === true ? factTitles.pausedBy : factTitles.askedBy, asked],
          [factTitles.until, pauseEndOf(run, now)],
          [factTitles.approvedBy, approverOf(run)],
          [factTitles.now, shows ? stateMark(run.after) : null],
          [factTitles.reason, run.reason === null ? null : short(run.reason)],
        ),
        ...metNote(run, `${short(run.actorName)} wants`, now),
        ...endNote(run),
        ...awayNote(run),
      ],
      acts: [],
      looks: look,
      details: [],
      last: lastLine(
        look.length === 0 ? [] : [typedSentence(statusVerb(run.target), run.target, run.displayName)],
        timesLine(run.askedAt, now),
      ),
      summary: `${headline}. ${sentence}`,
    },
    context,
  );
}

function bandOf(run: RunView, now: number) {
  const rule = run.forbidden?.rule ?? null;
  const names = {
    target: short(run.displayName),
    holder: short(run.holder?.name ?? ''),
    rule: rule === null ? null : short(rule, 40),
  };
  const told = tellRun(run, names, now);
  return { ...told, band: { ...outcomeLook(run.outcome), ...told } };
}

/** When the pause ends, unless the band says it or the run ended without one. */
function pauseEndOf({ until, outcome }: RunView, now: number): string | null {
  const paused = outcome === null || outcome.kind === 'accepted' || outcome.kind === 'unknown';
  return until && paused ? untilWhenPaused(until, now) : null;
}

/** The pause that was there already. */
function metNote({ met }: RunView, wants: string, now: number): readonly Element[] {
  return met ? [textBlock(metPause(met, { actor: short(met.pause.actorName), wants }, now))] : [];
}

/** What happens at that end. */
function endNote({ until, outcome }: RunView): readonly Element[] {
  return until && outcome?.kind === 'done' ? [textBlock(afterwards(until))] : [];
}

function awayNote(run: RunView): readonly Element[] {
  const note = interruptedNote(run);
  return note === null ? [] : [textBlock(note)];
}

/** Whom to ask, where the rules said no. */
function whomElse({ outcome, forbidden }: RunView): readonly Element[] {
  const refused = outcome?.kind === 'refused' && outcome.code === 'policy';
  return refused ? [whomToAsk(forbidden?.contact ?? null)] : [];
}

/** Who approved it, as it is to be shown; null where nobody had to. */
function approverOf({ approvedBy }: RunView): string | null {
  // Runs journaled before there were approvals have no such field.
  return approvedBy === null || approvedBy === undefined ? null : short(approvedBy);
}

function trail(run: RunView): Element {
  const names = { asker: short(run.actorName), approver: approverOf(run) };
  return {
    type: 'Container',
    items: trailLines(run, names).map(({ mark, text, at }, index) =>
      marked(mark, text, { end: at === null ? undefined : clockTime(at), first: index === 0 }),
    ),
  };
}

interface RunButtons {
  readonly acts: readonly Action[];
  readonly looks: readonly Action[];
  /** What can be typed instead. */
  readonly typed: readonly string[];
}

const statusButton = (title: string, run: RunView) =>
  sayButton(title, exactSentence(statusVerb(run.target), run.target));

/** False when there is nothing left to look at. */
function canLook({ outcome, after }: RunView): boolean {
  if (outcome?.kind === 'refused' && outcome.code === 'retired') return false;
  if (outcome?.kind === 'failed' && outcome.code === 'not-found') return false;
  return after !== 'gone';
}

function runButtons(run: RunView, { sandbox }: CardContext): RunButtons {
  const { outcome, operation, target, displayName, reason, after } = run;
  if (outcome === null) return { acts: [], looks: [], typed: [] };
  const show = typedSentence(statusVerb(target), target, displayName);
  if (outcome.kind === 'refused' && outcome.code === 'retired') {
    // Nothing of the sandbox leads into the real world.
    const open: Action = {
      type: 'Action.OpenUrl',
      title: buttons.openSchoolDataSync,
      url: schoolDataSyncUrl,
    };
    return { acts: sandbox ? [] : [open], looks: [], typed: [] };
  }
  if (!canLook(run)) return { acts: [], looks: [sayButton(buttons.listJobs, 'list')], typed: ['list'] };
  if (outcome.kind === 'accepted' || outcome.kind === 'unknown') {
    return { acts: [], looks: [statusButton(buttons.lookAgain, run)], typed: [show] };
  }
  const looks = [statusButton(buttons.status, run)];
  const again = againTitle(run);
  if (again !== null) {
    const verb = verbOf(operation);
    return {
      acts: [sayButton(again, exactSentence(verb, target, reason, run.until ? saidAgain(run.until) : null))],
      looks,
      typed: [typedSentence(verb, target, displayName), show],
    };
  }
  const stands = outcome.kind === 'done' || outcome.kind === 'already';
  if (stands && operation === 'pause' && after !== null && after !== 'gone' && after.kind === 'job') {
    const ends = outcome.kind === 'done' ? run.until : run.met?.pause.until;
    if (ends) {
      return {
        acts: timerButtons(after),
        looks,
        typed: [
          typedSentence('start', target, displayName),
          typedExtendSentence(after.target, displayName, AN_HOUR),
          typedSentence('cancel timer', after.target, displayName),
        ],
      };
    }
    return { acts: [startButton(after)], looks, typed: [typedSentence('start', target, displayName), show] };
  }
  return { acts: [], looks, typed: [show] };
}

/** The title of the button that asks for the same once more; null where that makes no sense. */
function againTitle({ outcome, forbidden }: RunView): string | null {
  if (outcome?.kind === 'refused') {
    switch (outcome.code) {
      case 'changed':
      case 'interrupted':
      case 'not-saved':
        return buttons.askAgain;
      case 'busy':
      case 'unreadable':
        return buttons.tryAgain;
      case 'policy':
        return forbidden?.why === 'membership-unknown' ? buttons.tryAgain : null;
      default:
        return null;
    }
  }
  if (outcome?.kind === 'failed') {
    return ['throttled', 'conflict', 'unreachable'].includes(outcome.code) ? buttons.tryAgain : null;
  }
  return null;
}

function runDetails(run: RunView, now: number): readonly Detail[] {
  const { outcome } = run;
  return [
    ...fullText(detailLabels.name, run.displayName),
    ...targetDetails(run.target, run.templateId),
    ...(outcome !== null && 'code' in outcome
      ? detail(detailLabels.outcome, `${outcome.kind}: ${outcome.code}`)
      : []),
    ...answerDetails(run.answer),
    ...idDetail(detailLabels.runId, run.runId),
    ...(savedLines(run).length === 0 ? [] : idDetail(detailLabels.savedJob, snapshotCommand(run.runId))),
    ...endDetails(run.until, now),
    ...fullText(detailLabels.reason, run.reason),
    ...fullText(detailLabels.actor, run.actorName),
    ...fullText(detailLabels.approvedBy, run.approvedBy ?? null),
    ...fullText(detailLabels.rule, run.forbidden?.rule ?? null),
  ];
}
