import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { startBot } from '../../src/main.ts';
import { buttonOf } from '../support/card.ts';
import { quick } from '../support/front-door.ts';
import { openProduction, productionEnv } from '../support/production.ts';
import { openDatabases } from './databases.ts';

test('with two replicas a yes is carried out by the one that has the person’s sign-in', async () => {
  const databases = openDatabases();
  const url = await databases.create('empty');
  const it = await openProduction({ env: { STORE_URL: url } });
  const read = readConfig(productionEnv(it, { policy: it.policyFile, store: url }));
  if (!read.ok) throw new Error(read.problems.join());
  const other = await startBot(read.config, { log: createLog('silent'), timing: quick });
  try {
    for (const name of [
      'Slack',
      'Zoom',
      'Box',
      'GitHub Enterprise Cloud',
      'ServiceNow',
      'AWS IAM Identity Center',
    ]) {
      const from = it.connector.messages.length;
      await it.say('adminUser', `pause ${name}`);
      const card = await it.shown(new RegExp(`Pause ${name}\\?`), from);
      await it.tap('adminUser', buttonOf(card.cards[0], 'Pause'), {
        on: card,
        token: it.entra.sso('adminUser'),
      });
      await it.shown(new RegExp(`${name} is paused`), from);
    }
    expect(await it.writes()).toHaveLength(6);
  } finally {
    await other.stop();
    await it.stop();
    await databases.drop(url);
  }
});
