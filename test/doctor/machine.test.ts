import { checkNode } from '../../src/doctor/machine.ts';
import { type Clinic, deadAddress, openClinic, textOf } from './clinic.ts';

test.each([
  ['new', { node: '24.21.0', sqlite: '3.53.4' }, true, 'pass'],
  ['old', { node: '22.17.9', sqlite: '3.53.4' }, false, 'fail'],
  ['of the oldest kind', { node: '22.18.0', sqlite: '3.50.0' }, false, 'pass'],
  ['with an SQLite that can lose data', { node: '22.18.0', sqlite: '3.50.0' }, true, 'fail'],
])('Node.js that is %s', (_, versions, usesSqlite, status) => {
  const found = checkNode(versions, usesSqlite);
  expect(found.status).toBe(status);
  if (status === 'fail') expect(found.mend).toContain('npm ci');
});

describe('the clock', () => {
  let clinic: Clinic;
  beforeAll(async () => {
    clinic = await openClinic();
  });
  afterAll(() => clinic.close());

  const seconds = 1000;
  test.each([
    ['right', 0, 'pass', /to the second/],
    ['a little slow', -40 * seconds, 'pass', /(39|40|41) s slow/],
    ['two minutes fast', 120 * seconds, 'warn', /1(19|20|21) s fast/],
    ['two minutes slow', -120 * seconds, 'warn', /slow/],
    ['ten minutes fast', 600 * seconds, 'fail', /NTP/],
    ['ten minutes slow', -600 * seconds, 'fail', /tokens/],
  ])('is %s', async (_, off, status, words) => {
    const chart = await clinic.examine({ clock: { now: () => Date.now() + off } });
    expect(chart.clock.status).toBe(status);
    expect(textOf(chart.clock)).toMatch(words);
  });

  test('is told by Graph where Entra isn’t reached', async () => {
    const chart = await clinic.examine({
      env: { AUTHORITY_HOST: await deadAddress() },
      clock: { now: () => Date.now() + 600 * seconds },
    });
    expect(textOf(chart.clock)).toMatch(/(599|600|601) s fast/);
  });

  test('can’t be told when nobody is reached', async () => {
    const nowhere = await deadAddress();
    const chart = await clinic.examine({ env: { AUTHORITY_HOST: nowhere, GRAPH_BASE_URL: nowhere } });
    expect(chart.clock.status).toBe('fail');
    expect(chart.clock.says).toMatch(/nothing listens there/);
  });
});
