import { setTimeout as sleep } from 'node:timers/promises';
import { type BotProcess, startBotProcess } from '../support/bot-process.ts';
import type { KillPoint } from './kill-point.ts';
import { createKiller, type Killer } from './killer.ts';

/** A bot that is killed at given points and started again on the same store. */
export interface BotLives {
  readonly killer: Killer;
  /** Begins the next life. */
  begin(): void;
  /** Waits for a life that listens; which one, and where. @throws when the bot died without being killed */
  up(): Promise<{ readonly life: number; readonly port: number }>;
  /** True when a life ended within some seconds; for a connection that broke. */
  endedSoon(life: number): Promise<boolean>;
  /** True when nothing is dying, starting, or still to be killed. */
  steady(): boolean;
  /** How many times it was killed so far. */
  kills(): number;
  /** Which life it is, counted from 1. */
  life(): number;
  wasKilled(life: number): boolean;
  /** When the newest life was ready, epoch milliseconds. */
  readySince(): number;
  /** Stops it as an operator would; what went wrong, or null. */
  stop(): Promise<string | null>;
  /** What the lives printed. */
  output(): readonly string[];
}

/** Longer than the bot itself gives the work under way. */
const longestStop = 25_000;

/** The environment of a bot of one folder; `compileCache` is where Node keeps compiled code between starts. */
export const botEnv = (folder: string, compileCache: string) => ({
  TMPDIR: folder,
  NODE_COMPILE_CACHE: compileCache,
});

export function createBotLives(given: {
  readonly bot: Omit<Parameters<typeof startBotProcess>[0], 'graphUrl'>;
  /** Known only once the proxy listens, which itself needs the killer. */
  readonly graphUrl: () => string;
  readonly killPoints: readonly KillPoint[];
  /** How long the bot stays away after each kill, milliseconds. */
  readonly downtimes: readonly number[];
  readonly note: (what: string) => void;
}): BotLives {
  const { note } = given;
  const processes: BotProcess[] = [];
  let life = 0;
  let kills = 0;
  const killed = new Set<number>();
  let phase: 'off' | 'starting' | 'up' | 'dying' | 'stopping' | 'crashed' = 'off';
  let readySince = 0;

  const killer = createKiller((why) => {
    if (phase !== 'up' && phase !== 'starting') return;
    note(`KILLED at ${why} (life ${life})`);
    phase = 'dying';
    kills += 1;
    killed.add(life);
    processes.at(-1)?.signal('SIGKILL');
  }, note);

  function begin(): void {
    life += 1;
    const mine = life;
    phase = 'starting';
    const bot = startBotProcess({ ...given.bot, graphUrl: given.graphUrl() });
    processes.push(bot);
    killer.arm(given.killPoints[kills] ?? null);
    if (mine > 1) killer.startClock();
    note(`life ${mine} begins`);
    bot.listening.then(
      () => {
        if (phase !== 'starting' || mine !== life) return;
        phase = 'up';
        readySince = Date.now();
        note(`life ${mine} listens`);
      },
      () => {},
    );
    bot.ended.then(async ({ code, signal }) => {
      note(`life ${mine} ended (${signal ?? code})`);
      if (phase === 'stopping') return;
      if (phase !== 'dying') {
        phase = 'crashed';
        return;
      }
      await sleep(given.downtimes[kills - 1] ?? 0);
      if (phase === 'dying') begin();
    });
  }

  return {
    killer,
    begin,
    async up() {
      for (;;) {
        if (phase === 'crashed') throw new Error(`life ${life} of the bot died by itself`);
        if (phase === 'stopping' || phase === 'off') throw new Error('the bot was stopped');
        const bot = processes.at(-1);
        if (phase === 'up' && bot !== undefined) return { life, port: await bot.listening };
        await sleep(10);
      }
    },
    async endedSoon(which) {
      const bot = processes[which - 1];
      if (bot === undefined) return true;
      return await Promise.race([bot.ended.then(() => true), sleep(3000, false, { ref: false })]);
    },
    steady: () => phase === 'up' && !killer.pending(),
    kills: () => kills,
    life: () => life,
    wasKilled: (which) => killed.has(which),
    readySince: () => readySince,
    async stop() {
      killer.disarm();
      const bot = processes.at(-1);
      if (bot === undefined || phase === 'off') return null;
      const crashed = phase === 'crashed';
      phase = 'stopping';
      if (crashed) return null;
      // Like SIGTERM, without the time for a load balancer, which there is none of.
      bot.signal('SIGINT');
      const end = await Promise.race([bot.ended, sleep(longestStop, null, { ref: false })]);
      phase = 'off';
      if (end === null) {
        bot.signal('SIGKILL');
        return 'the bot did not stop after SIGINT';
      }
      return end.code === 0 ? null : `the bot stopped with ${end.signal ?? end.code}`;
    },
    output: () => processes.flatMap((bot, index) => bot.output.map((line) => `[life ${index + 1}] ${line}`)),
  };
}
