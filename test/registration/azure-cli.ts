import { parseArgs } from 'node:util';
import { answer, type Directory, Refused } from './directory.ts';

export interface CliAnswer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** `name`, `a.b`, `list[].name`, `list[?x=='1' && y=='2'].name`: of JMESPath what the script uses. */
function queried(value: unknown, query: string): unknown {
  let now: unknown = value;
  for (const part of query.match(/[A-Za-z0-9]+|\[\?[^\]]+\]/g) ?? []) {
    const conditions = [...part.matchAll(/(\w+)=='([^']*)'/g)];
    const field = (of: unknown) => (of as Record<string, unknown> | null)?.[part];
    if (conditions.length === 0) now = Array.isArray(now) ? now.map(field) : field(now);
    else
      now = (now as Record<string, unknown>[]).filter((each) =>
        conditions.every(([, name = '', wanted]) => each[name] === wanted),
      );
  }
  return now;
}

function tsv(value: unknown, query: string | undefined): string {
  const found = query === undefined ? value : queried(value, query);
  const lines = Array.isArray(found) ? found : [found];
  return lines
    .filter((each) => each !== null && each !== undefined)
    .map((each) => `${String(each)}\n`)
    .join('');
}

/**
 * What the Azure CLI does with some words: `cloud show`, `account show` and `rest`.
 *
 * @param cloud as the CLI calls the one it is in
 */
export function azureCli(directory: Directory, cloud: string, words: readonly string[]): CliAnswer {
  const { positionals, values } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      query: { type: 'string' },
      output: { type: 'string' },
      method: { type: 'string' },
      url: { type: 'string' },
      body: { type: 'string' },
      resource: { type: 'string' },
    },
  });
  if (values.output !== 'tsv') return { code: 2, out: '', err: 'the script reads tsv\n' };
  const said = (value: unknown): CliAnswer => ({ code: 0, out: tsv(value, values.query), err: '' });
  const command = positionals.join(' ');
  if (command === 'cloud show') return said({ name: cloud });
  if (command === 'account show') return said({ tenantId: directory.tenantId });
  if (command !== 'rest') return { code: 2, out: '', err: `az ${command} is not known here\n` };
  const { method = 'get', url = '', body, resource = '' } = values;
  directory.calls.push({ method, url, resource });
  try {
    const root = `${resource}/v1.0/`;
    if (!url.startsWith(root)) throw new Refused(`401 no token of ${resource} for ${url}`);
    const sent: unknown = body === undefined ? null : JSON.parse(body);
    return said(answer(directory, method.toUpperCase(), url.slice(root.length), sent));
  } catch (error) {
    return { code: 1, out: '', err: `ERROR: ${error instanceof Error ? error.message : String(error)}\n` };
  }
}
