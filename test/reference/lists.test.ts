import { doctorReference } from '../../src/reference/doctor.ts';
import { metricsReference } from '../../src/reference/metrics.ts';
import { permissionsReference } from '../../src/reference/permissions.ts';
import { policyReference } from '../../src/reference/policy.ts';

const rowsOf = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2);

test('a metric is a row with its unit and labels, or a dash for none', () => {
  const text = metricsReference([
    { name: 'a_total', kind: 'counter', unit: '1', help: 'What it tells.', labels: ['verb', 'outcome'] },
    { name: 'b_seconds', kind: 'histogram', unit: 's', help: 'How long.', labels: [] },
  ]);
  expect(rowsOf(text)).toEqual([
    '| `a_total` | counter | – | `verb`, `outcome` | What it tells. |',
    '| `b_seconds` | histogram | seconds | – | How long. |',
  ]);
});

test('a check is a row with what mends it', () => {
  const check = {
    id: 'node',
    title: 'Node.js',
    group: 'This machine',
    looksAt: 'Its version.',
    mend: '`npm ci`',
  };
  expect(rowsOf(doctorReference([check]))).toEqual([
    '| This machine | Node.js | `node` | Its version. | `npm ci` |',
  ]);
});

test('a permission is a row with its kind, its features and its id', () => {
  const text = permissionsReference([
    {
      name: 'Synchronization.Read.All',
      kind: 'application',
      id: '5ba43d2f',
      holder: 'reader',
      features: ['reading', 'watching'],
      why: 'To read.',
      without: 'Nothing is read.',
    },
  ]);
  expect(rowsOf(text)).toEqual([
    '| `Synchronization.Read.All` | application | reader | reading, watching | To read. | Nothing is read. | `5ba43d2f` |',
  ]);
});

describe('the keys of the policy', () => {
  test('each object is a table, lists of objects too; what must be there is said', () => {
    const text = policyReference({
      type: 'object',
      required: ['version'],
      properties: {
        version: { const: 1, type: 'number', description: 'The format.' },
        rules: {
          type: 'array',
          description: 'All of them.',
          items: {
            type: 'object',
            properties: {
              who: {
                type: 'object',
                description: 'Who.',
                properties: {
                  users: { type: 'array', minItems: 1, items: { type: 'string', description: 'An <id>.' } },
                },
              },
            },
          },
        },
      },
    });
    expect(text).toContain('| `version` | yes | `1` | The format. |');
    expect(text).toContain('| `rules` | no | list | All of them. |');
    expect(text).toContain('## `rules[].who`\n\nWho.');
    expect(text).toContain('| `users` | no | list of text, not empty | An \\<id>. |');
  });

  test('a type without words is not passed over', () => {
    expect(() => policyReference({ properties: { x: { type: 'integer' } } })).toThrow(/integer/);
  });
});
