import { claimMessages, putMessage, releaseMessage, settleMessage } from '../../src/store/messages.ts';
import { openStore } from '../../src/store/open.ts';
import type { Database } from '../../src/store/schema.ts';
import type { Place } from '../../src/words.ts';

const place: Place = { tenantId: 't', conversationId: 'c', thread: null, scope: 'personal' };
const notice = { kind: 'help', topic: null, welcome: false } as const;

let db: Database;
beforeEach(async () => {
  db = await openStore(':memory:');
});
afterEach(async () => {
  await db.destroy();
});

const put = (id: string, more: { holdUntil?: number; place?: Place } = {}) =>
  putMessage(db, { id, place, notice, now: 0, ...more });
const claim = async (now: number) => {
  const claimed = await claimMessages(db, { owner: 'me', now, limit: 20 });
  return claimed.map(({ id }) => id);
};
const settle = (id: string, revision: number, delivery: Parameters<typeof settleMessage>[2]) =>
  settleMessage(db, { id, owner: 'me', revision }, delivery);

test('one conversation is served in order, several at once', async () => {
  await put('a');
  await put('b');
  await put('c', { place: { ...place, conversationId: 'another' } });
  expect(await claim(100)).toEqual(['a', 'c']);
  expect(await claim(100)).toEqual([]);
  await settle('a', 1, { kind: 'sent', activityId: 'x' });
  expect(await claim(100)).toEqual(['b']);
});

test('a held card keeps the post behind it until it is released', async () => {
  await put('a', { holdUntil: 3000 });
  await put('b');
  expect(await claim(100)).toEqual([]);
  await releaseMessage(db, 'a', 500);
  expect(await claim(499)).toEqual([]);
  expect(await claim(500)).toEqual(['a']);
});

test('a message that was told to wait keeps nobody else back, and a newer notice does not shorten the wait', async () => {
  await put('a');
  expect(await claim(100)).toEqual(['a']);
  await settle('a', 1, { kind: 'wait', until: 60_000 });
  await put('a');
  await put('b');
  expect(await claim(200)).toEqual(['b']);
  await settle('b', 1, { kind: 'sent', activityId: 'y' });
  expect(await claim(59_999)).toEqual([]);
  expect(await claim(60_000)).toEqual(['a']);
});

test('what was put while it was being sent is sent after', async () => {
  await put('a');
  await claim(100);
  await put('a');
  await settle('a', 1, { kind: 'sent', activityId: 'x' });
  expect(await claim(200)).toEqual(['a']);
});

test('a dead message gets a new chance with a new notice', async () => {
  await put('a');
  await claim(100);
  await settle('a', 1, { kind: 'dead', why: 'gone' });
  expect(await claim(20_000)).toEqual([]);
  await put('a');
  expect(await claim(20_000)).toEqual(['a']);
});

test('a claim that was lost writes nothing', async () => {
  await put('a');
  await claim(100);
  await claimMessages(db, { owner: 'another', now: 100_000, limit: 1 });
  await settle('a', 1, { kind: 'sent', activityId: 'x' });
  expect(await db.selectFrom('message').select('sent_revision').executeTakeFirst()).toEqual({
    sent_revision: 0,
  });
});
