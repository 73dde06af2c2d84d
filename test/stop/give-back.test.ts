import { sendMessages } from '../../src/background/send-messages.ts';
import { createLog } from '../../src/log.ts';
import { claimConversations, rememberConversation } from '../../src/store/conversations.ts';
import { giveBackClaims, giveBackSurveys, giveBackUtterances } from '../../src/store/give-back.ts';
import { claimUtterances, markAnswered, receive } from '../../src/store/inbox.ts';
import { nextMessage, putMessage } from '../../src/store/messages.ts';
import { openStore } from '../../src/store/open.ts';
import {
  claimSurveys,
  claimTenants,
  ensurePolled,
  holdTenant,
  TenantLost,
} from '../../src/store/poll-tenants.ts';
import { type ClaimedRun, claimRuns, insertRun, LeaseLost, stepRun } from '../../src/store/runs.ts';
import type { Database } from '../../src/store/schema.ts';
import { newRunRecord } from '../operations/world.ts';

const place = { tenantId: 't', conversationId: 'c', thread: null, scope: 'personal' } as const;
const help = { kind: 'help', topic: null, welcome: false } as const;
const mine = { owner: 'mine', now: 100, limit: 10 };
const peers = { owner: 'peer', now: 101, limit: 10 };

let db: Database;
beforeEach(async () => {
  db = await openStore({ kind: 'file', file: ':memory:' });
});
afterEach(() => db.destroy());

const only = <T>(rows: readonly T[]): T => {
  const [row] = rows;
  if (row === undefined || rows.length !== 1) throw new Error(`${rows.length} rows`);
  return row;
};

test('a run given back is a peer’s at once, not marked as interrupted, and no longer the giver’s', async () => {
  await insertRun(db, { record: newRunRecord('r', 'job'), state: 'claimed', dueAt: 100, now: 100 });
  const run: ClaimedRun = only(await claimRuns(db, mine));
  expect(await claimRuns(db, peers)).toEqual([]);
  await giveBackClaims(db, 'run', 'another');
  expect(await claimRuns(db, peers)).toEqual([]);
  await giveBackClaims(db, 'run', 'mine');
  const step = { record: run.record, state: 'calling', dueAt: 100, now: 100, release: false } as const;
  await expect(stepRun(db, run, step)).rejects.toThrow(LeaseLost);
  expect(await claimRuns(db, peers)).toMatchObject([{ id: 'r', interrupted: false }]);
});

test('a sentence given back is answered by a peer, and being stopped is no failed attempt', async () => {
  const actor = { tenantId: 't', objectId: 'o', name: 'Dana' };
  const said = { key: 'k', secondKey: null, actor, place, text: 'list', messageId: 'm', receivedAt: 100 };
  await receive(db, said);
  const { attempts } = only(await claimUtterances(db, mine));
  await giveBackUtterances(db, 'mine');
  const answered = await db
    .transaction()
    .execute((tx) => markAnswered(tx, { key: 'k', owner: 'mine', attempts }));
  expect(answered).toBe(false);
  expect(await claimUtterances(db, peers)).toMatchObject([{ key: 'k', attempts }]);
});

test('tenants given back are polled and surveyed by a peer', async () => {
  await db.transaction().execute((tx) => ensurePolled(tx, { tenantId: 't', now: 0, surveyAt: 0 }));
  const tenant = only(await claimTenants(db, mine));
  only(await claimSurveys(db, mine));
  await giveBackClaims(db, 'poll_tenant', 'mine');
  expect(await claimSurveys(db, peers)).toEqual([]);
  await giveBackSurveys(db, 'mine');
  await expect(holdTenant(db, tenant, 100)).rejects.toThrow(TenantLost);
  expect(await claimTenants(db, peers)).toHaveLength(1);
  expect(await claimSurveys(db, peers)).toHaveLength(1);
});

test('sending ends between two messages, and the conversation is a peer’s at once', async () => {
  await rememberConversation(db, { id: 'c', reference: '{}', now: 100 });
  for (const id of ['1', '2', '3']) await putMessage(db, { id, place, notice: help, now: 100 });
  const stopping = new AbortController();
  const sent: string[] = [];
  const conversation = only(await claimConversations(db, mine));
  await sendMessages(
    {
      db,
      clock: { now: () => 100 },
      log: createLog('silent'),
      limits: [],
      stopping: stopping.signal,
      async deliver({ id }) {
        // Told to stop while this one is on its way.
        stopping.abort();
        sent.push(id);
        return { kind: 'sent', activityId: id };
      },
    },
    conversation,
  );
  expect(sent).toEqual(['1']);
  expect(await claimConversations(db, peers)).toMatchObject([{ id: 'c' }]);
  expect(await nextMessage(db, { conversationId: 'c', now: 101 })).toMatchObject({ id: '2', posting: null });
});
