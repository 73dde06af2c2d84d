/** What an application's or the way's trouble is about, as far as an error code of a job tells. */
export type TroubleClass = 'no-answer' | 'sign-in' | 'rights' | 'roles';

/**
 * Microsoft lists no codes: these are the words that occur in those seen. One that speaks of an answer that didn't
 * come may speak of credentials, too, so that comes first.
 */
const words: readonly (readonly [TroubleClass, RegExp])[] = [
  ['no-answer', /unavailable|timed?_?out|unreachable|not_?found/i],
  ['sign-in', /credential|unauthori[sz]ed|invalid_?login|invalid_?grant|access_?token|authentication/i],
  ['rights', /insufficient|forbidden|access_?denied|permission/i],
  ['roles', /duplicate.*role/i],
];

/** @param errorCode as Graph gave it with a quarantine or a run; null when that can't be told from it */
export function troubleClass(errorCode: string | null | undefined): TroubleClass | null {
  return words.find(([, pattern]) => pattern.test(errorCode ?? ''))?.[0] ?? null;
}
