import { buttons } from '../text/labels.ts';
import { type JobSnapshot, phaseOf } from '../words.ts';
import { sayButton } from './buttons.ts';
import type { ExecuteAction } from './elements.ts';
import { exactSentence } from './sentences.ts';

/** Starts a job; its "…" tells where the bot asks before it does. */
export function startButton(job: JobSnapshot): ExecuteAction {
  return sayButton(asks(job) ? buttons.startAsks : buttons.start, exactSentence('start', job.target));
}

/** The same for a pause that would end later. */
export function resumeButton(job: JobSnapshot): ExecuteAction {
  return sayButton(asks(job) ? buttons.resumeAsks : buttons.resumeNow, exactSentence('start', job.target));
}

function asks(job: JobSnapshot): boolean {
  return phaseOf(job) === 'quarantined' || job.lastExecution === null || job.escrowsPruned;
}
