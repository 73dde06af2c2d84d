import { expireConfirmations, nextExpiryAt } from '../../src/store/confirmations.ts';
import { claimConversations } from '../../src/store/conversations.ts';
import { dueConversations, nextHeldAt, takeHeld } from '../../src/store/happenings.ts';
import { nextMessage, nextMessageAt, putMessage } from '../../src/store/messages.ts';
import { claimRuns, insertRun, nextRunAt } from '../../src/store/runs.ts';
import type { Database } from '../../src/store/schema.ts';
import { claimTimers, nextTimerAt } from '../../src/store/timers.ts';
import { hasNewerWatches, watchesOf, watchesOver } from '../../src/store/watches.ts';
import { newRunRecord, servicePrincipalId } from '../operations/world.ts';
import { newerRows, type Planting, plantNewerRows } from './newer-rows.ts';

const now = 1000;
const place = { tenantId: 't', conversationId: 'c', thread: null, scope: 'personal' } as const;
const planting: Planting = {
  place,
  reference: '{}',
  actor: { tenantId: 't', objectId: 'dana', name: 'Dana' },
  target: { kind: 'job', servicePrincipalId, jobId: 'job' },
  now,
};
const claim = { owner: 'me', now: now + 10_000, limit: 10 };

/** What only a newer version knows is nobody's on any engine. `open` gives an empty, migrated store. */
export function leavesToNewer(engine: string, open: () => Promise<Database>): void {
  test(`rows of a newer version are neither taken nor waited for, and keep nothing else back, on ${engine}`, async () => {
    const db = await open();
    await plantNewerRows(db, planting);
    const before = await newerRows(db);

    expect(await nextRunAt(db)).toBeNull();
    expect(await nextTimerAt(db)).toBeNull();
    expect(await nextMessageAt(db)).toBeNull();
    expect(await nextExpiryAt(db)).toBeNull();
    expect(await nextHeldAt(db)).toBeNull();
    expect(await claimRuns(db, claim)).toEqual([]);
    expect(await claimTimers(db, claim)).toEqual([]);
    expect(await claimConversations(db, claim)).toEqual([]);
    expect(await dueConversations(db, claim)).toEqual([]);
    await db.transaction().execute(async (tx) => {
      expect(await expireConfirmations(tx, claim.now, 10)).toEqual([]);
      expect(await takeHeld(tx, 'c', claim.now)).toEqual([]);
    });
    expect(await watchesOver(db, 't')).toEqual([]);
    expect(await watchesOf(db, { conversationId: 'c', tenantId: 't' })).toEqual([]);
    expect(await hasNewerWatches(db, 't')).toBe(true);
    expect(await hasNewerWatches(db, 'u')).toBe(false);

    const mine = { kind: 'help', topic: null, welcome: false } as const;
    await putMessage(db, { id: '1-mine', place, notice: mine, now });
    await insertRun(db, { record: newRunRecord('mine', 'j'), state: 'claimed', dueAt: now, now });
    expect(await claimConversations(db, claim)).toMatchObject([{ id: 'c' }]);
    expect(await nextMessage(db, { conversationId: 'c', now: claim.now })).toMatchObject({ id: '1-mine' });
    expect(await claimRuns(db, claim)).toMatchObject([{ id: 'mine' }]);

    expect(await newerRows(db)).toEqual(before);
    expect(before).toMatchObject({
      runs: [{}, {}],
      messages: [{ sent_revision: 0, revision: 1, dead: null }],
      timers: [{ state: 'waiting' }, { state: 'waiting' }],
      questions: [{ status: 'pending' }],
      held: [{}],
      watches: [{}],
    });
    await db.destroy();
  });
}
