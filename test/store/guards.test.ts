import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endDeadLeases } from '../../src/store/dead-owners.ts';
import { newOwner } from '../../src/store/lease.ts';
import { fileSystemOf, isNetworkFileSystem } from '../../src/store/network-file-system.ts';
import { holdForThisHost } from '../../src/store/one-host.ts';
import { openStore } from '../../src/store/open.ts';
import { claimRuns, insertRun } from '../../src/store/runs.ts';
import { newRunRecord } from '../operations/world.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'guards-'));
  file = join(folder, 'bot.db');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('one file, one machine', () => {
  const hold = (host: string, onForeign = () => {}) => holdForThisHost(file, { host, beat: 40, onForeign });

  test('several processes of one machine may hold it, another machine may not', async () => {
    const holds = [await hold('here'), await hold('here')];
    expect(statSync(`${file}.host`).mode & 0o777).toBe(0o600);
    await expect(hold('there')).rejects.toThrow(/^STORE_URL: .*another machine.*postgres/);
    for (const each of holds) each.release();
    (await hold('there')).release();
    expect(existsSync(`${file}.host`)).toBe(false);
  });

  test('the mark of a machine that is gone is taken over after a look', async () => {
    writeFileSync(`${file}.host`, JSON.stringify({ host: 'gone', name: 'gone', beat: '1' }));
    const held = await hold('here');
    expect(readFileSync(`${file}.host`, 'utf8')).toContain('"host":"here"');
    held.release();
  });

  test('a folder the bot may not write is refused by the name of the setting', async () => {
    await expect(holdForThisHost('/dev/null/nowhere/bot.db', { onForeign: () => {} })).rejects.toThrow(
      /^STORE_URL: .*bot\.db can't be opened/,
    );
  });

  test('a damaged mark is no machine', async () => {
    writeFileSync(`${file}.host`, 'not JSON');
    (await hold('here')).release();
  });

  test('who holds it is told when another machine marks it all the same', async () => {
    let told = 0;
    const held = await hold('here', () => {
      told++;
    });
    writeFileSync(`${file}.host`, JSON.stringify({ host: 'there', name: 'there', beat: '1' }));
    await sleep(150);
    expect(told).toBe(1);
    held.release();
    expect(readFileSync(`${file}.host`, 'utf8')).toContain('there');
  });
});

describe('network file systems', () => {
  const mountinfo = [
    '22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw',
    '30 22 0:26 / /mnt/share rw - nfs4 server:/share rw',
    '31 22 0:27 / /mnt/share/local rw - xfs /dev/sdb rw',
    '32 22 0:28 / /mnt/with\\040blank rw - cifs //server/x rw',
    '33 22 0:29 / /mnt/share/hidden rw - ext4 /dev/sdc rw',
    '34 22 0:30 / /mnt/share/hidden rw - fuse.sshfs host: rw',
    '',
  ].join('\n');

  test.each([
    ['/data', 'ext4', false],
    ['/mnt/share', 'nfs4', true],
    ['/mnt/share/deep/er', 'nfs4', true],
    ['/mnt/shared', 'ext4', false],
    ['/mnt/share/local/x', 'xfs', false],
    ['/mnt/with blank/x', 'cifs', true],
    ['/mnt/share/hidden', 'fuse.sshfs', true],
  ])('%s is on %s', (path, type, network) => {
    expect(fileSystemOf(path, mountinfo)).toBe(type);
    expect(isNetworkFileSystem(type)).toBe(network);
  });

  test('Azure Files and the like are known by their types', () => {
    for (const type of ['nfs', 'smb3', 'cifs', '9p', 'ceph', 'glusterfs', 'fuse.blobfuse2', 'fuse.s3fs'])
      expect(isNetworkFileSystem(type)).toBe(true);
    for (const type of ['ext4', 'xfs', 'btrfs', 'overlay', 'tmpfs', 'zfs', 'apfs', 'fuse.fuse-overlayfs'])
      expect(isNetworkFileSystem(type)).toBe(false);
  });
});

describe('what a dead process left', () => {
  const owners = { dead: `${hostname()}:4194305:x`, foreign: 'another-host:4194305:x', self: newOwner() };

  test.each([
    ['of a pid that is no more', owners.dead, 1],
    ['of an earlier process with this pid', `${hostname()}:${process.pid}:earlier`, 1],
    ['of this process itself', owners.self, 0],
    ['of a process that lives', `${hostname()}:${process.ppid}:x`, 0],
    ['of another host', owners.foreign, 0],
  ])('a lease %s', async (_, owner, taken) => {
    const db = await openStore({ kind: 'file', file: ':memory:' });
    await insertRun(db, { record: newRunRecord('r', 'job'), state: 'claimed', dueAt: 0, now: 0 });
    await claimRuns(db, { owner, now: 100, limit: 1 });
    await endDeadLeases(db, owners.self);
    const claimed = await claimRuns(db, { owner: owners.self, now: 200, limit: 1 });
    expect(claimed).toHaveLength(taken);
    if (taken === 1) expect(claimed).toMatchObject([{ interrupted: true, attempts: 2 }]);
    await db.destroy();
  });
});
