import { randomUUID } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  openSync,
  rmSync,
  statfsSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { networkFileSystem } from './network-file-system.ts';

/** What an SQLite store says of itself. */
export interface FileContents {
  /** Changes made to its tables. */
  readonly applied: readonly string[];
  /** The oldest schema whose programs can use it (`schema-version.ts`); null when it doesn't say. */
  readonly usableFrom: number | null;
  /** Whom it belongs to (`claimStore`); null when nobody used it yet. */
  readonly owner: string | null;
}

/** How long to wait for a bot that is writing, milliseconds. */
const busy = 2000;

/**
 * Reads an SQLite store, and changes nothing in it.
 *
 * @returns null when there is no file, or an empty one
 * @throws whatever SQLite throws for a file it can't read or that is no database
 */
export function readFileStore(file: string): FileContents | null {
  if (!existsSync(file) || statSync(file).size === 0) return null;
  const db = new DatabaseSync(file, { readOnly: true, timeout: busy });
  try {
    const tables = new Set(
      db
        .prepare("select name from sqlite_master where type = 'table'")
        .all()
        .map(({ name }) => String(name)),
    );
    const column = (query: string) =>
      db
        .prepare(query)
        .all()
        .map((row) => String(Object.values(row)[0]));
    return {
      applied: tables.has('kysely_migration')
        ? column('select name from kysely_migration order by name')
        : [],
      usableFrom: tables.has('schema_version')
        ? Number(column('select usable_from from schema_version where id = 1')[0])
        : null,
      owner: tables.has('belongs') ? (column('select owner from belongs where id = 1')[0] ?? null) : null,
    };
  } finally {
    db.close();
  }
}

/** The folder of a file, or the nearest above it that is there: what isn't there yet is made in it. */
function existingFolder(file: string): string {
  let folder = dirname(file);
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

/**
 * Tries what a bot needs to do with the file: write beside it, and take its write lock. Nothing stays behind.
 *
 * @throws when it can't; the error of the operating system or of SQLite
 */
export function tryWriting(file: string): void {
  const probe = join(existingFolder(file), `.sync-warden-doctor-${randomUUID()}`);
  const handle = openSync(probe, 'wx', 0o600);
  try {
    writeSync(handle, 'x'.repeat(4096));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
    rmSync(probe, { force: true });
  }
  if (!existsSync(file) || statSync(file).size === 0) return;
  accessSync(file, constants.R_OK | constants.W_OK);
  const db = new DatabaseSync(file, { timeout: busy });
  try {
    db.exec('begin immediate; rollback;');
  } finally {
    db.close();
  }
}

/** The disk a file lies on, or would. */
export interface Disk {
  readonly folder: string;
  /** The network file system it is; null for a local one, or where the system doesn't tell. */
  readonly network: string | null;
  /** Bytes a user without privileges may still write. */
  readonly free: number;
}

/** @throws when the folder can't be looked at */
export function diskOf(file: string): Disk {
  const folder = existingFolder(file);
  const { bavail, bsize } = statfsSync(folder);
  return { folder, network: networkFileSystem(folder), free: bavail * bsize };
}
