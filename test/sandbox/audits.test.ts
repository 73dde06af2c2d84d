import { sandboxIds } from '../../src/sandbox/ids.ts';
import { needsOf } from '../../src/sandbox/needs.ts';
import { openSandbox, stopSandboxes } from './harness.ts';

let it: Awaited<ReturnType<typeof openSandbox>>;
beforeEach(async () => {
  it = await openSandbox();
});
afterEach(stopSandboxes);

const { slack } = sandboxIds;
const change = (set: object, by?: string) =>
  it.post('/_sandbox/jobs', {
    servicePrincipalId: slack.servicePrincipalId,
    jobId: slack.jobId,
    set,
    ...(by === undefined ? {} : { by }),
  });
const audits = async (filter = '') =>
  (
    await it.get(
      `/v1.0/auditLogs/directoryAudits${filter === '' ? '' : `?$filter=${encodeURIComponent(filter)}`}`,
    )
  ).body;

test('what is done to jobs elsewhere is noted down, newest first, with who did it', async () => {
  await change({ state: 'Paused' }, 'Ada Lindqvist');
  it.clock.pass(1000);
  await change({ state: 'Active' });
  await change({ quarantine: { reason: 'Unknown' } }, 'Ada Lindqvist');
  await change({ cycleRunning: true });
  await change({ delete: true }, 'Ada Lindqvist');
  const { value } = await audits();
  expect(
    value.map((each: Record<string, Record<string, unknown>>) => [
      each['activityDisplayName'],
      (each['initiatedBy']?.['user'] as { displayName: string } | null)?.displayName ?? null,
    ]),
  ).toEqual([
    ['Delete provisioning configuration', 'Ada Lindqvist'],
    ['Quarantine', null],
    ['Enable/start provisioning configuration', null],
    ['Disable/pause provisioning configuration', 'Ada Lindqvist'],
  ]);
  expect(value[0]).toMatchObject({
    category: 'ProvisioningManagement',
    loggedByService: 'Account Provisioning',
    targetResources: [{ id: slack.servicePrincipalId }],
  });
});

test('they are filtered by service and time, and by nothing else', async () => {
  await change({ state: 'Paused' });
  const before = new Date(it.clock.now() + 1).toISOString();
  it.clock.pass(1000);
  await change({ state: 'Active' });
  expect((await audits(`activityDateTime ge ${before}`)).value).toHaveLength(1);
  const ours = "loggedByService eq 'Account Provisioning'";
  expect((await audits(`${ours} and activityDateTime ge ${before}`)).value).toHaveLength(1);
  expect((await audits("loggedByService eq 'Core Directory'")).value).toEqual([]);
  const wrong = await it.get("/v1.0/auditLogs/directoryAudits?$filter=category eq 'ProvisioningManagement'");
  expect(wrong.status).toBe(400);
  expect((await it.get('/v1.0/auditLogs/signIns')).status).toBe(400);
  expect((await it.post('/v1.0/auditLogs/directoryAudits', {})).status).toBe(405);
});

test('a reset forgets them; reading them needs a permission of their own', async () => {
  await change({ state: 'Paused' });
  await it.post('/_sandbox/reset', {});
  expect((await audits()).value).toEqual([]);
  expect(needsOf('GET', ['auditLogs', 'directoryAudits'])).toMatchObject({ roles: ['AuditLog.Read.All'] });
});
