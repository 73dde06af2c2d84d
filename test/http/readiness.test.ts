import { setTimeout as sleep } from 'node:timers/promises';
import { createReadiness } from '../../src/http/readiness.ts';

test('is asked once, however many want to know, and again a moment later', async () => {
  let asked = 0;
  const problems: unknown[] = [];
  const ready = createReadiness(
    {
      store: async () => {
        asked += 1;
        await sleep(20);
        if (asked > 1) throw new Error('no store');
      },
      connector: async () => {},
    },
    (part) => problems.push(part),
  );
  const well = { status: 'ready', parts: { store: 'ok', connector: 'ok' } };
  expect(await Promise.all([ready(), ready(), ready()])).toEqual([well, well, well]);
  expect(await ready()).toEqual(well);
  expect(asked).toBe(1);
  await sleep(550);
  const ill = { status: 'not ready', parts: { store: 'failing', connector: 'ok' } };
  expect(await Promise.all([ready(), ready()])).toEqual([ill, ill]);
  expect(asked).toBe(2);
  expect(problems).toEqual(['store']);
});

test('a part that never answers is failing, and is asked again', async () => {
  const problems: unknown[] = [];
  const hanging = createReadiness(
    { store: () => new Promise(() => {}), connector: async () => {} },
    (part, error) => problems.push([part, String(error)]),
  );
  const began = performance.now();
  expect(await hanging()).toEqual({ status: 'not ready', parts: { store: 'failing', connector: 'ok' } });
  expect(performance.now() - began).toBeLessThan(5000);
  expect(problems).toEqual([['store', expect.stringMatching(/no answer within 4 s/)]]);
}, 10_000);
