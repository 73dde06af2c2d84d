/** One line of Prometheus' text format. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Scraped {
  readonly status: number;
  readonly type: string | null;
  readonly text: string;
  readonly samples: readonly Sample[];
  /** The sum of all samples of that name whose labels are like these; 0 when there is none. */
  sum(name: string, labels?: Readonly<Record<string, string>>): number;
}

function parse(line: string): Sample {
  const match = /^([a-z_:][\w:]*)(?:\{(.*)\})? (\S+)$/i.exec(line);
  if (match === null) throw new Error(`no sample: ${line}`);
  const [, name = '', labels = '', value = ''] = match;
  return {
    name,
    labels: Object.fromEntries(
      [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key = '', text = '']) => [key, text]),
    ),
    value: Number(value.replace('Inf', 'Infinity')),
  };
}

/** Gets and reads `/metrics`. */
export async function scrape(port: number): Promise<Scraped> {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`);
  const text = await response.text();
  const lines = response.ok ? text.split('\n').filter((line) => line !== '' && !line.startsWith('#')) : [];
  const samples = lines.map(parse);
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    text,
    samples,
    sum: (name, labels = {}) =>
      samples
        .filter(
          (sample) =>
            sample.name === name &&
            Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
        )
        .reduce((sum, { value }) => sum + value, 0),
  };
}
