import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { openConfiguredStore } from '../configured-store.ts';
import { exportAttempts } from '../store/export-audit.ts';
import { findSavedJob } from '../store/saved-jobs.ts';
import type { Database } from '../store/schema.ts';
import { type AuditFormat, writeAttempts } from './audit-format.ts';
import { exitWith, storeOrExit } from './store-location.ts';

const usage = `Usage:
  npm run audit -- export --format csv|json [--out <file>]   every attempt, oldest first
  npm run audit -- snapshot <run> [--out <file>]             what was kept of a job before it was deleted
Without --out it goes to standard output; npm adds lines of its own there unless it is called with --silent.`;

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { format: { type: 'string' }, out: { type: 'string' } },
    });
  } catch {
    return exitWith(usage);
  }
}

async function snapshot(db: Database, run: string, to: Writable): Promise<void> {
  const saved = await findSavedJob(db, run);
  if (saved === null) {
    exitWith(`Nothing was kept for a run “${run}”. The run's id is in the Details of the card.`);
  }
  const savedAt = new Date(saved.savedAt).toISOString();
  to.write(`${JSON.stringify({ run, savedAt, ...(JSON.parse(saved.content) as object) }, null, 2)}\n`);
}

const { values, positionals } = readArguments();
const [task, run, ...more] = positionals;
const { format } = values;
const exports = task === 'export' && run === undefined && (format === 'csv' || format === 'json');
const prints = task === 'snapshot' && run !== undefined && format === undefined && more.length === 0;
if (!exports && !prints) exitWith(usage);

const store = storeOrExit(process.env);
const db = await openConfiguredStore(store).catch((error: unknown) =>
  exitWith(error instanceof Error ? error.message : String(error)),
);
const to: Writable =
  values.out === undefined ? process.stdout : createWriteStream(values.out, { mode: 0o600, flags: 'wx' });
to.on('error', (error: NodeJS.ErrnoException) => {
  // Whoever read it has read enough.
  if (error.code === 'EPIPE') process.exit(0);
  exitWith(`${values.out ?? 'the output'} can't be written: ${error.message}`);
});
if (exports) await writeAttempts(exportAttempts(db), format as AuditFormat, to);
else await snapshot(db, run ?? '', to);
await db.destroy();
if (values.out !== undefined) {
  to.end();
  await once(to, 'close');
}
