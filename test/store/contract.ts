import { sql } from 'kysely';
import type { Notice } from '../../src/notice.ts';
import { auditedTargets, findAttempts, recordAttempt } from '../../src/store/audit.ts';
import { readBacklog } from '../../src/store/backlog.ts';
import { claimStore } from '../../src/store/belongs.ts';
import {
  claimConfirmation,
  expireConfirmations,
  findConfirmation,
  putConfirmation,
  type Question,
} from '../../src/store/confirmations.ts';
import {
  type ClaimedConversation,
  claimConversations,
  claimWelcome,
  rememberConversation,
  stepConversation,
} from '../../src/store/conversations.ts';
import { claimUtterances, markAnswered, receive } from '../../src/store/inbox.ts';
import { forgetJob, loadInventory, saveInventory } from '../../src/store/inventory.ts';
import { leaseMs } from '../../src/store/lease.ts';
import {
  beginSending,
  findByActivity,
  nextMessage,
  nextMessageAt,
  putMessage,
  recogniseMessage,
  releaseMessage,
  settleMessage,
} from '../../src/store/messages.ts';
import { purge } from '../../src/store/purge.ts';
import {
  claimRuns,
  findRun,
  insertRun,
  LeaseLost,
  lockTarget,
  nextRunAt,
  stepRun,
} from '../../src/store/runs.ts';
import { findSavedJob, saveJob } from '../../src/store/saved-jobs.ts';
import type { Database } from '../../src/store/schema.ts';
import {
  claimTimers,
  endTimer,
  endTimers,
  nextTimerAt,
  putTimer,
  putTimerBack,
  stepTimer,
  type TimerRecord,
  waitingTimers,
} from '../../src/store/timers.ts';
import { addJobs, hurryJob } from '../../src/store/watched-jobs.ts';
import type { Attempt, Place } from '../../src/words.ts';
import { newRunRecord } from '../operations/world.ts';
import { question } from './question.ts';

export interface StoreUnderTest {
  readonly db: Database;
  /** The same store as other processes have it; none where one process can't have several connections. */
  readonly peers: readonly Database[];
  close(): Promise<void>;
}

const place: Place = { tenantId: 't', conversationId: 'c', thread: null, scope: 'personal' };
const elsewhere: Place = { ...place, conversationId: 'another' };
const help: Notice = { kind: 'help', topic: null, welcome: false };
const dana = { tenantId: 't', objectId: 'dana', name: 'Dana' };
const lee = { tenantId: 't', objectId: 'lee', name: 'Lee' };

/** What every engine must do alike. `open` gives an empty, migrated store. */
export function storeContract(engine: string, open: () => Promise<StoreUnderTest>): void {
  describe(`the store on ${engine}`, () => {
    let store: StoreUnderTest;
    let db: Database;
    let peers: readonly Database[];
    beforeEach(async () => {
      store = await open();
      ({ db, peers } = store);
    });
    afterEach(async () => {
      await store.close();
    });

    /** Runs the same over all connections many times at once. */
    const everywhere = <T>(times: number, act: (db: Database, index: number) => Promise<T>) =>
      Promise.all(
        Array.from({ length: times }, (_, index) =>
          act([db, ...peers][index % (peers.length + 1)] ?? db, index),
        ),
      );

    describe('the backlog', () => {
      const nothing = {
        inbox: { depth: 0, oldestAt: null },
        outbox: { depth: 0, oldestNewAt: null, updates: [] },
        pollDueAt: null,
      };

      test('is nothing in an empty store', async () => {
        expect(await readBacklog(db)).toEqual(nothing);
      });

      test('tells what waits for its answer, its sending and its reading, and since when', async () => {
        const utterance = { key: 'k', secondKey: null, actor: dana, place, text: 'x', messageId: 'm0' };
        await receive(db, { ...utterance, receivedAt: 70 });
        await rememberConversation(db, { id: 'c', reference: '{}', now: 0 });
        for (const [id, now] of [
          ['m1', 90],
          ['m2', 80],
        ] as const)
          await putMessage(db, { id, place, notice: help, now });
        // Written anew before it was ever sent: still new.
        await putMessage(db, { id: 'm2', place, notice: help, now: 95 });
        const target = { kind: 'job', servicePrincipalId: 'sp', jobId: 'j' } as const;
        const job = { target, displayName: 'Slack', templateId: null, state: '{}' };
        await db.transaction().execute((tx) => addJobs(tx, 't', [job], 60));
        expect(await readBacklog(db)).toEqual({
          inbox: { depth: 1, oldestAt: 70 },
          outbox: { depth: 2, oldestNewAt: 80, updates: [] },
          pollDueAt: 60,
        });

        const first = await nextMessage(db, { conversationId: 'c', now: 100 });
        if (first === null) throw new Error('nothing is due');
        await settleMessage(db, first, { kind: 'sent', activityId: 'a' });
        await putMessage(db, { id: first.id, place, notice: help, now: 110 });
        await db.transaction().execute((tx) => hurryJob(tx, 't', target, 50));
        expect(await readBacklog(db)).toMatchObject({
          outbox: { depth: 2, oldestNewAt: 80, updates: [{ id: 'm1', revision: 2 }] },
          pollDueAt: 50,
        });
      });

      test('leaves out what nobody can be sent any more', async () => {
        await rememberConversation(db, { id: 'c', reference: '{}', now: 0 });
        await putMessage(db, { id: 'm1', place, notice: help, now: 1 });
        await db.updateTable('conversation').set({ gone: 'status 404' }).execute();
        expect(await readBacklog(db)).toEqual(nothing);
      });
    });

    describe('confirmations', () => {
      const put = (asked: Question, on = db) => on.transaction().execute((tx) => putConfirmation(tx, asked));
      const claim = (token: string, now: number, runId: string | null = 'r', on = db) =>
        on.transaction().execute((tx) => claimConfirmation(tx, { token, now, runId }));

      test('of 200 simultaneous claims over all connections one wins', async () => {
        await put(question('a'));
        const won = await everywhere(200, (on) => claim('a', 500, 'r', on));
        expect(won.filter(Boolean)).toHaveLength(1);
      });

      test('a claim at the last moment wins, one after it does not', async () => {
        await put(question('a'));
        expect(await claim('a', 1000)).toBe(false);
        expect(await claim('a', 999)).toBe(true);
        expect(await findConfirmation(db, 'a')).toMatchObject({ status: 'used', runId: 'r' });
        expect(await findConfirmation(db, 'b')).toBeNull();
      });

      test('a new question of the same person and target retires the old one; others are left alone', async () => {
        await put(question('a'));
        await put(question('b', { actor: lee }));
        expect(await put(question('c'))).toMatchObject([{ token: 'a' }]);
        expect(await claim('a', 10)).toBe(false);
        expect(await claim('b', 10)).toBe(true);
        expect(await claim('c', 10)).toBe(true);
      });

      test('two open questions of one person about one target cannot be stored', async () => {
        await everywhere(8, (on, index) => put(question(`q${index}`), on).catch(() => null));
        const open = await db
          .selectFrom('confirmation')
          .select('token')
          .where('status', '=', 'pending')
          .execute();
        expect(open).toHaveLength(1);
      });

      test('what expired is given out once over all connections', async () => {
        for (const name of ['a', 'b', 'c']) await put(question(name, { actor: { ...dana, objectId: name } }));
        const expire = (now: number, on = db) =>
          on.transaction().execute((tx) => expireConfirmations(tx, now, 10));
        expect(await expire(999)).toEqual([]);
        const given = (await everywhere(8, (on) => expire(1000, on))).flat();
        expect(given.map(({ token }) => token).sort()).toEqual(['a', 'b', 'c']);
        expect(await findConfirmation(db, 'a')).toMatchObject({ status: 'expired' });
      });
    });

    describe('inbox', () => {
      const said = (key: string, more: object = {}) => ({
        key,
        secondKey: null,
        actor: dana,
        place,
        text: 'pause Slack',
        messageId: `m-${key}`,
        receivedAt: 0,
        ...more,
      });

      test('the same activity 20 times at once is taken in once', async () => {
        const taken = await everywhere(20, (on) => receive(on, said('k')));
        expect(taken.filter(Boolean)).toHaveLength(1);
      });

      test('a second delivery under a new id is known by its second key', async () => {
        expect(await receive(db, said('k', { secondKey: 'same' }))).toBe(true);
        expect(await receive(db, said('l', { secondKey: 'same' }))).toBe(false);
        expect(await receive(db, said('m', { secondKey: 'later' }))).toBe(true);
        expect(await receive(db, said('n'))).toBe(true);
        expect(await receive(db, said('o'))).toBe(true);
      });

      test('a sentence is claimed by one, and one person in one conversation is answered in order', async () => {
        await receive(db, said('k1', { messageId: '1' }));
        await receive(db, said('k2', { messageId: '2' }));
        await receive(db, said('k3', { messageId: '3', actor: lee }));
        const claims = await everywhere(8, (on, index) =>
          claimUtterances(on, { owner: `o${index}`, now: 100, limit: 5 }),
        );
        expect(
          claims
            .flat()
            .map(({ key }) => key)
            .sort(),
        ).toEqual(['k1', 'k3']);
        const owner = `o${claims.findIndex((each) => each.some(({ key }) => key === 'k1'))}`;
        const mine = { key: 'k1', owner, attempts: 1 };
        expect(await db.transaction().execute((tx) => markAnswered(tx, { ...mine, owner: 'stranger' }))).toBe(
          false,
        );
        expect(await db.transaction().execute((tx) => markAnswered(tx, mine))).toBe(true);
        expect(await db.transaction().execute((tx) => markAnswered(tx, mine))).toBe(false);
        const next = await claimUtterances(db, { owner: 'o', now: 100, limit: 5 });
        expect(next.map(({ key }) => key)).toEqual(['k2']);
      });

      test('what a dead process claimed is claimed again when its lease is over', async () => {
        await receive(db, said('k'));
        expect(await claimUtterances(db, { owner: 'dead', now: 100, limit: 5 })).toHaveLength(1);
        expect(await claimUtterances(db, { owner: 'me', now: 15_000, limit: 5 })).toHaveLength(0);
        expect(await claimUtterances(db, { owner: 'me', now: 15_101, limit: 5 })).toMatchObject([
          { attempts: 2 },
        ]);
      });
    });

    describe('runs', () => {
      const put = async (id: string, jobId = 'job') => {
        const record = newRunRecord(id, jobId);
        await insertRun(db, { record, state: 'claimed', dueAt: 0, now: 0 });
        return record;
      };
      const claim = (on: Database, owner: string, now = 100) => claimRuns(on, { owner, now, limit: 50 });

      test('each run is claimed once over all connections', async () => {
        for (let index = 0; index < 30; index++) await put(`r${index}`, `job${index}`);
        const claims = await everywhere(12, (on, index) => claim(on, `o${index}`));
        const ids = claims.flat().map(({ id }) => id);
        expect(ids).toHaveLength(30);
        expect(new Set(ids).size).toBe(30);
      });

      test('a target is locked by one run, and the others are told whose', async () => {
        for (let index = 0; index < 12; index++) await put(`r${index}`);
        const runs = await claim(db, 'me');
        const holders = await everywhere(12, (on, index) => {
          const run = runs[index];
          if (run === undefined) throw new Error('too few runs');
          return lockTarget(on, run);
        });
        expect(holders.filter((holder) => holder === null)).toHaveLength(1);
        const winner = runs[holders.indexOf(null)];
        for (const holder of holders) if (holder !== null) expect(holder.view.runId).toBe(winner?.id);
      });

      test('a step of a claim that was taken over is refused', async () => {
        const record = await put('r');
        const [mine] = await claim(db, 'me');
        if (mine === undefined) throw new Error('nothing claimed');
        expect(mine.interrupted).toBe(false);
        expect(await claim(db, 'peer', 15_100)).toHaveLength(0);
        const [theirs] = await claim(db, 'peer', 15_101);
        expect(theirs).toMatchObject({ id: 'r', attempts: 2, interrupted: true });
        const step = { record, state: 'calling', dueAt: 1, now: 1, release: false } as const;
        await expect(stepRun(db, mine, step)).rejects.toThrow(LeaseLost);
        await expect(lockTarget(db, mine)).rejects.toThrow(LeaseLost);
        expect(await findRun(db, 'r')).toMatchObject({ state: 'claimed' });
      });

      test('a run that was given back and is met in time was not interrupted; one met much later was', async () => {
        const record = await put('r');
        const [first] = await claim(db, 'me');
        if (first === undefined) throw new Error('nothing claimed');
        await stepRun(db, first, { record, state: 'called', dueAt: 500, now: 100, release: true });
        expect(await nextRunAt(db)).toBe(500);
        const [second] = await claim(db, 'me', 600);
        expect(second).toMatchObject({ state: 'called', interrupted: false });
        if (second === undefined) throw new Error('nothing claimed');
        await stepRun(db, second, { record, state: 'called', dueAt: 700, now: 600, release: true });
        expect(await claim(db, 'me', 60_000)).toMatchObject([{ interrupted: true }]);
      });
    });

    describe('timers', () => {
      const timer = (jobId: string, more: Partial<TimerRecord> = {}): TimerRecord => ({
        pause: {
          target: { kind: 'job', servicePrincipalId: 's', jobId },
          displayName: 'Slack',
          templateId: null,
          actorName: 'Dana',
          pausedAt: 0,
          reason: null,
          until: null,
        },
        runId: 'r',
        actor: dana,
        approver: null,
        place,
        messageId: 'm',
        unread: null,
        ...more,
      });
      const put = (record: TimerRecord, dueAt = 10, on = db) =>
        on.transaction().execute((tx) => putTimer(tx, { kind: 'timed', record, dueAt, now: 0 }));
      const claim = (now: number, owner = 'o', on = db) => claimTimers(on, { owner, now, limit: 5 });

      test('a due one is claimed once over all connections, and again when its lease is over', async () => {
        await put(timer('a'));
        expect(await nextTimerAt(db)).toBe(10);
        expect(await claim(9)).toEqual([]);
        const claimed = (await everywhere(20, (on, index) => claim(10, `o${index}`, on))).flat();
        expect(claimed).toHaveLength(1);
        expect(await claim(10 + leaseMs)).toEqual([]);
        expect(await claim(11 + leaseMs, 'later')).toMatchObject([{ attempts: 2 }]);
        const [first] = claimed;
        if (first === undefined) throw new Error('nobody claimed it');
        expect(await endTimer(db, first, 20)).toBe(false);
      });

      test('one of a target waits: a newer pause takes the place of the older, one put back does not', async () => {
        await put(timer('a', { runId: 'older' }));
        const [held] = await claim(10);
        await put(timer('a', { runId: 'newer' }), 30);
        await db
          .transaction()
          .execute((tx) =>
            putTimerBack(tx, { kind: 'timed', record: timer('a', { runId: 'back' }), dueAt: 1, now: 0 }),
          );
        const waiting = await waitingTimers(db, { tenantId: 'T' });
        expect(waiting).toMatchObject([{ dueAt: 30, record: { runId: 'newer' } }]);
        if (held === undefined) throw new Error('nobody claimed it');
        const step = { kind: 'timed', record: held.record, dueAt: 0, now: 10, release: true } as const;
        expect(await stepTimer(db, held, step)).toBe(false);
        expect(await endTimer(db, held, 10)).toBe(false);
      });

      test('what waits is found by conversation and person; what ended is not', async () => {
        await put(timer('a'));
        await put(timer('b', { place: elsewhere, actor: lee }));
        const jobs = async (of: object) =>
          (await waitingTimers(db, { tenantId: 't', ...of })).map(({ record }) => record.pause.target.jobId);
        expect(await jobs({})).toEqual(['a', 'b']);
        expect(await jobs({ conversationId: 'another' })).toEqual(['b']);
        expect(await jobs({ actorObject: 'dana' })).toEqual(['a']);
        expect(await waitingTimers(db, { tenantId: 'u' })).toEqual([]);
        const { target } = timer('a').pause;
        await db.transaction().execute((tx) => endTimers(tx, target, { now: 5, pausedBefore: -1 }));
        expect(await jobs({})).toEqual(['a', 'b']);
        await db.transaction().execute((tx) => endTimers(tx, target, { now: 5 }));
        expect(await jobs({})).toEqual(['b']);
      });
    });

    describe('outbox', () => {
      const put = (id: string, more: { holdUntil?: number; place?: Place } = {}) =>
        putMessage(db, { id, place, notice: help, now: 0, ...more });
      const remember = (id: string) => rememberConversation(db, { id, reference: `{"of":"${id}"}`, now: 0 });
      const claim = (now: number, on = db, owner = 'me') => claimConversations(on, { owner, now, limit: 20 });
      const only = async (now: number): Promise<ClaimedConversation> => {
        const [claimed, ...more] = await claim(now);
        if (claimed === undefined || more.length > 0) throw new Error('not exactly one conversation');
        return claimed;
      };
      const next = (now: number, conversationId = 'c') => nextMessage(db, { conversationId, now });
      const give = (claimed: ClaimedConversation, more: object = {}) =>
        stepConversation(db, claimed, { now: 0, release: true, ...more });
      const settle = async (now: number, delivery: Parameters<typeof settleMessage>[2]) => {
        const message = await next(now);
        if (message === null) throw new Error('nothing to send');
        await beginSending(db, message);
        await settleMessage(db, message, delivery);
        return message.id;
      };

      beforeEach(async () => {
        await remember('c');
        await remember('another');
      });

      test('a conversation is claimed by one connection at a time, and its messages come in order', async () => {
        await put('a');
        await put('b');
        await put('x', { place: elsewhere });
        const claims = (await everywhere(12, (on, index) => claim(100, on, `o${index}`))).flat();
        expect(claims.map(({ id }) => id).sort()).toEqual(['another', 'c']);
        expect(await settle(100, { kind: 'sent', activityId: 'A' })).toBe('a');
        expect(await settle(100, { kind: 'sent', activityId: 'B' })).toBe('b');
        expect(await next(100)).toBeNull();
        expect(await findByActivity(db, { conversationId: 'c', activityId: 'B' })).toMatchObject({ id: 'b' });
      });

      test('a claim that ran out is fenced', async () => {
        await put('a');
        const mine = await only(100);
        expect(await claim(15_100)).toEqual([]);
        const [theirs] = await claim(15_101, db, 'peer');
        expect(await give(mine)).toBe(false);
        expect(theirs !== undefined && (await give(theirs))).toBe(true);
      });

      test('a held card keeps the post behind it until it is released', async () => {
        await put('a', { holdUntil: 3000 });
        await put('b');
        expect(await claim(100)).toEqual([]);
        expect(await next(100)).toBeNull();
        expect(await nextMessageAt(db)).toBe(0);
        await releaseMessage(db, 'a', 500);
        expect(await claim(499)).toEqual([]);
        await only(500);
        expect(await next(500)).toMatchObject({ id: 'a' });
      });

      test('a message that was put off keeps nobody else back, and a newer notice does not shorten the wait', async () => {
        await put('a');
        await settle(100, { kind: 'wait', until: 60_000 });
        await put('a');
        await put('b');
        expect(await settle(200, { kind: 'sent', activityId: 'B' })).toBe('b');
        expect(await next(59_999)).toBeNull();
        expect(await nextMessageAt(db)).toBe(60_000);
        expect(await next(60_000)).toMatchObject({ id: 'a' });
      });

      test('newer notices of one message take the place of older ones, also while it is being sent', async () => {
        await put('a');
        await put('a');
        await put('a');
        const message = await next(100);
        expect(message).toMatchObject({ id: 'a', revision: 3 });
        if (message === null) throw new Error('nothing to send');
        await beginSending(db, message);
        await put('a');
        await settleMessage(db, message, { kind: 'sent', activityId: 'A' });
        expect(await next(200)).toMatchObject({ id: 'a', revision: 4, activityId: 'A', posting: null });
      });

      test('a first sending is known before it leaves, until it is settled or the message is tapped', async () => {
        await put('a');
        const message = await next(100);
        if (message === null) throw new Error('nothing to send');
        await beginSending(db, message);
        expect(await next(100)).toMatchObject({ posting: 1, activityId: null, attempts: 1 });
        await recogniseMessage(db, 'a', 'A');
        expect(await next(100)).toMatchObject({ posting: null, activityId: 'A' });
        await recogniseMessage(db, 'a', 'forged');
        expect(await next(100)).toMatchObject({ activityId: 'A' });
      });

      test('a message that is due is found behind any number that are put off', async () => {
        for (let index = 0; index < 250; index++) {
          await put(`a${String(index).padStart(3, '0')}`);
        }
        await db.updateTable('message').set({ not_before: 5000 }).execute();
        await put('due');
        await only(100);
        expect(await next(100)).toMatchObject({ id: 'due' });
      });

      test('a conversation that paces itself is left alone until then', async () => {
        await put('a');
        await give(await only(100), { pacedUntil: 900, sentAt: [50, 100] });
        expect(await nextMessageAt(db)).toBe(900);
        expect(await claim(899)).toEqual([]);
        expect(await only(900)).toMatchObject({ sentAt: [50, 100] });
      });

      test('a conversation that is gone is left alone until somebody speaks there again', async () => {
        await put('a');
        await give(await only(100), { gone: 'status 403' });
        expect(await claim(1e9)).toEqual([]);
        expect(await nextMessageAt(db)).toBeNull();
        await remember('c');
        expect(await only(1e9)).toMatchObject({ reference: '{"of":"c"}' });
        expect(await next(1e9)).toMatchObject({ id: 'a' });
      });

      test('a dead message gets a new chance with a new notice', async () => {
        await put('a');
        await settle(100, { kind: 'dead', why: 'status 404' });
        expect(await next(1e9)).toBeNull();
        await put('a');
        expect(await next(100)).toMatchObject({ id: 'a' });
      });

      test('hello is said once', async () => {
        const won = await everywhere(12, (on) => claimWelcome(on, 'c'));
        expect(won.filter(Boolean)).toHaveLength(1);
      });
    });

    describe('audit trail', () => {
      const attempt = (id: string, more: Partial<Parameters<typeof recordAttempt>[1]> = {}) =>
        recordAttempt(db, {
          id,
          at: Number.parseInt(id, 36),
          runId: null,
          actor: dana,
          approver: null,
          place,
          operation: 'pause',
          target: { kind: 'job', servicePrincipalId: 's', jobId: 'j' },
          displayName: 'Slack',
          reason: null,
          before: 'Active',
          after: 'Paused',
          requestIds: ['q'],
          result: { kind: 'done' },
          ...more,
        });
      const all = {
        tenantId: 't',
        targetKeys: null,
        operations: null,
        changedOnly: false,
        askedIn: place.conversationId,
        offset: 0,
        limit: 10,
      };

      test('is found newest first, by target, operation and effect, within its tenant', async () => {
        await attempt('1');
        await attempt('2', { result: { kind: 'refused', code: 'busy' } });
        await attempt('3', {
          operation: 'start',
          target: { kind: 'profile', profileId: 'P' },
          displayName: 'School',
        });
        await attempt('4', { actor: { ...dana, tenantId: 'other' } });
        const ids = async (more: object) => {
          const { attempts, total } = await findAttempts(db, { ...all, ...more });
          return [attempts.map(({ at }: Attempt) => at), total];
        };
        expect(await ids({})).toEqual([[3, 2, 1], 3]);
        expect(await ids({ limit: 1, offset: 1 })).toEqual([[2], 3]);
        expect(await ids({ targetKeys: ['s/j'] })).toEqual([[2, 1], 2]);
        expect(await ids({ targetKeys: ['s/j'], changedOnly: true })).toEqual([[1], 1]);
        expect(await ids({ operations: ['start'] })).toEqual([[3], 1]);
        expect((await auditedTargets(db, 't')).map(({ displayName }) => displayName).sort()).toEqual([
          'School',
          'Slack',
        ]);
        expect((await findAttempts(db, { ...all, limit: 2 })).attempts[1]?.result).toEqual({
          kind: 'refused',
          code: 'busy',
        });
      });

      test('holds what is not about one target, and where it was done; not what was refused before one was found', async () => {
        const hours = '22:00–07:00 (Europe/Berlin)';
        const there = { ...place, conversationId: 'elsewhere', scope: 'channel' } as const;
        await attempt('1', { target: null, result: { kind: 'refused', code: 'policy' } });
        await attempt('2', { operation: 'watch', before: null, after: 'all' });
        await attempt('3', {
          operation: 'quiet',
          target: null,
          displayName: hours,
          place: there,
          after: hours,
        });
        const { attempts, total } = await findAttempts(db, all);
        expect(total).toBe(2);
        expect(attempts).toMatchObject([
          { operation: 'quiet', target: null, displayName: hours, after: hours, where: 'channel' },
          { operation: 'watch', displayName: 'Slack', before: null, after: 'all', where: 'here' },
        ]);
        expect(await findAttempts(db, { ...all, targetKeys: ['s/j'] })).toMatchObject({ total: 1 });
        expect(await findAttempts(db, { ...all, operations: ['pause', 'pause-profile'] })).toMatchObject({
          total: 0,
        });
      });

      test.each(['audit', 'saved_job'] as const)(
        '%s can only grow: the database refuses anything else',
        async (table) => {
          await attempt('1');
          await saveJob(db, { runId: 'r', targetKey: 'k', at: 1, content: '{}' });
          const name = sql.table(table);
          const column = sql.ref(table === 'audit' ? 'reason' : 'content');
          await expect(sql`update ${name} set ${column} = 'x'`.execute(db)).rejects.toThrow(/only be added/);
          await expect(sql`delete from ${name}`.execute(db)).rejects.toThrow(/only be added/);
          if (engine === 'PostgreSQL')
            await expect(sql`truncate ${name}`.execute(db)).rejects.toThrow(/only be added/);
          const { rows } = await sql`select * from ${name}`.execute(db);
          expect(rows).toHaveLength(1);
        },
      );

      test('what was saved of a job is found as it was, the newest of a run', async () => {
        await saveJob(db, { runId: 'r', targetKey: 'k', at: 1, content: '{"a":"ü"}' });
        await saveJob(db, { runId: 'r', targetKey: 'k', at: 2, content: '{"b":1}' });
        expect(await findSavedJob(db, 'r')).toEqual({ content: '{"b":1}', savedAt: 2 });
        expect(await findSavedJob(db, 's')).toBeNull();
      });
    });

    test('a store belongs to one for good', async () => {
      await everywhere(6, (on) => claimStore(on, 'sandbox'));
      await claimStore(db, 'sandbox');
      await expect(claimStore(db, 'production t')).rejects.toThrow(
        /^STORE_URL: .*belongs to sandbox.*name another/,
      );
    });

    test('an inventory stored by several at once is one of theirs, whole', async () => {
      const principal = (id: number, name: string) => ({
        servicePrincipalId: `s${id}`,
        appId: null,
        displayName: name,
        jobs: [],
      });
      await everywhere(8, (on, index) =>
        saveInventory(on, 't', {
          principals: [1, 2, 3].map((id) => principal(id, `by ${index}`)),
          searched: 3,
          readAt: index,
        }),
      );
      const { principals, readAt, searched } = await loadInventory(db, 't');
      expect(principals.map(({ displayName }) => displayName)).toEqual(Array(3).fill(`by ${readAt}`));
      expect(searched).toBe(3);
    });

    test('an inventory is one tenant’s: another’s is neither seen nor replaced', async () => {
      const one = (tenantId: string, displayName: string, readAt: number) =>
        saveInventory(db, tenantId, {
          principals: [
            { servicePrincipalId: 's1', appId: null, displayName, jobs: [{ id: 'j', templateId: null }] },
          ],
          searched: 1,
          readAt,
        });
      await one('t', 'Slack', 1);
      await one('u', 'Slack of u', 2);
      await one('t', 'Slack anew', 3);
      await forgetJob(db, 'u', { kind: 'job', servicePrincipalId: 's1', jobId: 'other' });
      const names = async (tenantId: string) =>
        (await loadInventory(db, tenantId)).principals.map(({ displayName }) => displayName);
      expect([await names('t'), await names('u'), await names('v')]).toEqual([
        ['Slack anew'],
        ['Slack of u'],
        [],
      ]);
      await forgetJob(db, 'u', { kind: 'job', servicePrincipalId: 's1', jobId: 'j' });
      expect([await names('t'), await names('u')]).toEqual([['Slack anew'], []]);
      expect((await loadInventory(db, 'u')).readAt).toBe(2);
    });

    test('a purge takes old answered sentences, messages and questions, and leaves the rest', async () => {
      const day = 86_400_000;
      await putMessage(db, { id: 'old', place, notice: help, now: 0 });
      await putMessage(db, { id: 'new', place, notice: help, now: 40 * day });
      await db.transaction().execute((tx) => putConfirmation(tx, question('a')));
      await db.transaction().execute((tx) => claimConfirmation(tx, { token: 'a', now: 1, runId: 'r' }));
      await purge(db, 41 * day);
      expect(await db.selectFrom('message').select('id').execute()).toEqual([{ id: 'new' }]);
      expect(await db.selectFrom('confirmation').select('token').execute()).toEqual([]);
    });
  });
}
