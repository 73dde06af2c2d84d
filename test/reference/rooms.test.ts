import { readdirSync } from 'node:fs';
import { leaves, mayImport } from '../../.dependency-cruiser.mjs';
import { fewestArrows, roomsPicture, roomWords } from '../../src/reference/rooms.ts';

const picture = roomsPicture(mayImport, leaves);
const drawn = [...picture.matchAll(/^ {2}(\w+)_room --> (\w+)_room$/gm)].map(
  ([, from = '', to = '']) => [from, to] as const,
);

function reached(from: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const look = (room: string) => {
    for (const [a, b] of drawn) {
      if (a !== room || seen.has(b)) continue;
      seen.add(b);
      look(b);
    }
  };
  look(from);
  return seen;
}

test('every folder of src is a room with words, and every room is a folder', () => {
  const folders = readdirSync('src', { withFileTypes: true }).flatMap((each) =>
    each.isDirectory() ? [each.name] : [],
  );
  expect(Object.keys(mayImport).toSorted()).toEqual(folders.toSorted());
  expect(Object.keys(roomWords).toSorted()).toEqual(folders.toSorted());
  for (const room of folders) expect(picture).toContain(`<b>${room}</b>`);
});

test('the picture draws nothing that is not allowed, and what is allowed can be followed in it', () => {
  expect(drawn.length).toBeGreaterThan(10);
  for (const [from, to] of drawn) expect(mayImport[from]).toContain(to);
  for (const [room, allowed] of Object.entries(mayImport)) {
    for (const to of allowed)
      expect([room, [...reached(room)]]).toEqual([room, expect.arrayContaining([to])]);
  }
});

test('only what can’t be left out is drawn', () => {
  expect(fewestArrows({ a: ['b', 'c', 'd'], b: ['c'], c: [], d: [] })).toEqual({
    a: ['b', 'd'],
    b: ['c'],
    c: [],
    d: [],
  });
});

test('a room without words is not drawn without them', () => {
  expect(() => roomsPicture({ cellar: [] }, [])).toThrow(/cellar/);
});
