import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until every count is 0, at most `time` milliseconds; then what is left. */
export async function leftAfter<T extends object>(time: number, left: () => Promise<T>): Promise<T> {
  const end = Date.now() + time;
  for (;;) {
    const now = await left();
    if (Object.values(now).every((count) => count === 0) || Date.now() > end) return now;
    await sleep(200);
  }
}
