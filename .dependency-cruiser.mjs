const room = (...names) => `^src/(${names.join('|')})/`;
/** Rooms that every room may import. */
export const leaves = ['language', 'cards', 'text'];
const rooms = [
  'http',
  'teams',
  'commands',
  'operations',
  'watches',
  'targets',
  'policy',
  'identity',
  'graph',
  'store',
  'background',
  'registration',
  'sandbox',
  'doctor',
  'cli',
  'reference',
];

/** Which rooms a room may import, besides itself and the leaves. */
export const mayImport = {
  http: ['teams'],
  teams: ['commands', 'operations', 'targets', 'policy', 'identity', 'store'],
  commands: ['operations', 'watches', 'targets', 'policy', 'graph', 'store'],
  operations: ['targets', 'policy', 'graph', 'store'],
  watches: ['targets', 'policy', 'graph', 'store'],
  targets: ['graph', 'store'],
  policy: ['graph', 'store'],
  background: ['commands', 'operations', 'watches', 'teams', 'store'],
  registration: ['identity'],
  doctor: ['registration', 'teams', 'identity', 'policy', 'graph', 'store'],
  cli: ['doctor', 'registration', 'sandbox', 'graph', 'store', 'policy', 'targets', 'reference'],
  reference: [],
  graph: [],
  store: [],
  identity: [],
  sandbox: [],
  language: [],
  cards: [],
  text: [],
};

/** Which packages belong to one room alone. */
const onlyIn = [
  ['teams', '(^|/)node_modules/(botbuilder|botframework|@microsoft/(teams-ai|teams\\.|agents-))'],
  ['graph', '(^|/)node_modules/@microsoft/microsoft-graph-client'],
  ['identity', '(^|/)node_modules/@azure/identity'],
  ['store', '(^|/)node_modules/(kysely|pg)/|^(node:)?sqlite$'],
];

export default {
  forbidden: [
    ...Object.entries(mayImport).map(([name, allowed]) => ({
      name: `${name}-reaches-too-far`,
      severity: 'error',
      from: { path: room(name) },
      to: {
        path: room(...rooms, ...leaves),
        pathNot: room(name, ...allowed, ...(leaves.includes(name) ? ['text', 'language'] : leaves)),
      },
    })),
    ...onlyIn.map(([name, path]) => ({
      name: `package-only-in-${name}`,
      severity: 'error',
      from: { path: '^src/', pathNot: room(name) },
      to: { path },
    })),
    {
      name: 'restify-only-in-http',
      severity: 'error',
      from: { path: '^src/', pathNot: room('http') },
      to: { path: '(^|/)node_modules/restify/' },
    },
    {
      name: 'opentelemetry-only-in-its-leaves',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(metrics|tracing|telemetry)\\.ts$' },
      to: { path: '(^|/)node_modules/@opentelemetry/' },
    },
    {
      name: 'nobody-imports-main',
      severity: 'error',
      from: { path: room(...rooms.filter((name) => name !== 'cli'), ...leaves) },
      to: { path: '^src/(main|compose)\\.ts$' },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json'],
      conditionNames: ['import', 'node', 'default'],
      exportsFields: ['exports'],
    },
  },
};
