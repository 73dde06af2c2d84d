import { detailLabels, factTitles } from '../text/labels.ts';
import { pausedBy } from '../text/pauses.ts';
import type { PauseView } from '../words.ts';
import { type Detail, endDetails, fullText, targetDetails } from './details.ts';
import { short } from './escape.ts';

/** Who paused it, when and why, as facts. */
export function pauseFacts(
  { actorName, pausedAt, reason }: PauseView,
  now: number,
): readonly (readonly [string, string | null])[] {
  return [
    [factTitles.pausedBy, pausedBy(short(actorName), pausedAt, now)],
    [factTitles.reason, reason === null ? null : short(reason)],
  ];
}

/** The ids behind a pause, and what its card shows only in part. */
export function pauseDetails(pause: PauseView, now: number): readonly Detail[] {
  const { target, templateId, displayName, actorName, reason, until } = pause;
  return [
    ...fullText(detailLabels.name, displayName),
    ...targetDetails(target, templateId),
    ...endDetails(until, now),
    ...fullText(detailLabels.pausedBy, actorName),
    ...fullText(detailLabels.reason, reason),
  ];
}
