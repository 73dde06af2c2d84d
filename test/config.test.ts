import { readConfig } from '../src/config.ts';

const problemsOf = (env: Record<string, string>) => {
  const read = readConfig(env);
  return read.ok ? [] : read.problems;
};

describe('readConfig', () => {
  test('sandbox mode needs nothing but MODE', () => {
    const read = readConfig({ MODE: 'sandbox' });
    expect(read).toMatchObject({
      ok: true,
      config: {
        host: '127.0.0.1',
        port: 3978,
        sandboxPort: 3979,
        playgroundPort: 56150,
        graphBaseUrl: null,
        confirmationTtl: 300_000,
      },
    });
    expect(read.ok && Object.isFrozen(read.config)).toBe(true);
  });

  test('an empty string counts as unset', () => {
    expect(readConfig({ MODE: 'sandbox', PORT: '', GRAPH_BASE_URL: '' })).toMatchObject({
      ok: true,
      config: { port: 3978 },
    });
  });

  test('there is no default mode', () => {
    expect(problemsOf({})).toEqual(['MODE must be sandbox or production; it has no default']);
  });

  test('every problem at once, each naming its setting', () => {
    const problems = problemsOf({
      MODE: 'sandbox',
      PORT: 'x',
      CONFIRMATION_TTL_SECONDS: '0',
      HOST: '0.0.0.0',
      STORE_URL: 'mysql://x',
    });
    for (const name of ['PORT', 'CONFIRMATION_TTL_SECONDS', 'HOST', 'STORE_URL']) {
      expect(problems.some((problem) => problem.startsWith(name))).toBe(true);
    }
  });

  test.each([
    'https://graph.microsoft.com',
    'http://127.0.0.1.example.org:3979',
    'http://10.0.0.1:3979',
    'http://localhost@evil.example/',
    'ftp://localhost/',
    'http://localhost:3979/v1.0',
    'nonsense',
  ])('GRAPH_BASE_URL %s is refused in sandbox mode', (GRAPH_BASE_URL) => {
    expect(problemsOf({ MODE: 'sandbox', GRAPH_BASE_URL })).toHaveLength(1);
  });

  test.each(['http://127.0.0.1:1', 'https://localhost:1/', 'http://[::1]:1'])(
    'GRAPH_BASE_URL %s is on this machine',
    (GRAPH_BASE_URL) => {
      expect(problemsOf({ MODE: 'sandbox', GRAPH_BASE_URL })).toEqual([]);
    },
  );

  test.each(['0', '86401', '1.5', '-1', '1e3'])(
    'CONFIRMATION_TTL_SECONDS %s is refused',
    (CONFIRMATION_TTL_SECONDS) => {
      expect(problemsOf({ MODE: 'sandbox', CONFIRMATION_TTL_SECONDS })).toHaveLength(1);
    },
  );

  test('production does not start, and names what is missing', () => {
    const problems = problemsOf({ MODE: 'production' }).join('\n');
    for (const name of ['BOT_ID', 'ALLOWED_TENANTS', 'POLICY_FILE', 'MODE']) expect(problems).toContain(name);
  });
});
