import { setTimeout as sleep } from 'node:timers/promises';
import { openProduction } from '../support/production.ts';

/** Until Entra was asked on a busy machine, milliseconds. */
const longest = 20_000;

test('a secret that is wrong is said at the start, before anybody asks', async () => {
  const it = await openProduction({ env: { BOT_CLIENT_SECRET: 'not the secret' } });
  try {
    const until = Date.now() + longest;
    while (!/"msg":"not ready"/.test(it.logged()) && Date.now() < until) await sleep(50);
    const lines = it
      .logged()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { readonly msg?: string; readonly part?: string });
    expect(lines).toContainEqual(expect.objectContaining({ msg: 'not ready', part: 'connector' }));
    expect(it.logged()).not.toContain('not the secret');
  } finally {
    await it.stop();
  }
});
