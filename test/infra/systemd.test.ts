import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readConfig } from '../../src/config.ts';

const root = resolve(import.meta.dirname, '../..');
const unit = readFileSync(join(root, 'infra/sync-warden.service'), 'utf8');
const all = (key: string) =>
  [...unit.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map(([, value = '']) => value);

test('starts what npm run serve starts, by Node itself, so that SIGTERM reaches it', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  expect(all('ExecStart')).toEqual([`/usr/bin/${scripts['serve']}`]);
  expect(all('KillSignal')).toEqual(['SIGTERM']);
});

test('waits longer for the end than the bot takes: 30 seconds', () => {
  expect(Number(all('TimeoutStopSec')[0])).toBeGreaterThan(30);
});

test('its settings are enough, with those that only the operator knows', () => {
  const own = Object.fromEntries(all('Environment').map((pair) => pair.split(/=(.*)/s).slice(0, 2)));
  const read = readConfig({
    MODE: 'production',
    BOT_ID: '11111111-1111-4111-8111-111111111111',
    ALLOWED_TENANTS: '22222222-2222-4222-8222-222222222222',
    ...own,
  });
  expect(read.ok ? [] : read.problems).toEqual([]);
  expect(read).toMatchObject({
    config: { host: '127.0.0.1', credentials: { read: { kind: 'certificate' } } },
  });
});

test('the store lies where it may write', () => {
  const [state] = all('StateDirectory');
  expect(all('Environment')).toContain(`STORE_URL=file:/var/lib/${state}/sync-warden.db`);
  expect(all('ProtectSystem')).toEqual(['strict']);
});
