/** At most `count` messages within any `window` milliseconds. */
export interface Limit {
  readonly count: number;
  readonly window: number;
}

/** What Teams takes from one bot in one conversation (Rate limiting for bots, Microsoft Teams developer docs). */
export const teamsLimits: readonly Limit[] = [
  { count: 7, window: 1000 },
  { count: 8, window: 2000 },
  { count: 60, window: 30_000 },
  { count: 1800, window: 3_600_000 },
];

/**
 * When the next message may be sent, given when earlier ones were answered, oldest first. Counting from the
 * answers, not from the sending, keeps the limits on the receiver's clock too, whatever the network's delay.
 */
export function earliestSend(sentAt: readonly number[], limits: readonly Limit[] = teamsLimits): number {
  // A message exactly one window later could still be counted into it.
  return Math.max(0, ...limits.map(({ count, window }) => (sentAt.at(-count) ?? -window) + window + 1));
}

/** The times that still matter, with one more. */
export function withSent(
  sentAt: readonly number[],
  at: number,
  limits: readonly Limit[] = teamsLimits,
): readonly number[] {
  const longest = Math.max(...limits.map(({ window }) => window));
  const most = Math.max(...limits.map(({ count }) => count));
  return [...sentAt, at].filter((time) => time > at - longest).slice(-most);
}
