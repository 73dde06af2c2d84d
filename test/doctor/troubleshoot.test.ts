import { checks } from '../../src/doctor/catalogue.ts';
import { read } from '../docs/documents.ts';

/** As people write it. */
const straight = (text: string) => text.replaceAll('’', "'");
const page = straight(read('docs/troubleshoot.md'));
/** The second column of the tables about symptoms, or the third where the first is a number. */
const named = page
  .split('\n')
  .filter((line) => /^\| .* \| .* \| .* \|$/.test(line) && !line.startsWith('|---'))
  .map((line) => line.slice(2, -2).split(' | ').at(-2) ?? '')
  .filter((cell) => cell !== "doctor's check" && !/^none|^the same$|^see /.test(cell))
  .flatMap((cell) => cell.replace(/ and the like$/, '').split(', '));

const titles = checks.map(({ title }) => straight(title));

test('every check the page sends people to is one', () => {
  expect(named.length).toBeGreaterThan(30);
  for (const name of named) expect(titles).toContain(name);
});

test('every check is somewhere on the page', () => {
  for (const title of titles) expect(page).toContain(title);
});
