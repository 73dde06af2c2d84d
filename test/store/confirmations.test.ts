import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  claimConfirmation,
  expireConfirmations,
  findConfirmation,
  putConfirmation,
  type Question,
} from '../../src/store/confirmations.ts';
import { openStore } from '../../src/store/open.ts';
import type { Database } from '../../src/store/schema.ts';
import type { Snapshot } from '../../src/words.ts';

const snapshot: Snapshot = {
  kind: 'profile',
  target: { kind: 'profile', profileId: 'p' },
  displayName: 'P',
  status: 'inProgress',
  lastActivity: null,
  errorCount: 0,
  readAt: 0,
};

const question = (token: string, more: Partial<Question> = {}): Question => ({
  token,
  operation: 'pause-profile',
  snapshot,
  fingerprint: 'f',
  warnings: [],
  reason: null,
  typedName: null,
  actor: { tenantId: 't', objectId: 'o', name: 'Dana' },
  place: { tenantId: 't', conversationId: 'c', thread: null, scope: 'personal' },
  messageId: `m-${token}`,
  askedAt: 0,
  expiresAt: 1000,
  ...more,
});

let db: Database;
beforeEach(async () => {
  db = await openStore(':memory:');
});
afterEach(async () => {
  await db.destroy();
});

const put = (asked: Question) => db.transaction().execute((tx) => putConfirmation(tx, asked));
const claim = (token: string, now: number, runId: string | null = 'r') =>
  db.transaction().execute((tx) => claimConfirmation(tx, { token, now, runId }));

test('of 200 simultaneous claims one wins', async () => {
  await put(question('a'));
  const won = await Promise.all(Array.from({ length: 200 }, () => claim('a', 500)));
  expect(won.filter(Boolean)).toHaveLength(1);
});

test('a claim at the last moment wins, one after it does not', async () => {
  await put(question('a'));
  expect(await claim('a', 1000)).toBe(false);
  expect(await claim('a', 999)).toBe(true);
  expect(await findConfirmation(db, 'a')).toMatchObject({ status: 'used', runId: 'r' });
});

test('a new question of the same person and target retires the old one; others are left alone', async () => {
  await put(question('a'));
  await put(question('b', { actor: { tenantId: 't', objectId: 'another', name: 'Lee' } }));
  expect(await put(question('c'))).toMatchObject([{ token: 'a' }]);
  expect(await claim('a', 10)).toBe(false);
  expect(await claim('b', 10)).toBe(true);
  expect(await claim('c', 10)).toBe(true);
});

test('what expired is given out once', async () => {
  await put(question('a'));
  const expire = (now: number) => db.transaction().execute((tx) => expireConfirmations(tx, now, 10));
  expect(await expire(999)).toEqual([]);
  expect(await expire(1000)).toHaveLength(1);
  expect(await expire(1000)).toEqual([]);
  expect(await findConfirmation(db, 'a')).toMatchObject({ status: 'expired' });
});

test('the file belongs to its owner alone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'store-'));
  const file = join(folder, 'deep', 'bot.db');
  const store = await openStore(file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  await store.destroy();
  rmSync(folder, { recursive: true });
});
