import { setTimeout as sleep } from 'node:timers/promises';
import { createReadiness } from '../../src/http/readiness.ts';

test('is asked once, however many want to know, and again a moment later', async () => {
  let asked = 0;
  const problems: unknown[] = [];
  const ready = createReadiness(
    async () => {
      asked += 1;
      await sleep(20);
      if (asked > 1) throw new Error('no store');
    },
    (error) => problems.push(error),
  );
  expect(await Promise.all([ready(), ready(), ready()])).toEqual([true, true, true]);
  expect(await ready()).toBe(true);
  expect(asked).toBe(1);
  await sleep(550);
  expect(await Promise.all([ready(), ready()])).toEqual([false, false]);
  expect(asked).toBe(2);
  expect(problems).toHaveLength(1);
});
