import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { openStore } from '../../src/store/open.ts';
import { isSqliteFit } from '../../src/store/open-file.ts';
import { storeContract } from './contract.ts';

const folders: string[] = [];
function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'store-'));
  folders.push(folder);
  return join(folder, 'deep', 'bot.db');
}
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

storeContract('SQLite', async () => {
  // A second connection of this thread would wait for the first without letting it go on.
  const db = await openStore({ kind: 'file', file: newFile() });
  return { db, peers: [], close: () => db.destroy() };
});

test('the file and what belongs to it are for their owner alone', async () => {
  const file = newFile();
  const db = await openStore({ kind: 'file', file });
  for (const path of [file, `${file}-wal`, `${file}-shm`]) expect(statSync(path).mode & 0o777).toBe(0o600);
  await db.destroy();
});

test('several processes may open a new file at once, and of all their claims one wins', async () => {
  const file = newFile();
  const program = fileURLToPath(new URL('claiming-process.ts', import.meta.url));
  const run = promisify(execFile);
  const outputs = await Promise.all(
    Array.from({ length: 5 }, () => run(process.execPath, [program, file], { timeout: 25_000 })),
  );
  const won = outputs.map(({ stdout }) => JSON.parse(stdout) as { claims: number; stored: number });
  expect(won.reduce((sum, { claims }) => sum + claims, 0)).toBe(1);
  const db = await openStore({ kind: 'file', file });
  const kept = await db.selectFrom('conversation').select('id').execute();
  expect(kept).toHaveLength(won.reduce((sum, { stored }) => sum + stored, 0));
  expect((await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db)).rows).toEqual([
    { integrity_check: 'ok' },
  ]);
  await db.destroy();
});

test('a path that cannot be a database is refused by the name of its setting', async () => {
  await expect(openStore({ kind: 'file', file: '/dev/null/nowhere/bot.db' })).rejects.toThrow(
    /^STORE_URL: .*bot\.db/,
  );
});

test.each([
  ['3.51.2', false],
  ['3.51.3', true],
  ['3.53.4', true],
  ['4.0.0', true],
  ['3.9.9', false],
  ['', false],
])('SQLite %s is fit: %s', (version, fit) => {
  expect(isSqliteFit(version)).toBe(fit);
});
