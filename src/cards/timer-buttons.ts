import { buttons } from '../text/labels.ts';
import type { JobSnapshot, JobTarget } from '../words.ts';
import { sayButton } from './buttons.ts';
import type { ExecuteAction } from './elements.ts';
import { cancelTimerSentence, exactSentence, extendSentence } from './sentences.ts';
import { A_DAY, AN_HOUR } from './standing-sentences.ts';
import { resumeButton } from './start-button.ts';

/** Makes a timed pause end an hour later. */
export function extendButton(target: JobTarget): ExecuteAction {
  return sayButton(buttons.extendHour, extendSentence(target, AN_HOUR));
}

/** Gives an open-ended pause an end a day from now. */
export function endInDayButton(target: JobTarget): ExecuteAction {
  return sayButton(buttons.endInDay, extendSentence(target, A_DAY));
}

/** Starts a job whose state isn't known here. */
export function resumeUnread(target: JobTarget): ExecuteAction {
  return sayButton(buttons.resumeNow, exactSentence('start', target));
}

/** Takes the end of a timed pause away. */
export function cancelTimerButton(target: JobTarget): ExecuteAction {
  return sayButton(buttons.cancelTimer, cancelTimerSentence(target));
}

/** What can be done about a timed pause, for a job as it was just read. */
export function timerButtons(job: JobSnapshot): readonly ExecuteAction[] {
  return [resumeButton(job), extendButton(job.target), cancelTimerButton(job.target)];
}
