import { parse } from '../../src/language/parse.ts';
import {
  didWord,
  didWords,
  helpTopics,
  hintWords,
  phrases,
  planning,
  planningOf,
  reasoning,
  reasoningOf,
  schoolWords,
  timing,
  verbWords,
  vocabulary,
} from '../../src/language/vocabulary.ts';

test('every verb is there once', () => {
  expect(vocabulary.map(({ verb }) => verb).toSorted()).toEqual(
    [
      'cancel timer',
      'delete',
      'extend',
      'help',
      'history',
      'list',
      'list schools',
      'pause',
      'pause school',
      'quiet',
      'start',
      'status',
      'status school',
      'timers',
      'unwatch',
      'watch',
      'watching',
      'who',
      'whoami',
    ].toSorted(),
  );
});

test.each(vocabulary)(
  '$verb: its example, synonyms and phrases mean it',
  ({ verb, synonyms, phrases: whole, example }) => {
    expect(parse(example)).toMatchObject({ kind: 'command', command: { verb } });
    for (const { word, alone } of synonyms) {
      expect(parse(word)).toMatchObject(alone ? { kind: 'command', command: { verb } } : { kind: 'near' });
      const whole = verb === 'extend' ? `${word} Slack by 2h` : `${word} Slack`;
      if (word !== '?') expect(parse(whole)).toMatchObject({ kind: 'command', command: { verb } });
    }
    for (const phrase of whole) expect(parse(phrase)).toMatchObject({ kind: 'command', command: { verb } });
  },
);

test('every word for what was done asks about it, and is no verb', () => {
  for (const [word, did] of didWords) {
    expect(parse(`who ${word} Slack`)).toMatchObject({ kind: 'command', command: { verb: 'who', did } });
    expect(verbWords.has(word)).toBe(false);
    expect(didWords.get(didWord[did])).toBe(did);
  }
});

test('every hint is only ever a suggestion', () => {
  expect(hintWords.size).toBeGreaterThan(0);
  for (const hint of hintWords.keys()) expect(parse(`${hint} Slack`)).toMatchObject({ kind: 'near' });
});

test('words that would do more than they say are no verbs', () => {
  for (const word of ['restart', 'kill', 'hold', 'continue', 'reset', 'cancel', 'enable', 'disable']) {
    expect(verbWords.has(word)).toBe(false);
    expect(phrases.has(word)).toBe(false);
  }
});

test('no word means two things', () => {
  const words = vocabulary.flatMap(({ verb, synonyms, phrases: whole, hints }) => [
    verb,
    ...synonyms.map(({ word }) => word),
    ...whole,
    ...hints,
  ]);
  expect(new Set(words).size).toBe(words.length);
});

test('planning and reasons are explained with the verbs that are there', () => {
  const writes = vocabulary.filter(({ verb }) => verb === 'start' || verb === 'pause school');
  expect(planningOf(writes)).toMatchObject({
    pattern: 'plan <start or pause school> <target>',
    example: 'plan start Salesforce',
  });
  expect(parse(reasoningOf(writes.slice(1)).example)).toMatchObject({
    kind: 'command',
    command: { verb: 'pause school', reason: 'CHG0421' },
  });
});

test('the manifest can take it', () => {
  const commands = vocabulary.flatMap(({ manifest }) => manifest ?? []);
  expect(commands.length).toBeLessThanOrEqual(10);
  for (const { title, description } of commands) {
    expect(title.length).toBeLessThanOrEqual(32);
    expect(description.length).toBeLessThanOrEqual(128);
    expect(parse(title)).toMatchObject({ kind: 'command', command: { verb: title } });
  }
});

test('what people read is plain', () => {
  for (const { what, pattern, example } of [...vocabulary, timing, planning, reasoning]) {
    expect(`${what}${pattern}${example}`).not.toMatch(/!/);
    expect(what).toMatch(/^[A-Z].*\.$/);
  }
});

test('the examples around the verbs are commands', () => {
  expect(parse(planning.example)).toMatchObject({ kind: 'command', command: { ask: true } });
  expect(parse(reasoning.example)).toMatchObject({
    kind: 'command',
    command: { reason: 'CHG0421' },
  });
  expect(parse(timing.example)).toMatchObject({ kind: 'command', command: { until: { kind: 'at' } } });
});

test('topics are found by words for times and watches', () => {
  for (const [word, topic] of [
    ['for', 'until'],
    ['extend', 'timers'],
    ['cancel timer', 'timers'],
    ['unwatch', 'watch'],
    ['quiet hours', 'quiet'],
  ])
    expect(parse(`help ${word}`)).toEqual({ kind: 'command', command: { verb: 'help', topic } });
});

test('every topic is found by its own name and by the words for schools', () => {
  for (const { helpTopic } of [...vocabulary, timing, planning, reasoning]) {
    expect(parse(`help ${helpTopic}`)).toEqual({
      kind: 'command',
      command: { verb: 'help', topic: helpTopic },
    });
  }
  for (const word of schoolWords) expect(helpTopics.get(word)).toBe('schools');
});
