import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore } from '../../src/store/open.ts';
import { cardChanges } from '../../src/text/run.ts';
import { startTeams, type Teams } from '../postgres/teams.ts';
import { startWideGraph, type WideGraph } from '../postgres/wide-graph.ts';
import { type Replica, startReplica } from '../support/bot-process.ts';
import { buttonOf } from '../support/card.ts';
import { leftAfter } from '../support/left-after.ts';
import { unsettled } from '../support/unsettled.ts';

const typed = 120;
const tapped = 20;
const folder = mkdtempSync(join(tmpdir(), 'stop-load-'));
const file = join(folder, 'bot.db');

let graph: WideGraph;
let teams: Teams;
const bots: Replica[] = [];
afterAll(async () => {
  for (const bot of bots) await bot.end();
  await teams.stop();
  await graph.stop();
  rmSync(folder, { recursive: true, force: true });
});

const start = async () => {
  const bot = await startReplica({ graphUrl: graph.url, storeUrl: `file:${file}` });
  bots.push(bot);
  return bot;
};
const conversationOf = (index: number) => `a:person-${index}`;
const named = (index: number) => {
  const job = graph.jobs[index];
  return `${job?.servicePrincipalId}/${job?.jobId}`;
};
const writesOf = (index: number) =>
  graph.writes().filter(({ path }) => path.split('/').includes(`wide.${index}`)).length;

test('told to stop while commands and taps flow: what was taken is answered once, and done once at most', async () => {
  graph = await startWideGraph(typed + tapped, { pauseVisibleAfter: 1500, cycleEvery: 100 * 3_600_000 });
  // So that there is something under way at any time.
  graph.plant({ kind: 'delay', times: 0, method: 'GET', delayMs: 200 });
  graph.plant({ kind: 'delay', times: 0, method: 'POST', pathRegex: '/pause$', delayMs: 1500 });
  graph.plant({ kind: 'delay', times: 0, method: 'DELETE', delayMs: 1500 });
  teams = await startTeams();
  const first = await start();
  const say = (bot: Replica, index: number, text: string) =>
    teams.say([bot.port], {
      text,
      conversationId: conversationOf(index),
      person: index,
      id: `${index}: ${text}`,
    });
  const asking = Array.from({ length: tapped }, (_, index) => typed + index);
  for (const index of asking) await say(first, index, `delete ${named(index)}`);
  expect(
    await leftAfter(30_000, async () => ({
      questions: asking.filter((index) => teams.cards(conversationOf(index)).size === 0).length,
    })),
  ).toEqual({ questions: 0 });

  const tap = async (index: number) => {
    const [[on = '', card] = []] = [...teams.cards(conversationOf(index))];
    await teams.tap([first.port], {
      button: buttonOf(card, /^Delete/),
      input: { name: `App ${index}` },
      on,
      conversationId: conversationOf(index),
      person: index,
      id: `tap ${index}`,
    });
  };
  const taken = new Set<number>();
  const flow = (async () => {
    const deliveries: Promise<unknown>[] = [];
    for (let index = 0; index < typed; index++) {
      const give = (which: number, act: Promise<void>) =>
        deliveries.push(
          act.then(
            () => taken.add(which),
            () => {},
          ),
        );
      give(index, say(first, index, `pause ${named(index)}`));
      if (index % 6 === 0 && index / 6 < tapped) give(typed + index / 6, tap(typed + index / 6));
      await sleep(70);
    }
    await Promise.all(deliveries);
  })();
  await sleep(1500);
  const toldAt = Date.now();
  first.signal('SIGTERM');
  expect(await first.ended).toEqual({ code: 0, signal: null });
  const took = Date.now() - toldAt;
  await flow;
  expect(took).toBeLessThan(20_000);
  // It was told in the middle: before, while it looked away, and after.
  expect(taken.size).toBeGreaterThan(10);
  expect(taken.size).toBeLessThan(typed + tapped);

  const held = await openStore({ kind: 'file', file });
  const claims = await Promise.all(
    (['inbox', 'run', 'conversation'] as const).map((table) =>
      held.selectFrom(table).select('lease_until').where('lease_owner', 'is not', null).execute(),
    ),
  );
  const before = await unsettled(held);
  await held.destroy();
  expect(claims).toEqual([[], [], []]);

  await start();
  const db = await openStore({ kind: 'file', file });
  expect(await leftAfter(40_000, () => unsettled(db))).toEqual({
    runs: 0,
    locks: 0,
    messages: 0,
    sentences: 0,
  });
  await sleep(1000);
  const interrupted = await db.selectFrom('run').select('id').where('interrupted', '=', 1).execute();
  await db.destroy();

  const wrong = Array.from({ length: typed + tapped }, (_, index) => {
    const shown = teams.shown(conversationOf(index));
    const writes = writesOf(index);
    const done = shown.filter((text) => / is (paused|deleted)/.test(text)).length;
    const strays = shown.filter((text) => text.includes(cardChanges)).length;
    // A tapped one is told on its card and in a post.
    const once = index < typed ? 1 : 2;
    const told = taken.has(index) ? done === once && writes === 1 : done === (writes === 1 ? once : 0);
    return told && writes <= 1 && strays === 0 ? null : { index, taken: taken.has(index), writes, shown };
  }).filter((each) => each !== null);
  expect(wrong).toEqual([]);
  process.stdout.write(
    `stopped in ${took} ms with ${taken.size} taken; left for the next start ${JSON.stringify(before)}, ${interrupted.length} marked as interrupted\n`,
  );
}, 150_000);
