import { createRefusalBudget } from '../../src/http/refusal-budget.ts';

let time = 0;
const budget = () => createRefusalBudget({ now: () => time });
const spent = (one: ReturnType<typeof budget>, remote: string | undefined, count: number) =>
  Array.from({ length: count }, () => one.spend(remote)).filter((yes) => !yes).length;

test('thirty at once, then one a second', () => {
  const one = budget();
  expect(spent(one, '192.0.2.1', 40)).toBe(10);
  time += 5000;
  expect(spent(one, '192.0.2.1', 10)).toBe(5);
  time += 3_600_000;
  expect(spent(one, '192.0.2.1', 31)).toBe(1);
});

test('asking while there is none left does not put off what comes back', () => {
  const one = budget();
  spent(one, '192.0.2.1', 30);
  for (let at = 0; at < 10; at += 1) {
    time += 100;
    one.spend('192.0.2.1');
  }
  expect(one.spend('192.0.2.1')).toBe(false);
  time += 1000;
  expect(one.spend('192.0.2.1')).toBe(true);
});

test('each address has its own; all of one IPv6 network share theirs', () => {
  const one = budget();
  expect(spent(one, '192.0.2.1', 30) + spent(one, '192.0.2.2', 30) + spent(one, '::ffff:192.0.2.3', 30)).toBe(
    0,
  );
  expect(one.spend('192.0.2.2')).toBe(false);
  expect(spent(one, '2001:db8:1:2::1', 15) + spent(one, '2001:db8:1:2:3:4:5:6', 15)).toBe(0);
  expect(one.spend('2001:db8:1:2:ffff::')).toBe(false);
  expect(one.spend('2001:db8:1:3::1')).toBe(true);
  expect(one.spend('::1')).toBe(true);
  expect(one.spend(undefined)).toBe(true);
});

test('time that goes back gives nothing and takes nothing', () => {
  const one = budget();
  spent(one, 'a', 30);
  time -= 10_000;
  expect(one.spend('a')).toBe(false);
});

test('remembers ten thousand addresses, and forgets who was refused longest ago', () => {
  const one = budget();
  spent(one, 'first', 30);
  spent(one, 'kept', 30);
  for (let at = 0; at < 9999; at += 1) one.spend(`a${at}`);
  expect(one.spend('kept')).toBe(false);
  expect(one.spend('first')).toBe(true);
});
