import { setTimeout as sleep } from 'node:timers/promises';
import { openStore } from '../../src/store/open.ts';
import { startReplica } from '../support/bot-process.ts';
import { openDatabases } from './databases.ts';
import { startTeams } from './teams.ts';
import { startWideGraph } from './wide-graph.ts';

const databases = openDatabases();
const closers: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const close of closers.toReversed()) await close();
  await databases.dropAll();
});

/** At most so many messages within so many milliseconds: what Teams takes in one conversation. */
const limits = [
  [7, 1000],
  [8, 2000],
] as const;
const sentences = 40;
const conversationId = 'a:everybody';

test('two bots together keep to the pace of one conversation, by the clock of who receives', async () => {
  const storeUrl = await databases.create('migrated');
  const graph = await startWideGraph(1);
  const teams = await startTeams();
  const db = await openStore({ kind: 'postgres', url: storeUrl });
  closers.push(
    () => graph.stop(),
    () => teams.stop(),
    () => db.destroy(),
  );
  const replicas = await Promise.all(
    [1, 2].map(async () => {
      const replica = await startReplica({ graphUrl: graph.url, storeUrl });
      closers.push(() => replica.end());
      return replica;
    }),
  );
  const ports = replicas.map(({ port }) => port);
  await Promise.all(
    Array.from({ length: sentences }, (_, person) =>
      teams.say(person % 2 === 0 ? ports : ports.toReversed(), {
        text: 'help',
        conversationId,
        person,
        id: `said-${person}`,
      }),
    ),
  );
  const senders = new Set<string>();
  const until = Date.now() + 60_000;
  let left = false;
  while (teams.arrivals.length < sentences && Date.now() < until) {
    const row = await db.selectFrom('conversation').select('lease_owner').executeTakeFirst();
    const owner = row?.lease_owner ?? null;
    if (owner !== null) senders.add(owner);
    // Who sends is chance; so that certainly both do, who does in the middle leaves.
    if (owner !== null && !left && teams.arrivals.length > sentences / 3) {
      left = true;
      replicas.find(({ pid }) => owner.split(':')[1] === String(pid))?.signal('SIGTERM');
    }
    await sleep(5);
  }
  const times = teams.arrivals.map(({ at }) => at);
  expect(times).toHaveLength(sentences);
  for (const [count, window] of limits) {
    const tooFast = times.flatMap((at, index) => {
      const later = times[index + count];
      return later !== undefined && later - at <= window ? [`${count + 1} within ${later - at} ms`] : [];
    });
    expect(tooFast).toEqual([]);
  }
  // Otherwise one of them kept it alone.
  expect(senders.size).toBe(2);
  process.stdout.write(`${sentences} messages in ${(times.at(-1) ?? 0) - (times[0] ?? 0)} ms\n`);
}, 120_000);
