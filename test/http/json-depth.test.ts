import fc from 'fast-check';
import { isDeeperThan } from '../../src/http/json-depth.ts';

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

test('counts objects and lists, whatever is in texts', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), fc.integer({ min: 0, max: 8 }), (text, most) => {
      expect(isDeeperThan(text, most)).toBe(depthOf(JSON.parse(text)) > most);
    }),
  );
});

test.each([
  ['{"a":"[[[["}', false],
  ['{"a":"\\"[[[["}', false],
  ['{"a":"\\\\","b":[[[]]]}', true],
  ['[[[]]]', true],
  ['[[],[],[]]', false],
])('%s', (text, deeper) => {
  expect(isDeeperThan(text, 2)).toBe(deeper);
});
