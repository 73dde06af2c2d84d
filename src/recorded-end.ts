import { DateTime } from 'luxon';
import type { PauseEnd } from './words.ts';

const OPEN_ENDED = 'open-ended';
const ZONED = /^([^[\]]+)\[([^[\]]+)\]$/;

/** A pause's end as the audit trail keeps it: `2026-03-24T18:00:00+01:00[Europe/Berlin]` (RFC 9557), or `open-ended`. */
export function recordedEnd(end: PauseEnd | null): string {
  if (end === null) return OPEN_ENDED;
  const meant = DateTime.fromMillis(end.at, { zone: end.timeZone });
  const time = meant.isValid ? meant : DateTime.fromMillis(end.at, { zone: 'utc' });
  return time.toISO({ extendedZone: true, suppressMilliseconds: true }) ?? OPEN_ENDED;
}

/** The moment and zone of such a text, or null where it holds none. The offset counts: a zone may show a time twice. */
export function readRecordedEnd(text: string | null): Pick<PauseEnd, 'at' | 'timeZone'> | null {
  const [, time = '', timeZone = ''] = ZONED.exec(text ?? '') ?? [];
  const at = Date.parse(time);
  return Number.isNaN(at) ? null : { at, timeZone };
}
