import { findServerBinaries } from '../test/postgres/server-binaries.ts';
import { benchWatch } from './watch.ts';

/** Longer than it takes by far, milliseconds. */
const longest = 20 * 60_000;

if (findServerBinaries() === null) {
  process.stderr.write(
    'npm run bench needs the PostgreSQL server programs (initdb, postgres), version 13 or newer, on the PATH or in /usr/lib/postgresql/*/bin: apt-get install postgresql\n',
  );
  process.exit(1);
}
setTimeout(() => {
  process.stderr.write('the benchmark took too long\n');
  process.exit(1);
}, longest).unref();

const [tenants = 200, jobs = 50, changes = 400, seconds = 120] = process.argv.slice(2).map(Number);
process.exit((await benchWatch({ tenants, jobs, changes, seconds })) ? 0 : 1);
