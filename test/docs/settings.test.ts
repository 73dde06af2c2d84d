import { readConfig } from '../../src/config.ts';
import { type SettingName, settings } from '../../src/settings.ts';
import { documents, read } from './documents.ts';

const guid = (digit: number) => `00000000-0000-4000-8000-${String(digit).repeat(12)}`;

const sandbox = { MODE: 'sandbox' };
const production = {
  MODE: 'production',
  BOT_ID: guid(1),
  BOT_CLIENT_SECRET: 'x',
  ALLOWED_TENANTS: guid(2),
  POLICY_FILE: 'policy.yml',
};
const asApp = { ...production, WRITES_AS: 'app', WRITE_CLIENT_ID: guid(3), WRITE_CLIENT_SECRET: 'x' };
const withReader = { ...production, READ_CLIENT_ID: guid(4), READ_CLIENT_SECRET: 'x' };
const { BOT_CLIENT_SECRET: _proof, ...unproven } = production;

type Env = Readonly<Record<string, string>>;

/** For each setting, where it makes a difference, and a value that does. */
const differences: Readonly<
  Record<Exclude<SettingName, 'TEAMS_APP_ID' | 'BOT_ENDPOINT'>, readonly [Env, string]>
> = {
  MODE: [{}, 'sandbox'],
  PORT: [sandbox, '1'],
  HOST: [sandbox, '::1'],
  STORE_URL: [sandbox, 'file:other.db'],
  CONFIRMATION_TTL_SECONDS: [sandbox, '1'],
  PAUSE_REMINDER_HOURS: [sandbox, '1'],
  LOG_LEVEL: [sandbox, 'debug'],
  STORE_IDENTITY: [
    { ...production, STORE_URL: 'postgres://bot@db.example/bot?sslmode=verify-full' },
    guid(5),
  ],
  METRICS_PORT: [production, '9464'],
  OTEL_EXPORTER_OTLP_ENDPOINT: [production, 'https://collector.example'],
  OTEL_EXPORTER_OTLP_HEADERS: [
    { ...production, OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector.example' },
    'key=x',
  ],
  OTEL_EXPORTER_OTLP_PROTOCOL: [production, 'grpc'],
  OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: [
    { ...production, OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector.example' },
    'delta',
  ],
  OTEL_SERVICE_NAME: [production, 'bot'],
  OTEL_RESOURCE_ATTRIBUTES: [production, 'a=b'],
  OTEL_TRACES_SAMPLER_ARG: [production, '0.5'],
  SANDBOX_PORT: [sandbox, '1'],
  PLAYGROUND_PORT: [sandbox, '1'],
  BOT_ID: [production, guid(5)],
  ALLOWED_TENANTS: [production, guid(5)],
  BOT_TENANT_ID: [production, 'contoso.example'],
  POLICY_FILE: [production, 'other.yml'],
  WRITES_AS: [production, 'app'],
  SCHOOL_PROFILES: [production, 'on'],
  CLOUD: [production, 'china'],
  APP_ID_URI: [production, 'api://other'],
  READ_CLIENT_ID: [withReader, guid(5)],
  WRITE_CLIENT_ID: [asApp, guid(5)],
  BOT_MANAGED_IDENTITY: [{ ...asApp, BOT_CLIENT_SECRET: '' }, guid(1)],
  READ_MANAGED_IDENTITY: [production, guid(5)],
  WRITE_MANAGED_IDENTITY: [asApp, guid(3)],
  BOT_FEDERATED_IDENTITY: [unproven, guid(5)],
  READ_FEDERATED_IDENTITY: [withReader, guid(5)],
  WRITE_FEDERATED_IDENTITY: [asApp, guid(5)],
  BOT_FEDERATED_TOKEN_FILE: [unproven, 'token'],
  READ_FEDERATED_TOKEN_FILE: [withReader, 'token'],
  WRITE_FEDERATED_TOKEN_FILE: [asApp, 'token'],
  AZURE_FEDERATED_TOKEN_FILE: [unproven, 'token'],
  BOT_CERTIFICATE_PATH: [unproven, 'bot.pem'],
  READ_CERTIFICATE_PATH: [withReader, 'bot.pem'],
  WRITE_CERTIFICATE_PATH: [asApp, 'bot.pem'],
  BOT_CLIENT_SECRET: [unproven, 'x'],
  READ_CLIENT_SECRET: [{ ...production, READ_CLIENT_ID: guid(4) }, 'x'],
  WRITE_CLIENT_SECRET: [{ ...production, WRITES_AS: 'app', WRITE_CLIENT_ID: guid(3) }, 'x'],
  GRAPH_BASE_URL: [sandbox, 'http://127.0.0.1:1'],
  AUTHORITY_HOST: [production, 'https://login.example'],
  BOT_OPENID_METADATA_URL: [production, 'https://keys.example/x'],
  BOT_TOKEN_ISSUER: [production, 'https://issuer.example'],
  BOT_OAUTH_SCOPE: [production, 'https://scope.example/.default'],
  BOT_TOKEN_SERVICE_URL: [production, 'https://token.example'],
  SERVICE_URL_HOSTS: [production, 'smba.example'],
};

/** What an environment comes to. A secret is behind a function, which this leaves out: its setting is named besides. */
const outcome = (env: Env) => JSON.stringify(readConfig(env));

test.each(Object.entries(differences))('%s is read', (name, [env, value]) => {
  expect(outcome({ ...env, [name]: value })).not.toBe(outcome(env));
});

test('what is no setting makes no difference', () => {
  expect(outcome({ ...production, BOT_NAME: 'x', METRICS: 'x' })).toBe(outcome(production));
});

const numbers = Object.entries(settings).flatMap(([name, setting]) =>
  setting.form === 'number' ? [{ name, ...setting }] : [],
);

test.each(numbers)('$name is taken from $least to $most, and no further', ({ name, least, most }) => {
  const problems = (value: number) => {
    const read = readConfig({ ...sandbox, [name]: String(value) });
    return read.ok ? [] : read.problems;
  };
  expect([problems(least), problems(most)]).toEqual([[], []]);
  for (const value of [least - 1, most + 1]) {
    expect(problems(value)).toEqual([`${name} must be a whole number from ${least} to ${most}`]);
  }
});

const choices = Object.entries(settings).flatMap(([name, setting]) =>
  setting.form === 'choice' ? [{ name, ...setting, values: setting.values as readonly string[] }] : [],
);

test.each(choices)('$name is one of its words, and nothing else', ({ name, values }) => {
  const about = (value: string) => {
    const read = readConfig({ ...production, [name]: value });
    return read.ok ? [] : read.problems.filter((problem) => problem.startsWith(`${name} must be`));
  };
  for (const value of values) expect([value, about(value)]).toEqual([value, []]);
  expect(about('nonsense')).toHaveLength(1);
});

test('a setting left out is as if it had its default', () => {
  for (const { name, byDefault } of [...numbers, ...choices]) {
    if (byDefault === null) continue;
    for (const env of [sandbox, production]) {
      expect([name, outcome({ ...env, [name]: String(byDefault) })]).toEqual([name, outcome(env)]);
    }
  }
});

test('the defaults that are told in words are those that hold', () => {
  const span = (name: SettingName) => {
    const setting = settings[name];
    return setting.form === 'text'
      ? [...(setting.byDefault ?? '').matchAll(/`([^`]+)`/g)].map(([, text = '']) => text)
      : [];
  };
  const [inSandbox = '', inProduction = ''] = span('HOST');
  expect(outcome({ ...sandbox, HOST: inSandbox })).toBe(outcome(sandbox));
  expect(outcome({ ...production, HOST: inProduction })).toBe(outcome(production));
  const [store = ''] = span('STORE_URL');
  expect(outcome({ ...sandbox, STORE_URL: store })).toBe(outcome(sandbox));
  const [uri = ''] = span('APP_ID_URI');
  expect(outcome({ ...production, APP_ID_URI: uri.replace('<BOT_ID>', guid(1)) })).toBe(outcome(production));
  expect(outcome({ ...production, BOT_TENANT_ID: guid(2) })).toBe(outcome(production));
});

test('each that is marked as needed is', () => {
  const needed = Object.entries(settings).flatMap(([name, setting]) => ('needed' in setting ? [name] : []));
  expect(needed.length).toBeGreaterThan(2);
  for (const name of needed) {
    const read = readConfig({ ...production, [name]: '' });
    expect(read.ok ? [] : read.problems).toEqual(
      expect.arrayContaining([expect.stringMatching(new RegExp(`^${name} must`))]),
    );
  }
});

test('env/example.env has settings only, and every one that production needs', () => {
  const names = [...read('env/example.env').matchAll(/^([A-Z_]+)=/gm)].map(([, name = '']) => name);
  expect(names.length).toBeGreaterThan(15);
  for (const name of names) expect(Object.keys(settings)).toContain(name);
  for (const [name, setting] of Object.entries(settings))
    if ('needed' in setting) expect(names).toContain(name);
});

/** Named in order to say that they are refused. */
const refused = ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'];

test('no page names a setting that there is not', () => {
  const prefixes = new Set(Object.keys(settings).map((name) => name.split('_', 1)[0]));
  const named = documents.flatMap((path) =>
    [...read(path).matchAll(/`([A-Z]+_[A-Z_]+)(?:=[^`]*)?`/g)].map(([, name = '']) => `${path}: ${name}`),
  );
  const unknown = named.filter((each) => {
    const name = each.split(': ')[1] ?? '';
    return prefixes.has(name.split('_', 1)[0]) && !(name in settings) && !refused.includes(name);
  });
  expect(unknown).toEqual([]);
});
