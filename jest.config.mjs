export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // These need a server: `npm run test:postgres` brings one and takes them in again.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/postgres/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2024' },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  coverageProvider: 'v8',
  collectCoverageFrom: ['src/**/*.ts', '!src/cli/**', '!src/language/command.ts', '!src/operations/tap.ts'],
  coverageReporters: ['text-summary', 'json-summary'],
  // Each file by itself: none in these rooms may be without tests.
  coverageThreshold: {
    './src/{language,targets,operations,graph,cards,text}/**/*.ts': { lines: 60 },
  },
  testTimeout: 60000,
  maxWorkers: '100%',
  // A process keeps the modules of every suite it ran, and measuring coverage gets slower with each of them.
  workerIdleMemoryLimit: '600MB',
};
