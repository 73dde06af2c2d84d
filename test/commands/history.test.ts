import { handleCommand } from '../../src/commands/handlers.ts';
import type { Graph } from '../../src/graph/client.ts';
import { parse } from '../../src/language/parse.ts';
import type { Notice } from '../../src/notice.ts';
import { inTenant, type TenantDeps } from '../../src/operations/deps.ts';
import { recordAttempt } from '../../src/store/audit.ts';
import { openStore } from '../../src/store/open.ts';
import type { Database } from '../../src/store/schema.ts';
import type { AttemptResult, AuditedAct, Target } from '../../src/words.ts';
import { actor, depsOf, place } from '../operations/world.ts';

const principal = (n: number) => `60443998-8cf7-4e61-b05c-00000000000${n}`;
const job = (n: number, jobId: string): Target => ({ kind: 'job', servicePrincipalId: principal(n), jobId });
const slack = job(1, 'slack.f5532fc709734b1a90e8a1fa9fd03a82');
const slackEu = job(2, 'slack.a5532fc709734b1a90e8a1fa9fd03a82');
const mySlack = job(3, 'slack.b5532fc709734b1a90e8a1fa9fd03a82');
const schoolBus = job(4, 'bus.c5532fc709734b1a90e8a1fa9fd03a82');
const contoso: Target = { kind: 'profile', profileId: '86904B1E-c7d0-4ead-b13a-98f11fc400ee' };

/** Any use of it is a call that must not be made. */
const noGraph = new Proxy({} as Graph, {
  get: () => {
    throw new Error('Graph was asked');
  },
});

let db: Database;
let deps: TenantDeps;
let at = 1000;

async function happened(
  target: Target | null,
  displayName: string,
  more: { operation?: AuditedAct; result?: AttemptResult; by?: string; tenantId?: string } = {},
): Promise<void> {
  at += 1000;
  await recordAttempt(db, {
    id: `a${at}`,
    at,
    runId: null,
    actor: { ...actor, name: more.by ?? 'Dana', tenantId: more.tenantId ?? actor.tenantId },
    approver: null,
    place,
    operation: more.operation ?? 'pause',
    target,
    displayName,
    reason: null,
    before: null,
    after: null,
    requestIds: [],
    result: more.result ?? { kind: 'done' },
  });
}

async function said(text: string): Promise<Extract<Notice, { kind: 'history' }>> {
  const parsed = parse(text);
  if (parsed.kind !== 'command') throw new Error(`${text} is ${parsed.kind}`);
  const reply = await handleCommand(deps, parsed.command, { actor, place });
  if (reply.kind !== 'notice' || reply.notice.kind !== 'history') throw new Error(reply.kind);
  return reply.notice;
}

const names = async (text: string) => (await said(text)).attempts.map(({ displayName }) => displayName);

beforeEach(async () => {
  db = await openStore({ kind: 'file', file: ':memory:' });
  deps = inTenant(depsOf(db, noGraph, { now: () => 99_000 }), actor.tenantId);
  at = 1000;
});
afterEach(() => db.destroy());

describe('which entries a name stands for', () => {
  beforeEach(async () => {
    await happened(slack, 'Slack');
    await happened(slackEu, 'Slack EU');
    await happened(mySlack, 'My Slack');
    await happened(schoolBus, 'School Bus');
    await happened(contoso, 'Contoso High School', { operation: 'pause-profile' });
  });

  test.each<[string, string[]]>([
    ['history', ['Contoso High School', 'School Bus', 'My Slack', 'Slack EU', 'Slack']],
    ['history slack', ['Slack']],
    ['history "SLACK"', ['Slack']],
    ['history slack.', ['Slack']],
    ['history slac', ['Slack EU', 'Slack']],
    ['history lack', ['My Slack', 'Slack EU', 'Slack']],
    ['history lack e', ['Slack EU']],
    ['history Contoso High School', ['Contoso High School']],
    ['history school Contoso High School', ['Contoso High School']],
    ['history school contoso.', ['Contoso High School']],
    ['history school bus', ['School Bus']],
    ['history "school contoso"', []],
    [`history ${principal(2).toUpperCase()}`, ['Slack EU']],
    ['history slack.f5532fc709734b1a90e8a1fa9fd03a82', ['Slack']],
    [`history ${principal(1).toUpperCase()}/slack.f5532fc709734b1a90e8a1fa9fd03a82`, ['Slack']],
    [`history ${principal(1)}/slack.a5532fc709734b1a90e8a1fa9fd03a82`, []],
    ['history 86904b1e-c7d0-4ead-b13a-98f11fc400ee', ['Contoso High School']],
    ['history school 86904b1e-C7D0-4ead-b13a-98f11fc400ee', ['Contoso High School']],
    ['history Frobnicator', []],
    ['who paused contoso?', ['Contoso High School']],
    ['who paused school Contoso High School?', ['Contoso High School']],
  ])('%s', async (text, expected) => expect(await names(text)).toEqual(expected));

  test('an unknown name finds nothing and is said back', async () => {
    expect(await said('history Frobnicator')).toEqual({
      kind: 'history',
      asked: 'Frobnicator',
      did: null,
      attempts: [],
      page: 1,
      pages: 1,
      total: 0,
      readAt: 99_000,
    });
  });

  test('a target is found by every name it had', async () => {
    await happened(slack, 'Slack (old)');
    expect(await names('history slack')).toEqual(['Slack (old)', 'Slack']);
  });
});

test('who asks for what changed something, or may have', async () => {
  await happened(slack, 'Slack', { by: 'Ann' });
  await happened(slack, 'Slack', { by: 'Ben', operation: 'start' });
  await happened(slack, 'Slack', { by: 'Cy', result: { kind: 'failed', code: 'not-permitted' } });
  await happened(slack, 'Slack', { by: 'Di', result: { kind: 'unknown', code: 'timeout' } });
  await happened(slackEu, 'Slack EU', { by: 'Ed', result: { kind: 'accepted' } });
  await happened(contoso, 'Contoso', { by: 'Flo', operation: 'pause-profile' });
  await happened(slack, 'Slack', { by: 'Gus', operation: 'delete', result: { kind: 'kept' } });
  const people = async (text: string) => (await said(text)).attempts.map(({ actorName }) => actorName);
  expect(await people('who paused Slack?')).toEqual(['Di', 'Ann']);
  expect(await people('who paused')).toEqual(['Flo', 'Ed', 'Di', 'Ann']);
  expect(await people('who started Slack')).toEqual(['Ben']);
  expect(await people('who deleted Slack')).toEqual([]);
  expect(await people('history "Slack"')).toEqual(['Gus', 'Di', 'Cy', 'Ben', 'Ann']);
});

test('what was changed of the bot’s own is in it, by its job where there is one, and is nothing anybody did to a job', async () => {
  await happened(slack, 'Slack', { by: 'Ann' });
  await happened(slack, 'Slack', { by: 'Ben', operation: 'extend' });
  await happened(slack, 'Slack', { by: 'Cy', operation: 'cancel-timer' });
  await happened(slack, 'Slack', { by: 'Di', operation: 'watch' });
  await happened(slackEu, 'Slack EU', { by: 'Ed', operation: 'unwatch' });
  await happened(null, 'every job', { by: 'Flo', operation: 'watch' });
  await happened(null, '22:00–07:00 (UTC)', { by: 'Gus', operation: 'quiet' });
  await happened(null, 'Slack', { operation: 'extend', result: { kind: 'refused', code: 'policy' } });
  const people = async (text: string) => (await said(text)).attempts.map(({ actorName }) => actorName);
  expect((await people('history')).slice(0, 4)).toEqual(['Gus', 'Flo', 'Ed', 'Di']);
  expect(await said('history')).toMatchObject({ total: 7 });
  expect(await people('history "Slack"')).toEqual(['Di', 'Cy', 'Ben', 'Ann']);
  expect(await people('who paused Slack')).toEqual(['Ann']);
  expect(await people('who paused')).toEqual(['Ann']);
  expect(await people('who started')).toEqual([]);
  expect(await people('who deleted')).toEqual([]);
});

test('six on a page, and a page that is not there is the last', async () => {
  for (let n = 0; n < 14; n += 1) await happened(slack, 'Slack');
  expect(await said('history page 2')).toMatchObject({ page: 2, pages: 3, total: 14 });
  expect((await said('history slack page 2')).attempts).toHaveLength(6);
  expect(await said('who paused slack page 99')).toMatchObject({ page: 3, pages: 3, total: 14 });
  expect((await said('who paused slack page 99')).attempts).toHaveLength(2);
});

test('another tenant’s entries are never shown', async () => {
  await happened(slack, 'Slack', { tenantId: 'other' });
  expect(await said('history')).toMatchObject({ total: 0, attempts: [] });
  expect(await said('history slack')).toMatchObject({ total: 0, attempts: [] });
  expect(await said('who paused')).toMatchObject({ total: 0, attempts: [] });
});
