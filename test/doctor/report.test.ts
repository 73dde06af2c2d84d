import { stripVTControlCharacters } from 'node:util';
import { checks } from '../../src/doctor/catalogue.ts';
import type { Result } from '../../src/doctor/examine.ts';
import { type Finding, fail, pass, skipped, warn } from '../../src/doctor/finding.ts';
import { createRedactor } from '../../src/doctor/redact.ts';
import { jsonReport, textReport, verdict, wrap } from '../../src/doctor/report.ts';

const [first, second, third, fourth] = checks;
function resultOf(check: (typeof checks)[number] | undefined, finding: Finding): Result {
  if (check === undefined) throw new Error('the catalogue is too short');
  return { id: check.id, title: check.title, group: check.group, ...finding };
}
const link = `https://login.example/${'x'.repeat(90)}`;
const mixed = [
  resultOf(first, pass('Well.', ['not shown'])),
  resultOf(second, warn('Nearly.', 'Do this soon.', ['a detail'])),
  resultOf(
    third,
    fail(
      'Broken, and this takes more words than fit beside the title of a check in one line.',
      `Open ${link} now.`,
    ),
  ),
  resultOf(fourth, skipped('something else is broken')),
];
const plain = { width: 90, colour: false };

describe('the report for people', () => {
  const text = textReport(mixed, plain, ['A heading.']);

  test('a line for each check, under its group, with what mends what isn’t well', () => {
    for (const { title, group, says } of mixed) {
      expect(text).toContain(title);
      expect(text).toContain(group);
      expect(text.replace(/\s+/g, ' ')).toContain(says);
    }
    expect(text).toContain('· a detail');
    expect(text).toContain('→ Do this soon.');
    expect(text).not.toContain('not shown');
    expect(text.startsWith('A heading.\n')).toBe(true);
  });

  test('no line is wider than the window but a link, which stays whole', () => {
    for (const width of [40, 60, 90, 200]) {
      const lines = textReport(mixed, { width, colour: false }).split('\n');
      expect(lines.some((line) => line.includes(link))).toBe(true);
      for (const line of lines)
        if (!line.includes(link)) expect(line.length).toBeLessThanOrEqual(Math.min(width, 110));
    }
  });

  test('colour only where it is asked for', () => {
    const sgr = '\u001b[';
    expect(text).not.toContain(sgr);
    const coloured = textReport(mixed, { ...plain, colour: true });
    expect(coloured).toContain(`${sgr}31m✗ FAIL${sgr}0m`);
    // What is printed is the same.
    expect(stripVTControlCharacters(coloured)).toBe(textReport(mixed, plain));
  });

  test('what others wrote can’t steer the terminal', () => {
    const nasty = [resultOf(first, fail('a\u001b[2Jb\u202ec', 'd\u0007e', ['f\u009bg']))];
    expect(textReport(nasty, plain)).toMatch(/^[\P{C}\n]*$/u);
  });
});

test.each([
  [mixed, /^Not ready: 1 passed, 1 warning, 1 failed, 1 skipped\./],
  [mixed.slice(0, 2), /^Ready, with something to think about: 1 passed, 1 warning\.$/],
  [mixed.slice(0, 1), /^Ready: 1 passed\.$/],
])('the verdict', (results, words) => expect(verdict(results)).toMatch(words));

test('the report for machines has everything, and whether it is ready', () => {
  const report = JSON.parse(jsonReport(mixed, 'production', '1.2.3'));
  expect(report).toEqual({ version: '1.2.3', mode: 'production', ready: false, checks: mixed });
  expect(JSON.parse(jsonReport(mixed.slice(0, 2), 'sandbox', '1')).ready).toBe(true);
});

test('words are kept whole', () => {
  expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrap('extraordinary x', 5)).toEqual(['extraordinary', 'x']);
});

test('secrets of the settings, and tokens of anybody, are taken out', () => {
  const redact = createRedactor({
    BOT_CLIENT_SECRET: 'one two&three',
    STORE_URL: 'postgres://user:pass%40word@host/db',
    BOT_ID: 'not-a-secret',
    READ_CLIENT_SECRET: '',
  });
  const token = `${Buffer.from('{"alg":"RS256"}').toString('base64url')}.${Buffer.from('{"sub":"x"}').toString('base64url')}.abc-_`;
  const said = redact(
    `a one two&three b one%20two%26three c pass%40word d pass@word e ${token} f not-a-secret`,
  );
  expect(said).toBe('a [secret] b [secret] c [secret] d [secret] e [token] f not-a-secret');
});

test('so are a password in the query of an address, and what is sent to a collector to be let in', () => {
  const redact = createRedactor({
    STORE_URL: 'postgres://user@host/db?sslmode=require&password=hunter%2022',
    OTEL_EXPORTER_OTLP_HEADERS: 'x-api-key=k3y%3Done, x-other=0ther',
  });
  expect(redact('a hunter 22 b hunter%2022 c k3y=one d k3y%3Done e 0ther f x-api-key')).toBe(
    'a [secret] b [secret] c [secret] d [secret] e [secret] f x-api-key',
  );
});
