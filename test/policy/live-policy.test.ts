import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '../../src/log.ts';
import { livePolicy } from '../../src/policy/live-policy.ts';
import { everybodyMay } from '../support/production.ts';

const log = createLog('silent');
const actor = { tenantId: 't', objectId: '5b0c8a11-6f0e-4c7b-9a41-1f2e3d4c5b01', name: 'Ada' };
const place = { tenantId: 't', conversationId: 'c', thread: null, scope: 'personal' } as const;
const ask = { actor, place, operation: 'pause' } as const;

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'live-'));
  file = join(folder, 'policy.yml');
  writeFileSync(file, everybodyMay);
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const live = (writesAs: 'person' | 'app' = 'person') =>
  livePolicy({ file, writesAs, memberships: async () => new Map(), log });

test('counts as it is now: changed, gone, and back', async () => {
  const policy = await live();
  expect(policy.contact).toBe('the identity team');
  expect((await policy.judgeCommand(ask)).allowed).toBe(true);
  writeFileSync(file, 'version: 1\nrules: []\n');
  expect((await policy.judgeCommand(ask)).allowed).toBe(false);
  rmSync(file);
  expect((await policy.judgeCommand(ask)).allowed).toBe(false);
  expect(await policy.rights({ actor, place })).toMatchObject([{ verdict: 'no' }, {}, {}, {}]);
  writeFileSync(file, everybodyMay);
  expect((await policy.judgeCommand(ask)).allowed).toBe(true);
});

test('what could not be read once is read again, though nothing tells the file has changed', async () => {
  const at = new Date(1_700_000_000_000);
  const broken = everybodyMay.replace('version: 1', 'version: 9');
  writeFileSync(file, broken);
  utimesSync(file, at, at);
  const policy = await live();
  expect((await policy.judgeCommand(ask)).allowed).toBe(false);
  // The same length, time and inode, as after a read that failed for a passing reason.
  writeFileSync(file, everybodyMay);
  utimesSync(file, at, at);
  expect((await policy.judgeCommand(ask)).allowed).toBe(true);
});

test('an app that writes with its own rights obeys nobody under a rule for everyone', async () => {
  expect((await (await live('app')).judgeCommand(ask)).allowed).toBe(false);
});
