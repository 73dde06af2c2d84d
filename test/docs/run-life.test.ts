import { sql } from 'kysely';
import type { Graph } from '../../src/graph/client.ts';
import { GraphFailure } from '../../src/graph/failure.ts';
import { advanceRun } from '../../src/operations/advance-run.ts';
import { standardTiming } from '../../src/operations/deps.ts';
import { leaseMs } from '../../src/store/lease.ts';
import { openStore } from '../../src/store/open.ts';
import { claimRuns, type RunState } from '../../src/store/runs.ts';
import { agree, depsOf, jobId, servicePrincipalId } from '../operations/world.ts';
import { openFrontDoor } from '../support/front-door.ts';
import { read } from './documents.ts';

/** Every state of the journal; a type error when one is missing. */
const states: Readonly<Record<RunState, true>> = {
  claimed: true,
  calling: true,
  called: true,
  observed: true,
  announced: true,
};

const text = read('docs/how-it-works.md');
const [, picture = ''] = /```mermaid\nstateDiagram-v2\n([\s\S]*?)```/.exec(text) ?? [];
const drawn = new Set(
  [...picture.matchAll(/^ {2}(\S+) --> (\w+|\[\*\])(?::|$)/gm)].map(([, from, to]) => `${from} ${to}`),
);

const fine = { status: 204, code: null, requestId: null, retryAfter: null };
const status = (code: number, retryAfter: number | null = null) =>
  new GraphFailure('status', { status: code, code: null, requestId: null, retryAfter }, 'no');

/** What a write comes to: all is well, or what is thrown: Graph's no, or anything else, as when the process dies. */
type Write = 'fine' | Error;

/** The steps of the journal while a pause is carried out whose writes come to that, on a job in that state. */
async function stepsOf(writes: readonly Write[], { now = 'Active' } = {}): Promise<string[]> {
  const db = await openStore({ kind: 'file', file: ':memory:' });
  try {
    await sql`create temp table step (moved text)`.execute(db);
    await sql`create temp trigger moves after update of state on run when old.state <> new.state
      begin insert into step values (old.state || ' ' || new.state); end`.execute(db);
    let clock = 1_000_000;
    let present = now;
    const job = (of: string) => ({
      id: jobId,
      templateId: null,
      schedule: { state: of },
      status: { code: of },
    });
    const left = [...writes];
    const graph: Graph = async ({ method, path }) => {
      if (method === 'GET')
        return {
          answer: fine,
          body: path.includes('/synchronization/')
            ? job(present)
            : { id: servicePrincipalId, displayName: 'Slack' },
        };
      const write = left.shift() ?? 'fine';
      if (write !== 'fine') throw write;
      present = 'Paused';
      return { answer: fine, body: undefined };
    };
    const deps = { ...depsOf(db, graph, { now: () => clock }), confirmationTtl: 10_000_000 };
    await agree(db, 'pause', job('Active'), clock);
    for (let life = 0; life < 12; life++) {
      for (const run of await claimRuns(db, { owner: `life-${life}`, now: clock, limit: 1 })) {
        await advanceRun(deps, run);
      }
      clock += 120_000;
    }
    const rows = await sql<{ moved: string }>`select moved from step`.execute(db);
    return rows.rows.map(({ moved }) => moved);
  } finally {
    await db.destroy();
  }
}

test('the picture has each state of the journal, and no other', () => {
  const named = new Set([...drawn].flatMap((arrow) => arrow.split(' ')).filter((state) => state !== '[*]'));
  expect([...named].toSorted()).toEqual(Object.keys(states).toSorted());
  const rows = [...text.matchAll(/^\| `(\w+)` \|/gm)].map(([, state]) => state);
  expect(rows).toEqual(Object.keys(states));
});

test('the steps that runs take, and no others, are drawn', async () => {
  const seen = new Set<string>();
  const take = async (expected: readonly string[], steps: Promise<string[]>) => {
    const taken = await steps;
    expect(taken).toEqual(expected);
    for (const step of taken) seen.add(step);
  };
  const usual = ['claimed calling', 'calling called', 'called observed', 'observed announced'];
  await take(usual, stepsOf(['fine']));
  await take(['claimed observed', 'observed announced'], stepsOf(['fine'], { now: 'Paused' }));
  await take(['claimed calling', 'calling observed', 'observed announced'], stepsOf([status(403)]));
  await take(['claimed calling', 'calling claimed', ...usual], stepsOf([status(429, 1), 'fine']));
  await take(usual, stepsOf([new Error('the process died')]));
  expect([...seen].toSorted()).toEqual([...drawn].filter((arrow) => !arrow.includes('[*]')).toSorted());
});

test('a run begins as it is drawn: with something to do, or told at once', async () => {
  const door = await openFrontDoor();
  try {
    await door.say('pause Slack');
    await door.shown(/Slack is paused/);
    await door.say('pause Slack');
    await door.shown(/already paused/);
  } finally {
    await door.bot.stop();
  }
  const db = await openStore({ kind: 'file', file: door.storeFile });
  try {
    const runs = await db.selectFrom('run').select(['state', 'attempts']).orderBy('created_at').execute();
    // Whoever carries a run out has to claim it; one that is told at once never is.
    expect(runs.map(({ state, attempts }) => [state, attempts > 0])).toEqual([
      ['announced', true],
      ['announced', false],
    ]);
  } finally {
    await db.destroy();
    await door.stop();
  }
  expect([...drawn].filter((arrow) => arrow.includes('[*]')).toSorted()).toEqual([
    '[*] announced',
    '[*] claimed',
    'announced [*]',
  ]);
});

test('the times that are told are those of the code', () => {
  const looks = standardTiming.looks.map((ms) => String(ms / 1000));
  expect(text).toContain(`after ${looks.slice(0, -1).join(', ')} and ${looks.at(-1)} seconds`);
  expect(text).toContain(`holds a run for ${leaseMs / 1000} seconds at a time`);
});
