import { openFrontDoor } from '../support/front-door.ts';
import { openProduction } from '../support/production.ts';

test('what was asked for in a sandbox is never done in a real tenant: the store is refused', async () => {
  const door = await openFrontDoor();
  await door.say('status Slack');
  await door.shown(/Slack/);
  await door.bot.stop();
  await expect(openProduction({ env: { STORE_URL: `file:${door.storeFile}` } })).rejects.toThrow(
    /STORE_URL: this store belongs to sandbox/,
  );
  await door.stop();
});
