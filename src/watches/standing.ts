import { Duration } from 'luxon';
import { troubleClass } from '../trouble-class.ts';
import type { JobSnapshot, WatchEvent } from '../words.ts';

/** What of a watched job can be one way or the other. */
export const facets = [
  'gone',
  'quarantined',
  'guarded',
  'credentials',
  'stopped',
  'failing',
  'silent',
] as const;

export type Facet = (typeof facets)[number];

/** How a job is, as far as anybody wants to hear of it. */
export interface Standing extends Readonly<Record<Facet, boolean>> {
  /** Entries that could not be synchronized in its last clean run, or were told: more are news, these are not. */
  readonly escrowed: number;
  /** Since when it is to run, where that was seen; epoch milliseconds. */
  readonly runsSince: number;
}

/** What is told when a facet begins, and when it ends. */
export const eventsOf: Readonly<
  Record<Facet, { readonly begins: WatchEvent; readonly ends: WatchEvent | null }>
> = {
  gone: { begins: 'deleted', ends: null },
  quarantined: { begins: 'quarantined', ends: 'recovered' },
  guarded: { begins: 'guarded', ends: null },
  credentials: { begins: 'credentials', ends: null },
  stopped: { begins: 'paused', ends: 'started' },
  failing: { begins: 'failing', ends: null },
  silent: { begins: 'silent', ends: null },
};

const hour = 3_600_000;
/** Intervals without a run after which a job counts as silent, and the least time, milliseconds. */
const missedIntervals = 3;
const leastSilence = 3 * hour;
/** A first cycle is known to take many hours. */
const longestFirstCycle = 24 * hour;

function isQuarantined({ code }: JobSnapshot): boolean {
  return code === 'Quarantine';
}

/** Null for a `schedule.state` that Microsoft has added since. */
function isStopped({ scheduleState, code }: JobSnapshot): boolean | null {
  if (scheduleState === 'Active') return false;
  if (scheduleState === 'Paused' || scheduleState === 'Disabled') return true;
  return code === 'Paused' ? true : null;
}

function isFailing({ lastExecution: last }: JobSnapshot, escrowed: number): boolean | null {
  if (last === null) return false;
  if (last.state === 'Failed' || last.state === 'EntryLevelErrors') return true;
  return last.state === 'Succeeded' ? last.countEscrowed > escrowed : null;
}

function lacksCredentials(snapshot: JobSnapshot): boolean {
  const codes = [
    isQuarantined(snapshot) ? snapshot.quarantine?.errorCode : null,
    snapshot.lastExecution?.errorCode,
  ];
  return codes.some((code) => troubleClass(code) === 'sign-in');
}

function isSilent(snapshot: JobSnapshot, runsSince: number): boolean {
  const { lastExecution: last, code, readAt } = snapshot;
  // Quarantine makes runs rare by itself; a job that isn't set up has none.
  if (isStopped(snapshot) !== false || isQuarantined(snapshot) || code === 'NotConfigured') return false;
  const since = Math.max(runsSince, last?.timeEnded ?? last?.timeBegan ?? 0);
  if (since === 0) return false;
  const interval = Duration.fromISO(snapshot.interval ?? '');
  const usual = interval.isValid ? missedIntervals * interval.toMillis() : 0;
  const longest = last === null ? longestFirstCycle : Math.max(leastSilence, usual);
  return readAt - since > longest;
}

/**
 * What a reading says of each facet; null where it says nothing.
 *
 * @param before how the job was; null when it is seen for the first time
 */
export function look(
  seen: JobSnapshot | 'gone',
  before: Pick<Standing, 'escrowed' | 'runsSince'> | null,
): Readonly<Record<Facet, boolean | null>> {
  if (seen === 'gone') {
    return {
      gone: true,
      quarantined: null,
      guarded: null,
      credentials: null,
      stopped: null,
      failing: null,
      silent: null,
    };
  }
  const quarantined = isQuarantined(seen);
  return {
    gone: false,
    quarantined,
    guarded: quarantined && seen.quarantine?.reason.split(/,\s*/).includes('TooManyDeletes') === true,
    credentials: lacksCredentials(seen),
    stopped: isStopped(seen),
    failing: isFailing(seen, before?.escrowed ?? seen.lastExecution?.countEscrowed ?? 0),
    silent: isSilent(seen, before?.runsSince ?? 0),
  };
}
