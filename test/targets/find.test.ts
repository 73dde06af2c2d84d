import type { Graph } from '../../src/graph/client.ts';
import { nameKey, tightKey } from '../../src/name-key.ts';
import { openStore } from '../../src/store/open.ts';
import { findJob } from '../../src/targets/find.ts';

const id = (n: number) => `60443998-8cf7-4e61-b05c-${String(n).padStart(12, '0')}`;

/** A tenant of these applications, each with that many jobs. */
function graphOf(apps: readonly (readonly [name: string, jobs: number])[]): Graph {
  const principals = apps.map(([displayName], n) => ({ id: id(n), displayName }));
  const jobs = (n: number) => ({
    value: Array.from({ length: apps[n]?.[1] ?? 0 }, (_, j) => ({
      id: `tag${n}.${j}.f5532fc709734b1a90e8a1fa9fd03a82`,
      templateId: 'tag',
      schedule: { state: 'Active' },
      status: { code: 'Active' },
    })),
  });
  const answer = { status: 200, code: null, requestId: null, retryAfter: null };
  return async ({ path, body }) => {
    if (path === '/$batch') {
      const { requests } = body as { requests: { id: string; url: string }[] };
      const responses = requests.map((part) => {
        const n = principals.findIndex((p) => part.url.includes(p.id));
        return { id: part.id, status: 200, body: jobs(n) };
      });
      return { answer, body: { responses } };
    }
    const filter = /displayName eq '(.*)'/.exec(decodeURIComponent(path))?.[1]?.replaceAll("''", "'");
    const value =
      filter === undefined
        ? principals
        : principals.filter((p) => p.displayName.toLowerCase() === filter.toLowerCase());
    return { answer, body: { value } };
  };
}

async function find(apps: Parameters<typeof graphOf>[0], name: string, quoted = false) {
  const db = await openStore({ kind: 'file', file: ':memory:' });
  try {
    const deps = { db, tenantId: 't', graph: graphOf(apps), clock: { now: () => 1_000_000_000 } };
    const found = await findJob(deps, { kind: 'name', name, quoted }, { forWrite: true });
    if (found.kind === 'one')
      return `${found.exact ? 'exactly' : 'perhaps'} ${found.target.kind === 'job' ? Number(found.target.servicePrincipalId.slice(-12)) : ''}`;
    if (found.kind === 'many')
      return `${found.total} of ${found.rows.map((row) => row.displayName).join(', ')}`;
    return `none of ${found.searched}${found.near.length > 0 ? `, near ${found.near.map((row) => row.displayName).join(', ')}` : ''}`;
  } finally {
    await db.destroy();
  }
}

describe('findJob by name', () => {
  const apps = [
    ['Salesforce', 1],
    ['Salesforce Sandbox', 1],
    ['Slack', 1],
    ['Cloud sync', 2],
    ['Café', 1],
    ['Acme Inc.', 1],
    ['O’Brien "Labs"', 1],
    ['Nothing here', 0],
  ] as const;

  test.each([
    ['slack', 'exactly 2'],
    ['  SLACK ', 'exactly 2'],
    ['salesforce', 'exactly 0'],
    ['salesforce  sandbox', 'exactly 1'],
    ['Cafe\u0301', 'exactly 4'],
    ['Acme Inc.', 'exactly 5'],
    ['slack.', 'exactly 2'],
    ['O\'Brien "Labs"', 'exactly 6'],
    ['sla', 'perhaps 2'],
    ['sales force', 'perhaps 0'],
    ['acme', 'perhaps 5'],
    ['sales', '2 of Salesforce, Salesforce Sandbox'],
    ['cloud sync', '2 of Cloud sync, Cloud sync'],
    ['nothing here', 'none of 8'],
    ['salesfroce', 'none of 8, near Salesforce, Salesforce Sandbox'],
    ['zzz', 'none of 8'],
  ])('%s', async (name, expected) => {
    expect(await find(apps, name)).toBe(expected);
  });

  test('a full stop in quotes stays', async () => {
    expect(await find(apps, 'slack.', true)).toMatch(/^none/);
  });

  test('two applications of one name are both offered', async () => {
    expect(
      await find(
        [
          ['Webex', 1],
          ['webex', 1],
        ],
        'WEBEX',
      ),
    ).toBe('2 of Webex, webex');
  });
});

test('keys fold what cannot be seen, and nothing else', () => {
  expect(nameKey('\u200bSl\u00a0 ack\u202e')).toBe('sl ack');
  expect(nameKey('Slack')).not.toBe(nameKey('Slаck'));
  expect(tightKey('Sales Force')).toBe('salesforce');
});
