/** A time of day. */
export interface ClockTime {
  readonly hour: number;
  readonly minute: number;
}

const DIGITS = /^(\d{1,2})(?:([:.h])(\d{2}))?(?::(\d{2}))?(h)?(?: ?(am|pm|a\.m|p\.m))?(?: o['’]clock)?$/;

/**
 * The time of day that a text names; null when it names none, or when it can't be told which: "5" and
 * "5 o'clock" may be morning or evening, "2h" may be a length of time.
 *
 * @param text lower case
 */
export function readClock(text: string): ClockTime | null {
  if (text === 'noon' || text === 'midday') return { hour: 12, minute: 0 };
  if (text === 'midnight') return { hour: 0, minute: 0 };
  const [, hours = '', mark, minutes = '0', seconds = '00', bareH, half] = DIGITS.exec(text) ?? [];
  if (hours === '' || seconds !== '00' || (bareH !== undefined && mark !== undefined)) return null;
  const hour = Number(hours);
  const minute = Number(minutes);
  if (minute > 59) return null;
  if (half !== undefined) {
    if (hour < 1 || hour > 12 || mark === 'h' || bareH !== undefined) return null;
    return { hour: (hour % 12) + (half.startsWith('p') ? 12 : 0), minute };
  }
  if ((mark === undefined || mark === 'h') && hour < 13) return null;
  if (mark === undefined && bareH === undefined && !text.endsWith('clock')) return null;
  if (hour === 24 && minute === 0) return { hour: 0, minute };
  return hour > 23 ? null : { hour, minute };
}

/** A time of day as `06:00`. */
export function clockWords({ hour, minute }: ClockTime): string {
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}
