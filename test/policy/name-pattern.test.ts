import { jest } from '@jest/globals';
import fc from 'fast-check';
import { nameKey } from '../../src/name-key.ts';
import { foldName } from '../../src/policy/fold-name.ts';
import { fits, namePattern } from '../../src/policy/name-pattern.ts';

const matches = (pattern: string, name: string) => fits(namePattern(pattern), foldName(name));

test.each([
  ['Salesforce', 'salesforce', true],
  ['Salesforce', 'Salesforce Sandbox', false],
  ['Salesforce*', 'SALESFORCE  sandbox', true],
  ['Salesforce*', 'My Salesforce', false],
  ['*Sandbox', 'Salesforce Sandbox', true],
  ['*force*box', 'Salesforce Sandbox', true],
  ['a*a', 'a', false],
  ['a*a', 'aa', true],
  ['a**b', 'a-b', true],
  ['*ab*ab*', 'xabx', false],
  ['a*bc*c', 'abc', false],
  ['*ab*b', 'ab', false],
  ['Café*', 'CAFE\u0301 Nord', true],
  ['Cafe*', 'CAFE\u0301 Nord', false],
  ['Sl\u200back', 'Slack', true],
  ['Slack', 'S\u200bl\u00adack\u202e', true],
  ['Slack', 'Slаck', false],
  ["O'Brien*", 'O’Brien Labs', true],
  ['ΟΔΟΣ*', 'Οδος', true],
  ['ΟΔΟΣ*', 'ΟΔΟΣΑ', true],
  ['a.c', 'abc', false],
  ['a?c', 'abc', false],
  ['[ab]', 'a', false],
  ['a\\*', 'a*', false],
])('“%s” and “%s”', (pattern, name, expected) => {
  expect(matches(pattern, name)).toBe(expected);
});

const small = fc.string({ unit: fc.constantFrom('a', 'b', 'A', ' ', 'Σ', 'ς', 'é', 'e', '\u0301', '.') });

test('fits as a regular expression would', () => {
  const pattern = fc
    .array(fc.oneof(small, fc.constant('*')), { maxLength: 6 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(pattern, small, (text, name) => {
      const source = foldName(text)
        .split('*')
        .map((part) => part.replaceAll('.', '\\.'))
        .join('.*');
      expect(matches(text, name)).toBe(new RegExp(`^${source}$`, 'su').test(foldName(name)));
    }),
    { numRuns: 2000 },
  );
});

test('fits as a regular expression would, where parts get in each other’s way', () => {
  const few = (...of: string[]) => fc.string({ unit: fc.constantFrom(...of), minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(few('a', 'b', '*'), few('a', 'b'), (text, name) => {
      expect(matches(text, name)).toBe(new RegExp(`^${text.replaceAll('*', '.*')}$`).test(name));
    }),
    { numRuns: 3000 },
  );
});

test('a pattern fits whatever it was made from', () => {
  const parts = fc.array(fc.string({ unit: 'binary', maxLength: 8 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(parts, fc.array(small, { minLength: 6, maxLength: 6 }), (fixed, gaps) => {
      const folded = fixed.map(foldName).filter((part) => !part.includes('*'));
      const name = folded.reduce(
        (text, part, index) => text + (index > 0 ? foldName(gaps[index] ?? '') : '') + part,
        '',
      );
      fc.pre(foldName(folded.join('*')) === folded.join('*') && foldName(name) === name && folded.length > 0);
      expect(fits(namePattern(folded.join('*')), name)).toBe(true);
    }),
  );
});

test('a hostile name and pattern are settled by looking for each part once', () => {
  const pattern = namePattern(`${'a*'.repeat(120)}b`);
  const name = 'a'.repeat(100_000);
  const looks = jest.spyOn(String.prototype, 'indexOf');
  const found = [pattern, namePattern(`${'a*'.repeat(120)}a`)].map((each) => fits(each, name));
  const count = looks.mock.calls.length;
  looks.mockRestore();
  expect(found).toEqual([false, true]);
  expect(count).toBeLessThanOrEqual(pattern.parts.length);
});

test('names are folded as targets are found, but for the sigma', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      expect(foldName(name)).toBe(nameKey(name).replaceAll('ς', 'σ'));
    }),
    { numRuns: 1000 },
  );
  expect(foldName('\u200b“Ab’s”\u00a0\u3000C\u202e')).toBe(nameKey('\u200b“Ab’s”\u00a0\u3000C\u202e'));
});
