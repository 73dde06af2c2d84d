import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import type { ExportedAttempt } from '../store/export-audit.ts';

export type AuditFormat = 'csv' | 'json';

const columns = [
  'time',
  'operation',
  'displayName',
  'outcome',
  'code',
  'person',
  'personId',
  'tenantId',
  'approver',
  'approverId',
  'scope',
  'conversationId',
  'thread',
  'reason',
  'stateBefore',
  'stateAfter',
  'servicePrincipalId',
  'jobId',
  'profileId',
  'requestIds',
  'run',
  'id',
] as const satisfies readonly (keyof ExportedAttempt)[];

/** A spreadsheet would run a name or reason that looks like a formula. */
const csvOptions = { columns: [...columns], escape_formulas: true, record_delimiter: '\r\n' } as const;

/** Writes attempts one after the other: CSV with a header line, or one JSON array. */
export async function writeAttempts(
  attempts: AsyncIterable<ExportedAttempt>,
  format: AuditFormat,
  to: Writable,
): Promise<void> {
  const write = async (text: string) => {
    if (!to.write(text)) await once(to, 'drain');
  };
  if (format === 'csv') await write(stringify([], { ...csvOptions, header: true }));
  let before = '[\n';
  for await (const attempt of attempts) {
    if (format === 'csv') await write(stringify([attempt], csvOptions));
    else await write(`${before}${JSON.stringify(attempt)}`);
    before = ',\n';
  }
  if (format === 'json') await write(before === '[\n' ? '[]\n' : '\n]\n');
}
