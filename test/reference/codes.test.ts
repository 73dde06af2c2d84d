import { readFileSync } from 'node:fs';
import { codesReference } from '../../src/reference/codes.ts';

const words = readFileSync('src/words.ts', 'utf8');
const text = codesReference();

/** The members of a union of texts in src/words.ts. */
const membersOf = (union: string) =>
  [
    ...(new RegExp(`^export type ${union} =([^;]*);`, 'm').exec(words)?.[1] ?? '').matchAll(
      /^ {2}\| '([a-z-]+)'|[ |]'([a-z-]+)'/gm,
    ),
  ].map(([, a, b]) => a ?? b ?? '');

const sectionOf = (heading: string) => text.split(`\n${heading}\n`)[1]?.split(/\n#+ /)[0] ?? '';
const codesIn = (heading: string) =>
  [...sectionOf(heading).matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, code = '']) => code);

test.each([
  ['ErrorCode', '## Errors before there is a run', 18],
  ['AlreadyCode', '### already', 4],
  ['RefusalCode', '### refused', 9],
  ['FailureCode', '### failed', 7],
  ['DoubtCode', '### unknown', 4],
])('%s: each has one row under %s', (union, heading, least) => {
  const members = membersOf(union);
  expect(members.length).toBeGreaterThanOrEqual(least);
  expect(codesIn(heading).toSorted()).toEqual(members.toSorted());
});

test('every kind of outcome has a row', () => {
  const kinds = [
    ...(/^export type Outcome =([\s\S]*?);$/m.exec(words)?.[0] ?? '').matchAll(/kind: '([a-z-]+)'/g),
  ];
  expect(codesIn('## How a run ends')).toEqual(expect.arrayContaining(kinds.map(([, kind]) => kind)));
});

test('no cell is empty, undefined or has a time that would change', () => {
  expect(text).not.toMatch(/\| {2}\|/);
  expect(text).not.toMatch(/undefined|NaN|null|\bUTC\b/);
});
