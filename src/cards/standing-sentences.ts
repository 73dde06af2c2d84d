import { DateTime } from 'luxon';
import type { Until } from '../language/command.ts';
import { sentenceFor } from '../language/sentence.ts';
import type { JobTarget, PauseEnd } from '../words.ts';

/** Lists the watches of the conversation. */
export const WATCHING = 'watching';

/** Lists its timed pauses. */
export const TIMERS = 'timers';

/** How much longer a button makes a timed pause. */
export const AN_HOUR: Until = { kind: 'for', minutes: 60 };

/** The end that a button gives an open-ended pause, from now. */
export const A_DAY: Until = { kind: 'for', minutes: 24 * 60 };

/** What shows the record of a job, also of one that is gone. */
export function historySentence({ servicePrincipalId, jobId }: JobTarget): string {
  return sentenceFor({ verb: 'history', target: { kind: 'job', servicePrincipalId, jobId }, page: 1 });
}

/** The end of a pause as it can be said again: by the calendar and clock of its time zone. */
export function saidAgain({ at, timeZone }: PauseEnd): Until {
  const { year, month, day, hour, minute } = DateTime.fromMillis(at, { zone: timeZone });
  return { kind: 'at', day: { kind: 'date', year, month, day }, clock: { hour, minute } };
}
