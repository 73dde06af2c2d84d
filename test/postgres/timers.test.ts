import { setTimeout as sleep } from 'node:timers/promises';
import { movableClock, openFrontDoor } from '../support/front-door.ts';
import { openDatabases } from './databases.ts';

const databases = openDatabases();
afterAll(() => databases.dropAll());

const hour = 3_600_000;

test('two bots that share a PostgreSQL database end a timed pause once, and remind of an open-ended one once', async () => {
  const clock = movableClock();
  const env = { STORE_URL: await databases.create('migrated') };
  const door = await openFrontDoor({ clock, replicas: 2, env });
  try {
    await door.say('pause Slack for 2h');
    await door.shown(/Slack is paused/);
    await door.say('pause Zoom');
    await door.shown(/Zoom is paused/);
    clock.jump(2 * hour);
    await door.shown(/Its pause was over, so I started it/);
    clock.jump(23 * hour);
    await door.shown(/Zoom (is|has been) paused for/);
    // Each looks at least every two seconds.
    await sleep(2500);
    const writes = (await door.writes()).map((each) => each.split('/').at(-1));
    expect(writes).toEqual(['pause', 'pause', 'start']);
    const telling = (pattern: RegExp) => door.connector.messages.filter((m) => pattern.test(door.text(m)));
    expect(telling(/Zoom (is|has been) paused for/)).toHaveLength(1);
    // One message: nobody tapped, so the card of the start is news by itself.
    expect(telling(/Its pause was over/)).toHaveLength(1);
  } finally {
    await door.stop();
  }
});
