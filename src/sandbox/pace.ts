/** How long things take in the sandbox tenant, in milliseconds. */
export interface Pace {
  /** From the 204 of a pause until reads show it; also for school profiles. */
  readonly pauseVisibleAfter: number;
  /** From the 204 of a start until reads show it. */
  readonly startVisibleAfter: number;
  /** From the 204 of a delete until reads answer 404. */
  readonly deleteVisibleAfter: number;
  /** From the beginning of one cycle to the next. Jobs still report the real service's PT40M. */
  readonly cycleEvery: number;
  /** How long one cycle runs. */
  readonly cycleTakes: number;
}

/** Slow enough to be honest about Graph, fast enough that people see numbers move. */
export const defaultPace: Pace = {
  pauseVisibleAfter: 800,
  startVisibleAfter: 800,
  deleteVisibleAfter: 500,
  cycleEvery: 45_000,
  cycleTakes: 6_000,
};
