import { marks } from '../../src/text/labels.ts';
import { type Ending, type ReadCard, readCard } from './read-card.ts';
import type { Sent } from './recording-connector.ts';
import type { Aim, Scenario } from './scenario.ts';
import type { TargetState, Write } from './tenant-state.ts';

/** What is left to look at once everything has settled. */
export interface Evidence {
  readonly scenario: Scenario;
  readonly messages: readonly Sent[];
  readonly writes: readonly Write[];
  /** Writes that left the bot, also those that never reached the tenant. */
  readonly sent: number;
  readonly state: TargetState;
  /** How many times the bot was killed. */
  readonly kills: number;
  readonly wasKilled: (life: number) => boolean;
}

export interface Verdict {
  /** Every promise that was broken. */
  readonly violations: readonly string[];
  /** How the runs ended, one for each; for `keep`, that it was kept. */
  readonly endings: readonly string[];
  /** Messages a dead bot left behind. */
  readonly strays: number;
}

/** One message with all it was and what it is. */
interface Told {
  readonly message: Sent;
  readonly history: readonly ReadCard[];
  readonly now: ReadCard;
}

function shows(operation: Scenario['operation'], state: TargetState): boolean {
  switch (operation) {
    case 'pause':
      return state.kind === 'job' && (state.state === 'Paused' || state.state === 'Disabled');
    case 'start':
      return state.kind === 'job' && state.state === 'Active' && !state.quarantined;
    case 'delete':
      return state.kind === 'gone';
    case 'pause-profile':
      return state.kind === 'profile' && state.status === 'paused';
  }
}

/** The words a card may have for a state. */
function wordsFor(state: TargetState): RegExp {
  if (state.kind === 'gone') return /deleted|gone/i;
  if (state.kind === 'profile')
    return state.status === 'paused' ? /paused/i : /running|syncing|up to date|active/i;
  if (state.quarantined) return /quarantine/i;
  return state.state === 'Active' ? /active|running|not run/i : /paused|switched off/i;
}

const pathOf: Record<Scenario['operation'], string> = {
  pause: '/pause',
  start: '/start',
  delete: '',
  'pause-profile': '/pause',
};

function isTheWrite({ operation, aim }: Scenario, write: Write): boolean {
  const target =
    aim.kind === 'job'
      ? `/v1.0/servicePrincipals/${aim.servicePrincipalId}/synchronization/jobs/${aim.jobId}`
      : `/beta/education/synchronizationProfiles/${aim.profileId}`;
  return (
    write.path === `${target}${pathOf[operation]}` &&
    write.method === (operation === 'delete' ? 'DELETE' : 'POST')
  );
}

const nothingSent = new Set<Ending>(['already', 'refused', 'failed']);

function checkEffects({ scenario, writes, sent }: Evidence, runs: number): string[] {
  const effective = writes.filter((write) => write.effective).length;
  const found = writes
    .filter((write) => !isTheWrite(scenario, write))
    .map((write) => `a write nobody asked for: ${write.method} ${write.path}`);
  if (sent > runs) found.push(`${sent} writes were sent for ${runs} confirmed plans`);
  if (effective > 1) found.push(`${effective} writes had an effect`);
  if (scenario.kept && sent > 0) found.push('a write, although the question was answered with no');
  return found;
}

function checkTruth(evidence: Evidence, ended: readonly Told[]): string[] {
  const { scenario, writes, state, kills } = evidence;
  const effective = writes.filter((write) => write.effective).length;
  const found: string[] = [];
  // A run that is told of twice is a fault of its own, and counts once here.
  const of = (ending: Ending) => [
    ...new Map(
      ended.filter(({ now }) => now.ending === ending).map((told) => [told.now.runId, told]),
    ).values(),
  ];
  const done = of('done').length;
  if (done > effective) found.push(`${done} cards say done, and ${effective} writes had an effect`);
  if (done > 0 && !shows(scenario.operation, state))
    found.push(`a card says done, but the target is ${JSON.stringify(state)}`);
  if (
    effective > 0 &&
    ended.length > 0 &&
    ended.every(({ now }) => now.ending && nothingSent.has(now.ending))
  )
    found.push('a write had an effect, and every card says that nothing was done');
  for (const { now } of of('unknown')) {
    if (kills === 0) found.push('“can’t tell”, although nothing was killed');
    if (effective > 0) found.push('“can’t tell”, although the effect could be read');
    const [, seen] = /At [^.|]* it was ([^.|]+)\./.exec(now.text) ?? [];
    if (seen === undefined) found.push('“can’t tell” without the state as read');
    else if (!wordsFor(state).test(seen))
      found.push(`“can’t tell”, it was ${seen}; the target is ${JSON.stringify(state)}`);
  }
  if (of('accepted').length > 0 && effective === 0)
    found.push('a card says accepted, and no write had an effect');
  const turnedDown = scenario.aim.kind === 'profile' && scenario.aim.retired;
  const others = Math.max(0, scenario.runs.most - 1);
  if (of('already').length + of('refused').length + of('failed').length > (turnedDown ? 1 : others))
    found.push('a command was turned down for no reason');
  return found;
}

/** Nothing that was told as ended may go back, or end otherwise. */
function checkHistory({ message, history }: Told): string[] {
  const found: string[] = [];
  let ending: Ending | null = null;
  for (const card of history) {
    if (ending !== null && card.ending !== ending)
      found.push(`${message.activityId} said ${ending}, then ${card.ending ?? card.kind}`);
    if (card.ending !== null && card.ending !== 'accepted') ending = card.ending;
  }
  return found;
}

function checkPosts(evidence: Evidence, ended: readonly Told[], posts: readonly Told[]): string[] {
  const { scenario, kills } = evidence;
  const late = ended.filter(({ history }) => history.some((card) => card.ending === 'accepted')).length;
  const most = (scenario.tapped ? ended.length : 0) + late;
  const found: string[] = [];
  if (posts.length > most) found.push(`${posts.length} result posts, and at most ${most} fit`);
  if (kills === 0 && posts.length < most) found.push('the result was not posted');
  const told = new Set(ended.map(({ now }) => now.ending));
  for (const { now } of posts)
    if (!told.has(now.ending) && late === 0) found.push(`a post says ${now.ending}, and no card does`);
  return found;
}

function checkEnds(evidence: Evidence, ended: readonly Told[]): string[] {
  const { scenario } = evidence;
  const found: string[] = [];
  const byRun = new Map<string | null, number>();
  for (const { now } of ended) byRun.set(now.runId, (byRun.get(now.runId) ?? 0) + 1);
  for (const [run, count] of byRun)
    if (count > 1) found.push(`${count} messages tell how run ${run ?? ''} ended`);
  const { least, most } = scenario.runs;
  if (byRun.size < least)
    found.push(`${byRun.size} runs were told of as ended, and at least ${least} were due`);
  if (byRun.size > most) found.push(`${byRun.size} runs were told of as ended, and at most ${most} were due`);
  return found;
}

/** A message whose sender died before it could note what Teams calls it stays as it was; no other may. */
function checkStrays({ scenario, kills, wasKilled }: Evidence, all: readonly Told[]) {
  const violations: string[] = [];
  const strays = all.filter(({ now }) => now.kind === 'working' || now.kind === 'question');
  if (strays.length > kills) violations.push(`${strays.length} cards were left behind by ${kills} kills`);
  for (const { message, now } of strays)
    if (!wasKilled(message.life))
      violations.push(`${message.activityId} was left as ${now.kind} by a life that was not killed`);
  const closed = all.filter(({ now }) => now.kind === 'closed').length;
  if (closed !== (scenario.kept ? 1 : 0)) violations.push(`${closed} questions are shown as closed`);
  for (const { message, now } of all)
    if (now.kind === 'other')
      violations.push(`${message.activityId} is unexpected: ${now.mark} ${now.headline}`);
  return { violations, strays: strays.length };
}

/** Holds what is left against what the bot promises. */
export function judge(evidence: Evidence): Verdict {
  const all: Told[] = evidence.messages.map((message) => {
    const history = message.cards.map(readCard);
    return { message, history, now: readCard(message.cards.at(-1)) };
  });
  const ended = all.filter(({ now }) => now.kind === 'ended');
  const posts = all.filter(({ now }) => now.kind === 'post');
  const { violations, strays } = checkStrays(evidence, all);
  const runs = new Set(all.map(({ now }) => now.runId).filter((id) => id !== null)).size;
  return {
    strays,
    endings: evidence.scenario.kept ? ['kept'] : ended.map(({ now }) => now.ending ?? ''),
    violations: [
      ...checkEffects(evidence, Math.max(runs, evidence.scenario.runs.least)),
      ...checkEnds(evidence, ended),
      ...checkTruth(evidence, ended),
      ...checkPosts(evidence, ended, posts),
      ...all.flatMap(checkHistory),
      ...violations,
    ],
  };
}

/** True for a card that tells how the target is, or that it isn't there any more. */
export function answersStatus(card: ReadCard, aim: Aim, state: TargetState): boolean {
  if (card.kind !== 'other' || card.yes !== null) return false;
  if (state.kind === 'gone') return card.mark === marks.choose;
  return card.headline.includes(aim.displayName) && wordsFor(state).test(card.text);
}
