import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { openBicepParser } from './bicep.ts';

interface Action {
  readonly uses: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with: Readonly<Record<string, unknown>>;
  readonly writeToEnvironmentFile?: Readonly<Record<string, string>>;
}

const root = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const text = read('m365agents.yml');
const project = parse(text) as {
  readonly version: string;
  readonly environmentFolderPath: string;
  readonly provision: readonly Action[];
  readonly deploy: readonly Action[];
  readonly publish: readonly Action[];
};
const stages = ['provision', 'deploy', 'publish'] as const;
const actions = stages.flatMap((stage) => project[stage]);
const placeholders = (of: string) => [...of.matchAll(/\$\{\{\s*(\w+)\s*\}\}/g)].map(([, name = '']) => name);

/** An environment's file: names and values. */
function environment(name: string): ReadonlyMap<string, string> {
  const lines = read(`env/.env.${name}`)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const [, key = '', value = ''] = /^([A-Z][A-Z0-9_]*)=(.*)$/.exec(line) ?? [];
      if (key === '') throw new Error(`env/.env.${name}: ${line}`);
      return [key, value];
    }),
  );
}

const templates = actions.flatMap((action) =>
  action.uses === 'arm/deploy'
    ? (action.with['templates'] as readonly { path: string; parameters: string; deploymentName: string }[])
    : [],
);

test('the environments have the same names', () => {
  expect([...environment('prod').keys()]).toEqual([...environment('dev').keys()]);
});

test.each(['dev', 'prod'])('env/.env.%s is of that name and holds no secret and nobody’s id', (name) => {
  const values = environment(name);
  expect(values.get('TEAMSFX_ENV')).toBe(name);
  expect([...values.keys()].filter((key) => /SECRET|PASSWORD|TOKEN|_KEY$/.test(key))).toEqual([]);
  expect([...values].filter(([, value]) => /[0-9a-f]{8}-[0-9a-f]{4}/i.test(value))).toEqual([]);
});

test('production has two replicas or more, and a database that outlives a zone', () => {
  expect(Number(environment('prod').get('REPLICAS'))).toBeGreaterThanOrEqual(2);
  expect(environment('prod').get('DATABASE_HIGH_AVAILABILITY')).toBe('ZoneRedundant');
  expect(environment('prod').get('DATABASE_TIER')).not.toBe('Burstable');
});

test('every placeholder has a place in the environments’ files', () => {
  const all = [
    ...placeholders(text),
    ...templates.flatMap(({ parameters }) => placeholders(read(parameters))),
    ...placeholders(read('appPackage/manifest.json')),
    ...placeholders(read('appPackage/aad.manifest.json')),
  ];
  expect(all.length).toBeGreaterThan(20);
  expect([...new Set(all)].filter((name) => !environment('dev').has(name))).toEqual([]);
});

test('what a step needs was given or written before', async () => {
  const parser = await openBicepParser();
  const filledIn = ['AZURE_SUBSCRIPTION_ID', 'AZURE_RESOURCE_GROUP_NAME', 'ALERT_EMAIL'];
  const choices = [...environment('dev')].filter(([, value]) => value !== '').map(([name]) => name);
  const given = new Set([...filledIn, ...choices]);
  for (const action of project.provision) {
    const deployed = (action.with['templates'] ?? []) as typeof templates;
    const { manifestPath } = action.with;
    const files = [
      ...deployed.map(({ parameters }) => parameters),
      ...(typeof manifestPath === 'string' ? [manifestPath] : []),
    ];
    const needed = [JSON.stringify(action), ...files.map(read)].flatMap(placeholders);
    // This action makes it up when it is missing.
    if (action.uses === 'aadApp/update') given.add('AAD_APP_ACCESS_AS_USER_PERMISSION_ID');
    expect([action.uses, needed.filter((name) => !given.has(name))]).toEqual([action.uses, []]);
    for (const name of Object.values(action.writeToEnvironmentFile ?? {})) given.add(name);
    for (const { path } of deployed)
      for (const name of parser(join(root, path)).outputs.keys()) given.add(name.toUpperCase());
  }
});

test('every file it names is there', () => {
  const named = [
    ...templates.flatMap(({ path, parameters }) => [path, parameters]),
    ...actions.flatMap((action) => [action.with['manifestPath']].filter((path) => typeof path === 'string')),
    ...['dev', 'prod'].map((name) => `infra/policies/${name}.yml`),
  ];
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test('each template gets the parameters it takes, and no others', async () => {
  const parser = await openBicepParser();
  expect(templates.map(({ path }) => path)).toEqual(['./infra/foundation.bicep', './infra/main.bicep']);
  for (const { path, parameters } of templates) {
    const { params } = parser(join(root, path));
    const given = (JSON.parse(read(parameters)) as { parameters: Record<string, { value: unknown }> })
      .parameters;
    const needed = [...params].filter(([, { byDefault }]) => byDefault === undefined).map(([name]) => name);
    expect(Object.keys(given)).toEqual(expect.arrayContaining(needed));
    expect(Object.keys(given).filter((name) => !params.has(name))).toEqual([]);
    // The Toolkit replaces placeholders in text.
    for (const [name, { value }] of Object.entries(given)) {
      expect([name, params.get(name)?.type]).toEqual([name, 'string']);
      expect(typeof value).toBe('string');
    }
  }
});

test('each output has a place in the environments’ files, under the name the Toolkit writes', async () => {
  const parser = await openBicepParser();
  for (const { path } of templates) {
    for (const [name, { type }] of parser(join(root, path)).outputs) {
      if (type === 'string') expect([...environment('dev').keys()]).toContain(name.toUpperCase());
    }
  }
});

test('no secret is made', () => {
  const app = actions.find(({ uses }) => uses === 'aadApp/create');
  expect(app?.with['generateClientSecret']).toBe(false);
  expect(Object.keys(app?.writeToEnvironmentFile ?? {})).not.toContain('clientSecret');
  expect(actions.map(({ uses }) => uses)).not.toContain('botAadApp/create');
});

test('what it runs of ours is there', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const called = actions.flatMap(({ with: given }) =>
    typeof given['run'] === 'string'
      ? [...given['run'].matchAll(/npm run (\S+)/g)].map(([, name = '']) => name)
      : [],
  );
  expect(called).toEqual(['registration']);
  expect(called.filter((name) => scripts[name] === undefined)).toEqual([]);
});
