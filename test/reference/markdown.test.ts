import { code, codes, page, prose, table } from '../../src/reference/markdown.ts';

test('what stands in a cell can’t end it or its line', () => {
  expect(table(['a', 'b'], [['x | y', 'one\n  two']])).toBe(
    '| a | b |\n| --- | --- |\n| x \\| y | one two |',
  );
});

test('code may hold a backtick', () => {
  expect(code('a')).toBe('`a`');
  expect(code('a`b')).toBe('`` a`b ``');
  expect(codes([])).toBe('–');
  expect(codes(['a', 'b'])).toBe('`a`, `b`');
});

test('prose is shown as it is, code in it too', () => {
  expect(prose('<id>/<job>, * and `<id>` of a_b')).toBe('\\<id>/\\<job>, \\* and `<id>` of a\\_b');
});

test('a page says what it is made of', () => {
  expect(page('Title', 'src/x.ts', ['one', 'two'])).toMatch(
    /^# Title\n\n<!-- Made of src\/x\.ts .*-->\n\none\n\ntwo\n$/,
  );
});
