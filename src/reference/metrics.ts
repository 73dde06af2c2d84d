import type { Instrument } from '../metrics.ts';
import { code, codes, page, table } from './markdown.ts';

const unitWords: Readonly<Record<string, string>> = { '1': '–', s: 'seconds', By: 'bytes' };

/** docs/reference/metrics.md: every metric, under the name it is scraped by. */
export function metricsReference(instruments: readonly Instrument[]): string {
  return page('Metrics', 'src/metrics.ts', [
    'No label holds a name, an id or a text of a person or tenant. Where they are served, and the alerts that matter: [operate](../operate.md).',
    table(
      ['metric', 'kind', 'unit', 'labels', 'what it tells'],
      instruments.map(({ name, kind, unit, help, labels }) => [
        code(name),
        kind,
        unitWords[unit] ?? unit,
        codes(labels),
        help,
      ]),
    ),
  ]);
}
