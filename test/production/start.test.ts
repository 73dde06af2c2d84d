import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { type Bot, startBot } from '../../src/main.ts';
import { everybodyMay, openProduction } from '../support/production.ts';

let folder: string;
let bot: Bot | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'start-'));
});
afterEach(async () => {
  await bot?.stop();
  bot = null;
  rmSync(folder, { recursive: true, force: true });
});

const named = everybodyMay.replace('everyone: true', 'users: [5b0c8a11-6f0e-4c7b-9a41-1f2e3d4c5b01]');

async function start(policy: string | null, more: Record<string, string> = {}): Promise<Bot> {
  const file = join(folder, 'policy.yml');
  if (policy !== null) writeFileSync(file, policy);
  const read = readConfig({
    MODE: 'production',
    HOST: '127.0.0.1',
    PORT: '0',
    BOT_ID: 'fe7ba2f9-7b50-4a98-968d-2e8342cd1aa4',
    BOT_CLIENT_SECRET: 'secret',
    ALLOWED_TENANTS: 'a75d3a01-29fb-46ac-9a8a-6f5de5f41db2',
    POLICY_FILE: file,
    STORE_URL: `file:${join(folder, 'bot.db')}`,
    ...more,
  });
  if (!read.ok) throw new Error(read.problems.join('\n'));
  bot = await startBot(read.config, { log: createLog('silent') });
  return bot;
}

test.each(['global', 'usgov', 'dod', 'china'])(
  'starts in the cloud %s, and lets nobody in without a token',
  async (CLOUD) => {
    const { port, graphBaseUrl } = await start(named, { CLOUD });
    expect(graphBaseUrl).toMatch(/^https:\/\//);
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    const answer = await fetch(`http://127.0.0.1:${port}/api/messages`, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(401);
  },
);

test.each([
  ['missing', null, /POLICY_FILE .*no such file/s],
  ['empty', '', /POLICY_FILE/],
  ['no policy', 'hello', /POLICY_FILE/],
  ['without rules', 'version: 1\n', /POLICY_FILE/],
])('a policy file that is %s: does not start, and names the setting', async (_, policy, words) => {
  await expect(start(policy)).rejects.toThrow(words);
});

test('WRITES_AS=app with a policy that lets everyone does not start', async () => {
  const app = {
    WRITES_AS: 'app',
    WRITE_CLIENT_ID: '0c9d1f5e-7a63-4b5e-8f0d-3b2a19c4d7e8',
    WRITE_CLIENT_SECRET: 's',
  };
  await expect(start(everybodyMay, app)).rejects.toThrow(/everybody may.*everyone.*WRITES_AS/s);
  await start(named, app);
});

test.each(['usgov', 'dod', 'china'])(
  'in the cloud %s school profiles are said not to be there',
  async (CLOUD) => {
    const it = await openProduction({ env: { CLOUD, SCHOOL_PROFILES: 'on' } });
    try {
      await it.say('adminUser', 'list schools');
      await it.shown(/cloud/);
      const before = it.connector.messages.length;
      await it.say('adminUser', 'status Slack');
      await it.shown(/Slack is active/, before);
    } finally {
      await it.stop();
    }
  },
);
