import { systemClock } from '../../src/clock.ts';
import { checks } from '../../src/doctor/catalogue.ts';
import { examine } from '../../src/doctor/examine.ts';
import { createSubject } from '../../src/doctor/subject.ts';
import { type Clinic, deadAddress, openClinic, writer } from './clinic.ts';

let clinic: Clinic;
beforeAll(async () => {
  clinic = await openClinic();
});
beforeEach(() => clinic.reset());
afterAll(() => clinic.close());

const ids = checks.map(({ id }) => id);
const statuses = (chart: object) =>
  Object.fromEntries(Object.entries(chart).map(([id, { status }]) => [id, status]));

describe('every check of the catalogue has one result, and every result is in the catalogue', () => {
  test.each([
    ['all is well', {}],
    ['the settings are wrong', { BOT_ID: 'x' }],
    ['the sandbox', { MODE: 'sandbox', POLICY_FILE: '', GRAPH_BASE_URL: '' }],
    ['nothing is set', { MODE: '', BOT_ID: '', ALLOWED_TENANTS: '', STORE_URL: 'ftp://x' }],
  ])('%s', async (_, env) => {
    const results = await examine(
      createSubject({ env: { ...clinic.env, ...env }, root: clinic.folder, clock: systemClock }),
    );
    expect(results.map(({ id }) => id)).toEqual(ids);
    for (const { title, group, id } of results)
      expect(checks.find((each) => each.id === id)).toMatchObject({ title, group });
  });

  test('no id is there twice, and each check needs only what is there', () => {
    expect(new Set(ids).size).toBe(ids.length);
    for (const { needs } of checks) for (const need of needs) expect(ids).toContain(need);
  });

  test('each says in words what it looks at and what mends it', () => {
    for (const { title, looksAt, mend } of checks) {
      expect(title).toMatch(/^\p{Lu}.{2,30}$/u);
      expect(looksAt).toMatch(/^\p{Lu}.{20,}\.$/su);
      expect(mend.length).toBeGreaterThan(5);
    }
  });
});

test('an installation in good order: nothing fails and nothing warns', async () => {
  const chart = await clinic.examine();
  const skipped = [
    'app-package',
    'store-server',
    'token-write',
    'expiry-write',
    'endpoint',
    'version',
    'permissions-write',
    'school',
  ];
  expect(statuses(chart)).toEqual(
    Object.fromEntries(ids.map((id) => [id, skipped.includes(id) ? 'skipped' : 'pass'])),
  );
});

test('with a writer of its own its checks are done, too', async () => {
  const env = { WRITES_AS: 'app', WRITE_CLIENT_ID: writer.clientId, WRITE_CLIENT_SECRET: writer.secret };
  expect(statuses(await clinic.examine({ env }))).toMatchObject({
    'token-write': 'pass',
    'expiry-write': 'pass',
    'permissions-write': 'pass',
    registration: 'skipped',
  });
});

test('wrong settings: what depends on them is skipped and says so, the rest is looked at', async () => {
  const chart = await clinic.examine({ env: { BOT_ID: 'x' } });
  for (const { id, needs } of checks) {
    const { status, says } = chart[id];
    if (needs.some((need) => need === 'settings'))
      expect([status, says]).toEqual(['skipped', 'Skipped: first mend “Settings”.']);
  }
  expect(statuses(chart)).toMatchObject({
    node: 'pass',
    policy: 'pass',
    'store-open': 'pass',
    'graph-read': 'skipped',
  });
});

test('what fails says what mends it, and what is skipped says why', async () => {
  const broken = { AUTHORITY_HOST: await deadAddress(), STORE_URL: 'postgres://u:p@127.0.0.1:1/x' };
  const charts = [await clinic.examine({ env: broken }), await clinic.examine({ env: { BOT_ID: 'x' } })];
  for (const result of charts.flatMap((chart) => Object.values(chart))) {
    if (result.status === 'fail' || result.status === 'warn') expect(result.mend).toMatch(/.{10,}/);
    if (result.status === 'skipped') expect(result.says).toMatch(/^Skipped: .{5,}\.$/);
  }
});

test('nobody answers: each request ends in time, and so does the whole', async () => {
  clinic.entra.faults.add({ kind: 'delay', delayMs: 60_000, endpoint: 'any', times: 0 });
  await clinic.fault({ kind: 'delay', delayMs: 60_000, times: 0 });
  const began = performance.now();
  const chart = await clinic.examine({ timeout: 300 });
  expect(performance.now() - began).toBeLessThan(10_000);
  expect(statuses(chart)).toMatchObject({
    tenants: 'fail',
    'token-connector': 'fail',
    'channel-keys': 'fail',
    'graph-read': 'skipped',
  });
  expect(chart['token-connector'].says).toMatch(/no answer in time/);
});
