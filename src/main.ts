import { setTimeout as sleep } from 'node:timers/promises';
import { startWorkLoop, type Work, type WorkLoop } from './background/work-loop.ts';
import { works } from './background/works.ts';
import { watchBacklog } from './backlog-gauges.ts';
import { type Clock, systemClock } from './clock.ts';
import { closeInOrder } from './close-in-order.ts';
import type { Config } from './config.ts';
import { openConfiguredStore } from './configured-store.ts';
import { openMetricsDoor } from './http/metrics-door.ts';
import { openHttp } from './http/server.ts';
import { createLog, type Log } from './log.ts';
import { readGauges } from './metrics.ts';
import { type OperationDeps, standardTiming, type Timing } from './operations/deps.ts';
import type { Writers } from './operations/writers.ts';
import type { Policy } from './policy/policy.ts';
import { productionSurroundings } from './production-surroundings.ts';
import { sandboxSurroundings } from './sandbox-surroundings.ts';
import { claimStore } from './store/belongs.ts';
import { endDeadLeases } from './store/dead-owners.ts';
import { newOwner } from './store/lease.ts';
import { newestSchema } from './store/migrations.ts';
import { holdForThisHost } from './store/one-host.ts';
import { checkStillUsable } from './store/schema-version.ts';
import { createTeamsEdge } from './teams/edge.ts';
import { type Limit, teamsLimits } from './teams/pacing.ts';
import { startTelemetry } from './telemetry.ts';
import { version } from './version.ts';

export interface Bot {
  readonly port: number;
  /** Where `/metrics` is served on a port of its own; null where it isn't. */
  readonly metricsPort: number | null;
  /** The Graph it talks to, root without version. */
  readonly graphBaseUrl: string;
  /** Settles when the bot must not go on: another machine took its store. */
  readonly broken: Promise<Error>;
  /**
   * Ends gracefully: no new request, work under way is finished or given back to peers and the next start. Takes at
   * most 19 seconds and `lookAway`, usually less than one. Never rejects; to call it again only waits.
   *
   * @param lookAway how long `/readyz` says no while requests are still taken, milliseconds
   */
  stop(lookAway?: number): Promise<void>;
}

/** What tests replace. */
export interface Parts {
  readonly clock?: Clock;
  readonly log?: Log;
  readonly timing?: Timing;
  readonly policy?: Policy;
  readonly writers?: Writers;
  /** How long Graph may take to answer, milliseconds. */
  readonly graphTimeout?: number;
  /** How many messages a conversation takes. */
  readonly limits?: readonly Limit[];
}

/** How long the parts of a stop may take, milliseconds. Each waits less by itself; these bound what hangs. */
const longest = { requests: 4000, work: 12_000, telemetry: 3000, rest: 1000 } as const;

/** Composes the bot and opens its doors. @throws when the store, the sandbox or the port cannot be had */
export async function startBot(config: Config, parts: Parts = {}): Promise<Bot> {
  const clock = parts.clock ?? systemClock;
  const log = parts.log ?? createLog(config.logLevel);
  const owner = newOwner();
  const closing = closeInOrder(log);
  const telemetry = startTelemetry(config.telemetry, log);
  closing.add('telemetry', () => telemetry.stop(), longest.telemetry);
  const { promise: broken, resolve: breakDown } = Promise.withResolvers<Error>();
  try {
    if (config.store.kind === 'file') {
      const hold = await holdForThisHost(config.store.file, { onForeign: breakDown });
      closing.add('the hold on the store', async () => hold.release(), longest.rest);
    }
    const db = await openConfiguredStore(config.store);
    closing.add('the store', () => db.destroy(), longest.rest);
    const gauges = [
      watchBacklog(db, clock),
      readGauges(async (show) => show('sync_warden_build_info', 1, { version, mode: config.mode })),
    ];
    closing.add(
      'the gauges',
      async () => {
        for (const end of gauges) end();
      },
      longest.rest,
    );
    await claimStore(db, config.mode === 'sandbox' ? 'sandbox' : `production ${config.botId}`);
    if (config.store.kind === 'file') await endDeadLeases(db, owner);
    const surroundings =
      config.mode === 'sandbox'
        ? await sandboxSurroundings(config, { ...parts, log })
        : await productionSurroundings(config, { ...parts, clock, log });
    closing.add('the surroundings', () => surroundings.close(), longest.rest);
    const { graphOf, graphBaseUrl, schoolProfiles } = surroundings;
    const deps: OperationDeps = {
      db,
      graphOf,
      policy: parts.policy ?? surroundings.policy,
      clock,
      log,
      confirmationTtl: config.confirmationTtl,
      pauseReminder: config.pauseReminder,
      timing: parts.timing ?? standardTiming,
      writers: parts.writers ?? surroundings.writers,
      schoolProfiles,
    };
    const loops: WorkLoop[] = [];
    const wake = () => {
      for (const loop of loops) loop.wake();
    };
    const edge = createTeamsEdge(deps, {
      sandbox: config.mode === 'sandbox',
      signIn: surroundings.signIn,
      authentication: surroundings.authentication,
      botId: surroundings.botId,
      wake,
    });
    const stopping = new AbortController();
    const all = works(deps, owner, {
      deliver: (message, reference) => edge.deliver(message, reference),
      limits: parts.limits ?? teamsLimits,
      stopping: stopping.signal,
    });
    // What one kind of work leaves behind is often due for another at once.
    const waking = (work: Work): Work => ({
      ...work,
      take: async (room) => (await work.take(room)).map((each) => each.finally(wake)),
    });
    for (const work of Object.values(all)) loops.push(startWorkLoop(waking(work), { clock, log }));
    const stopWork = async () => {
      stopping.abort();
      await Promise.all(loops.map((loop) => loop.stop()));
    };
    closing.add('work', stopWork, longest.work);
    const door = await openHttp({
      host: config.host,
      port: config.port,
      mode:
        surroundings.verify === null
          ? { kind: 'sandbox' }
          : { kind: 'production', verify: surroundings.verify },
      clock,
      process: (request, response) => edge.process(request, response),
      parts: {
        store: () => checkStillUsable(db, newestSchema()),
        ...surroundings.parts,
      },
      ...(config.mode === 'sandbox' ? { metrics: () => telemetry.scrape() } : {}),
      log,
    });
    closing.add('requests', () => door.close(), longest.requests);
    let metricsPort: number | null = null;
    if (config.mode === 'production' && config.metricsPort !== null) {
      const { host, metricsPort: port } = config;
      const metricsDoor = await openMetricsDoor({ host, port, scrape: () => telemetry.scrape() });
      closing.add('the metrics', () => metricsDoor.close(), longest.rest);
      metricsPort = metricsDoor.port;
    }
    log.info({ version, mode: config.mode, port: door.port }, 'started');
    // A wrong secret is better read at the start than found out by whoever asks first.
    if (config.mode === 'production') door.lookReady();
    const end = async (lookAway: number) => {
      log.info({ version, lookAway }, 'stopping');
      door.lookAway();
      await sleep(lookAway);
      await closing.close();
    };
    let ended: Promise<void> | null = null;
    const stop = (lookAway = 0) => {
      ended ??= end(lookAway);
      return ended;
    };
    return { port: door.port, metricsPort, graphBaseUrl, broken, stop };
  } catch (error) {
    await closing.close();
    throw error;
  }
}
