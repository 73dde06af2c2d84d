import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { readConfig } from '../../src/config.ts';
import { readPolicy } from '../../src/policy/read-policy.ts';
import { type BicepFile, openBicepParser, type Value } from './bicep.ts';

const infra = resolve(import.meta.dirname, '../../infra');
const paths = globSync('**/*.bicep', { cwd: infra }).sort();
let files: ReadonlyMap<string, BicepFile>;

beforeAll(async () => {
  const read = await openBicepParser();
  files = new Map(paths.map((path) => [path, read(join(infra, path))]));
});

function file(path: string): BicepFile {
  const found = files.get(path);
  if (found === undefined) throw new Error(`there is no infra/${path}`);
  return found;
}

/** One part of a value, by keys and positions. */
function part(value: Value | undefined, ...keys: readonly (string | number)[]): Value | undefined {
  return keys.reduce<Value | undefined>(
    (inner, key) => (inner as Record<string, Value> | undefined)?.[key],
    value,
  );
}

/**
 * Every type and version that is used. What is set of them was checked once against the JSON schemas of
 * Azure/azure-resource-manager-schemas, unknown properties refused; who adds one or changes a version does that again.
 */
const checked = [
  'Microsoft.App/containerApps@2025-07-01',
  'Microsoft.App/managedEnvironments@2025-07-01',
  'Microsoft.App/managedEnvironments/httpRouteConfigs@2025-07-01',
  'Microsoft.Authorization/roleAssignments@2022-04-01',
  'Microsoft.BotService/botServices@2022-09-15',
  'Microsoft.BotService/botServices/channels@2022-09-15',
  'Microsoft.ContainerRegistry/registries@2025-11-01',
  'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01',
  'Microsoft.DBforPostgreSQL/flexibleServers/administrators@2024-08-01',
  'Microsoft.DBforPostgreSQL/flexibleServers/databases@2024-08-01',
  'Microsoft.Insights/actionGroups@2023-01-01',
  'Microsoft.Insights/components@2020-02-02',
  'Microsoft.Insights/diagnosticSettings@2021-05-01-preview',
  'Microsoft.Insights/scheduledQueryRules@2023-12-01',
  'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31',
  'Microsoft.Network/privateDnsZones@2024-06-01',
  'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01',
  'Microsoft.Network/virtualNetworks@2025-01-01',
  'Microsoft.Network/virtualNetworks/subnets@2025-01-01',
  'Microsoft.OperationalInsights/workspaces@2025-02-01',
];

test('there are the files there should be', () => {
  expect(paths).toEqual(expect.arrayContaining(['foundation.bicep', 'main.bicep', 'modules/app.bicep']));
});

test.each(paths)('infra/%s can be parsed', (path) => {
  expect(file(path).errors).toEqual([]);
});

test.each(paths)('infra/%s uses all it declares', (path) => {
  const { params, vars, used } = file(path);
  expect([...params.keys(), ...vars.keys()].filter((name) => !used.has(name))).toEqual([]);
});

/** Bicep's own functions and decorators that are used. */
const functions = new Set([
  ...['allowed', 'cidrSubnet', 'concat', 'description', 'empty', 'guid', 'int', 'json', 'loadTextContent'],
  ...['maxLength', 'maxValue', 'minLength', 'minValue', 'resourceGroup', 'split', 'string'],
  ...['subscriptionResourceId', 'tenant', 'union', 'uniqueString'],
]);

test.each(paths)('infra/%s uses only what it declares', (path) => {
  const { params, vars, resources, modules, loops, used } = file(path);
  const declared = [params, vars, resources, modules].flatMap((each) => [...each.keys()]);
  const known = new Set([...declared, ...loops, ...functions]);
  expect([...used].filter((name) => !known.has(name))).toEqual([]);
});

test('each resource is of a type and version that was checked', () => {
  const used = [...files.values()].flatMap(({ resources }) =>
    [...resources.values()].map(({ type, version }) => `${type}@${version}`),
  );
  expect([...new Set(used)].sort()).toEqual([...checked].sort());
});

test.each(paths)('infra/%s gives each module what it takes, and takes in files that are there', (path) => {
  for (const { path: inner, params } of file(path).modules.values()) {
    const module = file(join(dirname(path), inner));
    const needed = [...module.params]
      .filter(([, { byDefault }]) => byDefault === undefined)
      .map(([name]) => name);
    expect([inner, Object.keys(params)]).toEqual([inner, expect.arrayContaining(needed)]);
    expect(Object.keys(params).filter((name) => !module.params.has(name))).toEqual([]);
  }
  for (const text of file(path).texts)
    expect([text, existsSync(join(infra, dirname(path), text))]).toEqual([text, true]);
});

test.each(paths)('infra/%s takes from a module only what it gives', (path) => {
  const source = readFileSync(join(infra, path), 'utf8');
  const modules = file(path).modules;
  for (const [, name = '', output = ''] of source.matchAll(/\b(\w+)\.outputs\.(\w+)/g)) {
    const module = modules.get(name);
    expect([`${name}.outputs.${output}`, module !== undefined]).toEqual([`${name}.outputs.${output}`, true]);
    expect([...file(join(dirname(path), module?.path ?? '')).outputs.keys()]).toContain(output);
  }
});

describe('the container app', () => {
  const app = () => file('modules/app.bicep').resources.get('app')?.body;
  const container = (position: number) => part(app(), 'properties', 'template', 'containers', position);

  /** The settings the bot gets, with what only Azure knows replaced. */
  function settings(extra: Record<string, string> = {}): Record<string, string> {
    const known: Record<string, string> = {
      'string(port)': '3978',
      botId: '11111111-1111-4111-8111-111111111111',
      tenantId: '22222222-2222-4222-8222-222222222222',
      cloud: 'global',
      writesAs: 'person',
      schoolProfiles: 'off',
      logLevel: 'info',
      botIdentityClientId: '33333333-3333-4333-8333-333333333333',
      readerIdentityClientId: '44444444-4444-4444-8444-444444444444',
      writerIdentityClientId: '55555555-5555-4555-8555-555555555555',
      storeUrl: 'postgres://id-bot@db.example:5432/sync_warden?sslmode=verify-full',
      "'sync_warden.policy=${uniqueString(policy)}'": 'sync_warden.policy=x',
      ...extra,
    };
    const writer = part(file('modules/app.bicep').vars.get('writerSettings'));
    const env = part(container(0), 'env') as readonly Value[];
    const pairs = [...env, ...(known['writesAs'] === 'app' ? writerEntries(writer) : [])].flatMap((each) => {
      const name = part(each, 'name');
      if (typeof name !== 'string') return [];
      const value = part(each, 'value');
      const expression = part(value, 'expression');
      const filled = typeof expression === 'string' ? known[expression] : value;
      if (typeof filled !== 'string') throw new Error(`${name}: nothing is known of ${String(expression)}`);
      return [[name, filled] as const];
    });
    return Object.fromEntries(pairs);
  }

  /** What stands in `empty(…) ? [] : [ … ]`. */
  function writerEntries(value: Value | undefined): readonly Value[] {
    const text = String(part(value, 'expression'));
    const [, name = '', inner = ''] = /name: '(\w+)'\s+value: (\w+)/.exec(text) ?? [];
    return [{ name, value: { expression: inner } }];
  }

  test('gives the bot settings it starts with', () => {
    const read = readConfig(settings());
    expect(read.ok ? [] : read.problems).toEqual([]);
    expect(read).toMatchObject({
      config: {
        mode: 'production',
        host: '0.0.0.0',
        store: { kind: 'postgres', identity: { clientId: '33333333-3333-4333-8333-333333333333' } },
        credentials: {
          connector: { kind: 'federated-identity' },
          read: { kind: 'managed-identity', clientId: '44444444-4444-4444-8444-444444444444' },
          write: null,
        },
      },
    });
  });

  test('gives it an identity that writes when it is to write as an app', () => {
    const read = readConfig(settings({ writesAs: 'app' }));
    expect(read.ok ? [] : read.problems).toEqual([]);
    expect(read).toMatchObject({ config: { credentials: { write: { kind: 'managed-identity' } } } });
  });

  test('gives it no setting it doesn’t know', () => {
    const sources = globSync('src/**/*.ts', { cwd: join(infra, '..') })
      .map((path) => readFileSync(join(infra, '..', path), 'utf8'))
      .join('\n');
    const isKnown = (name: string) =>
      new RegExp(`\\b${name}\\b`).test(sources) ||
      // Credentials are made of a prefix and a proof.
      sources.includes(`'${name.replace(/^(BOT|READ|WRITE)_/, '')}'`);
    // OpenTelemetry's own names are the business of its exporters, too.
    const own = Object.keys(settings({ writesAs: 'app' })).filter((name) => !name.startsWith('OTEL_'));
    expect(own.filter((name) => !isKnown(name))).toEqual([]);
    expect(isKnown('BOT_IDENTITY')).toBe(false);
  });

  test('gives no secret in a setting', () => {
    expect(Object.keys(settings({ writesAs: 'app' })).filter((name) => /SECRET|PASSWORD/.test(name))).toEqual(
      [],
    );
    expect(JSON.stringify(part(container(0), 'env'))).not.toContain('secretRef');
  });

  test('is let in through one path only', () => {
    expect(part(app(), 'properties', 'configuration', 'ingress', 'external')).toBe(false);
    const rules = part(file('modules/app.bicep').resources.get('route')?.body, 'properties', 'rules');
    expect(part(rules, 'length')).toBe(1);
    expect(part(rules, 0, 'routes')).toEqual([{ match: { path: '/api/messages' } }]);
  });

  test('is asked at the paths the bot answers at, on its port', () => {
    const probes = part(container(0), 'probes') as readonly Value[];
    expect(probes.map((probe) => [part(probe, 'type'), part(probe, 'httpGet', 'path')])).toEqual([
      ['Startup', '/healthz'],
      ['Liveness', '/healthz'],
      ['Readiness', '/readyz'],
    ]);
    for (const probe of probes) expect(part(probe, 'httpGet', 'port', 'expression')).toBe('port');
    expect(file('modules/app.bicep').vars.get('port')).toBe(3978);
  });

  test('gets longer to end than the bot takes: 30 seconds, as docs say', () => {
    expect(part(app(), 'properties', 'template', 'terminationGracePeriodSeconds')).toBeGreaterThan(30);
  });

  test('has its files where the settings and the collector look for them', () => {
    const mounts = (position: number) => part(container(position), 'volumeMounts', 0, 'mountPath');
    const volumes = part(app(), 'properties', 'template', 'volumes') as readonly Value[];
    const paths = volumes.map((volume) => part(volume, 'secrets', 0, 'path'));
    expect(settings()['POLICY_FILE']).toBe(`${String(mounts(0))}/${String(paths[0])}`);
    expect(part(container(1), 'args', 0)).toBe(`--config=${String(mounts(1))}/${String(paths[1])}`);
    const secrets = (part(app(), 'properties', 'configuration', 'secrets') as readonly Value[]).map((each) =>
      part(each, 'name'),
    );
    for (const volume of volumes) expect(secrets).toContain(part(volume, 'secrets', 0, 'secretRef'));
    expect(secrets).toContain(part(container(1), 'env', 0, 'secretRef'));
  });

  test('takes only memory and processor in a relation that is sold: 2 GiB to a core', () => {
    const sizes = [0, 1].map((position) => {
      const resources = part(container(position), 'resources');
      const cpu = Number(/'([\d.]+)'/.exec(String(part(resources, 'cpu', 'expression')))?.[1]);
      return { cpu, memory: Number.parseFloat(String(part(resources, 'memory'))) };
    });
    const sum = (of: 'cpu' | 'memory') => sizes.reduce((all, size) => all + size[of], 0);
    expect(sum('memory')).toBe(2 * sum('cpu'));
    expect(sum('cpu') % 0.25).toBe(0);
  });
});

test('the collector takes telemetry from its own replica only, where the bot sends it', () => {
  const collector = parse(readFileSync(join(infra, 'collector.yml'), 'utf8')) as {
    receivers: { otlp: { protocols: { http: { endpoint: string } } } };
    processors: object;
    exporters: object;
    service: {
      pipelines: Record<string, { receivers: string[]; processors: string[]; exporters: string[] }>;
    };
  };
  const env = part(
    file('modules/app.bicep').resources.get('app')?.body,
    'properties',
    'template',
    'containers',
    0,
    'env',
  );
  const endpoint = (env as readonly Value[]).find(
    (each) => part(each, 'name') === 'OTEL_EXPORTER_OTLP_ENDPOINT',
  );
  expect(part(endpoint, 'value')).toBe(`http://${collector.receivers.otlp.protocols.http.endpoint}`);
  expect(collector.receivers.otlp.protocols.http.endpoint).toMatch(/^127\.0\.0\.1:/);
  expect(Object.keys(collector.service.pipelines).sort()).toEqual(['metrics', 'traces']);
  for (const { receivers, processors, exporters } of Object.values(collector.service.pipelines)) {
    expect(Object.keys(collector.receivers)).toEqual(expect.arrayContaining(receivers));
    expect(Object.keys(collector.processors)).toEqual(expect.arrayContaining(processors));
    expect(Object.keys(collector.exporters)).toEqual(expect.arrayContaining(exporters));
  }
});

test('the database has no password, no address of its own, and an owner before it is made', () => {
  const { resources } = file('modules/database.bicep');
  const server = resources.get('server')?.body;
  expect(part(server, 'properties', 'authConfig', 'passwordAuth')).toBe('Disabled');
  expect(part(server, 'properties', 'network', 'publicNetworkAccess')).toBe('Disabled');
  expect(part(resources.get('database')?.body, 'dependsOn', 0, 'expression')).toBe('owner');
});

test.each(globSync('policies/*.yml', { cwd: infra }))(
  'infra/%s is a policy, and allows nobody anything',
  (path) => {
    const reading = readPolicy(readFileSync(join(infra, path), 'utf8'));
    expect(reading).toMatchObject({ ok: true, policy: { rules: [] } });
  },
);

test('no id of a tenant, a subscription or an app is in infra/', () => {
  // AcrPull, the same in every subscription.
  const builtIn = '7f951dda-4ed3-4680-a7ca-43fe172d538d';
  const found = globSync('**/*.{bicep,json,yml,kql}', { cwd: infra }).flatMap((path) =>
    [
      ...readFileSync(join(infra, path), 'utf8').matchAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi),
    ].map(([id]) => `${path}: ${id}`),
  );
  expect(found).toEqual([`foundation.bicep: ${builtIn}`]);
});
