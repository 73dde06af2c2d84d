import { sandboxIds } from '../../src/sandbox/tenant.ts';
import { type Json, openSandbox, stopSandboxes } from './harness.ts';

let it: Awaited<ReturnType<typeof openSandbox>>;
beforeAll(async () => {
  it = await openSandbox();
});
afterAll(stopSandboxes);

const eventual = { ConsistencyLevel: 'eventual' };
const list = (query: Record<string, string>, headers = {}) =>
  it.get(`/v1.0/servicePrincipals?${new URLSearchParams(query)}`, headers);
const names = (body: Json): string[] => body.value.map((each: Json) => each.displayName).sort();
const { slack, zoom } = sandboxIds;

describe('one principal', () => {
  test.each([
    `/v1.0/servicePrincipals/${slack.servicePrincipalId}`,
    `/beta/servicePrincipals/${slack.servicePrincipalId}`,
    `/v1.0/servicePrincipals(appId='${slack.appId}')`,
    `/v1.0/servicePrincipals(appId=%27${slack.appId}%27)`,
  ])('%s', async (path) => {
    const { status, body } = await it.get(path);
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: slack.servicePrincipalId, appId: slack.appId, displayName: 'Slack' });
    expect(body['@odata.context']).toMatch(/\$metadata#servicePrincipals\/\$entity$/);
  });

  test('$select narrows it', async () => {
    const { body } = await it.get(
      `/v1.0/servicePrincipals/${slack.servicePrincipalId}?$select=id,displayName`,
    );
    expect(Object.keys(body).sort()).toEqual(['@odata.context', 'displayName', 'id']);
  });

  test.each([
    ['/v1.0/servicePrincipals/11111111-2222-4333-8444-555555555555', 404],
    ["/v1.0/servicePrincipals(appId='11111111-2222-4333-8444-555555555555')", 404],
    ['/v1.0/servicePrincipals/slack', 400],
    ["/v1.0/servicePrincipals(appId='slack')", 400],
    [`/v1.0/servicePrincipals/${slack.servicePrincipalId}?$select=nothing`, 400],
    [`/v1.0/servicePrincipals/${slack.servicePrincipalId}/owners`, 400],
  ])('%s is refused with %i', async (path, status) => {
    expect((await it.get(path)).status).toBe(status);
  });
});

describe('$filter', () => {
  test.each([
    ["displayName eq 'slack'", ['Slack']],
    ["displayName eq 'SLACK'", ['Slack']],
    ["displayName eq 'Slac'", []],
    ["startswith(displayName,'box')", ['Box', 'Box for Government']],
    ["startsWith(displayName, 'Sales')", ['Salesforce', 'Salesforce Sandbox']],
    ["displayName eq 'Miro & Friends'", ['Miro & Friends']],
    ["displayName eq 'O''Neill'", []],
    ["displayName eq 'cisco webex'", ['Cisco Webex', 'Cisco Webex']],
    [`appId eq '${slack.appId}'`, ['Slack']],
    [`id eq '${slack.servicePrincipalId}'`, ['Slack']],
    [`id in ('${slack.servicePrincipalId}', '${zoom.servicePrincipalId}')`, ['Slack', 'Zoom']],
    ["displayName eq 'Slack' or displayName eq 'Zoom'", ['Slack', 'Zoom']],
    [
      "tags/any(t:t eq 'WindowsAzureActiveDirectoryIntegratedApp') and (startswith(displayName,'Micro') or displayName eq 'Box')",
      ['Box'],
    ],
  ])('%s', async (filter, expected) => {
    const { status, body } = await list({ $filter: filter });
    expect(status).toBe(200);
    expect(names(body)).toEqual(expected);
  });

  test('tags tell integrated applications from Microsoft’s own', async () => {
    const tagged = await list({ $filter: "tags/any(x:x eq 'WindowsAzureActiveDirectoryIntegratedApp')" });
    const all = await list({});
    expect(names(all.body)).toContain('Microsoft Graph');
    expect(names(tagged.body)).not.toContain('Microsoft Graph');
    expect(names(tagged.body)).toContain('Slack');
  });

  test.each([
    "displayName eq 'Slack",
    'displayName eq Slack',
    "password eq 'x'",
    "displayName eq 'a' and",
    "endswith(displayName,'x')",
    "displayName eq 'a') or (id eq 'b'",
    '',
  ])('%s is refused', async (filter) => {
    const { status, body } = await list({ $filter: filter });
    expect(status).toBe(400);
    expect(body.error.code).toBe('Request_BadRequest');
  });
});

describe('$search', () => {
  test('needs the ConsistencyLevel header', async () => {
    const { status, body } = await list({ $search: '"displayName:cloud"' });
    expect(status).toBe(400);
    expect(body.error.code).toBe('Request_UnsupportedQuery');
  });

  test('finds beginnings of words anywhere in the name', async () => {
    const { body } = await list({ $search: '"displayName:clo"' }, eventual);
    expect(names(body)).toEqual([
      'Adobe Creative Cloud for the Design and Media Faculty',
      'Atlassian Cloud',
      'Contoso cloud sync',
      'GitHub Enterprise Cloud',
    ]);
    expect(names((await list({ $search: '"displayName:loud"' }, eventual)).body)).toEqual([]);
  });

  test.each(['displayName:cloud', '"appId:x"', '"displayName:x'])('%s is refused', async (search) => {
    expect((await list({ $search: search }, eventual)).status).toBe(400);
  });
});

describe('paging', () => {
  test('follows links to every principal exactly once, keeping the query', async () => {
    const all = names((await list({})).body);
    expect(all.length).toBeGreaterThan(30);
    const seen: Json[] = [];
    let path: string | null = '/v1.0/servicePrincipals?$select=id,displayName&$top=7';
    let pages = 0;
    while (path !== null) {
      const { status, body }: Json = await it.get(path);
      expect(status).toBe(200);
      expect(body.value.length).toBeLessThanOrEqual(7);
      seen.push(...body.value);
      pages += 1;
      const next: string | undefined = body['@odata.nextLink'];
      if (next !== undefined) expect(next.startsWith(`${it.sandbox.url}/v1.0/servicePrincipals?`)).toBe(true);
      path = next === undefined ? null : next.slice(it.sandbox.url.length);
    }
    expect(pages).toBe(Math.ceil(all.length / 7));
    expect(seen.map((each) => each.displayName).sort()).toEqual(all);
    expect(new Set(seen.map((each) => each.id)).size).toBe(all.length);
    expect(Object.keys(seen.at(-1)).sort()).toEqual(['displayName', 'id']);
  });

  test('the link keeps the filter', async () => {
    const first = await list({ $filter: "startswith(displayName,'box')", $top: '1' });
    const second = await it.get(first.body['@odata.nextLink'].slice(it.sandbox.url.length));
    expect([...names(first.body), ...names(second.body)].sort()).toEqual(['Box', 'Box for Government']);
    expect(second.body['@odata.nextLink']).toBeUndefined();
  });

  test.each(['0', '1000', 'x', '-1'])('$top=%s is refused', async (top) => {
    expect((await list({ $top: top })).status).toBe(400);
  });

  test('a made-up $skiptoken and an unknown option are refused', async () => {
    expect((await list({ $skiptoken: 'nonsense' })).status).toBe(400);
    expect((await list({ $expand: 'owners' })).status).toBe(400);
  });

  test('$count counts all that match, with the header only', async () => {
    const query = { $count: 'true', $top: '1', $filter: "startswith(displayName,'box')" };
    expect((await list(query, eventual)).body['@odata.count']).toBe(2);
    expect((await list(query)).body['@odata.count']).toBeUndefined();
  });

  test('$orderby orders by name', async () => {
    const { body } = await list({ $orderby: 'displayName desc', $top: '1' });
    expect(names(body)).toEqual(['Zoom']);
    const filtered = { $orderby: 'displayName', $filter: "startswith(displayName,'b')" };
    expect((await list(filtered)).status).toBe(400);
    expect((await list(filtered, eventual)).status).toBe(200);
  });
});

test('the tenant holds what the stories need', async () => {
  const { body } = await list({});
  const found = names(body);
  for (const name of ['Salesforce', 'Slack', 'Zoom', 'Databricks EU', 'ServiceNow']) {
    expect(found.filter((each) => each.toLowerCase() === name.toLowerCase())).toHaveLength(1);
  }
  expect(found.filter((each) => each === 'Cisco Webex')).toHaveLength(2);
  for (const each of body.value)
    expect(each.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(body.value.map((each: Json) => each.appId)).size).toBe(body.value.length);

  const summary = (await it.get('/_sandbox/tenant')).body;
  expect(summary.principals.length).toBeGreaterThanOrEqual(14);
  expect(summary.principalsWithoutJobs).toBeGreaterThanOrEqual(12);
  for (const name of ['Salesforce', 'Slack', 'Zoom', 'Databricks EU', 'ServiceNow']) {
    const { jobs } = summary.principals.find((each: Json) => each.displayName === name);
    expect(jobs).toEqual([expect.objectContaining({ state: 'Active', code: 'Active', quarantine: null })]);
  }
  const sync = summary.principals.find((each: Json) => each.displayName === 'Contoso cloud sync');
  expect(sync.jobs.map((job: Json) => job.templateId)).toEqual(['AD2AADProvisioning', 'AD2AADPasswordHash']);
});
