import { type ChildProcess, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { startPostgres } from './server.ts';
import { findServerBinaries } from './server-binaries.ts';

/** All tests together may take this long, and jest this long to end when it is told to, milliseconds. */
const longest = 12 * 60_000;
const longestEnd = 10_000;
/** How often it is looked whether whoever started this still lives, milliseconds. */
const parentCheck = 1000;

const root = resolve(import.meta.dirname, '../..');

if (findServerBinaries() === null) {
  process.stderr.write(
    'npm run test:postgres needs the PostgreSQL server programs (initdb, postgres), version 13 or newer, on the PATH or in /usr/lib/postgresql/*/bin: apt-get install postgresql\n',
  );
  process.exit(1);
}

let jest: ChildProcess | null = null;
/** Set when it was told to end before jest did: the exit code then. */
let stopped: number | null = null;

function stop(code: number, why: string): void {
  if (stopped !== null) return;
  stopped = code;
  process.stderr.write(`${why}\n`);
  jest?.kill('SIGTERM');
  setTimeout(() => jest?.kill('SIGKILL'), longestEnd).unref();
}
process.on('SIGINT', () => stop(130, 'interrupted'));
process.on('SIGTERM', () => stop(143, 'told to end'));
process.on('SIGHUP', () => stop(129, 'told to end'));
// npm's shell passes no signal on.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) stop(143, 'whoever started this has ended');
}, parentCheck).unref();
setTimeout(() => stop(1, 'the tests on PostgreSQL took too long'), longest).unref();

const server = await startPostgres();
process.on('exit', server.endNow);
const code = await new Promise<number>((settle) => {
  if (stopped !== null) return settle(stopped);
  jest = spawn(
    process.execPath,
    [
      ...['--import', './src/require-node.mjs', '--import', './test/soak/die-with-parent.ts'],
      ...['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
      'node_modules/jest/bin/jest.js',
      // One after the other, because some watch the clock.
      ...['--runInBand', ...process.argv.slice(2)],
      // These alone, which a plain `npm test` leaves out. Last, because each would swallow a name behind it.
      ...[
        '--testMatch',
        '<rootDir>/test/postgres/**/*.test.ts',
        '--testPathIgnorePatterns',
        '/node_modules/',
      ],
    ],
    {
      cwd: root,
      stdio: 'inherit',
      // What tests that are killed leave behind goes with the server's folder.
      env: { ...process.env, TEST_POSTGRES_URL: server.url, TMPDIR: join(server.folder, 'tmp') },
    },
  );
  jest.once('error', (error) => {
    process.stderr.write(`${String(error)}\n`);
    settle(1);
  });
  jest.once('close', (ended) => settle(stopped ?? ended ?? 1));
});
await server.stop();
process.exit(code);
