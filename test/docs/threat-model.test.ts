import { readFileSync } from 'node:fs';
import { exists, fileLinks } from './documents.ts';

const named = fileLinks('docs/threat-model.md').filter(({ target }) => target.startsWith('../test/'));

/** Whether a file has a test, a group of tests or a case of one that is called so. */
function hasTitle(path: string, title: string): boolean {
  const quoted = title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const before = String.raw`(?:\b(?:test|describe|it)\(|\)\(|\[(?:'[^'\n]*', )?)`;
  return new RegExp(`${before}\\s*(['"\`])${quoted}\\1`).test(readFileSync(path, 'utf8'));
}

test.each(named.map(({ target, text, path }) => ({ target, text, path })))(
  '$target has “$text”',
  ({ path, text }) => {
    expect(exists(path)).toBe(true);
    // A text in code names a file or program as a whole.
    if (!text.startsWith('`')) expect(hasTitle(path, text)).toBe(true);
  },
);

test('a title that is not there is missed', () => {
  expect(hasTitle(import.meta.filename, 'a title that is not there is missed')).toBe(true);
  expect(hasTitle(import.meta.filename, 'hasTitle')).toBe(false);
});
