import { sandboxIds } from '../../src/sandbox/tenant.ts';
import { jobPath, jobsPath, openSandbox, stopSandboxes } from './harness.ts';

let it: Awaited<ReturnType<typeof openSandbox>>;
beforeEach(async () => {
  it = await openSandbox();
});
afterEach(stopSandboxes);

describe('reading jobs', () => {
  test.each(['v1.0', 'beta'])(
    '%s lists the jobs of a principal, with and without a trailing slash',
    async (version) => {
      for (const path of [jobsPath('slack', version), `${jobsPath('slack', version)}/`]) {
        const { status, body } = await it.get(path);
        expect(status).toBe(200);
        expect(body.value.map((job: { id: string }) => job.id)).toEqual([sandboxIds.slack.jobId]);
        expect(body['@odata.context']).toBe(
          `${it.sandbox.url}/${version}/$metadata#servicePrincipals('${sandboxIds.slack.servicePrincipalId}')/synchronization/jobs`,
        );
      }
    },
  );

  test('a job has the documented shape', async () => {
    const { status, body } = await it.get(jobPath('databricksEu'));
    expect(status).toBe(200);
    const execution = {
      activityIdentifier: expect.stringMatching(/^[0-9a-f-]{36}$/),
      countEntitled: expect.any(Number),
      countEntitledForProvisioning: expect.any(Number),
      countEscrowed: expect.any(Number),
      countEscrowedRaw: expect.any(Number),
      countExported: expect.any(Number),
      countExports: expect.any(Number),
      countImported: expect.any(Number),
      countImportedDeltas: expect.any(Number),
      countImportedReferenceDeltas: expect.any(Number),
      state: 'Succeeded',
      error: null,
      timeBegan: expect.stringMatching(/Z$/),
      timeEnded: expect.stringMatching(/Z$/),
    };
    expect(body).toEqual({
      '@odata.context': `${it.sandbox.url}/v1.0/$metadata#servicePrincipals('${sandboxIds.databricksEu.servicePrincipalId}')/synchronization/jobs/$entity`,
      id: `dataBricks.${it.sandbox.tenantId.replaceAll('-', '')}.${sandboxIds.databricksEu.jobId.split('.')[2]}`,
      templateId: 'dataBricks',
      schedule: { expiration: null, interval: 'PT40M', state: 'Active' },
      status: {
        code: 'Active',
        countSuccessiveCompleteFailures: 0,
        escrowsPruned: false,
        lastExecution: execution,
        lastSuccessfulExecution: execution,
        lastSuccessfulExecutionWithExports: execution,
        progress: [],
        quarantine: null,
        steadyStateFirstAchievedTime: expect.stringMatching(/^20/),
        steadyStateLastAchievedTime: expect.stringMatching(/^20/),
        synchronizedEntryCountByType: [
          { key: 'User', value: 398 },
          { key: 'Group', value: 14 },
        ],
        troubleshootingUrl: null,
      },
      synchronizationJobSettings: [
        { name: 'AzureIngestionAttributeOptimization', value: 'False' },
        { name: 'LookaheadQueryEnabled', value: 'False' },
      ],
    });
  });

  test('one that never started is Disabled, Paused and without an interval', async () => {
    const { body } = await it.get(jobPath('googleWorkspace'));
    expect(body.schedule).toEqual({
      expiration: null,
      interval: 'P10675199DT2H48M5.4775807S',
      state: 'Disabled',
    });
    expect(body.status).toMatchObject({
      code: 'Paused',
      lastExecution: null,
      steadyStateFirstAchievedTime: '0001-01-01T00:00:00Z',
      synchronizedEntryCountByType: [],
    });
  });

  test('one that paused itself says that errors were pruned, one an admin paused does not', async () => {
    const itself = await it.get(jobPath('atlassianCloud'));
    expect(itself.body.schedule.state).toBe('Paused');
    expect(itself.body.status).toMatchObject({ code: 'Paused', escrowsPruned: true });
    const admin = await it.get(jobPath('dropbox'));
    expect(admin.body.schedule.state).toBe('Paused');
    expect(admin.body.status).toMatchObject({ code: 'Paused', escrowsPruned: false });
  });

  test('quarantine carries reason, error and the next attempt', async () => {
    const { body } = await it.get(jobPath('salesforceSandbox'));
    expect(body.schedule.state).toBe('Active');
    expect(body.status.code).toBe('Quarantine');
    expect(body.status.quarantine).toMatchObject({
      reason: 'EncounteredQuarantineException',
      seriesCount: 2,
      error: { code: 'SalesforceInvalidCredentials', tenantActionable: true },
    });
    expect(Date.parse(body.status.quarantine.nextAttempt)).toBeGreaterThan(it.clock.now());
    expect(body.status.lastExecution).toMatchObject({ state: 'Failed', countExports: 0 });
    const held = await it.get(jobPath('workday'));
    expect(held.body.status.quarantine.reason).toBe('TooManyDeletes');
  });

  test('the schema of a job is read', async () => {
    const { status, body } = await it.get(`${jobPath('slack')}/schema`);
    expect(status).toBe(200);
    expect(body.id).toBe(sandboxIds.slack.jobId);
    expect(body.synchronizationRules).toHaveLength(1);
  });

  test('an id is found percent-encoded', async () => {
    const { servicePrincipalId, jobId } = sandboxIds.slack;
    const encoded = jobId.replaceAll('.', '%2E');
    const path = `/v1.0/servicePrincipals/${servicePrincipalId.toUpperCase()}/synchronization/jobs/${encoded}`;
    expect((await it.get(path)).status).toBe(200);
  });
});

describe('refusals', () => {
  const stranger = '11111111-2222-4333-8444-555555555555';
  const slack = sandboxIds.slack;

  test.each([
    ['GET', `/v1.0/servicePrincipals/${stranger}/synchronization/jobs`],
    ['GET', `/v1.0/servicePrincipals/${stranger}/synchronization/jobs/${slack.jobId}`],
    ['GET', `${jobsPath('slack')}/slack.unknown`],
    ['POST', `${jobsPath('slack')}/slack.unknown/pause`],
    ['DELETE', `${jobsPath('slack')}/slack.unknown`],
    ['POST', `${jobsPath('zoom')}/${slack.jobId}/pause`],
  ])('404: %s %s', async (method, path) => {
    const { status, body } = await it.send(method, path);
    expect(status).toBe(404);
    expect(body.error.code).toBe('Request_ResourceNotFound');
  });

  test.each([
    ['GET', '/v1.0/servicePrincipals/not-a-guid/synchronization/jobs'],
    ['POST', `${jobsPath('slack')}//pause`],
    ['GET', `${jobsPath('slack')}/a%20b`],
    ['GET', `${jobsPath('slack')}/a%2Fb`],
    ['GET', `${jobsPath('slack')}/%E0%A4%A`],
    ['POST', `${jobPath('slack')}/stop`],
    ['POST', `${jobPath('slack')}/pause/now`],
    ['GET', `/v1.0/servicePrincipals/${slack.servicePrincipalId}/synchronization/nothing`],
    ['POST', `/v1.0/servicePrincipals(appId='${slack.appId}')/synchronization/jobs/${slack.jobId}/pause`],
  ])('400: %s %s', async (method, path) => {
    const { status, body } = await it.send(method, path);
    expect(status).toBe(400);
    expect(body.error.code).toBe('Request_BadRequest');
  });

  test.each([
    ['POST', jobsPath('slack'), 'GET'],
    ['PATCH', jobPath('slack'), 'GET, DELETE'],
    ['GET', `${jobPath('slack')}/pause`, 'POST'],
    ['DELETE', `${jobPath('slack')}/start`, 'POST'],
    ['DELETE', '/v1.0/servicePrincipals', 'GET'],
  ])('405: %s %s', async (method, path, allow) => {
    const { status, headers } = await it.send(method, path);
    expect(status).toBe(405);
    expect(headers.get('allow')).toBe(allow);
  });

  test('another version or root is refused', async () => {
    expect((await it.get('/v2.0/servicePrincipals')).body.error.message).toBe('Invalid version: v2.0.');
    expect((await it.get('/v1.0/groups')).body.error).toMatchObject({
      code: 'BadRequest',
      message: "Resource not found for the segment 'groups'.",
    });
  });
});

describe('what every answer carries', () => {
  test('ids, date and diagnostics, the client id echoed', async () => {
    const { headers, body } = await it.get(`${jobsPath('slack')}/unknown`, { 'client-request-id': 'mine-1' });
    const requestId = headers.get('request-id');
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get('client-request-id')).toBe('mine-1');
    expect(headers.get('date')).toBe(new Date(it.clock.now()).toUTCString());
    expect(JSON.parse(headers.get('x-ms-ags-diagnostic') ?? '')).toHaveProperty('ServerInfo.DataCenter');
    expect(body).toEqual({
      error: {
        code: 'Request_ResourceNotFound',
        message: expect.stringContaining("'unknown'"),
        innerError: {
          date: '2026-08-20T09:00:00',
          'request-id': requestId,
          'client-request-id': 'mine-1',
        },
      },
    });
  });

  test('a success carries them too', async () => {
    const { status, headers, body } = await it.post(`${jobPath('slack')}/pause`);
    expect(status).toBe(204);
    expect(body).toBeUndefined();
    expect(headers.get('request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get('client-request-id')).toBe(headers.get('request-id'));
    expect(headers.get('x-ms-ags-diagnostic')).not.toBeNull();
  });
});
