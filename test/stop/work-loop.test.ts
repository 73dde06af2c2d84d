import { setTimeout as sleep } from 'node:timers/promises';
import { startWorkLoop, type Work } from '../../src/background/work-loop.ts';
import { systemClock } from '../../src/clock.ts';
import { createLog } from '../../src/log.ts';

const context = { clock: systemClock, log: createLog('silent') };
const never = new Promise<never>(() => {});

function work(parts: Partial<Work>): Work {
  return {
    name: 'run',
    take: async () => [],
    nextAt: async () => null,
    finishing: 200,
    giveBack: async () => {},
    ...parts,
  };
}

const took = async (what: Promise<void>) => {
  const began = performance.now();
  await what;
  return performance.now() - began;
};

test('a stop waits for what is under way, then gives back what is left', async () => {
  const events: string[] = [];
  let first = true;
  const loop = startWorkLoop(
    work({
      async take() {
        if (!first) return [];
        first = false;
        return [sleep(100).then(() => events.push('done'))];
      },
      giveBack: async () => {
        events.push('given back');
      },
    }),
    context,
  );
  await sleep(20);
  await loop.stop();
  expect(events).toEqual(['done', 'given back']);
});

test('work that does not end, and a store that does not answer, hold a stop no longer than they may', async () => {
  let given = 0;
  const giveBack = async () => {
    given++;
  };
  const busy = startWorkLoop(work({ take: async () => [never], giveBack }), context);
  const hung = startWorkLoop(work({ take: () => never, giveBack }), context);
  await sleep(20);
  expect(await took(busy.stop())).toBeLessThan(600);
  expect(await took(hung.stop())).toBeLessThan(600);
  expect(given).toBe(2);
});

test('a store that is gone does not keep a stop from ending', async () => {
  const loop = startWorkLoop(work({ giveBack: () => Promise.reject(new Error('gone')) }), context);
  await expect(loop.stop()).resolves.toBeUndefined();
  const silent = startWorkLoop(work({ giveBack: () => never }), context);
  expect(await took(silent.stop())).toBeLessThan(2500);
});

test('what was asked for before a stop is still looked at; what is asked for after is not', async () => {
  const looks: string[] = [];
  const gate = Promise.withResolvers<void>();
  const loop = startWorkLoop(
    work({
      async take() {
        looks.push('look');
        if (looks.length === 1) await gate.promise;
        return [];
      },
    }),
    context,
  );
  await sleep(10);
  // A tap: its run is not among what the look under way finds.
  loop.wake();
  const stopped = loop.stop();
  loop.wake();
  gate.resolve();
  await stopped;
  expect(looks).toHaveLength(2);
  loop.wake();
  await sleep(50);
  expect(looks).toHaveLength(2);
});
