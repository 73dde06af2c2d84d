import { setTimeout as sleep } from 'node:timers/promises';
import { sandboxIds } from '../../src/sandbox/ids.ts';
import { openStore } from '../../src/store/open.ts';
import type { Database } from '../../src/store/schema.ts';
import { dana, type FrontDoor, openFrontDoor, personal, tenant } from '../support/front-door.ts';
import { leavesToNewer } from './leave-to-newer.ts';
import { newerRows, newerToken, plantNewerRows } from './newer-rows.ts';

leavesToNewer('SQLite', () => openStore({ kind: 'file', file: ':memory:' }));

describe('a bot that shares its store with a newer one', () => {
  let door: FrontDoor;
  const place = { tenantId: tenant, conversationId: personal.id, thread: null, scope: 'personal' } as const;
  const actor = { tenantId: tenant, objectId: dana.aadObjectId, name: dana.name };
  const { servicePrincipalId, jobId } = sandboxIds.slack;

  /** Does something to the store while no bot has it: two connections of one thread would wait for each other. */
  async function meanwhile<T>(act: (db: Database) => Promise<T>): Promise<T> {
    await door.bot.stop();
    const db = await openStore({ kind: 'file', file: door.storeFile });
    try {
      return await act(db);
    } finally {
      await db.destroy();
    }
  }

  beforeEach(async () => {
    door = await openFrontDoor();
  });
  afterEach(() => door.stop());

  test('goes on with its own work and touches nothing of what it does not know', async () => {
    await door.say('watch Slack');
    await door.shown(/watched here/i);
    const target = { kind: 'job', servicePrincipalId, jobId } as const;
    await meanwhile((db) =>
      plantNewerRows(db, { place, reference: null, actor, target, now: Date.now() - 5000 }),
    );
    const before = await meanwhile(newerRows);
    await door.restart();

    await door.say('pause Databricks EU for 2h');
    await door.shown(/Databricks EU is paused/);
    await door.say('watching');
    const watching = await door.shown(/1 watch|Slack.*every change/i);
    expect(door.text(watching)).not.toMatch(/undefined|tag/);
    await door.say('timers');
    const timers = door.text(await door.shown(/what a newer version of me knows/));
    expect(timers).toContain('Databricks EU');
    expect(timers).not.toContain('undefined');
    const answer = await door.tap({ verb: 'confirm', data: { token: newerToken } });
    expect(answer.value).toMatch(/A newer version of me asked this.*Nothing was done/);
    await sleep(2500);

    expect(await meanwhile(newerRows)).toEqual(before);
    expect((await door.writes()).filter((write) => write.endsWith('/restart'))).toEqual([]);
    await door.restart();
  });

  test.each(['history', 'history Slack', 'who paused Slack'])('“%s” shows what it can', async (sentence) => {
    const target = { kind: 'job', servicePrincipalId, jobId } as const;
    await door.say('help');
    await door.shown(/What you can say/);
    await meanwhile((db) => plantNewerRows(db, { place, reference: null, actor, target, now: Date.now() }));
    await door.restart();
    await door.say(sentence);
    const text = door.text(await door.shown(/on record|entr(y|ies)|Nobody paused/));
    expect(text).not.toMatch(/undefined|null|NaN/);
    if (sentence === 'history') expect(text).toContain('“rename”: Slack');
    if (sentence === 'history') expect(text).toContain('“rename”: The whole tenant');
    if (sentence !== 'who paused Slack') expect(text).toContain('Ended in a way I don’t know');
  });

  test('a card it has no words for waits for a bot that has', async () => {
    await door.say('help');
    await door.shown(/What you can say/);
    const notice = { kind: 'pause-over', why: 'eclipse', snapshot: null, forbidden: null, at: 0 };
    await meanwhile((db) =>
      db
        .insertInto('message')
        .values({
          id: '0-nested',
          conversation_id: personal.id,
          place: JSON.stringify(place),
          notice: JSON.stringify(notice),
          revision: 1,
          sent_revision: 0,
          activity_id: null,
          not_before: 0,
          held_until: 0,
          posting: null,
          attempts: 0,
          dead: null,
          created_at: Date.now(),
        })
        .execute(),
    );
    await door.restart();
    await door.say('status Slack');
    await door.shown(/Slack is active/);
    await sleep(1500);
    const row = await meanwhile((db) =>
      db.selectFrom('message').selectAll().where('id', '=', '0-nested').executeTakeFirstOrThrow(),
    );
    expect(row).toMatchObject({ sent_revision: 0, dead: null, posting: null });
    expect(row.attempts).toBeGreaterThan(0);
    await door.restart();
  });
});
