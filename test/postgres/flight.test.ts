import { leaseMs } from '../../src/store/lease.ts';
import { openDatabases } from './databases.ts';
import { type Fate, type Flight, openFlight } from './flight.ts';

const people = 200;
/** Four leases. */
const longestSettling = 60_000;

const databases = openDatabases();
let flight: Flight;
afterEach(async () => {
  await flight.stop();
});
const begin = async (visibleAfter: number) => {
  flight = await openFlight({ storeUrl: await databases.create('empty'), people, visibleAfter });
};
afterAll(() => databases.dropAll());

const nothing = { runs: 0, locks: 0, messages: 0, sentences: 0 };
const pick = (fate: Fate) => ({ ...fate, run: fate.run?.record.view.outcome ?? fate.run?.state });

/** What must hold of every job, whatever was killed: one write at most, and nothing is said that is not true. */
function expectTruth(fates: readonly Fate[]): void {
  const untrue = fates.filter(({ run, writes, state, finals }) => {
    const [card = ''] = finals;
    const outcome = run?.record.view.outcome;
    const done = outcome?.kind === 'done';
    if (finals.length !== 1 || writes > 1 || outcome == null) return true;
    if ((state === 'Paused') !== (writes === 1)) return true;
    if (/ is paused/.test(card) !== done || (done && writes !== 1)) return true;
    // Something was sent: no card may say that nothing was.
    if (writes === 1 && !['done', 'accepted', 'unknown'].includes(outcome.kind)) return true;
    // Nothing was sent: it says so, or that it can't tell.
    return writes === 0 && !/can’t tell whether|was not paused/.test(card);
  });
  expect(untrue.map(pick)).toEqual([]);
}

test('two bots, one killed while 200 runs are in flight: all settle, and nothing is sent twice', async () => {
  // Longer than a lease, so that who takes a run over and sends again would find the job still active.
  await begin(leaseMs + 1000);
  const [victim] = flight.replicas;
  const saying = flight.sayAll();
  await flight.written(people / 2 - 20);
  await flight.caught(victim, 5);
  victim.signal('SIGKILL');
  await victim.ended;
  const killedAt = Date.now();
  const left = await flight.journal();
  await saying;
  const held = left.filter(({ owner }) => owner?.split(':')[1] === String(victim.pid));
  const states = (rows: typeof left) =>
    Object.fromEntries(
      [...Map.groupBy(rows, ({ state }) => state)].map(([state, { length }]) => [state, length] as const),
    );
  // Otherwise it was killed at a moment that proves nothing.
  expect(states(held)).toMatchObject({ calling: expect.any(Number) });
  expect(states(left)).toMatchObject({ called: expect.any(Number) });

  expect(await flight.settled(longestSettling)).toEqual(nothing);
  const took = Date.now() - killedAt;
  const fates = await flight.fates();
  expectTruth(fates);
  const calling = new Set(held.filter(({ state }) => state === 'calling').map(({ id }) => id));
  for (const fate of fates.filter(({ writes }) => writes === 0)) {
    // Only one that was between its journal entry and its request may not have been sent.
    expect(calling).toContain(fate.run?.id);
  }
  const strays = fates.filter((fate) => fate.strays.length > 0);
  expect(strays.flatMap((fate) => fate.strays).length).toBeLessThanOrEqual(40);
  process.stdout.write(
    `killed with ${JSON.stringify(states(left))}, of these held by it ${JSON.stringify(states(held))}; ` +
      `settled after ${took} ms; ${fates.filter(({ writes }) => writes === 1).length} sent once, ` +
      `${fates.filter(({ run }) => run?.record.view.interrupted).length} interrupted, ${strays.length} with a stray card\n`,
  );
}, 150_000);

test('two bots, one told to stop in the middle: it finishes or hands over, and nobody notices', async () => {
  await begin(3000);
  const [leaving] = flight.replicas;
  const saying = flight.sayAll();
  await flight.written(people / 2);
  const toldAt = Date.now();
  leaving.signal('SIGTERM');
  expect(await leaving.ended).toEqual({ code: 0, signal: null });
  const left = Date.now() - toldAt;
  await saying;
  expect(await flight.settled(longestSettling)).toEqual(nothing);
  const took = Date.now() - toldAt;
  const fates = await flight.fates();
  expectTruth(fates);
  const noticed = fates.filter(
    ({ run, writes, strays }) =>
      run?.record.view.outcome?.kind !== 'done' ||
      run.record.view.interrupted ||
      writes !== 1 ||
      strays.length > 0,
  );
  expect(noticed.map(pick)).toEqual([]);
  process.stdout.write(`told to stop: gone after ${left} ms, all settled after ${took} ms\n`);
}, 150_000);
