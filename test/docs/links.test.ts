import { dirname, relative, resolve } from 'node:path';
import { anchors, documents, exists, fileLinks, read, root } from './documents.ts';

test.each(documents)('every file %s leads to is there', (document) => {
  const dead = fileLinks(document).filter(({ path }) => !exists(path));
  expect(dead.map(({ target }) => target)).toEqual([]);
});

test.each(documents)('every heading %s leads to within itself is there', (document) => {
  const known = anchors(document);
  const wanted = [...read(document).matchAll(/\]\(#([^)\s]+)\)/g)].map(([, anchor = '']) => anchor);
  expect(wanted.filter((anchor) => !known.has(anchor))).toEqual([]);
});

test.each(documents)('every heading %s leads to in another page is there', (document) => {
  const dead = [...read(document).matchAll(/\]\(([^)\s#:]+\.md)#([^)\s]+)\)/g)].filter(
    ([, target = '', anchor = '']) => {
      const page = relative(root, resolve(root, dirname(document), target));
      return exists(page) && !anchors(page).has(anchor);
    },
  );
  expect(dead.map(([link]) => link)).toEqual([]);
});

test('links are found, so that the checks above can fail', () => {
  expect(fileLinks('docs/threat-model.md').length).toBeGreaterThan(50);
  expect(fileLinks('README.md').map(({ target }) => target)).toContain('docs/images/pause.png');
});
