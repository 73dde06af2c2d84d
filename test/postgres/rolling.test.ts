import { setTimeout as sleep } from 'node:timers/promises';
import { openStore } from '../../src/store/open.ts';
import type { Database } from '../../src/store/schema.ts';
import { cardChanges } from '../../src/text/run.ts';
import { type Replica, startReplica } from '../support/bot-process.ts';
import { buttonOf, textOf } from '../support/card.ts';
import { leftAfter } from '../support/left-after.ts';
import { unsettled } from '../support/unsettled.ts';
import { openDatabases } from './databases.ts';
import { startTeams, type Teams } from './teams.ts';
import { startWideGraph, type WideGraph } from './wide-graph.ts';

const databases = openDatabases();
const closers: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const close of closers.toReversed()) await close();
  await databases.dropAll();
});

/** Which jobs are for what. */
const jobs = { paused: [0, 60], deleted: [60, 70], timed: [70, 78], watched: [78, 84] } as const;
const total = 84;
const numbers = ([from, to]: readonly [number, number]) =>
  Array.from({ length: to - from }, (_, index) => from + index);
const conversationOf = (index: number) => `a:person-${index}`;
const longestStop = 20_000;

let teams: Teams;
let graph: WideGraph;
let db: Database;

const idsOf = (index: number) => {
  const job = graph.jobs[index];
  if (job === undefined) throw new Error(`there is no job ${index}`);
  return job;
};
const named = (index: number) => `${idsOf(index).servicePrincipalId}/${idsOf(index).jobId}`;
const writesOf = (index: number) =>
  graph
    .writes()
    .filter(({ path }) => path.split('/').includes(`wide.${index}`))
    .map(({ method, path }) => `${method} ${path.split('/').at(-1)}`);

/** A load balancer: knows of each replica what its readiness last said. */
function balance() {
  const replicas = new Map<Replica, boolean>();
  let turn = 0;
  let over = false;
  const looking = (async () => {
    while (!over) {
      for (const replica of replicas.keys()) {
        const ready = await fetch(`http://127.0.0.1:${replica.port}/readyz`).then(
          ({ status }) => status === 200,
          () => false,
        );
        if (replicas.has(replica)) replicas.set(replica, ready);
      }
      await sleep(500);
    }
  })();
  return {
    add: (replica: Replica) => void replicas.set(replica, true),
    remove: (replica: Replica) => void replicas.delete(replica),
    /** Where the next request goes, and where it goes when that breaks. */
    ports() {
      turn++;
      const up = [...replicas].filter(([, ready]) => ready).map(([{ port }]) => port);
      return turn % 2 === 0 ? up : up.toReversed();
    },
    async stop() {
      over = true;
      await looking;
    },
  };
}

const missing = (which: readonly [number, number], is: (index: number) => boolean) =>
  numbers(which).filter((index) => !is(index)).length;

const showing = (index: number, pattern: RegExp) =>
  teams.shown(conversationOf(index)).filter((text) => pattern.test(text)).length;

test('two bots replaced one after the other, in the middle of everything: nothing is lost, nothing is done twice', async () => {
  const storeUrl = await databases.create('migrated');
  graph = await startWideGraph(total, { pauseVisibleAfter: 1500, cycleEvery: 100 * 3_600_000 });
  closers.push(() => graph.stop());
  graph.plant({ kind: 'delay', times: 0, method: 'POST', pathRegex: '/(pause|start)$', delayMs: 600 });
  teams = await startTeams();
  closers.push(() => teams.stop());
  db = await openStore({ kind: 'postgres', url: storeUrl });
  closers.push(() => db.destroy());
  const balancer = balance();
  closers.push(() => balancer.stop());
  const begin = async () => {
    const replica = await startReplica({ graphUrl: graph.url, storeUrl });
    closers.push(() => replica.end());
    balancer.add(replica);
    return replica;
  };
  const [first, second] = await Promise.all([begin(), begin()]);
  const say = (index: number, text: string) =>
    teams.say(balancer.ports(), {
      text,
      conversationId: conversationOf(index),
      person: index,
      id: `${index}: ${text}`,
    });

  // What is to be in flight.
  for (const index of numbers(jobs.timed)) await say(index, `pause ${named(index)} for 2h`);
  for (const index of numbers(jobs.deleted)) await say(index, `delete ${named(index)}`);
  for (const index of numbers(jobs.watched)) await say(index, `watch ${named(index)}`);
  const notBegun = await leftAfter(40_000, async () => {
    const read = await db.selectFrom('watched_job').select('job_id').where('read_at', '>', 0).execute();
    return {
      timed: missing(jobs.timed, (index) => showing(index, / is paused/) === 1),
      asked: missing(jobs.deleted, (index) => teams.cards(conversationOf(index)).size === 1),
      watched: numbers(jobs.watched).length - read.length,
    };
  });
  expect(notBegun).toEqual({ timed: 0, asked: 0, watched: 0 });
  await settleTimers();

  // What happens while they are replaced.
  const failed: unknown[] = [];
  let over = false;
  const play = async (indexes: readonly number[], every: number, act: (index: number) => Promise<void>) => {
    for (const index of indexes) {
      await act(index).catch((error: unknown) => failed.push(error));
      if (!over) await sleep(every);
    }
  };
  const playing = Promise.all([
    play(numbers(jobs.paused), 350, (index) => say(index, `pause ${named(index)}`)),
    play(numbers(jobs.deleted), 1900, confirm),
    play(numbers(jobs.watched), 3500, async (index) =>
      graph.change(idsOf(index), { quarantine: { reason: 'Unknown' } }),
    ),
  ]);
  async function confirm(index: number): Promise<void> {
    const [[on, card] = []] = [...teams.cards(conversationOf(index))];
    if (on === undefined) throw new Error(`nothing was asked about job ${index}`);
    await teams.tap(balancer.ports(), {
      button: buttonOf(card, /^Delete/),
      input: { name: `App ${index}` },
      on,
      conversationId: conversationOf(index),
      person: index,
      id: `tap ${index}`,
    });
  }
  const stops: number[] = [];
  for (const leaving of [first, second]) {
    await sleep(1500);
    const toldAt = Date.now();
    leaving.signal('SIGTERM');
    expect(await leaving.ended).toEqual({ code: 0, signal: null });
    stops.push(Date.now() - toldAt);
    balancer.remove(leaving);
    await begin();
  }
  await playing;
  over = true;

  const left = await leftAfter(40_000, async () => ({
    ...(await unsettled(db)),
    timed: missing(jobs.timed, (index) => showing(index, / is started/) > 0),
    watched: missing(jobs.watched, (index) => showing(index, /went into quarantine/) > 0),
  }));
  expect(left).toEqual({ runs: 0, locks: 0, messages: 0, sentences: 0, timed: 0, watched: 0 });
  // What came twice would come now.
  await sleep(1500);

  expect(failed).toEqual([]);
  for (const took of stops) expect(took).toBeLessThan(longestStop);
  const wrong = [
    ...numbers(jobs.paused).map((index) => fate(index, ['POST pause'], / is paused/, 1)),
    ...numbers(jobs.deleted).map((index) => fate(index, [`DELETE wide.${index}`], / is deleted/, 2)),
    ...numbers(jobs.timed).map((index) => fate(index, ['POST pause', 'POST start'], / is started/, 1)),
    ...numbers(jobs.watched).map((index) => fate(index, [], / went into quarantine/, 1)),
  ].filter((each) => each !== null);
  expect(wrong).toEqual([]);
  const runs = await db.selectFrom('run').select(['id', 'interrupted']).execute();
  expect(runs).toHaveLength(60 + 10 + 8 + 8);
  const interrupted = runs.filter((run) => run.interrupted === 1).length;
  expect(interrupted).toBe(0);
  process.stdout.write(`replaced two: they took ${stops.join(' and ')} ms to end\n`);
}, 240_000);

/** Their time comes while the bots are replaced, as if the pauses had been made earlier. */
async function settleTimers(): Promise<void> {
  const rows = await db.selectFrom('timer').select('id').where('state', '=', 'waiting').execute();
  expect(rows).toHaveLength(8);
  for (const [index, { id }] of rows.entries()) {
    await db
      .updateTable('timer')
      .set({ due_at: Date.now() + 2000 + 2500 * index })
      .where('id', '=', id)
      .execute();
  }
}

/** What is wrong with what became of a job; null when nothing is. */
function fate(index: number, writes: readonly string[], told: RegExp, times: number) {
  const shown = teams.shown(conversationOf(index));
  const done = writesOf(index);
  const stray = [...teams.cards(conversationOf(index)).values()].some((card) =>
    textOf(card).includes(cardChanges),
  );
  const fits = done.join() === writes.join() && showing(index, told) === times && !stray;
  return fits ? null : { index, done, shown };
}
