import { readConfig } from '../../src/config.ts';

const endpoint = 'OTEL_EXPORTER_OTLP_ENDPOINT';
const headers = 'OTEL_EXPORTER_OTLP_HEADERS';
const production = {
  MODE: 'production',
  BOT_ID: 'fe7ba2f9-7b50-4a98-968d-2e8342cd1aa4',
  BOT_CLIENT_SECRET: 'x',
  ALLOWED_TENANTS: '5f1d3a52-8c3e-4d6b-9d0e-6a1f0c7b2e10',
  POLICY_FILE: 'policy.yml',
};
const problemsOf = (env: Record<string, string>): readonly string[] => {
  const read = readConfig(env);
  return read.ok ? [] : read.problems;
};
const telemetryOf = (env: Record<string, string>) => {
  const read = readConfig({ ...production, ...env });
  if (!read.ok) throw new Error(read.problems.join('\n'));
  return read.config.telemetry;
};

test('nothing is sent anywhere unless it is asked for', () => {
  expect(telemetryOf({})).toEqual({ serviceName: 'sync-warden', resource: {}, share: 1, otlp: null });
});

test('everything can be set', () => {
  expect(
    telemetryOf({
      [endpoint]: 'https://collector.example/otlp/',
      [headers]: 'x-api-key=a%20b%3D, x-team = sync ',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'Delta',
      OTEL_RESOURCE_ATTRIBUTES: 'service.name=other,deployment.environment=prod',
      OTEL_TRACES_SAMPLER_ARG: '0.25',
    }),
  ).toEqual({
    serviceName: 'other',
    resource: { 'service.name': 'other', 'deployment.environment': 'prod' },
    share: 0.25,
    otlp: {
      endpoint: 'https://collector.example/otlp',
      headers: { 'x-api-key': 'a b=', 'x-team': 'sync' },
      temporality: 'delta',
    },
  });
  expect(telemetryOf({ OTEL_SERVICE_NAME: 'warden' }).serviceName).toBe('warden');
});

test.each([
  [{ [endpoint]: 'collector:4318' }, endpoint],
  [{ [endpoint]: 'grpc://collector:4317' }, endpoint],
  [{ [endpoint]: 'https://me:s3cret@collector' }, endpoint],
  [{ [endpoint]: 'https://collector/?key=s3cret' }, endpoint],
  [{ [endpoint]: 'https://collector/v1/traces' }, endpoint],
  [{ [endpoint]: 'http://collector:4318', [headers]: 'key=s3cret' }, endpoint],
  [{ [headers]: 's3cret' }, headers],
  [{ [headers]: 'key=%E0s3cret' }, headers],
  [{ OTEL_RESOURCE_ATTRIBUTES: 's3cret' }, 'OTEL_RESOURCE_ATTRIBUTES'],
  [{ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, 'OTEL_EXPORTER_OTLP_PROTOCOL'],
  [
    { OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'daily' },
    'OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE',
  ],
  [{ OTEL_TRACES_SAMPLER_ARG: '1.5' }, 'OTEL_TRACES_SAMPLER_ARG'],
  [{ OTEL_TRACES_SAMPLER_ARG: 'half' }, 'OTEL_TRACES_SAMPLER_ARG'],
  [{ OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'key=s3cret' }, 'OTEL_EXPORTER_OTLP_TRACES_HEADERS'],
  [{ OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'https://else.example' }, 'OTEL_EXPORTER_OTLP_METRICS_ENDPOINT'],
  [{ METRICS_PORT: '70000' }, 'METRICS_PORT'],
  [{ METRICS_PORT: '3978' }, 'METRICS_PORT'],
])('%j is refused by the name of the setting, without its value', (env, name) => {
  const problems = problemsOf({ ...production, ...env });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(new RegExp(`^${name} `));
  expect(problems[0]).not.toContain('s3cret');
});

test('without headers a collector nearby may be asked by http', () => {
  expect(telemetryOf({ [endpoint]: 'http://collector:4318' }).otlp?.endpoint).toBe('http://collector:4318');
  expect(telemetryOf({ [endpoint]: 'http://127.0.0.1:4318', [headers]: 'key=x' }).otlp?.headers).toEqual({
    key: 'x',
  });
});

test('in the sandbox nothing leaves this machine', () => {
  const sandbox = { MODE: 'sandbox' };
  expect(problemsOf({ ...sandbox, [endpoint]: 'https://collector.example' })).toEqual([
    `${endpoint} must point to this machine in sandbox mode: nothing of it leaves`,
  ]);
  expect(problemsOf({ ...sandbox, [endpoint]: 'http://[::1]:4318' })).toEqual([]);
});
