import { sandboxIds, sandboxProfileIds } from '../../src/sandbox/ids.ts';
import { type FrontDoor, openFrontDoor } from '../support/front-door.ts';
import { read } from './documents.ts';

const text = read('docs/try.md');
const steps = [...text.matchAll(/^\| `([^`]+)` \| \*\*([^*]+)\*\* \|/gm)].map(([, say = '', see = '']) => ({
  say,
  see,
}));

const literally = (words: string) => new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));

let door: FrontDoor;
beforeAll(async () => {
  door = await openFrontDoor();
});
afterAll(async () => {
  await door.stop();
});

test('there are steps to try', () => {
  expect(steps.length).toBeGreaterThanOrEqual(10);
});

test.each(steps)('“$say” brings “$see”', async ({ say, see }) => {
  const from = door.connector.messages.length;
  await door.say(say);
  await door.shown(literally(see), { from });
});

test('every job and profile of the last table is in the sandbox', () => {
  const [, part = ''] = /^## What is in the sandbox\n([\s\S]*?)^## /m.exec(text) ?? [];
  const named = [...part.matchAll(/^\| ([A-Z][^|]+) \|/gm)].flatMap(([, cell = '']) =>
    cell.replace(/ …$|, twice$/g, '').split(', '),
  );
  const there = [...Object.values(sandboxIds), ...Object.values(sandboxProfileIds)].map(
    ({ displayName }) => displayName,
  );
  expect(named.length).toBeGreaterThan(10);
  for (const name of named) expect(there).toContain(name);
});

const faults = [...text.matchAll(/-d '(\{[^']+\})'\n```\n\n`([^`]+)` → \*\*([^*]+)\*\*/g)].map(
  ([, body = '', say = '', see = '']) => ({ body, say, see }),
);

test('there are faults to try', () => {
  expect(faults).toHaveLength(text.match(/-d '/g)?.length ?? 0);
  expect(faults.length).toBeGreaterThanOrEqual(3);
});

test.each(faults)('with $body “$say” brings “$see”', async ({ body, say, see }) => {
  const { faults: wanted } = JSON.parse(body) as { faults: object[] };
  await door.faults(...wanted);
  const from = door.connector.messages.length;
  await door.say(say);
  await door.shown(literally(see), { from });
  const queue = (await (await fetch(`${door.sandbox.url}/_sandbox/faults`)).json()) as {
    faults: { used: number }[];
  };
  expect(queue.faults.at(-1)?.used).toBe(1);
});
