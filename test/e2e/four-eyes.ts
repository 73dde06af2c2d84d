import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { type Bot, startBot } from '../../src/main.ts';
import { startSandbox } from '../../src/sandbox/server.ts';
import { policyOf } from '../support/policies.ts';
import { openBrowser } from './client.ts';
import { fourEyesScenes } from './four-eyes-scenes.ts';
import { openOwnClient, personNamed } from './own-client.ts';
import { playScenes, type Tally } from './play.ts';
import { startSharedConversation } from './shared-conversation.ts';

const dana = personNamed('Dana');
const lee = personNamed('Lee');

/** Dana and Lee may delete, with Lee's yes; so Dana has to ask, and nobody but Lee can answer. */
const policy = policyOf(`
version: 1
contact: the identity team
rules:
  - name: deletes need two
    effect: allow
    who: { users: [${dana.aadObjectId}, ${lee.aadObjectId}] }
    where: { anywhere: true }
    operations: [delete]
    targets: { all: true }
    approval: { users: [${lee.aadObjectId}] }
`);

/** Long enough to see the question on two screens of a busy machine, seconds. */
const hurriedTtl = 12;

/**
 * Plays what takes two people: each has a local client of their own, a bystander too, and they share one channel.
 *
 * @param pictures folder for the pictures of this run
 * @throws when a part of the stage can't be set up
 */
export async function playFourEyes(browser: Browser, pictures: string): Promise<Tally> {
  const closers: (() => Promise<void> | void)[] = [];
  try {
    const folder = mkdtempSync(join(tmpdir(), 'sync-warden-four-eyes-'));
    closers.push(() => rmSync(folder, { recursive: true, force: true }));
    const sandbox = await startSandbox({ port: 0 });
    closers.push(() => sandbox.stop());
    const conversation = await startSharedConversation();
    closers.push(() => conversation.stop());

    const start = async (more: Readonly<Record<string, string>> = {}): Promise<Bot> => {
      const read = readConfig({
        MODE: 'sandbox',
        PORT: '0',
        GRAPH_BASE_URL: sandbox.url,
        STORE_URL: `file:${join(folder, 'bot.db')}`,
        ...more,
      });
      if (!read.ok) throw new Error(read.problems.join('; '));
      const started = await startBot(read.config, { policy, log: createLog('warn') });
      conversation.turnTo(started.port);
      return started;
    };
    let bot: Bot | null = await start();
    closers.push(async () => await bot?.stop());

    const open = async (givenName: string) => {
      const { client, stop } = await openOwnClient(browser, givenName, {
        botPort: conversation.port,
        folder,
      });
      closers.push(stop);
      return client;
    };
    const people = { dana: await open('Dana'), lee: await open('Lee'), mika: await open('Mika') };
    const hurry = async () => {
      await bot?.stop();
      bot = null;
      bot = await start({ CONFIRMATION_TTL_SECONDS: String(hurriedTtl) });
    };
    return await playScenes(
      fourEyesScenes,
      { ...people, sandboxUrl: sandbox.url, pictures, hurry },
      {
        picture: async (failure) => {
          for (const [name, client] of Object.entries(people)) {
            await client.picture(join(pictures, `failed-four-eyes-${failure}-${name}.png`));
          }
        },
      },
    );
  } finally {
    for (const close of closers.toReversed()) await close();
  }
}

if (import.meta.main) {
  const pictures = resolve(import.meta.dirname, '../output/e2e');
  mkdirSync(pictures, { recursive: true });
  const browser = await openBrowser();
  let tally: Tally = { passed: 0, failed: 0 };
  try {
    tally = await playFourEyes(browser, pictures);
  } finally {
    await browser.close();
  }
  process.stdout.write(`${tally.passed} passed, ${tally.failed} failed\n`);
  process.exit(tally.failed === 0 && tally.passed > 0 ? 0 : 1);
}
