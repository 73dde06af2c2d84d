import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { killAllBots, startBotProcess } from '../support/bot-process.ts';
import { botEnv } from './bot-lives.ts';
import { playSeed, removeFolders, type SeedResult } from './play-seed.ts';
import { failureReport, summary } from './report.ts';

const usage = `npm run soak -- [--seeds N] [--seed S] [--parallel P] [--minutes M]

  --seeds N     how many seeds; 100, or 1 when only --seed is given
  --seed S      the first of them; 1
  --parallel P  how many at a time; 8
  --minutes M   begin seeds until then, however many these are, unless --seeds says so
`;

/** Nothing that goes as it should takes as long, milliseconds. */
const longestSeed = 6 * 60_000;
/** How often it is looked whether whoever started this still lives, milliseconds. */
const parentCheck = 1000;

function wholeNumber(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (/^\d{1,9}$/.test(text) && Number(text) > 0) return Number(text);
  process.stderr.write(`--${name} must be a whole number above 0\n\n${usage}`);
  process.exit(2);
}

function readOptions() {
  const option = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      options: { seeds: option, seed: option, parallel: option, minutes: option },
    });
    const first = wholeNumber('seed', values.seed);
    const minutes = wholeNumber('minutes', values.minutes);
    const byDefault = minutes !== null ? Number.POSITIVE_INFINITY : first === null ? 100 : 1;
    return {
      first: first ?? 1,
      seeds: wholeNumber('seeds', values.seeds) ?? byDefault,
      parallel: wholeNumber('parallel', values.parallel) ?? 8,
      until: minutes === null ? Number.POSITIVE_INFINITY : Date.now() + minutes * 60_000,
    };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    process.exit(2);
  }
}

const { first, seeds, parallel, until } = readOptions();
const began = Date.now();
const compileCache = mkdtempSync(join(tmpdir(), 'soak-cache-'));
const results: SeedResult[] = [];

// However this ends, no bot and no folder stays behind.
process.on('exit', () => {
  killAllBots();
  removeFolders();
  rmSync(compileCache, { recursive: true, force: true });
});
const stop = () => process.exit(130);
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
process.on('SIGHUP', stop);
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) stop();
}, parentCheck).unref();

function tell(result: SeedResult): void {
  results.push(result);
  if (result.violations.length > 0) process.stdout.write(`${failureReport(result)}\n`);
  if (results.length % 10 !== 0 && results.length !== seeds) return;
  const failed = results.filter(({ violations }) => violations.length > 0).length;
  const seconds = Math.round((Date.now() - began) / 1000);
  process.stdout.write(`${results.length} seeds in ${seconds} s, ${failed} failed\n`);
}

async function playBounded(seed: number): Promise<SeedResult> {
  const late = setTimeout(() => {
    process.stderr.write(`seed ${seed} does not end: npm run soak -- --seed ${seed}\n`);
    process.exit(1);
  }, longestSeed);
  try {
    return await playSeed(seed, compileCache);
  } finally {
    clearTimeout(late);
  }
}

/** Fills the compile cache, which a bot that is killed never writes, and tells at once when no bot can start. */
async function warmUp(): Promise<void> {
  const folder = compileCache;
  const graphUrl = 'http://127.0.0.1:9';
  const storeUrl = `file:${join(folder, 'warm.db')}`;
  const bot = startBotProcess({ graphUrl, storeUrl, env: botEnv(folder, compileCache) });
  try {
    await bot.listening;
    bot.signal('SIGINT');
    await bot.ended;
  } catch (error) {
    process.stderr.write(`${String(error)}\n${bot.output.join('\n')}\n`);
    process.exit(1);
  }
}

await warmUp();
let next = first;
async function playSome(): Promise<void> {
  while (next < first + seeds && Date.now() < until) tell(await playBounded(next++));
}
await Promise.all(Array.from({ length: Math.min(parallel, seeds) }, playSome));

const failed = results.filter(({ violations }) => violations.length > 0);
process.stdout.write(`\n${summary(results)}\n\n`);
for (const { seed, scenario, violations } of failed)
  process.stdout.write(`npm run soak -- --seed ${seed}   # ${scenario.name}: ${violations[0] ?? ''}\n`);
const killed = results.filter(({ kills }) => kills > 0).length;
process.stdout.write(
  `${results.length} seeds, ${killed} with a kill, ${failed.length} failed, ${Math.round((Date.now() - began) / 1000)} s\n`,
);
process.exit(failed.length === 0 && results.length > 0 ? 0 : 1);
