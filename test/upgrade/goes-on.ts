import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sandboxIds } from '../../src/sandbox/ids.ts';
import { newestSchema } from '../../src/store/migrations.ts';
import { openStore, type StoreLocation } from '../../src/store/open.ts';
import type { Database } from '../../src/store/schema.ts';
import { type FrontDoor, movableClock, openFrontDoor } from '../support/front-door.ts';

const fixtures = join(import.meta.dirname, 'fixtures');
const made = JSON.parse(readFileSync(join(fixtures, 'made.json'), 'utf8')) as {
  readonly version: string;
  readonly at: Readonly<Record<'sqlite' | 'postgres', number>>;
};

/** A store that can be filled with what a fixture says. */
export interface Refillable {
  readonly location: StoreLocation;
  /** Empties it and runs that SQL; nobody has it open. */
  refill(sql: string): Promise<void>;
}

const { slack, zoom, databricksEu: databricks, gitHub } = sandboxIds;

/** What an earlier version left in the middle goes on under this one. */
export function goesOn(engine: 'sqlite' | 'postgres', open: () => Promise<Refillable>): void {
  test(`the ${engine} store of version ${made.version} is migrated, and all that waited in it goes on`, async () => {
    const store = await open();
    const { location } = store;
    const storeUrl = location.kind === 'file' ? `file:${location.file}` : location.url;
    // The tenant begins as it did then, so that jobs are as the earlier bot saw them.
    const clock = movableClock('2026-08-20T09:00:00Z');
    const door = await openFrontDoor({
      clock,
      pace: { cycleEvery: 100 * 3_600_000 },
      parts: { graphTimeout: 10_000 },
      env: { STORE_URL: storeUrl, CONFIRMATION_TTL_SECONDS: '86400' },
    });
    try {
      await door.bot.stop();
      const sql = readFileSync(join(fixtures, `${made.version}.${engine}.sql`), 'utf8');
      await store.refill(sql.replaceAll('@CONNECTOR@', door.connector.url));
      // What the earlier bot held nobody gives back.
      clock.set(made.at[engine] + 20_000);
      for (const job of [databricks, gitHub]) await door.change(job, { state: 'Paused' });
      await door.restart();

      // The answer that could not be sent, and the pause that did not show.
      await door.shown(/What you can say to me/);
      await door.shown(/GitHub Enterprise Cloud is paused/);
      // The question.
      const token = await pendingToken(door, location);
      const tapped = await door.tap({ verb: 'confirm', data: { token } }, { input: { name: 'Zoom' } });
      expect(JSON.stringify(tapped.value)).toContain('Zoom');
      await door.shown(/Zoom.*(deleted|gone)/);
      // The watch.
      await door.change(slack, { quarantine: { reason: 'Unknown' } });
      await letTimePass(door, clock, /Slack went into quarantine/);
      // The end of the pause.
      clock.jump(2 * 3_600_000);
      await letTimePass(door, clock, /Databricks EU is started/);

      const writes = await door.writes();
      const of = ({ jobId }: { readonly jobId: string }) => writes.filter((each) => each.includes(jobId));
      expect(of(zoom)).toEqual([expect.stringMatching(/^DELETE /)]);
      expect(of(databricks)).toEqual([expect.stringMatching(/^POST .*\/start$/)]);
      // It had been sent before.
      expect(of(gitHub)).toEqual([]);
    } finally {
      await door.stop();
    }
    const db = await openStore(location);
    const row = await db.selectFrom('schema_version').selectAll().executeTakeFirstOrThrow();
    expect(row.version).toBe(newestSchema());
    expect(await left(db)).toEqual({ runs: 0, messages: 0, sentences: 0 });
    await db.destroy();
  }, 120_000);
}

/** The token is on a card that an earlier connector got. */
async function pendingToken(door: FrontDoor, location: StoreLocation): Promise<string> {
  await door.bot.stop();
  const db = await openStore(location);
  const row = await db
    .selectFrom('confirmation')
    .select('token')
    .where('status', '=', 'pending')
    .executeTakeFirstOrThrow();
  await db.destroy();
  await door.restart();
  return row.token;
}

async function letTimePass(
  door: FrontDoor,
  clock: ReturnType<typeof movableClock>,
  until: RegExp,
): Promise<void> {
  for (let round = 0; round < 60; round++) {
    if (door.connector.messages.some((message) => until.test(door.text(message)))) return;
    clock.jump(6000);
    await sleep(700);
  }
  await door.shown(until);
}

async function left(db: Database) {
  const count = async (rows: Promise<unknown[]>) => (await rows).length;
  return {
    runs: await count(db.selectFrom('run').select('id').where('due_at', 'is not', null).execute()),
    messages: await count(
      db
        .selectFrom('message')
        .select('id')
        .whereRef('sent_revision', '<', 'revision')
        .where('dead', 'is', null)
        .execute(),
    ),
    sentences: await count(db.selectFrom('inbox').select('key').where('status', '=', 'received').execute()),
  };
}
