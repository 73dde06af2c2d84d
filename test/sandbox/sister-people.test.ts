import { sandboxIds, sisterIds, sisterTenantId } from '../../src/sandbox/ids.ts';
import { sandboxUsers } from '../../src/sandbox/people.ts';
import { buttonOf } from '../support/card.ts';
import { openProduction, type Production } from '../support/production.ts';

let it: Production;
beforeEach(async () => {
  it = await openProduction({ env: { ALLOWED_TENANTS: sisterTenantId } });
});
afterEach(async () => {
  await it.stop();
});

test('people of the sister school talk to a bot that looks after it, and reach their own Slack', async () => {
  expect(await it.say('sisterAdmin', 'pause Slack')).toBe(200);
  const card = await it.shown(/Pause Slack\?/);
  const token = it.entra.sso('sisterAdmin');
  await it.tap('sisterAdmin', buttonOf(card.cards[0], 'Pause'), { on: card, token });
  await it.shown(/Slack is paused/);
  const writes = await it.writes();
  expect(writes).toHaveLength(1);
  expect(writes[0]?.caller).toMatchObject({
    tenantId: sisterTenantId,
    oid: sandboxUsers.sisterAdmin.oid,
    delegated: true,
  });
  expect(writes[0]?.path).toContain(sisterIds.slack.jobId);
  for (const call of await it.calls()) {
    expect(call.caller?.tenantId).toBe(sisterTenantId);
    expect(call.path).not.toContain(sandboxIds.slack.servicePrincipalId);
  }
});

test('a tap is posted as one of the sister school too', async () => {
  await it.say('sisterReader', 'pause Slack');
  const card = await it.shown(/Pause Slack\?/);
  const token = it.entra.sso('sisterReader');
  await it.tap('sisterReader', buttonOf(card.cards[0], 'Pause'), { on: card, token });
  await it.shown(/Pausing Slack failed/);
});

test('people of the home tenant don’t', async () => {
  expect((await it.post('adminUser', { type: 'message', text: 'pause Slack' })).status).toBe(403);
  expect(await it.calls()).toEqual([]);
});
