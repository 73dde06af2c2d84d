import { setTimeout as sleep } from 'node:timers/promises';
import { openStore } from '../../src/store/open.ts';
import type { RunRecord, RunState } from '../../src/store/runs.ts';
import { cardChanges } from '../../src/text/run.ts';
import { type Replica, startReplica } from '../support/bot-process.ts';
import { type Unsettled, unsettled } from '../support/unsettled.ts';
import { startTeams, type Teams } from './teams.ts';
import { startWideGraph, type WideGraph } from './wide-graph.ts';

/** One run as the journal has it. */
export interface JournalRow {
  readonly id: string;
  readonly state: RunState;
  readonly record: RunRecord;
  readonly owner: string | null;
}

/** What became of one job of the flight, seen from everywhere. */
export interface Fate {
  readonly index: number;
  readonly run: JournalRow | undefined;
  /** How many writes Graph saw. */
  readonly writes: number;
  /** Its state in Graph. */
  readonly state: string | null;
  /** What its conversation shows that will not change any more. */
  readonly finals: readonly string[];
  /** Messages that still say that something is going on. */
  readonly strays: readonly string[];
}

/** Many people who pause a job each, at two bots that share a database, while Graph is slow. */
export interface Flight {
  readonly graph: WideGraph;
  readonly replicas: readonly [Replica, Replica];
  /** Everybody says their sentence at once, half to each bot; settles when all are taken. */
  sayAll(): Promise<void>;
  journal(): Promise<readonly JournalRow[]>;
  /** Waits until so many writes arrived. */
  written(count: number): Promise<void>;
  /** Waits until a bot holds so many runs whose write arrived and, as far as the journal knows, was not answered. */
  caught(bot: Replica, count: number): Promise<void>;
  /** Waits until nothing is left to do, at most `time` milliseconds; then what is left. */
  settled(time: number): Promise<Unsettled>;
  fates(): Promise<readonly Fate[]>;
  stop(): Promise<void>;
}

const sentence = (graph: WideGraph, index: number) => {
  const job = graph.jobs[index];
  if (job === undefined) throw new Error(`there is no job ${index}`);
  return `pause ${job.servicePrincipalId}/${job.jobId}`;
};
const conversationOf = (index: number) => `a:person-${index}`;

/**
 * Starts everything.
 *
 * @param given.storeUrl of an empty or migrated database
 * @param given.visibleAfter how long reads don't show an accepted pause yet, milliseconds
 */
export async function openFlight(given: {
  readonly storeUrl: string;
  readonly people: number;
  readonly visibleAfter: number;
}): Promise<Flight> {
  const { storeUrl, people, visibleAfter } = given;
  const closers: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const close of closers.toReversed()) await close();
  };
  try {
    const graph = await startWideGraph(people, { pauseVisibleAfter: visibleAfter });
    closers.push(() => graph.stop());
    const slow = { kind: 'delay', times: 0 };
    graph.plant(
      { ...slow, method: 'GET', delayMs: 150 },
      { ...slow, method: 'POST', pathRegex: '[02468]/pause$', delayMs: 1200 },
      { ...slow, method: 'POST', pathRegex: '[13579]/pause$', delayMs: 400 },
    );
    const teams: Teams = await startTeams();
    closers.push(() => teams.stop());
    const db = await openStore({ kind: 'postgres', url: storeUrl });
    closers.push(() => db.destroy());
    const start = async () => {
      const replica = await startReplica({ graphUrl: graph.url, storeUrl });
      closers.push(() => replica.end());
      return replica;
    };
    const replicas = await Promise.all([start(), start()]);
    const ports = replicas.map(({ port }) => port);

    const journal = async (): Promise<readonly JournalRow[]> => {
      const rows = await db
        .selectFrom('run')
        .select(['id', 'state', 'record', 'lease_owner as owner'])
        .execute();
      return rows.map((row) => ({ ...row, record: JSON.parse(row.record) as RunRecord }));
    };
    const writesOf = (index: number) =>
      graph.writes().filter(({ path }) => path.endsWith(`/jobs/wide.${index}/pause`)).length;

    return {
      graph,
      replicas,
      stop,
      journal,
      async sayAll() {
        await Promise.all(
          Array.from({ length: people }, (_, index) =>
            teams.say(index % 2 === 0 ? ports : ports.toReversed(), {
              text: sentence(graph, index),
              conversationId: conversationOf(index),
              person: index,
              id: `said-${index}`,
            }),
          ),
        );
      },
      async written(wanted) {
        const until = Date.now() + 60_000;
        while (graph.writes().length < wanted) {
          if (Date.now() > until) throw new Error(`only ${graph.writes().length} writes arrived`);
          await sleep(5);
        }
      },
      async caught(bot, wanted) {
        const until = Date.now() + 30_000;
        for (;;) {
          const calling = (await journal()).filter(
            ({ state, owner }) => state === 'calling' && owner?.split(':')[1] === String(bot.pid),
          );
          const arrived = calling.filter(({ record: { view } }) => {
            const index = view.target.kind === 'job' ? Number(view.target.jobId.split('.')[1]) : -1;
            return writesOf(index) > 0;
          });
          if (arrived.length >= wanted) return;
          if (Date.now() > until) throw new Error(`only ${arrived.length} runs were caught in their call`);
          await sleep(5);
        }
      },
      async settled(time) {
        const until = Date.now() + time;
        for (;;) {
          const left = await unsettled(db);
          const none = Object.values(left).every((each) => each === 0);
          if ((none && (await journal()).length === people) || Date.now() > until) return left;
          await sleep(200);
        }
      },
      async fates() {
        const rows = await journal();
        return graph.jobs.map((job, index) => {
          const shown = teams.shown(conversationOf(index));
          const own = rows.filter(
            ({ record: { view } }) => view.target.kind === 'job' && view.target.jobId === job.jobId,
          );
          if (own.length > 1) throw new Error(`job ${index} has ${own.length} runs`);
          return {
            index,
            run: own[0],
            writes: writesOf(index),
            state: graph.stateOf(job),
            finals: shown.filter((text) => !text.includes(cardChanges)),
            strays: shown.filter((text) => text.includes(cardChanges)),
          };
        });
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
