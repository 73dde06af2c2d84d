import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { instruments } from '../../src/metrics.ts';

const root = resolve(import.meta.dirname, '../..');
const folder = join(root, 'infra', 'alerts');
const operate = readFileSync(join(root, 'docs', 'operate.md'), 'utf8');

/** What a query asks for: each metric with the labels it is narrowed or grouped by. */
interface Asked {
  readonly metric: string;
  readonly labels: readonly string[];
}

const known = new Map(
  instruments.flatMap(({ name, kind, labels }): [string, readonly string[]][] =>
    kind === 'histogram'
      ? ['_bucket', '_sum', '_count'].map((end) => [`${name}${end}`, [...labels, 'le']])
      : [[name, labels]],
  ),
);

const each = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found = '']) => found);

/** PromQL: `name{label="…"}`; labels of `by (…)` belong to every metric of the query. */
function inPromql(query: string): Asked[] {
  const grouped = each(query, /\bby\s*\(([^)]*)\)/g).flatMap((list) =>
    list.split(',').map((one) => one.trim()),
  );
  return [...query.matchAll(/\b(sync_warden_\w+)(?:\{([^}]*)\})?/g)].map(
    ([, metric = '', matchers = '']) => ({
      metric,
      labels: [...grouped, ...each(matchers, /(\w+)\s*(?:=~|!~|!=|=)/g)],
    }),
  );
}

/** KQL: names in quotes, labels as `Properties.label`; a label must be one of some metric that is asked for. */
function inKql(query: string): Asked[] {
  const metrics = each(query, /"(sync_warden_\w+)"/g);
  const labels = each(query, /Properties\.(\w+)/g);
  return metrics.map((metric) => ({
    metric,
    labels: labels.filter((label) => !metrics.some((other) => known.get(other)?.includes(label))),
  }));
}

const wrong = (asked: readonly Asked[]) =>
  asked.flatMap(({ metric, labels }) => {
    const of = known.get(metric);
    if (of === undefined) return [metric];
    return labels.filter((label) => !of.includes(label)).map((label) => `${metric}: ${label}`);
  });

const blocks = (language: string) =>
  [...operate.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    ([, block = '']) => block,
  );
const squeezed = (query: string) => query.replace(/\s+/g, '');

const rules = (
  parse(readFileSync(join(folder, 'prometheus.yml'), 'utf8')) as {
    groups: { rules: { alert: string; expr: string; annotations: { summary: string } }[] }[];
  }
).groups.flatMap((group) => group.rules);
const files = readdirSync(folder).filter((name) => name.endsWith('.kql'));

test('there are five alerts, each in words, for Prometheus and for Azure Monitor', () => {
  expect(rules.map(({ alert }) => alert)).toHaveLength(5);
  for (const { annotations } of rules) expect(annotations.summary).toMatch(/\.$/);
  expect(blocks('promql')).toHaveLength(5);
  expect(blocks('kusto')).toHaveLength(5);
});

test('docs/operate.md shows the queries Prometheus is given', () => {
  expect(blocks('promql').map(squeezed)).toEqual(rules.map(({ expr }) => squeezed(expr)));
});

test.each(rules.map(({ alert, expr }) => [alert, expr]))('%s asks for what is measured', (_alert, expr) => {
  const asked = inPromql(expr);
  expect(asked).not.toEqual([]);
  expect(wrong(asked)).toEqual([]);
});

test.each([
  ...blocks('kusto').map((query) => [query.split('\n')[1] ?? '', query]),
  ...files.map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
])('the query of Azure Monitor asks for what is measured: %s', (_name, query) => {
  const asked = inKql(query);
  expect(asked).not.toEqual([]);
  expect(wrong(asked)).toEqual([]);
});

test('every metric that docs/operate.md names is one', () => {
  const named = each(operate, /`(sync_warden_\w+)`/g);
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});

test('a metric or label that isn’t there is found', () => {
  expect(wrong(inPromql('rate(sync_warden_nothing_total[5m])'))).toEqual(['sync_warden_nothing_total']);
  expect(wrong(inPromql('sum by (tenant) (sync_warden_runs_total{outcom=~"x"})'))).toEqual([
    'sync_warden_runs_total: tenant',
    'sync_warden_runs_total: outcom',
  ]);
  expect(wrong(inKql('| where Name == "sync_warden_runs_total" | extend x = Properties.verb'))).toEqual([
    'sync_warden_runs_total: verb',
  ]);
});
