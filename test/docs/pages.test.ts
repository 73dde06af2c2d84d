import { documents, exists, fileLinks, read } from './documents.ts';

test('every page of docs/ can be reached from docs/README.md', () => {
  const linked = new Set(fileLinks('docs/README.md').map(({ path }) => path));
  const pages = documents.filter((path) => path.startsWith('docs/') && path !== 'docs/README.md');
  expect(pages.length).toBeGreaterThan(10);
  expect(pages.filter((path) => ![...linked].some((each) => each.endsWith(`/${path}`)))).toEqual([]);
});

test('README leads to the index, and the picture is there', () => {
  const targets = fileLinks('README.md').map(({ target }) => target);
  expect(targets).toEqual(expect.arrayContaining(['docs/README.md', 'SECURITY.md', 'docs/try.md']));
  expect(
    fileLinks('README.md').every(({ target, path }) => !target.startsWith('docs/images') || exists(path)),
  ).toBe(true);
});

test.each(documents)('every npm command %s names is there', (document) => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const named = [...read(document).matchAll(/\bnpm run (?:--silent )?([a-z][a-z:0-9]*)/g)].map(
    ([, name = '']) => name,
  );
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

test('README is no longer than a screen and its tables', () => {
  const prose = read('README.md')
    .split('\n')
    .filter((line) => line !== '' && !/^\||^- |^<!--|^#|^```/.test(line));
  expect(prose.length).toBeLessThan(20);
});
