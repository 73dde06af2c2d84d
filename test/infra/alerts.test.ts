import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { instruments } from '../../src/metrics.ts';
import { openBicepParser, type Value } from './bicep.ts';

const infra = resolve(import.meta.dirname, '../../infra');
const queries = globSync('alerts/*.kql', { cwd: infra }).sort();
const query = (path: string) => readFileSync(join(infra, path), 'utf8');

test('each query is used by one alert', async () => {
  const { vars, texts } = (await openBicepParser())(join(infra, 'modules/alerts.bicep'));
  expect(texts.map((text) => text.replace('../', '')).sort()).toEqual(queries);
  const rules = vars.get('rules') as readonly { readonly [key: string]: Value }[];
  expect(rules.map(({ name }) => `alerts/${String(name)}.kql`).sort()).toEqual(queries);
});

test('asked over several periods only where the query tells the time', async () => {
  const { vars } = (await openBicepParser())(join(infra, 'modules/alerts.bicep'));
  for (const { name, periods } of vars.get('rules') as readonly { readonly [key: string]: Value }[]) {
    const hasTime = /\bby bin\(TimeGenerated, 5m\)/.test(query(`alerts/${String(name)}.kql`));
    expect([name, Number(periods) > 1]).toEqual([name, hasTime]);
  }
});

describe.each(queries)('%s', (path) => {
  const text = query(path);
  const metrics = [...text.matchAll(/"(sync_warden_\w+)"/g)].map(([, name = '']) => name);
  const asked = instruments.filter(({ name }) => metrics.includes(name));

  test('asks for metrics there are', () => {
    expect(metrics.length).toBeGreaterThan(0);
    expect(asked.map(({ name }) => name).sort()).toEqual([...metrics].sort());
  });

  test('asks for labels they have', () => {
    const labels = [...text.matchAll(/\bProperties\.(\w+)/g)].map(([, label = '']) => label);
    expect(labels.filter((label) => !asked.some((each) => each.labels.includes(label)))).toEqual([]);
  });

  test('adds up what is counted, and takes the most of what is measured', () => {
    const counted = asked.every(({ kind }) => kind === 'counter');
    expect(text).toMatch(counted ? /\bsum(if)?\(Sum/ : /\bmax\(Max\)/);
    expect(text).toMatch(/\bvalue = /);
  });
});
