import { setTimeout as sleep } from 'node:timers/promises';
import type { Notice } from '../src/notice.ts';
import { saveInventory } from '../src/store/inventory.ts';
import { openStore } from '../src/store/open.ts';
import type { Database } from '../src/store/schema.ts';
import { knownJobs } from '../src/watches/enrol.ts';
import { setWatch } from '../src/watches/set-watch.ts';
import type { Happening, Place } from '../src/words.ts';
import { openDatabases } from '../test/postgres/databases.ts';
import { startPostgres } from '../test/postgres/server.ts';
import { measured, startFakeGraph, type Usage } from './child.ts';
import { jobId, principalId, tenantId } from './fake-tenants.ts';

/**
 * How watching holds at scale: jobs of many tenants on a Graph that throttles each, two bots on one PostgreSQL of
 * which one is killed midway, changes at random times. Says what it cost, how soon each change was told, and whether
 * any was missed or told twice; then what one request for each job costs on the same machine.
 *
 * Times in the results are of this machine and this hour; the ratios are what counts.
 */
export interface WatchBench {
  readonly tenants: number;
  /** In each tenant. */
  readonly jobs: number;
  readonly changes: number;
  /** Over which the changes come, seconds. */
  readonly seconds: number;
}

interface Watcher extends Usage {
  readonly statements: number;
}
interface Reader extends Usage {
  readonly read: number;
}
interface Counts {
  readonly requests: number;
  readonly items: number;
  readonly throttled: number;
}

/** Long enough for every job to be read once a minute, to settle, and to be gathered, milliseconds. */
const afterwards = 110_000;
const warmUp = 75_000;
const seconds = (ms: number) => (ms / 1000).toFixed(1);
const cpuOf = ({ cpu }: Usage) => (cpu.user + cpu.system) / 1_000_000;

async function seed(db: Database, { tenants, jobs }: WatchBench): Promise<void> {
  const now = Date.now();
  for (let tenant = 0; tenant < tenants; tenant++) {
    const id = tenantId(tenant);
    const principals = Array.from({ length: jobs }, (_, index) => ({
      servicePrincipalId: principalId(tenant, index),
      appId: null,
      displayName: `Application ${tenant}.${index}`,
      jobs: [{ id: jobId(tenant, index), templateId: 'bench' }],
    }));
    await saveInventory(db, id, { principals, searched: jobs, readAt: now });
    const place: Place = { tenantId: id, conversationId: `c${tenant}`, thread: null, scope: 'groupChat' };
    const watch = {
      tenantId: id,
      actor: { tenantId: id, objectId: 'o', name: 'Bench' },
      place,
      watched: { kind: 'all' },
      only: null,
      jobs: knownJobs({ principals }),
      snapshot: null,
    } as const;
    await db.transaction().execute((tx) => setWatch(tx, watch, now));
  }
  // As if they had been watched for long: what was just added is read often at first.
  await db
    .updateTable('watched_job')
    .set({ changed_at: now - 3_600_000 })
    .execute();
}

const happeningsOf = (notice: Notice): readonly Happening[] => {
  if (notice.kind === 'happened') return [notice.happening];
  return notice.kind === 'digest' ? notice.happenings : [];
};

/** How often each change was put into a message, and when the first was. */
async function told(db: Database): Promise<ReadonlyMap<string, { times: number; at: number }>> {
  const found = new Map<string, { times: number; at: number }>();
  const rows = await db
    .selectFrom('message')
    .select(['notice', 'created_at'])
    .orderBy('created_at')
    .execute();
  for (const row of rows) {
    for (const { target, event } of happeningsOf(JSON.parse(row.notice) as Notice)) {
      const key = `${target.jobId} ${event}`;
      const before = found.get(key);
      found.set(key, { times: (before?.times ?? 0) + 1, at: before?.at ?? row.created_at });
    }
  }
  return found;
}

/** @returns the value below which that share of them lies */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** Runs it and prints what came of it. @returns false when a change was missed or told twice */
export async function benchWatch(options: WatchBench): Promise<boolean> {
  const { tenants, jobs, changes } = options;
  const server = await startPostgres();
  const graph = await startFakeGraph(tenants, jobs);
  const counts = async () => (await (await fetch(`${graph.url}/_bench/counts`)).json()) as Counts;
  const url = await openDatabases(server.url).create('empty');
  const db = await openStore({ kind: 'postgres', url });
  const say = (line: string) => process.stdout.write(`${line}\n`);
  try {
    await seed(db, options);
    const args = [url, graph.url];
    const [stays, dies] = [measured<Watcher>('watcher.ts', args), measured<Watcher>('watcher.ts', args)];
    say(`${tenants * jobs} watched jobs in ${tenants} tenants, two bots`);
    await sleep(warmUp);
    const before = { counts: await counts(), use: [await stays.usage(), await dies.usage()], at: Date.now() };

    const made = new Map<string, number>();
    const gap = (options.seconds * 1000) / changes;
    let lost: Watcher | null = null;
    for (let change = 0; change < changes; change++) {
      // A prime walks through all of them without meeting one twice.
      const number = (change * 7919) % (tenants * jobs);
      const [tenant, index] = [number % tenants, Math.floor(number / tenants)];
      const paused = change % 2 === 0;
      const state = paused
        ? { schedule: 'Paused', code: 'Paused' }
        : { schedule: 'Active', code: 'Quarantine' };
      const response = await fetch(`${graph.url}/_bench/change`, {
        method: 'POST',
        body: JSON.stringify({ tenant, index, state }),
      });
      const { at } = (await response.json()) as { at: number };
      made.set(`${jobId(tenant, index)} ${paused ? 'paused' : 'quarantined'}`, at);
      if (lost === null && change >= changes / 2) {
        lost = await dies.usage();
        await dies.kill();
        say('one bot killed');
      }
      await sleep(gap * (0.5 + Math.random()));
    }
    await sleep(afterwards);
    const took = Date.now() - before.at;
    const [used, after] = [await stays.usage(), await counts()];
    await stays.kill();

    const heard = await told(db);
    const missed = [...made.keys()].filter((key) => !heard.has(key));
    const twice = [...heard].filter(([, { times }]) => times > 1);
    const strange = [...heard.keys()].filter((key) => !made.has(key));
    const delays = [...made]
      .flatMap(([key, at]) => {
        const found = heard.get(key);
        return found === undefined ? [] : [found.at - at];
      })
      .toSorted((a, b) => a - b);
    const both = [used, lost ?? used];
    const sum = (of: (use: Watcher) => number) =>
      both.reduce((total, use) => total + of(use), 0) - before.use.reduce((total, use) => total + of(use), 0);
    const cpu = sum(cpuOf);
    const items = after.items - before.counts.items;
    say(`${changes} changes: ${missed.length} missed, ${twice.length} told twice, ${strange.length} untrue`);
    say(
      `told after: p50 ${seconds(quantile(delays, 0.5))} s, p99 ${seconds(quantile(delays, 0.99))} s, at most ${seconds(delays.at(-1) ?? 0)} s`,
    );
    const rate = (count: number) => ((count * 1000) / took).toFixed(1);
    say(
      `requests ${rate(after.requests - before.counts.requests)}/s for ${rate(items)} jobs/s, ${after.throttled} throttled`,
    );
    say(`statements ${rate(sum(({ statements }) => statements))}/s`);
    say(
      `CPU ${((cpu * 100_000) / took).toFixed(1)} % of a core, memory ${Math.round(used.memory / 1_048_576)} MB`,
    );

    const peer = measured<Reader>('one-request-a-job.ts', [graph.url, String(tenants), String(jobs)]);
    await sleep(15_000);
    const [peerBefore, countsBefore, peerAt] = [await peer.usage(), await counts(), Date.now()];
    await sleep(60_000);
    const [peerAfter, countsAfter] = [await peer.usage(), await counts()];
    await peer.kill();
    const peerTook = Date.now() - peerAt;
    const peerRead = peerAfter.read - peerBefore.read;
    const peerRequests = countsAfter.requests - countsBefore.requests;
    const peerCpu = cpuOf(peerAfter) - cpuOf(peerBefore);
    say(
      `one request for each job: ${((peerRequests * 1000) / peerTook).toFixed(1)}/s, CPU ${((peerCpu * 100_000) / peerTook).toFixed(1)} % of a core`,
    );
    const requestsFor = (after.requests - before.counts.requests) / items;
    say(
      `for each job read, watching takes ${(requestsFor / (peerRequests / peerRead)).toFixed(2)} of its requests and ${(cpu / items / (peerCpu / peerRead)).toFixed(2)} of its CPU, store included`,
    );
    return missed.length + twice.length + strange.length === 0;
  } finally {
    await db.destroy();
    graph.stop();
    await server.stop();
  }
}
