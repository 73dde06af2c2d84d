import { buttons } from '../text/labels.ts';
import { type JobSnapshot, phaseOf } from '../words.ts';
import { sayButton } from './buttons.ts';
import type { ExecuteAction } from './elements.ts';
import { exactSentence } from './sentences.ts';

/** Starts a job; its "…" tells where the bot asks before it does. */
export function startButton(job: JobSnapshot): ExecuteAction {
  const asks = phaseOf(job) === 'quarantined' || job.lastExecution === null || job.escrowsPruned;
  return sayButton(asks ? buttons.startAsks : buttons.start, exactSentence('start', job.target));
}
