import { setTimeout as sleep } from 'node:timers/promises';
import { sandboxIds, sandboxProfileIds } from '../../src/sandbox/tenant.ts';
import type { Message } from '../support/connector.ts';
import type { Shape } from './kill-point.ts';
import type { Random } from './random.ts';
import { readCard } from './read-card.ts';
import {
  channel,
  dana,
  group,
  lee,
  type Person,
  personal,
  type TeamsClient,
  type Where,
} from './teams-client.ts';

/** What a scenario acts on. */
export type Aim =
  | {
      readonly kind: 'job';
      readonly displayName: string;
      readonly servicePrincipalId: string;
      readonly jobId: string;
    }
  | {
      readonly kind: 'profile';
      readonly displayName: string;
      readonly profileId: string;
      /** Its pause is turned down. */
      readonly retired: boolean;
    };

export const scenarioNames = [
  'pause by ids',
  'pause by name in a thread',
  'delete',
  'delete, five taps',
  'start in quarantine',
  'pause school',
  'keep instead of delete',
  'one activity five times',
  'two people at once',
] as const;
export type ScenarioName = (typeof scenarioNames)[number];

export interface Scenario {
  readonly name: ScenarioName;
  readonly operation: 'pause' | 'start' | 'delete' | 'pause-profile';
  readonly aim: Aim;
  readonly where: Where;
  /** What has to be typed into the question, where there is one. */
  readonly input: object;
  /** How many runs have to be told of in the end. */
  readonly runs: { readonly least: number; readonly most: number };
  /** A run comes from a tap, so that its result is posted too. */
  readonly tapped: boolean;
  /** The question is answered with no. */
  readonly kept: boolean;
  readonly shape: Shape;
  /** What the people do. Ends when the last of it was answered. @throws when they wait in vain */
  play(teams: TeamsClient): Promise<void>;
}

type Unnamed = Omit<Scenario, 'name'>;
type JobKey = keyof typeof sandboxIds;

function job(key: JobKey): Aim & { kind: 'job' } {
  const { displayName, servicePrincipalId, jobId } = sandboxIds[key];
  return { kind: 'job', displayName, servicePrincipalId, jobId };
}

/** Active in the beginning, and of a name nothing else has. */
const active = [
  'salesforce',
  'serviceNow',
  'slack',
  'zoom',
  'awsIdentityCenter',
  'databricksEu',
  'gitHub',
  'box',
] as const satisfies readonly JobKey[];
const quarantined = ['salesforceSandbox', 'workday'] as const satisfies readonly JobKey[];

const places = [personal, group, channel] as const;
const idsOf = (aim: Aim & { kind: 'job' }) => `${aim.servicePrincipalId}/${aim.jobId}`;

const byIds: Shape = { activities: 1, reads: 6, writes: 1, posts: 1, puts: 1, storeWrites: 32 };
const byName: Shape = { ...byIds, reads: 12 };
const once = { least: 1, most: 1 };

/** Types a sentence and waits for the question it leads to. */
async function ask(teams: TeamsClient, where: Where, sentence: string): Promise<Message> {
  await teams.deliver(teams.typed(dana, where, sentence));
  return await teams.shown('the question', (card) => card.kind === 'question');
}

/** Answers a question; what the tap shows has to be a card. */
async function answer(
  teams: TeamsClient,
  question: Message,
  as: { readonly yes: boolean; readonly where: Where; readonly input: object },
): Promise<void> {
  const { yes, no } = readCard(question.cards[0]);
  const button = as.yes ? yes : no;
  if (button === null) throw new Error('the question had no such button');
  const shown = await teams.tap(question, button, { who: dana, where: as.where, input: as.input });
  if (typeof shown === 'string') throw new Error(`a tap was answered without a card: ${shown}`);
}

/** The parts of scenarios that differ in their question only. */
function withQuestion(
  random: Random,
  given: Pick<Scenario, 'operation' | 'aim'> & {
    readonly sentence: string;
    readonly yes?: boolean;
    readonly taps?: number;
    readonly shape: Shape;
  },
): Unnamed {
  const where = random.pick(places);
  const input = given.operation === 'delete' ? { name: given.aim.displayName } : {};
  const hesitation = random.pick([0, 0, random.int(1, 600)]);
  const { sentence, yes = true, taps = 1, ...rest } = given;
  return {
    ...rest,
    where,
    input,
    runs: yes ? once : { least: 0, most: 0 },
    tapped: yes,
    kept: !yes,
    // The question, and, where it leads to a run, the result.
    shape: { ...given.shape, activities: 1 + taps, posts: yes ? 2 : 1 },
    async play(teams) {
      const question = await ask(teams, where, sentence);
      await sleep(hesitation);
      const tapping = Array.from({ length: taps }, () => answer(teams, question, { yes, where, input }));
      await Promise.all(tapping);
    },
  };
}

const drawers: Readonly<Record<ScenarioName, (random: Random) => Unnamed>> = {
  'pause by ids': (random) => {
    const aim = job(random.pick(active));
    const where = random.pick(places);
    return {
      ...typedPause(aim, where, byIds),
      play: (teams) => teams.deliver(teams.typed(dana, where, `pause ${idsOf(aim)}`)),
    };
  },
  'pause by name in a thread': (random) => {
    const aim = job(random.pick(active));
    return {
      ...typedPause(aim, channel, byName),
      play: (teams) => teams.deliver(teams.typed(dana, channel, `pause ${aim.displayName}`)),
    };
  },
  delete: (random) => {
    const aim = job(random.pick(active));
    const byId = random.chance(0.5);
    return withQuestion(random, {
      operation: 'delete',
      aim,
      sentence: `delete ${byId ? idsOf(aim) : aim.displayName}`,
      shape: byId ? byIds : byName,
    });
  },
  'delete, five taps': (random) => {
    const aim = job(random.pick(active));
    return withQuestion(random, {
      operation: 'delete',
      aim,
      sentence: `delete ${idsOf(aim)}`,
      taps: 5,
      shape: byIds,
    });
  },
  'start in quarantine': (random) => {
    const aim = job(random.pick(quarantined));
    return withQuestion(random, {
      operation: 'start',
      aim,
      sentence: `start ${random.chance(0.5) ? idsOf(aim) : aim.displayName}`,
      shape: byIds,
    });
  },
  'pause school': (random) => {
    const { contosoHigh, fabrikamPrimary, northwindRetired } = sandboxProfileIds;
    const retired = random.chance(0.2);
    const profile = retired ? northwindRetired : random.pick([contosoHigh, fabrikamPrimary]);
    return withQuestion(random, {
      operation: 'pause-profile',
      aim: { kind: 'profile', ...profile, retired },
      sentence: `pause school ${profile.profileId}`,
      shape: byIds,
    });
  },
  'keep instead of delete': (random) => {
    const aim = job(random.pick(active));
    return withQuestion(random, {
      operation: 'delete',
      aim,
      sentence: `delete ${idsOf(aim)}`,
      yes: false,
      shape: { ...byIds, reads: 2, writes: 0 },
    });
  },
  'one activity five times': (random) => {
    const aim = job(random.pick(active));
    const where = random.pick(places);
    const twin = random.chance(0.7);
    const gaps = Array.from({ length: 6 }, () => random.int(0, 20));
    return {
      ...typedPause(aim, where, byIds),
      // The twin may be taken for the same command, or be told that it is busy or already done.
      runs: { least: 1, most: twin ? 2 : 1 },
      shape: { ...byIds, activities: 5, posts: 2 },
      async play(teams) {
        const sentence = teams.typed(dana, where, `pause ${idsOf(aim)}`);
        const copies = [...Array.from({ length: 5 }, () => sentence)];
        if (twin) copies.push({ ...sentence, id: `${sentence.id}-twin` });
        const delivering = copies.map(async (copy, index) => {
          await sleep(gaps[index]);
          await teams.deliver(copy);
        });
        await Promise.all(delivering);
      },
    };
  },
  'two people at once': (random) => {
    const aim = job(random.pick(active));
    const where = random.pick([group, channel]);
    const gap = random.pick([0, 0, random.int(1, 60)]);
    const say = async (teams: TeamsClient, who: Person, wait: number) => {
      await sleep(wait);
      await teams.deliver(teams.typed(who, where, `pause ${idsOf(aim)}`));
    };
    return {
      ...typedPause(aim, where, byIds),
      runs: { least: 2, most: 2 },
      shape: { ...byIds, activities: 2, reads: 10, posts: 2, puts: 2 },
      async play(teams) {
        await Promise.all([say(teams, dana, 0), say(teams, lee, gap)]);
      },
    };
  },
};

function typedPause(aim: Aim & { kind: 'job' }, where: Where, shape: Shape): Omit<Unnamed, 'play'> {
  return { operation: 'pause', aim, where, input: {}, runs: once, tapped: false, kept: false, shape };
}

export function drawScenario(random: Random): Scenario {
  const name = random.pick(scenarioNames);
  return { ...drawers[name](random), name };
}
