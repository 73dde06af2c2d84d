import { DateTime } from 'luxon';
import type { QuietHours, WatchEvent } from '../words.ts';

/** What is told at any hour. */
const urgent: ReadonlySet<WatchEvent> = new Set(['quarantined', 'deleted']);

export const isUrgent = (event: WatchEvent): boolean => urgent.has(event);

const minutesADay = 1440;

/**
 * When the quiet hours that are on now end, epoch milliseconds; null when none are. They end at their time of the
 * clock on the wall, whatever happens to the clock in between.
 */
export function quietUntil(hours: QuietHours | undefined, now: number): number | null {
  if (hours === undefined || hours.from === hours.to) return null;
  const zoned = DateTime.fromMillis(now, { zone: hours.timeZone });
  const local = zoned.isValid ? zoned : DateTime.fromMillis(now, { zone: 'utc' });
  const minute = local.hour * 60 + local.minute;
  const { from, to } = hours;
  const inside = from < to ? minute >= from && minute < to : minute >= from || minute < to;
  if (!inside) return null;
  const day = local.startOf('day').plus({ days: minute < to ? 0 : 1 });
  const end = day.set({ hour: Math.floor(to / 60), minute: to % 60 }).toMillis();
  if (end > now) return end;
  // In the hour that comes twice, the first of the two ends is over.
  return now + ((to - minute + minutesADay) % minutesADay) * 60_000;
}
