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
        pauseReminder: 86_400_000,
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

  test.each(['721', '-1', '1.5', 'never'])('PAUSE_REMINDER_HOURS %s is refused', (PAUSE_REMINDER_HOURS) => {
    expect(problemsOf({ MODE: 'sandbox', PAUSE_REMINDER_HOURS })).toEqual([
      'PAUSE_REMINDER_HOURS must be a whole number from 0 to 720',
    ]);
  });

  const production = {
    MODE: 'production',
    BOT_ID: 'fe7ba2f9-7b50-4a98-968d-2e8342cd1aa4',
    BOT_CLIENT_SECRET: 'secret',
    ALLOWED_TENANTS: 'A75D3A01-29FB-46AC-9A8A-6F5DE5F41DB2',
    POLICY_FILE: './policy.yml',
  };
  const productionOf = (more: Record<string, string> = {}) => {
    const read = readConfig({ ...production, ...more });
    if (!read.ok || read.config.mode !== 'production') throw new Error('not a production config');
    return read.config;
  };

  describe('STORE_IDENTITY', () => {
    const identity = { STORE_IDENTITY: '5B1D0F3E-7A53-4F0E-9F3A-1C2D3E4F5A6B' };
    const url = 'postgres://id-bot@db.example:5432/sync_warden?sslmode=verify-full';

    test('goes with the cloud', () => {
      expect(productionOf({ ...identity, STORE_URL: url, CLOUD: 'china' }).store).toEqual({
        kind: 'postgres',
        url,
        identity: { clientId: identity.STORE_IDENTITY.toLowerCase(), cloud: 'china' },
      });
    });

    test.each([
      ['a file', { STORE_URL: 'file:./x.db' }, /^STORE_IDENTITY is of no use/],
      ['no GUID', { STORE_URL: url, STORE_IDENTITY: 'id-bot' }, /^STORE_IDENTITY must be the client id/],
      ['a password', { STORE_URL: url.replace('id-bot', 'id-bot:x') }, /^STORE_URL must have no password/],
      ['a password behind', { STORE_URL: `${url}&password=x` }, /^STORE_URL must have no password/],
      ['no user', { STORE_URL: url.replace('id-bot@', '') }, /^STORE_URL must name the user/],
      ['no TLS', { STORE_URL: url.replace(/\?.*/, '') }, /^STORE_URL must end in \?sslmode=verify-full/],
      [
        'TLS with anybody',
        { STORE_URL: url.replace('verify-full', 'no-verify') },
        /^STORE_URL must end in \?sslmode=verify-full/,
      ],
      ['another host behind', { STORE_URL: `${url}&host=evil` }, /^STORE_URL may have only .*, not host/],
      ['a cloud nobody knows', { STORE_URL: url, CLOUD: 'moon' }, /^CLOUD must be one of/],
    ])('%s is refused', (_what, more, problem) => {
      expect(problemsOf({ ...production, ...identity, ...more })).toEqual([expect.stringMatching(problem)]);
    });

    test('is never used in sandbox mode', () => {
      expect(problemsOf({ MODE: 'sandbox', STORE_URL: url, ...identity })).toEqual([
        'STORE_IDENTITY is for production mode; leave it unset',
      ]);
    });
  });

  test('production does not start without its settings, and names each', () => {
    const problems = problemsOf({ MODE: 'production' }).join('\n');
    for (const name of ['BOT_ID', 'ALLOWED_TENANTS', 'POLICY_FILE', 'BOT_CLIENT_SECRET'])
      expect(problems).toContain(name);
  });

  test.each(Object.keys(production).filter((name) => name !== 'MODE'))(
    'production does not start with %s empty',
    (name) => {
      expect(problemsOf({ ...production, [name]: '' }).join('\n')).toContain(name);
    },
  );

  test.each([
    ['BOT_ID', 'warden'],
    ['BOT_TENANT_ID', 'contoso'],
    ['ALLOWED_TENANTS', 'contoso.example'],
    ['ALLOWED_TENANTS', '*'],
    ['ALLOWED_TENANTS', `${production.ALLOWED_TENANTS},contoso.example`],
    ['ALLOWED_TENANTS', `${production.ALLOWED_TENANTS};5b0c8a11-6f0e-4c7b-9a41-1f2e3d4c5b01`],
    ['WRITES_AS', 'anybody'],
    ['SCHOOL_PROFILES', 'yes'],
    ['CLOUD', 'mars'],
    ['GRAPH_BASE_URL', 'http://graph.example'],
    ['AUTHORITY_HOST', 'http://login.example'],
    ['BOT_OPENID_METADATA_URL', 'http://keys.example'],
    ['SERVICE_URL_HOSTS', '*.example'],
    ['APP_ID_URI', 'https://app.example'],
    ['WRITE_CLIENT_SECRET', 'of no use here'],
  ])('%s=%s is refused in production by its name', (name, value) => {
    expect(problemsOf({ ...production, [name]: value }).join('\n')).toContain(name);
  });

  describe('several tenants', () => {
    const other = '5b0c8a11-6f0e-4c7b-9a41-1f2e3d4c5b01';
    const several = {
      ALLOWED_TENANTS: `${production.ALLOWED_TENANTS}, ${other},`,
      BOT_TENANT_ID: other,
    };

    test('are all looked after, in lower case, each once', () => {
      const twice = `${several.ALLOWED_TENANTS}${other.toUpperCase()}`;
      expect(productionOf({ ...several, ALLOWED_TENANTS: twice })).toMatchObject({
        tenantIds: [production.ALLOWED_TENANTS.toLowerCase(), other],
        cloud: { bot: { tenant: other } },
      });
    });

    test('need to know which of them the bot is registered in', () => {
      expect(problemsOf({ ...production, ...several, BOT_TENANT_ID: '' })).toEqual([
        expect.stringMatching(/^BOT_TENANT_ID must be set/),
      ]);
    });

    test.each(['READ', 'WRITE'])(
      'can’t be had with %s_MANAGED_IDENTITY, which works in one only',
      (prefix) => {
        const identity = {
          WRITES_AS: 'app',
          WRITE_CLIENT_ID: '9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30',
          [`${prefix}_MANAGED_IDENTITY`]: '5ba43d2f-fa88-4db2-bd1c-a67c5f0fb1ce',
          ...(prefix === 'WRITE' ? { WRITE_CLIENT_ID: '' } : { WRITE_CLIENT_SECRET: 'secret' }),
        };
        expect(problemsOf({ ...production, ...identity, ...several })).toEqual([
          expect.stringMatching(new RegExp(`^${prefix}_MANAGED_IDENTITY works in one tenant only`)),
        ]);
        expect(productionOf(identity).tenantIds).toHaveLength(1);
      },
    );
  });

  test('production listens everywhere, for one tenant, as people, without school profiles', () => {
    expect(productionOf()).toMatchObject({
      host: '0.0.0.0',
      tenantIds: [production.ALLOWED_TENANTS.toLowerCase()],
      writesAs: 'person',
      schoolProfiles: false,
      appIdUri: `api://botid-${production.BOT_ID}`,
    });
  });

  test.each([
    [
      'global',
      'https://graph.microsoft.com',
      'https://login.botframework.com/v1/.well-known/openidconfiguration',
    ],
    [
      'usgov',
      'https://graph.microsoft.us',
      'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
    ],
    [
      'dod',
      'https://dod-graph.microsoft.us',
      'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
    ],
    [
      'china',
      'https://microsoftgraph.chinacloudapi.cn',
      'https://login.botframework.azure.cn/v1/.well-known/openidconfiguration',
    ],
  ])('CLOUD=%s talks to that cloud alone', (CLOUD, graph, metadata) => {
    const { cloud } = productionOf({ CLOUD });
    expect(cloud).toMatchObject({ name: CLOUD, graph, bot: { openIdMetadata: metadata } });
    const others = ['global', 'usgov', 'dod', 'china'].filter((name) => name !== CLOUD);
    for (const name of others) expect(productionOf({ CLOUD: name }).cloud.graph).not.toBe(graph);
  });

  test('each address of a cloud can be replaced', () => {
    const { cloud } = productionOf({
      CLOUD: 'usgov',
      GRAPH_BASE_URL: 'https://graph.example',
      AUTHORITY_HOST: 'https://login.example',
      SERVICE_URL_HOSTS: 'smba.example',
    });
    expect(cloud.graph).toBe('https://graph.example');
    expect(cloud.authority).toBe('https://login.example');
    expect(cloud.bot.serviceHosts).toEqual(['smba.infra.gov.teams.microsoft.us', 'smba.example']);
  });
});
