import { isLoopback } from '../config.ts';
import { SignInFailed } from '../identity/sign-in-failure.ts';
import { diskOf, readFileStore, tryWriting } from '../store/inspect-file.ts';
import type { PostgresContents } from '../store/inspect-postgres.ts';
import { migrationState } from '../store/migration-state.ts';
import { newestSchema } from '../store/migrations.ts';
import { markOf } from '../store/one-host.ts';
import { StoreRefused } from '../store/store-refused.ts';
import { errorWords, networkWords } from './ask.ts';
import { type Finding, fail, pass, skipped, warn } from './finding.ts';
import type { Look } from './look.ts';
import type { Subject } from './subject.ts';

const sqliteOnly = 'the store is PostgreSQL: its server knows';
const postgresOnly = 'the store is an SQLite file';

const megabyte = 1_000_000;
const room = { warn: 1000 * megabyte, fail: 100 * megabyte };
/** A bot's pool holds ten connections (`openPostgres`). */
const connectionsOfABot = 10;

interface Looks {
  readonly file: (file: string, subject: Subject) => Finding | Promise<Finding>;
  readonly postgres: (url: string, subject: Subject) => Finding | Promise<Finding>;
}

const ofStore =
  ({ file, postgres }: Looks): Look =>
  (subject) => {
    const { store, storeProblems } = subject;
    if (store === null)
      return fail(`${storeProblems.join('; ')}.`, 'Mend STORE_URL or STORE_IDENTITY as said.');
    return store.kind === 'file' ? file(store.file, subject) : postgres(store.url, subject);
  };

const codeOf = (error: unknown) =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

/** What the operating system or SQLite says, without a path or a value that came from elsewhere. */
function fileWords(error: unknown): string {
  const code = codeOf(error);
  if (code === 'EACCES' || code === 'EPERM') return `the user it runs as may not (${code})`;
  if (code === 'EROFS') return 'the disk is read-only';
  if (code === 'ENOSPC') return 'the disk is full';
  if (code === 'ENOTDIR' || code === 'EISDIR') return 'it is no file';
  return errorWords(error);
}

/** What a failed connection is about, by SQLSTATE or the network's code (PostgreSQL, appendix A). */
function postgresWords(error: unknown): string {
  if (error instanceof StoreRefused) return error.message.replace(/^STORE_URL: /, '');
  if (error instanceof SignInFailed)
    return `the managed identity in STORE_IDENTITY gives no token (${error.message})`;
  const code = codeOf(error);
  if (code === '28P01' || code === '28000') return 'the server refuses user or password';
  if (code === '3D000') return 'there is no such database';
  if (code === '53300') return 'the server has no connection left';
  if (code === '57P03') return 'the server is starting or stopping';
  if (code === '42501') return 'the user may not read the bot’s tables';
  if (/^[A-Z]+$/.test(code)) return networkWords(code);
  const message = errorWords(error);
  if (/timeout/i.test(message)) return 'no answer in time';
  if (/does not support SSL/i.test(message)) return 'the server has no TLS, and the address asks for it';
  return code === '' ? 'the connection failed' : `the connection failed (${code})`;
}

/** Where a connection address leads, without user and password. */
function without(url: string): string {
  const parsed = URL.parse(url);
  return parsed === null ? 'the address' : `${parsed.host || 'local socket'}${parsed.pathname}`;
}

/** Null where the store may be used by this bot. */
function foreignOwner(owner: string | null, { production, settings }: Subject): Finding | null {
  if (owner === null || !settings.ok) return null;
  const mine = production === null ? 'sandbox' : `production ${production.botId}`;
  return owner === mine
    ? null
    : fail(
        `The store belongs to ${owner}, not to ${mine}.`,
        'Check MODE and BOT_ID; if they are right, name another store in STORE_URL.',
      );
}

const open = ofStore({
  file(file, subject) {
    let found: ReturnType<typeof readFileStore>;
    try {
      found = readFileStore(file);
    } catch (error) {
      return fail(
        `${file} can’t be opened: ${fileWords(error)}.`,
        'Name a file in STORE_URL that is a store of the bot and that it may read.',
      );
    }
    if (found === null) return pass(`${file} isn’t there yet: the first start makes it.`);
    return foreignOwner(found.owner, subject) ?? pass(`${file}.`);
  },
  async postgres(url, subject) {
    let found: PostgresContents;
    try {
      found = await subject.postgres(url);
    } catch (error) {
      return fail(
        `PostgreSQL at ${without(url)} can’t be used: ${postgresWords(error)}.`,
        'Check address, user and password in STORE_URL, and the network between.',
      );
    }
    return foreignOwner(found.owner, subject) ?? pass(`PostgreSQL ${found.versionText} at ${without(url)}.`);
  },
});

const amount = (bytes: number) =>
  bytes >= 1000 * megabyte
    ? `${(bytes / 1000 / megabyte).toFixed(1)} GB`
    : `${Math.round(bytes / megabyte)} MB`;

/** What is to be said of a disk. */
export function checkDisk(folder: string, network: string | null, free: number): Finding {
  if (network !== null) {
    return fail(
      `${folder} lies on a network file system (${network}), where SQLite can lose data.`,
      'Name a local or managed disk in STORE_URL, or use PostgreSQL.',
    );
  }
  const left = `${amount(free)} free on the disk of ${folder}.`;
  const mend = 'Make room, or name another disk in STORE_URL.';
  if (free < room.fail) return fail(`Only ${left}`, mend);
  return free < room.warn ? warn(`Only ${left}`, mend) : pass(`Local, ${left}`);
}

const disk = ofStore({
  file(file) {
    try {
      const { folder, network, free } = diskOf(file);
      return checkDisk(folder, network, free);
    } catch (error) {
      return fail(
        `The disk of ${file} can’t be looked at: ${fileWords(error)}.`,
        'Name a folder in STORE_URL the bot may use.',
      );
    }
  },
  postgres: () => skipped(sqliteOnly),
});

/** What is to be said of what the user may do in a PostgreSQL database. */
export function checkRights({ readOnly, mayCreate, foreignTables, user }: PostgresContents): Finding {
  if (readOnly) {
    return fail(
      'The database takes no writes: it is a standby, or read-only.',
      'Name the primary in STORE_URL.',
    );
  }
  if (!mayCreate) {
    return fail(
      `The user ${user} may not make tables.`,
      `Run in that database: GRANT CREATE ON SCHEMA public TO ${JSON.stringify(user)}`,
    );
  }
  return foreignTables.length === 0
    ? pass(`The user ${user} may make and change tables.`)
    : fail(
        `The user ${user} doesn’t own the bot’s tables (${foreignTables.join(', ')}).`,
        'Name the user that owns them in STORE_URL, or give them to this one (REASSIGN OWNED).',
      );
}

const write = ofStore({
  file(file) {
    try {
      tryWriting(file);
      return pass('A write was tried, and nothing of it stays.');
    } catch (error) {
      return fail(
        `The store can’t be written: ${fileWords(error)}.`,
        'Give the user the bot runs as the right to write the file of STORE_URL and its folder.',
      );
    }
  },
  postgres: async (url, subject) => checkRights(await subject.postgres(url)),
});

/** What is to be said of the tables. */
export function checkSchema(
  { applied, usableFrom }: Pick<PostgresContents, 'applied' | 'usableFrom'>,
  backUp: string,
): Finding {
  const { pending, unknown } = migrationState(applied);
  if (unknown.length > 0 && usableFrom !== null && usableFrom <= newestSchema()) {
    return warn(
      'The store was changed by a newer version of the bot; this one can use it all the same.',
      'Run the newer version again once you can: what is new in the store waits for it.',
      unknown,
    );
  }
  if (unknown.length > 0) {
    return fail(
      'The store was changed by a newer version of the bot.',
      'Run that version, or put back a backup from before.',
      unknown,
    );
  }
  if (applied.length === 0) return pass('No tables yet: the first start makes them.');
  if (pending.length === 0) return pass(`As this version wants it (${applied.at(-1)}).`);
  const changes = pending.length === 1 ? 'one change' : `${pending.length} changes`;
  return warn(`The next start makes ${changes} to the tables; the doctor made none.`, backUp, pending);
}

const schema = ofStore({
  file: (file) =>
    checkSchema(
      readFileStore(file) ?? { applied: [], usableFrom: null },
      'Back up first: `npm run backup -- <file>`.',
    ),
  postgres: async (url, subject) =>
    checkSchema(await subject.postgres(url), 'Back up first, with PostgreSQL’s tools.'),
});

/** What is to be said of a PostgreSQL server. @param host of the address */
export function checkServer(found: PostgresContents, host: string): Finding {
  if (found.version < 130_000) {
    return fail(`The server is PostgreSQL ${found.versionText}, older than 13.`, 'Use a newer server.');
  }
  if (found.unsafe.length > 0) {
    return fail(
      `${found.unsafe.join(' and ')} off: a crash could forget what was confirmed.`,
      `Turn ${found.unsafe.join(' and ')} on for this database.`,
    );
  }
  if (found.connectionsLeft < connectionsOfABot) {
    return warn(
      `The server has ${found.connectionsLeft} connections left, and a bot takes up to ${connectionsOfABot}.`,
      'Raise max_connections, or put a pooler between.',
    );
  }
  if (!found.encrypted && host !== '' && !isLoopback(host)) {
    return warn('The connection is not encrypted.', 'Add ?sslmode=verify-full to STORE_URL.');
  }
  return pass(`PostgreSQL ${found.versionText}, ${found.connectionsLeft} connections left.`);
}

const server = ofStore({
  file: () => skipped(postgresOnly),
  postgres: async (url, subject) => checkServer(await subject.postgres(url), URL.parse(url)?.hostname ?? ''),
});

const users = ofStore({
  file(file) {
    const mark = markOf(file);
    if (mark === null) return pass('No bot is running on it.');
    return mark.thisHost
      ? pass('A bot on this machine is running on it.')
      : fail(
          `A bot on another machine (${mark.name}) is running on it.`,
          'Stop one of the bots, or use PostgreSQL in STORE_URL for several machines.',
        );
  },
  async postgres(url, subject) {
    const { botConnections } = await subject.postgres(url);
    return pass(
      botConnections === 0
        ? 'No bot is connected to it.'
        : `Bots are connected to it (${botConnections} connections).`,
    );
  },
});

/** Checks of the store. None changes anything in it. */
export const store = {
  'store-open': open,
  'store-disk': disk,
  'store-write': write,
  'store-schema': schema,
  'store-server': server,
  'store-users': users,
} satisfies Record<string, Look>;
