import { setTimeout as sleep } from 'node:timers/promises';
import {
  group,
  lee,
  type Message,
  type MovableClock,
  movableClock,
  openFrontDoor,
  tenant,
} from '../support/front-door.ts';

/** No run of a job by itself: it would be news. */
const pace = { cycleEvery: 100 * 3_600_000 };

export const quarantine = { quarantine: { reason: 'EncounteredBaseEscrowThreshold' } };

/** A front door with a clock that is moved, and what watching needs to be looked at through it. */
export async function openWatching(options: Parameters<typeof openFrontDoor>[0] = {}) {
  const clock: MovableClock = movableClock('2026-08-20T09:00:00Z');
  // Time is moved here, so a busy machine's slow answer is no time-out of Graph's.
  const door = await openFrontDoor({ clock, pace, parts: { graphTimeout: 10_000 }, ...options });

  /** What is shown now, in a conversation or anywhere. */
  const matching = (pattern: RegExp, where?: { readonly id: string }) =>
    door.connector.messages.filter(
      (message) =>
        pattern.test(door.text(message)) &&
        (where === undefined || message.conversationId.split(';')[0] === where.id.split(';')[0]),
    );

  let wakings = 0;
  /** Moves the clock on; any activity lets the bot look at it, which else takes it seconds. */
  async function later(milliseconds: number) {
    clock.jump(milliseconds);
    await door.post({
      type: 'typing',
      id: `waking-${++wakings}`,
      channelId: 'msteams',
      serviceUrl: door.connector.url,
      from: lee,
      recipient: { id: '28:bot', name: 'Sync Warden' },
      conversation: { ...group, tenantId: tenant },
      channelData: { tenant: { id: tenant } },
    });
  }

  /** Waits until the jobs are read, after a watch was set. */
  async function readingBegan(after: number) {
    for (let wait = 0; wait < 200; wait++) {
      const calls = (await door.calls()).slice(after);
      if (calls.some(({ path, status }) => path.endsWith('$batch') && status === 200)) break;
      await sleep(100);
    }
    await sleep(500);
  }

  return {
    door,
    clock,
    matching,
    /** Lets minutes pass until it is shown. */
    async shows(pattern: RegExp, where?: { readonly id: string }): Promise<Message> {
      for (let round = 0; round < 40; round++) {
        const asked = (await door.calls()).length;
        await later(6000);
        for (let wait = 0; wait < 25; wait++) {
          const [found] = matching(pattern, where);
          if (found !== undefined) return found;
          // Once it was looked and nothing is told, more time has to pass.
          if (wait > 5 && (await door.calls()).length > asked) break;
          await sleep(100);
        }
      }
      const all = door.connector.messages.map((each) => `${each.conversationId}: ${door.text(each)}`);
      throw new Error(`nothing shown matches ${pattern}; there is:\n${all.join('\n')}`);
    },
    /** Lets enough time pass for anything to be told that would be. */
    async timePasses(rounds = 3) {
      for (let round = 0; round < rounds; round++) {
        await later(13_000);
        await sleep(2200);
      }
    },
    /** Sets a watch, and waits until how things are is known. */
    async watch(text: string, where: NonNullable<Parameters<typeof door.say>[1]>['where'] & object) {
      await door.say(text, { where });
      await door.shown(/watched here/i);
      await readingBegan((await door.calls()).length - 1);
    },
  };
}
