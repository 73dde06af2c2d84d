import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSandbox } from '../../src/sandbox/server.ts';
import type { Message } from '../support/connector.ts';
import { type BotLives, botEnv, createBotLives } from './bot-lives.ts';
import { startGraphProxy } from './graph-proxy.ts';
import { drawKillPoints, type KillPoint } from './kill-point.ts';
import { answersStatus, judge } from './oracle.ts';
import { createRandom, type Random } from './random.ts';
import { readCard } from './read-card.ts';
import { startRecordingConnector } from './recording-connector.ts';
import { drawScenario, type Scenario } from './scenario.ts';
import { leftovers, losses } from './store-state.ts';
import { createTeamsClient, dana, type TeamsClient } from './teams-client.ts';
import { stateOf, writesSeen } from './tenant-state.ts';
import { createTimeline } from './timeline.ts';
import { watchWrites } from './watch-writes.ts';

export interface SeedResult {
  readonly seed: number;
  readonly scenario: Scenario;
  readonly killPoints: readonly KillPoint[];
  /** How many of them were reached. */
  readonly kills: number;
  readonly violations: readonly string[];
  readonly endings: readonly string[];
  readonly strays: number;
  /** From the last start or the last thing a person did until all was quiet, milliseconds. */
  readonly settledIn: number;
  readonly took: number;
  readonly timeline: readonly string[];
  readonly messages: readonly Message[];
  readonly output: readonly string[];
}

/** Over two leases that ran out and all looks at a write, on a busy machine. Milliseconds. */
const longestSettling = 80_000;
/** As long as nothing may be left to do before it counts as settled, milliseconds. */
const quiet = 700;
/** After everything was told, how long a tap on a stray question is watched, milliseconds. */
const watching = 1500;

const folders = new Set<string>();

/** Removes what seeds under way have written; for the end of the harness, however it comes. */
export function removeFolders(): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}

function drawPace(random: Random) {
  // Mostly seen at the first look; sometimes only at a later one.
  const visible = () => (random.chance(0.8) ? random.int(10, 80) : random.int(600, 1600));
  const never = 24 * 3_600_000;
  return {
    pauseVisibleAfter: visible(),
    startVisibleAfter: visible(),
    deleteVisibleAfter: visible(),
    // A cycle that ends would bring a started job back into quarantine before it could be looked at.
    cycleEvery: never,
    cycleTakes: never,
  };
}

/** Waits until the store says that nothing is left to do. What is left, when it takes too long. */
async function settle(lives: BotLives, storeFile: string): Promise<string[]> {
  const began = Date.now();
  let quietSince = 0;
  for (;;) {
    await sleep(200);
    await lives.up();
    const now = Date.now();
    const left = lives.steady() ? leftovers(storeFile) : ['a life that is ending'];
    if (left.length > 0) quietSince = 0;
    else if (quietSince === 0) quietSince = now;
    else if (now - quietSince >= quiet) return [];
    if (now - Math.max(began, lives.readySince()) > longestSettling && lives.steady()) return left;
  }
}

/** Taps what is left of questions: nothing may come of it. */
async function probeStrays(teams: TeamsClient, scenario: Scenario): Promise<string[]> {
  const found: string[] = [];
  const { where, input } = scenario;
  for (const message of teams.messages) {
    // A question that was answered with no is also tried through the buttons it had.
    const now = readCard(message.cards.at(-1));
    const { yes } = now.kind === 'closed' ? readCard(message.cards[0]) : now;
    if (yes === null) continue;
    const shown = await teams.tap(message, yes, { who: dana, where, input });
    if (typeof shown !== 'string' && shown.kind === 'working')
      found.push(`a stray question (${message.activityId}) still acted`);
  }
  return found;
}

/** Whether a bot that is started once more answers, and acts on nothing that is over. */
async function checkNextLife(
  given: { readonly scenario: Scenario; readonly sandboxUrl: string },
  teams: TeamsClient,
): Promise<string[]> {
  const { scenario, sandboxUrl } = given;
  const { aim, where } = scenario;
  const before = (await writesSeen(sandboxUrl)).length;
  const state = await stateOf(sandboxUrl, aim);
  const found = await probeStrays(teams, scenario);
  const from = teams.messages.length;
  const target = aim.kind === 'job' ? `${aim.servicePrincipalId}/${aim.jobId}` : `school ${aim.profileId}`;
  await teams.deliver(teams.typed(dana, where, `status ${target}`));
  await teams
    .shown('the status after a new start', (card) => answersStatus(card, aim, state), from)
    .catch((error: Error) => found.push(error.message));
  await sleep(watching);
  const after = (await writesSeen(sandboxUrl)).length;
  if (after > before) found.push(`${after - before} writes came after everything was over`);
  return found;
}

/** Plays one seed from an empty store to the verdict. Never throws for what the bot does. */
export async function playSeed(seed: number, compileCache: string): Promise<SeedResult> {
  const began = Date.now();
  const random = createRandom(seed);
  const scenario = drawScenario(random);
  const killPoints = drawKillPoints(random, scenario.shape);
  const downtimes = killPoints.map(() => (random.chance(0.1) ? 16_000 : random.int(0, 300)));
  const timeline = createTimeline();
  const folder = mkdtempSync(join(tmpdir(), `soak-${seed}-`));
  folders.add(folder);
  const storeFile = join(folder, 'bot.db');
  const sandbox = await startSandbox({ port: 0, pace: drawPace(random), seed });
  let graphUrl = '';
  const lives = createBotLives({
    bot: { storeUrl: `file:${storeFile}`, env: botEnv(folder, compileCache) },
    graphUrl: () => graphUrl,
    killPoints,
    downtimes,
    note: timeline.note,
  });
  const proxy = await startGraphProxy(sandbox.port, lives.killer);
  graphUrl = proxy.url;
  const connector = await startRecordingConnector(lives.killer, lives.life);
  const watcher = watchWrites(`${storeFile}-wal`, () => lives.killer.reached('store-written', ''));
  const teams = createTeamsClient({
    lives,
    connector,
    idle: () => lives.steady() && leftovers(storeFile).length === 0,
    note: timeline.note,
  });
  const violations: string[] = [];
  let endings: readonly string[] = [];
  let strays = 0;
  let settledIn = 0;
  try {
    lives.begin();
    await scenario.play(teams);
    timeline.note('everybody has said what they wanted');
    const from = Date.now();
    violations.push(...(await settle(lives, storeFile)).map((left) => `stuck: ${left}`));
    settledIn = Date.now() - Math.max(from, lives.readySince());
    timeline.note('settled');
    const problem = await lives.stop();
    if (problem !== null) violations.push(problem);
    const verdict = judge({
      scenario,
      messages: connector.messages,
      writes: await writesSeen(sandbox.url),
      sent: proxy.writes(),
      state: await stateOf(sandbox.url, scenario.aim),
      kills: lives.kills(),
      wasKilled: lives.wasKilled,
    });
    endings = verdict.endings;
    strays = verdict.strays;
    violations.push(...verdict.violations, ...leftovers(storeFile).map((left) => `left: ${left}`));
    violations.push(...losses(storeFile));
    lives.begin();
    lives.killer.disarm();
    violations.push(...(await checkNextLife({ scenario, sandboxUrl: sandbox.url }, teams)));
    const lastProblem = await lives.stop();
    if (lastProblem !== null) violations.push(lastProblem);
  } catch (error) {
    violations.push(error instanceof Error ? error.message : String(error));
    const problem = await lives.stop();
    if (problem !== null) violations.push(problem);
  } finally {
    watcher.stop();
    await proxy.stop();
    await connector.stop();
    await sandbox.stop();
    rmSync(folder, { recursive: true, force: true });
    folders.delete(folder);
  }
  violations.push(...teams.problems);
  return {
    seed,
    scenario,
    killPoints,
    kills: lives.kills(),
    violations: [...new Set(violations)],
    endings,
    strays,
    settledIn,
    took: Date.now() - began,
    timeline: timeline.lines(),
    messages: connector.messages,
    output: lives.output(),
  };
}
