import { factTitles, headings } from '../text/labels.ts';
import {
  quarantineBegan,
  quarantineEnds,
  quarantineNumbers,
  quarantineText,
  saidByMicrosoft,
} from '../text/quarantine.ts';
import { relative } from '../text/times.ts';
import type { JobSnapshot } from '../words.ts';
import { type Element, facts, section } from './elements.ts';
import { short } from './escape.ts';

const LONGEST_CODE = 60;
const LONGEST_MESSAGE = 200;

/**
 * What is known of a quarantine and what can be done: why, the numbers behind it, since when, the next try, what
 * Microsoft says of it, and when it switches the job off.
 *
 * @param why false where the band says it already
 */
export function quarantineElements(
  job: JobSnapshot,
  { now, why }: { readonly now: number; readonly why: boolean },
): readonly Element[] {
  const { quarantine, lastExecution } = job;
  const text = quarantineText(quarantine);
  const time = (at: number | null) => (at === null ? null : relative(at, now));
  const code = quarantine?.errorCode ?? lastExecution?.errorCode ?? null;
  const message = quarantine?.errorMessage ?? null;
  const ends = quarantineEnds(quarantine, now);
  // A reason that is a code of its own says the same twice.
  const error =
    code === null || code === '' || code === quarantine?.reason ? null : short(code, LONGEST_CODE);
  return [
    ...facts(
      [factTitles.why, why ? text.why : null],
      [factTitles.error, error],
      [factTitles.result, error === null ? quarantineNumbers(job) : null],
      [factTitles.since, time(quarantineBegan(quarantine))],
      [factTitles.nextTry, time(quarantine?.nextAttempt ?? null)],
    ),
    ...(message === null || message === ''
      ? []
      : [section(headings.microsoftSays, saidByMicrosoft(short(message, LONGEST_MESSAGE)))]),
    section(headings.helps, text.helps),
    ...(ends === null ? [] : [section(headings.ifItStays, ends)]),
  ];
}
