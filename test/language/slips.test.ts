import { slips } from '../../src/language/slips.ts';

test.each([
  ['pause', 'pause', 0],
  ['puase', 'pause', 1],
  ['pase', 'pause', 1],
  ['pauuse', 'pause', 1],
  ['pauze', 'pause', 1],
  ['salesfroce', 'salesforce', 1],
  ['delt', 'delete', 2],
  ['', 'a', 1],
  ['zoom', 'salesforce', 3],
])('%s, %s: %d', (a, b, count) => {
  expect(slips(a, b)).toBe(count);
  expect(slips(b, a)).toBe(count);
});
