import { sandboxIds } from '../../src/sandbox/tenant.ts';
import { type Json, jobPath, openSandbox, startTracked, stopSandboxes, talkTo } from './harness.ts';

let it: Awaited<ReturnType<typeof openSandbox>>;
beforeEach(async () => {
  it = await openSandbox();
});
afterEach(stopSandboxes);

type Name = keyof typeof sandboxIds;
const read = async (name: Name): Promise<Json> => (await it.get(jobPath(name))).body;
const state = async (name: Name) => (await read(name)).schedule.state;
const pause = (name: Name) => it.post(`${jobPath(name)}/pause`);
const start = (name: Name) => it.post(`${jobPath(name)}/start`);
const admin = (name: Name, set: object) => {
  const { servicePrincipalId, jobId } = sandboxIds[name];
  return it.post('/_sandbox/jobs', { servicePrincipalId, jobId, set });
};
const summary = async (name: Name): Promise<Json> => {
  const { body } = await it.get('/_sandbox/tenant');
  const { servicePrincipalId } = sandboxIds[name];
  return body.principals.find((each: Json) => each.servicePrincipalId === servicePrincipalId).jobs[0];
};

describe('pause', () => {
  test('is accepted at once and shows only after a while', async () => {
    expect((await pause('slack')).status).toBe(204);
    expect(await state('slack')).toBe('Active');
    it.clock.pass(999);
    expect(await state('slack')).toBe('Active');
    it.clock.pass(1);
    expect(await state('slack')).toBe('Paused');
    expect((await read('slack')).status.code).toBe('Paused');
  });

  test('lets the cycle in flight finish and begins no other', async () => {
    await admin('slack', { cycleRunning: true });
    const before = await read('slack');
    it.clock.pass(5000);
    const halfway = await read('slack');
    expect(halfway.status.progress[0].completedUnits).toBe(
      Math.floor(halfway.status.progress[0].totalUnits / 2),
    );
    await pause('slack');
    it.clock.pass(4000);
    expect(await state('slack')).toBe('Paused');
    expect((await read('slack')).status.lastExecution).toEqual(before.status.lastExecution);
    it.clock.pass(1000);
    const after = await read('slack');
    expect(after.schedule.state).toBe('Paused');
    expect(after.status.progress).toEqual([]);
    expect(Date.parse(after.status.lastExecution.timeEnded)).toBe(it.clock.now());
    it.clock.pass(3_600_000);
    expect((await read('slack')).status).toEqual(after.status);
  });

  test('begins no cycle between being accepted and being shown', async () => {
    const { cyclesEnded } = await summary('slack');
    const lagging = await openSandbox({ pace: { pauseVisibleAfter: 500_000 } });
    await lagging.post(`${jobPath('slack')}/pause`);
    lagging.clock.pass(499_000);
    const { body } = await lagging.get('/_sandbox/tenant');
    const slack = body.principals.find((each: Json) => each.displayName === 'Slack').jobs[0];
    expect(slack).toMatchObject({ state: 'Active', pending: ['pause'], cyclesEnded });
  });

  test('of a job that never started leaves it Disabled', async () => {
    expect((await pause('googleWorkspace')).status).toBe(204);
    it.clock.pass(5000);
    expect(await state('googleWorkspace')).toBe('Disabled');
  });

  test('does not lift a quarantine', async () => {
    await pause('workday');
    it.clock.pass(1000);
    const job = await read('workday');
    expect(job.schedule.state).toBe('Paused');
    expect(job.status.code).toBe('Quarantine');
  });
});

describe('cycles', () => {
  test('move the counts', async () => {
    const before = await read('slack');
    it.clock.pass(2_000_000);
    const after = await read('slack');
    expect(Date.parse(after.status.lastExecution.timeEnded)).toBeGreaterThan(
      Date.parse(before.status.lastExecution.timeEnded),
    );
    expect(after.status.synchronizedEntryCountByType).not.toEqual(before.status.synchronizedEntryCountByType);
    expect(after.schedule.interval).toBe('PT40M');
  });

  test('are the same for the same seed however often somebody looks, and others for another', async () => {
    const [twin, other] = [await openSandbox(), await openSandbox({ seed: 7 })];
    for (let i = 0; i < 40; i++) {
      it.clock.pass(50_000);
      await read('slack');
    }
    twin.clock.pass(2_000_000);
    other.clock.pass(2_000_000);
    const mine = await read('slack');
    const status = async (each: typeof it) => (await each.get(jobPath('slack'))).body.status;
    expect(await status(twin)).toEqual(mine.status);
    expect(await status(other)).not.toEqual(mine.status);
  });

  test('a clock that leaps years is caught up with', async () => {
    it.clock.pass(5 * 365 * 86_400_000);
    const { status } = await read('slack');
    expect(it.clock.now() - Date.parse(status.lastExecution.timeEnded)).toBeLessThan(200_000);
  });
});

describe('start', () => {
  test('of a paused job shows Active after a while, and a cycle runs', async () => {
    const before = await read('dropbox');
    expect((await start('dropbox')).status).toBe(204);
    it.clock.pass(1999);
    expect(await state('dropbox')).toBe('Paused');
    it.clock.pass(1);
    const started = await read('dropbox');
    expect(started.schedule.state).toBe('Active');
    expect(started.status.code).toBe('Active');
    expect(started.status.lastExecution).toEqual(before.status.lastExecution);
    it.clock.pass(10_000);
    expect(Date.parse((await read('dropbox')).status.lastExecution.timeEnded)).toBe(it.clock.now());
  });

  test('of a job that never ran shows NotRun until its first cycle ended', async () => {
    await start('googleWorkspace');
    it.clock.pass(2000);
    const started = await read('googleWorkspace');
    expect(started.schedule).toMatchObject({ state: 'Active', interval: 'PT40M' });
    expect(started.status).toMatchObject({ code: 'NotRun', lastExecution: null });
    it.clock.pass(10_000);
    const ran = await read('googleWorkspace');
    expect(ran.status.code).toBe('Active');
    expect(ran.status.lastExecution).toMatchObject({ state: 'Succeeded', countExports: 1800 });
    expect(ran.status.synchronizedEntryCountByType[0]).toEqual({ key: 'User', value: 1760 });
  });

  test.each(['salesforceSandbox', 'workday'] as const)(
    'lifts the quarantine of %s until the next cycle',
    async (name) => {
      const before = await read(name);
      await start(name);
      it.clock.pass(2000);
      const started = await read(name);
      expect(started.status).toMatchObject({ code: 'Active', quarantine: null });
      it.clock.pass(10_000);
      const back = await read(name);
      expect(back.status.code).toBe('Quarantine');
      expect(back.status.quarantine.reason).toBe(before.status.quarantine.reason);
      expect(Date.parse(back.status.quarantine.currentBegan)).toBe(it.clock.now());
      expect(back.status.countSuccessiveCompleteFailures).toBe(
        before.status.countSuccessiveCompleteFailures + 1,
      );
    },
  );

  test('lifts another quarantine for good', async () => {
    await admin('slack', { quarantine: { reason: 'QuarantinedOnDemand' } });
    expect((await read('slack')).status.code).toBe('Quarantine');
    await start('slack');
    it.clock.pass(20_000);
    expect((await read('slack')).status).toMatchObject({ code: 'Active', quarantine: null });
  });

  test('clears what the service pruned, once a cycle ended', async () => {
    await start('atlassianCloud');
    it.clock.pass(12_000);
    expect((await read('atlassianCloud')).status).toMatchObject({ code: 'Active', escrowsPruned: false });
  });

  test('of a running job is accepted and counted', async () => {
    expect((await summary('slack')).startsWhileRunning).toBe(0);
    expect((await start('slack')).status).toBe(204);
    expect((await summary('slack')).startsWhileRunning).toBe(1);
  });

  test('sent twice counts as one on a running job, although reads still say Paused', async () => {
    await start('dropbox');
    await start('dropbox');
    expect(await summary('dropbox')).toMatchObject({ state: 'Paused', startsWhileRunning: 1 });
  });
});

describe('several writes', () => {
  test('the last one wins, whatever the delays are', async () => {
    await start('dropbox');
    it.clock.pass(100);
    await pause('dropbox');
    const { cyclesEnded } = await summary('dropbox');
    it.clock.pass(1_000_000);
    expect(await summary('dropbox')).toMatchObject({ state: 'Paused', cyclesEnded, startsWhileRunning: 0 });
  });

  test('start after an accepted pause is no start on a running job', async () => {
    await pause('slack');
    await start('slack');
    it.clock.pass(2000);
    expect(await summary('slack')).toMatchObject({ state: 'Active', startsWhileRunning: 0 });
  });
});

describe('delete', () => {
  test('shows as 404 after a while; writes see it at once', async () => {
    expect((await it.send('DELETE', jobPath('slack'))).status).toBe(204);
    expect((await it.get(jobPath('slack'))).status).toBe(200);
    expect((await pause('slack')).status).toBe(404);
    it.clock.pass(3000);
    const gone = await it.get(jobPath('slack'));
    expect(gone.status).toBe(404);
    expect(gone.body.error.code).toBe('Request_ResourceNotFound');
    expect((await it.send('DELETE', jobPath('slack'))).status).toBe(404);
  });

  test('leaves the principal and its other job', async () => {
    const { servicePrincipalId, passwordHashJobId } = sandboxIds.contosoCloudSync;
    await it.send('DELETE', jobPath('contosoCloudSync'));
    it.clock.pass(3000);
    const { body } = await it.get(`/v1.0/servicePrincipals/${servicePrincipalId}/synchronization/jobs`);
    expect(body.value.map((job: Json) => job.id)).toEqual([passwordHashJobId]);
    expect((await it.get(`/v1.0/servicePrincipals/${servicePrincipalId}`)).status).toBe(200);
  });
});

test('on the real clock, a pause becomes visible by itself', async () => {
  const sandbox = await startTracked({ pace: { pauseVisibleAfter: 150 } });
  const { get, post } = talkTo(sandbox);
  await post(`${jobPath('zoom')}/pause`);
  expect((await get(jobPath('zoom'))).body.schedule.state).toBe('Active');
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect((await get(jobPath('zoom'))).body.schedule.state).toBe('Paused');
});
