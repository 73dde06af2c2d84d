import {
  type AlreadyCode,
  type DoubtCode,
  type FailureCode,
  phaseOf,
  type RefusalCode,
  type RunView,
} from '../words.ts';
import { capital } from './capital.ts';
import { forbiddenRun } from './forbidden.ts';
import { operationWords, theJob } from './operations.ts';
import { stateInSentence } from './states.ts';
import { moment, wait, zonedMoment } from './times.ts';

/** The headline of a run's card and the sentence under it. */
export interface Telling {
  readonly headline: string;
  readonly sentence: string;
}

/** Names as they are to be shown: cleaned and cut. */
export interface ShownNames {
  readonly target: string;
  readonly holder: string;
  /** The rule that says no; null where none is known. */
  readonly rule: string | null;
}

/** What a run's band says. */
export function tellRun(run: RunView, names: ShownNames, now: number): Telling {
  const words = operationWords[run.operation];
  const name = names.target;
  const { outcome } = run;
  if (outcome === null) return { headline: words.doing(name), sentence: workingSentence(run) };
  switch (outcome.kind) {
    case 'done':
      return { headline: words.done(name), sentence: doneSentence(run, now) };
    case 'accepted':
      return {
        headline: `${capital(words.noun)} accepted, not yet visible`,
        sentence: `${stillReads(run, name)} I keep looking and post here when it shows.`,
      };
    case 'already':
      return tellAlready(outcome.code, run, name);
    case 'refused':
      return {
        headline: outcome.code === 'running' ? `${name} is already running` : words.notDone(name),
        sentence: refusedSentence(outcome.code, run, names, now),
      };
    case 'failed':
      return {
        headline: `${words.doing(name)} failed`,
        sentence: `${failedSentence(outcome.code, run)} ${unchanged(run)}`,
      };
    case 'unknown':
      return {
        headline: `I can’t tell whether the ${words.noun} worked`,
        sentence: `${doubtSentence(outcome.code, run)} ${lastSeen(run, name, now)}`,
      };
  }
}

const thing = (run: RunView) => (run.target.kind === 'profile' ? 'profile' : 'job');

function workingSentence(run: RunView): string {
  return run.waitingUntil === null
    ? 'Usually under a minute. Nothing to do for you.'
    : 'Microsoft Graph asked me to wait. Nothing to do for you.';
}

function doneSentence(run: RunView, now: number): string {
  switch (run.operation) {
    case 'pause':
      return run.until
        ? `Done and read back. Changes wait until ${zonedMoment(run.until.at, run.until.timeZone, now)}.`
        : 'Done and read back. Changes wait until a start.';
    case 'start':
      if (run.byTimer === true) return 'Its pause was over, so I started it. Done and read back.';
      if (run.before?.kind === 'job' && run.before.lastExecution === null) {
        return 'Done and read back. The first run takes the longest.';
      }
      return run.before !== null && phaseOf(run.before) === 'quarantined'
        ? 'Done and read back. The quarantine is cleared.'
        : 'Done and read back. It catches up on what waited.';
    case 'delete':
      return 'Done and read back. Accounts it created stay.';
    case 'pause-profile':
      return 'Done and read back. I can’t resume it.';
  }
}

function stillReads(run: RunView, name: string): string {
  if (run.after === null) return `I couldn’t read ${name} back yet.`;
  if (run.operation === 'delete') return `${capital(theJob(name))} can still be read.`;
  return `${name} still reads as ${stateInSentence(run.after)}.`;
}

function tellAlready(code: AlreadyCode, run: RunView, name: string): Telling {
  switch (code) {
    case 'paused':
      return { headline: `${name} was already paused`, sentence: 'Nothing to do, so I sent nothing.' };
    case 'disabled':
      return {
        headline: `${name} was already switched off`,
        sentence: 'It doesn’t run, so there is nothing to pause. I sent nothing.',
      };
    case 'never-started':
      return {
        headline: `${name} was never started`,
        sentence: 'It doesn’t run, so there is nothing to pause. I sent nothing.',
      };
    case 'gone':
      return {
        headline: `${capital(theJob(name))} was already gone`,
        sentence:
          run.sentAt === null
            ? 'Microsoft Graph doesn’t know it any more. I sent nothing.'
            : 'Microsoft Graph said that it doesn’t exist any more.',
      };
  }
}

function refusedSentence(code: RefusalCode, run: RunView, names: ShownNames, now: number): string {
  switch (code) {
    case 'changed': {
      const { before, after } = run;
      const quarantined = after !== null && after !== 'gone' && phaseOf(after) === 'quarantined';
      return quarantined && (before === null || phaseOf(before) !== 'quarantined')
        ? 'It went into quarantine after you were asked, so I sent nothing.'
        : 'It changed since you were asked, so I sent nothing.';
    }
    case 'time-over':
      return 'The pause was to end by now, so I sent nothing.';
    case 'busy': {
      if (run.holder === null) return 'Another change to it is going on, so I sent nothing.';
      const { operation, since } = run.holder;
      return `${names.holder} has been ${operationWords[operation].present} it since ${moment(since, now)}, so I sent nothing.`;
    }
    case 'policy':
      return forbiddenRun(run, names.rule);
    case 'running':
      return 'Starting a running job can stop it, so I sent nothing.';
    case 'unreadable':
      return 'I couldn’t read its state, so I sent nothing.';
    case 'not-saved':
      return 'I couldn’t save what must be kept of it first, so I sent nothing.';
    case 'interrupted':
      return 'I was restarted before I could send it. Nothing was sent.';
    case 'retired':
      return 'Microsoft retired this part of School Data Sync at the end of 2024.';
  }
}

function failedSentence(code: FailureCode, run: RunView): string {
  switch (code) {
    case 'not-permitted':
      return 'Microsoft Graph didn’t permit it.';
    case 'sign-in':
      return 'Microsoft Graph refused my own sign-in.';
    case 'not-found':
      return `Microsoft Graph can’t find the ${thing(run)} any more.`;
    case 'throttled': {
      const seconds = run.answer?.retryAfter ?? null;
      return seconds === null
        ? 'Microsoft Graph is too busy.'
        : `Microsoft Graph is too busy and asks to wait ${wait(seconds * 1000)}.`;
    }
    case 'conflict':
      return 'Another change to it is going on at Microsoft.';
    case 'rejected':
      return 'Microsoft Graph turned it down.';
    case 'unreachable':
      return 'I couldn’t reach Microsoft Graph.';
  }
}

function unchanged(run: RunView): string {
  if (run.outcome?.kind === 'failed' && run.outcome.code === 'not-found') return 'Nothing was done.';
  const { before, after } = run;
  if (after === null || after === 'gone') return 'Nothing was changed.';
  const still = before !== null && phaseOf(before) === phaseOf(after) ? 'still ' : '';
  return `The ${thing(run)} is ${still}${stateInSentence(after)}.`;
}

function doubtSentence(code: DoubtCode, run: RunView): string {
  switch (code) {
    case 'server-error': {
      const status = run.answer?.status ?? null;
      return status === null
        ? 'Microsoft Graph answered with an error of its own.'
        : `Microsoft Graph answered with an error of its own (${status}).`;
    }
    case 'timeout':
      return 'Microsoft Graph didn’t answer in time.';
    case 'connection-lost':
      return 'The connection broke before an answer came.';
    case 'interrupted':
      return 'I was restarted while it was under way.';
  }
}

function lastSeen(run: RunView, name: string, now: number): string {
  if (run.after === null || run.seenAt === null) return `I couldn’t read ${name} since.`;
  return `At ${moment(run.seenAt, now)} it was ${stateInSentence(run.after)}.`;
}
