import { closeSync, existsSync, openSync, renameSync, rmSync } from 'node:fs';
import { backup, DatabaseSync } from 'node:sqlite';
import { StoreRefused } from './store-refused.ts';

/**
 * Makes a copy of an SQLite store while bots go on using it. The copy is whole and checked before it gets its
 * name; it is for its owner alone, like the store.
 *
 * @param file the store
 * @param copy where the copy goes; it must not be there yet
 * @returns how many pages were copied
 * @throws StoreRefused when there is no store, or the copy turns out damaged
 * @throws Error when the copy is there already
 */
export async function backUp(file: string, copy: string): Promise<number> {
  if (!existsSync(file)) throw new StoreRefused(`there is no store at ${file}; nothing was copied`);
  if (existsSync(copy)) throw new Error(`${copy} is there already; name a new file, nothing was copied`);
  const part = `${copy}.part`;
  rmSync(part, { force: true });
  closeSync(openSync(part, 'wx', 0o600));
  const source = new DatabaseSync(file, { readOnly: true, timeout: 5000 });
  try {
    const pages = await backup(source, part);
    const copied = new DatabaseSync(part);
    // A copy in rollback mode is one file, complete without a log beside it.
    copied.exec('pragma journal_mode=DELETE');
    const check = copied.prepare('pragma integrity_check').get();
    copied.close();
    if (check?.['integrity_check'] !== 'ok') throw new StoreRefused(`the copy of ${file} is damaged`);
    renameSync(part, copy);
    return pages;
  } finally {
    source.close();
    rmSync(part, { force: true });
  }
}
