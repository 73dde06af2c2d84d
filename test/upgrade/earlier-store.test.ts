import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { goesOn } from './goes-on.ts';

const folder = mkdtempSync(join(tmpdir(), 'earlier-'));
const file = join(folder, 'bot.db');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

goesOn('sqlite', async () => ({
  location: { kind: 'file', file },
  async refill(sql) {
    for (const path of [file, `${file}-wal`, `${file}-shm`]) rmSync(path, { force: true });
    const db = new DatabaseSync(file);
    db.exec(sql);
    db.close();
  },
}));
