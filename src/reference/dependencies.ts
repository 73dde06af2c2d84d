import { code, page, table } from './markdown.ts';

interface Reason {
  /** What it is used for, and in which room. */
  readonly why: string;
  /** What it would take to do without. */
  readonly without: string;
}

/** Why each direct dependency of production is there. */
export const reasons: Readonly<Record<string, Reason>> = {
  '@azure/identity': {
    why: '`identity/`: tokens by managed identity, federation, certificate or secret',
    without:
      'Own requests to Entra and to each host’s identity endpoint, in every cloud. Not wanted: it is the part where a mistake costs most.',
  },
  '@microsoft/microsoft-graph-client': {
    why: '`graph/`: requests to Graph',
    without: '`fetch` in one file, `src/graph/client.ts`; retry rules are the bot’s own already.',
  },
  '@microsoft/teams-ai': {
    why: '`teams/`: its `Application` routes each turn',
    without: 'About a page: two routes, for text and for card actions. See [the bot SDKs](bot-sdks.md).',
  },
  '@opentelemetry/api': {
    why: 'instruments and spans, in every room',
    without: 'No metrics or traces, or a format of the bot’s own.',
  },
  '@opentelemetry/context-async-hooks': {
    why: 'keeps the present span over `await`',
    without: 'Spans without parents, or a span handed through every call.',
  },
  '@opentelemetry/exporter-metrics-otlp-proto': {
    why: 'sends metrics to a collector',
    without: 'Scraping `/metrics` instead.',
  },
  '@opentelemetry/exporter-prometheus': {
    why: 'writes `/metrics`',
    without: 'A serializer of the text format, about a page.',
  },
  '@opentelemetry/exporter-trace-otlp-proto': {
    why: 'sends traces to a collector',
    without: 'No traces; the log has the same correlation.',
  },
  '@opentelemetry/resources': {
    why: 'name and version on what is sent',
    without: 'Goes with the SDKs below.',
  },
  '@opentelemetry/sdk-metrics': {
    why: 'collects the instruments',
    without: 'No metrics.',
  },
  '@opentelemetry/sdk-trace': { why: 'collects the spans', without: 'No traces.' },
  botbuilder: {
    why: '`teams/`: the turn, and what is sent to a conversation',
    without: 'Moving the `teams/` room to one of its successors: see [the bot SDKs](bot-sdks.md).',
  },
  'botframework-connector': {
    why: '`teams/`: the connector client and its credential',
    without: 'Goes with botbuilder.',
  },
  'csv-stringify': {
    why: '`cli/`: the exported audit trail, with formulas made harmless',
    without: 'Quoting and formula rules by hand, about 20 lines that must be right.',
  },
  entities: {
    why: '`language/`: the HTML entities of a message',
    without: 'A table of over 2,000 names, or messages that are read wrongly.',
  },
  fflate: {
    why: '`cli/`: zips the app package',
    without: 'Zipping by hand. Never loaded by the running bot.',
  },
  jose: {
    why: '`identity/`, `teams/`: checks the tokens of the channel and of people',
    without: 'Not wanted: signatures are not to be checked by own code.',
  },
  kysely: {
    why: '`store/`: one code path for SQLite and PostgreSQL',
    without: 'Every query written twice.',
  },
  luxon: {
    why: 'times as people say and read them, with time zones',
    without: '`Temporal`, once Node has it without a flag.',
  },
  pg: {
    why: '`store/`: PostgreSQL',
    without: 'No replicas.',
  },
  pino: {
    why: '`log.ts`: JSON lines',
    without: 'About a page of own code.',
  },
  restify: {
    why: '`http/`: the server and its routes',
    without: '`node:http` in one file; the limits of size, depth and time are the bot’s own already.',
  },
  rimraf: {
    why: 'imported by nothing. An install script of botbuilder-dialogs runs `npx rimraf`; where scripts are allowed, npx finds this one and downloads none',
    without: 'Goes with botbuilder-dialogs, that is with @microsoft/teams-ai.',
  },
  selfsigned: {
    why: '`sandbox/`: certificates of the stand-in Entra, for tests and `npm run rehearse`',
    without: 'Could be a development dependency once the stand-in Entra is out of `src/`.',
  },
  uuidv7: {
    why: 'ids that sort by time',
    without: 'About 30 lines.',
  },
  yaml: {
    why: '`policy/`: the policy file, with lines for its mistakes',
    without: 'A policy in JSON only, mistakes without lines.',
  },
  zod: {
    why: 'checks everything that comes from outside: settings, Graph, Entra, card data, policy',
    without: 'Checks by hand in many files.',
  },
};

/** Why each direct dependency of development is there. */
export const toolReasons: Readonly<Record<string, string>> = {
  '@balena/dockerignore': 'reads .dockerignore as Docker does',
  'dockerfile-ast': 'reads the Dockerfile',
  'web-tree-sitter': 'reads Bicep',
  'tree-sitter-bicep': 'the grammar of Bicep',
  '@biomejs/biome': 'format and lint',
  '@microsoft/app-manifest': 'checks the Teams manifest against its schema',
  '@microsoft/m365agentsplayground':
    'the local client of `npm start`. Pre-release terms of Microsoft: for trying, not to be passed on',
  '@swc/core': 'takes the types off for jest',
  '@swc/jest': 'the same',
  '@types/jest': 'types',
  '@types/luxon': 'types',
  '@types/node': 'types',
  '@types/pg': 'types',
  '@types/restify': 'types',
  adaptivecards: 'draws every card in tests',
  'axe-core': 'looks at drawn cards with the eyes of accessibility',
  'dependency-cruiser': 'import rules',
  'fast-check': 'tests of properties',
  jest: 'tests',
  node: 'the Node that npm’s commands run on',
  'playwright-core': 'drives Chromium in tests',
  typescript: 'checks the types; nothing is compiled',
};

/** Packages of production that have an install script, and why the bot works when it is never run. */
export const installScripts: Readonly<Record<string, string>> = {
  'botbuilder-dialogs':
    'takes away second copies of its recognizers. Comes with @microsoft/teams-ai; the bot uses no dialogs.',
  'dtrace-provider':
    'builds a probe for DTrace, and shrugs when it can’t. Optional, comes with restify; without it the probe does nothing.',
};

/** Licences that a package of production may have, by SPDX. All let it be used and passed on with their notice. */
export const allowedLicences: readonly string[] = [
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  '0BSD',
  'Unlicense',
  '(AFL-2.1 OR BSD-3-Clause)',
];

/** Packages whose package.json names no licence in the usual place, and where it stands instead. */
export const licencesElsewhere: Readonly<Record<string, string>> = {
  cldrjs: 'MIT, under `licenses` of its package.json and in LICENSE-MIT',
  'escape-regexp-component': 'MIT, in its Readme.md',
};

/** One package of package-lock.json. */
export interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** The packages of package-lock.json, by their folder; `''` is the project. */
export type LockedPackages = Readonly<Record<string, LockedPackage>>;

/** Name of the package in a folder of node_modules. */
export const nameOf = (folder: string): string => folder.replace(/^.*node_modules\//, '');

/** What is installed for production, without development dependencies. */
export function productionPackages(locked: LockedPackages): readonly (readonly [string, LockedPackage])[] {
  return Object.entries(locked).filter(([folder, { dev }]) => folder !== '' && dev !== true);
}

/** What a reason says of a direct dependency. @throws Error when there is none */
function reasonFor<R>(known: Readonly<Record<string, R>>, name: string): R {
  const reason = known[name];
  if (reason === undefined) throw new Error(`src/reference/dependencies.ts has no reason for ${name}`);
  return reason;
}

/** Licences and how many packages have them, the most frequent first. */
function licenceRows(production: ReturnType<typeof productionPackages>): readonly (readonly string[])[] {
  const counts = new Map<string, number>();
  for (const [folder, { license }] of production) {
    const shown = license ?? licencesElsewhere[nameOf(folder)]?.split(',', 1)[0] ?? 'none named';
    counts.set(shown, (counts.get(shown) ?? 0) + 1);
  }
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([licence, count]) => [licence, String(count)]);
}

/**
 * docs/dependencies.md: what is installed, under which licence, and why.
 *
 * @throws Error for a direct dependency without a reason
 */
export function dependenciesReference(locked: LockedPackages): string {
  const directOf = (group: 'dependencies' | 'devDependencies') =>
    Object.keys(locked['']?.[group] ?? {}).map((name) => {
      const { version = '', license = '' } = locked[`node_modules/${name}`] ?? {};
      return { name, cells: [code(name), version, license] };
    });
  const direct = directOf('dependencies');
  const production = productionPackages(locked);
  const scripts = production.filter(([, each]) => each.hasInstallScript === true);
  return page('Dependencies', 'package-lock.json and src/reference/dependencies.ts', [
    `Production has ${direct.length} direct dependencies and ${production.length} packages in all. Versions are exact, and package-lock.json has a hash of each.`,
    '## Production',
    table(
      ['package', 'version', 'licence', 'what for', 'what it would take to drop it'],
      direct.map(({ name, cells }) => {
        const { why, without } = reasonFor(reasons, name);
        return [...cells, why, without];
      }),
    ),
    '## Licences of all packages of production',
    table(['licence', 'packages'], licenceRows(production)),
    `A test refuses any other licence. ${Object.entries(licencesElsewhere)
      .map(([name, where]) => `${code(name)}: ${where}.`)
      .join(' ')}`,
    '## Install scripts',
    'None is needed: `npm ci --omit=dev --ignore-scripts` gives a bot that works. These have one:',
    table(
      ['package', 'version', 'what it does'],
      scripts.map(([folder, { version = '' }]) => [
        code(nameOf(folder)),
        version,
        reasonFor(installScripts, nameOf(folder)),
      ]),
    ),
    '`allowScripts` in package.json refuses both where npm is 11.16 or newer.',
    '## Development',
    'Not in a deployment. Only `node` needs its install script, which brings the Node that npm’s commands run on.',
    table(
      ['package', 'version', 'licence', 'what for'],
      directOf('devDependencies').map(({ name, cells }) => [...cells, reasonFor(toolReasons, name)]),
    ),
    '## To bring them up to date',
    '`npm outdated`, then one at a time with its exact version, `npm run check`, `npm test`, `npm run generate`. zod stays at 3.25 as long as the bot SDKs ask for 3; what the bot uses is its `zod/v4`.',
  ]);
}
