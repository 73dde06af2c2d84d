import { parse } from '../../src/language/parse.ts';
import { vocabulary } from '../../src/language/vocabulary.ts';
import { commandsReference } from '../../src/reference/commands.ts';
import { buttonsOf } from '../support/card.ts';
import { type FrontDoor, openFrontDoor } from '../support/front-door.ts';
import { policyOf } from '../support/policies.ts';

/** What the first table says of a command: who may, and whether it asks. */
function saidOf(pattern: string): readonly [string, string] {
  const row = commandsReference()
    .split('\n')
    .find((line) => line.startsWith(`| \`${pattern}\` |`));
  const [, , who = '', asks = ''] = row?.split('|').map((cell) => cell.trim()) ?? [];
  return [who, asks];
}

test('the examples of targets and additions are commands', () => {
  const text = commandsReference();
  const part = text.slice(text.indexOf('## Targets'), text.indexOf(`\n## ${vocabulary[0]?.verb}\n`));
  const examples = [...part.matchAll(/\| `([^`…<]+)` \|$/gm)].map(([, example = '']) => example);
  expect(examples.length).toBeGreaterThanOrEqual(6);
  for (const example of examples) expect([example, parse(example).kind]).toEqual([example, 'command']);
});

describe('who may and what asks, tried', () => {
  let door: FrontDoor;
  afterEach(async () => {
    await door.stop();
  });

  test('a policy without rules stops those that are said to be the policy’s, and no others', async () => {
    door = await openFrontDoor({ parts: { policy: policyOf('version: 1\nrules: []') } });
    for (const { verb, pattern, example } of vocabulary) {
      const from = door.connector.messages.length;
      await door.say(example);
      const message = await door.shown(/./, { from });
      const stopped = /The rules here don’t allow/.test(door.text(message));
      expect([verb, stopped]).toEqual([verb, saidOf(pattern)[0].startsWith('whom the policy lets')]);
    }
    expect(await door.writes()).toEqual([]);
  });

  test('what is said to ask always asks, what is said not to does not', async () => {
    door = await openFrontDoor();
    for (const { verb, pattern, example } of vocabulary) {
      const [, asks] = saidOf(pattern);
      if (asks !== 'no' && !asks.startsWith('always')) continue;
      const from = door.connector.messages.length;
      await door.say(example);
      const message = await door.shown(/./, { from });
      const question = buttonsOf(message.cards.at(-1)).some((button) => 'token' in button.data);
      expect([verb, question]).toEqual([verb, asks.startsWith('always')]);
    }
    expect(await door.writes()).toEqual([]);
  });
});
