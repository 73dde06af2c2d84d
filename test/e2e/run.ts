import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startPlayground } from '../../src/cli/playground.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { startBot } from '../../src/main.ts';
import { renderAllCards } from './card-renders.ts';
import { openBrowser, openClient } from './client.ts';
import { playFourEyes } from './four-eyes.ts';
import { playScenes, type Tally } from './play.ts';
import { scenes } from './scenes.ts';
import { watchScenes } from './watch-scenes.ts';

/** Where this run's own servers listen; free ones, so that a running `npm start` is not in the way. */
const port = 3988;
const sandboxPort = 3989;
const playgroundPort = 56160;

/** All scenes together may take this long, milliseconds. */
const longest = 10 * 60_000;

const root = resolve(import.meta.dirname, '../..');
const pictures = join(root, 'test/output/e2e');
const folder = mkdtempSync(join(tmpdir(), 'sync-warden-e2e-'));
mkdirSync(pictures, { recursive: true });

const read = readConfig({
  MODE: 'sandbox',
  PORT: String(port),
  SANDBOX_PORT: String(sandboxPort),
  PLAYGROUND_PORT: String(playgroundPort),
  STORE_URL: `file:${join(folder, 'bot.db')}`,
});
if (!read.ok) throw new Error(read.problems.join('; '));

const tooLong = setTimeout(() => {
  process.stderr.write('the browser tests took too long\n');
  process.exit(1);
}, longest);

let movedOn = 0;
const clock = { now: () => Date.now() + movedOn };
const bot = await startBot(read.config, { log: createLog('warn'), clock });
const playground = await startPlayground({ botPort: port, port: playgroundPort });
const browser = await openBrowser();
let passed = 0;
let failed = 0;
const count = (tally: Tally) => {
  passed += tally.passed;
  failed += tally.failed;
};
try {
  const client = await openClient(browser, playground.url);
  const later = (milliseconds: number) => {
    movedOn += milliseconds;
  };
  const stage = { client, sandboxUrl: bot.graphBaseUrl, pictures, root, later };
  count(
    await playScenes({ ...scenes, ...watchScenes }, stage, {
      picture: (failure) => client.picture(join(pictures, `failed-${failure}.png`)),
    }),
  );
  await client.page.context().close();
  count(await playFourEyes(browser, pictures));
} finally {
  await browser.close();
  await playground.stop();
  await bot.stop();
  rmSync(folder, { recursive: true, force: true });
  clearTimeout(tooLong);
}
const cards = await renderAllCards();
for (const problem of cards.problems) process.stdout.write(`FAIL  ${problem}\n`);
if (cards.problems.length === 0) passed++;
else failed++;
process.stdout.write(`${cards.rendered} cards rendered, ${cards.problems.length} problems\n`);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
