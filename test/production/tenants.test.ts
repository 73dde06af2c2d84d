import { sandboxIds, sandboxTenantId, sisterIds, sisterTenantId } from '../../src/sandbox/ids.ts';
import { type SandboxUserName, sandboxApps, sandboxUsers } from '../../src/sandbox/people.ts';
import { buttonOf } from '../support/card.ts';
import type { Message } from '../support/connector.ts';
import { everybodyMay, openProduction, type Production } from '../support/production.ts';

const both = `${sandboxTenantId},${sisterTenantId}`;
const home = { user: 'adminUser', ids: sandboxIds, tenantId: sandboxTenantId } as const;
const sister = { user: 'sisterAdmin', ids: sisterIds, tenantId: sisterTenantId } as const;

let it: Production;
const open = async (more: Parameters<typeof openProduction>[0] = {}) => {
  it = await openProduction({ ...more, env: { ALLOWED_TENANTS: both, ...more.env } });
};
afterEach(async () => {
  await it.stop();
});

/** The first message to a person, from the given one on, that matches. */
async function shownTo(user: SandboxUserName, pattern: RegExp): Promise<Message> {
  const until = Date.now() + 25_000;
  for (;;) {
    const theirs = it.connector.messages.filter(({ conversationId }) => conversationId === `a:${user}`);
    const found = theirs.find((message) => pattern.test(it.text(message)));
    if (found !== undefined) return found;
    if (Date.now() > until) throw new Error(`nothing like ${pattern}:\n${theirs.map(it.text).join('\n')}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function pauseSlack({ user }: { readonly user: SandboxUserName }): Promise<void> {
  await it.say(user, 'pause Slack');
  const card = await shownTo(user, /Pause Slack\?/);
  await it.tap(user, buttonOf(card.cards[0], 'Pause'), { on: card, token: it.entra.sso(user) });
  await shownTo(user, /Slack is paused/);
}

describe('two tenants', () => {
  test('each sees its own jobs, and a name in one never means a job of the other', async () => {
    await open();
    await it.say('adminUser', 'list');
    await it.say('sisterAdmin', 'list');
    expect(it.text(await shownTo('adminUser', /jobs/))).toMatch(/Salesforce/);
    const theirs = it.text(await shownTo('sisterAdmin', /jobs/));
    expect(theirs).toMatch(/Egnyte/);
    expect(theirs).not.toMatch(/Salesforce/);
    await it.say('sisterAdmin', 'status Salesforce');
    expect(it.text(await shownTo('sisterAdmin', /No job is called/))).toMatch(/4 jobs/);
    for (const call of await it.calls()) {
      expect([sandboxTenantId, sisterTenantId]).toContain(call.caller?.tenantId);
    }
  });

  test('the same words pause each tenant’s own job, in the name of its own person', async () => {
    await open();
    for (const { user, ids, tenantId } of [home, sister]) {
      await pauseSlack({ user });
      const writes = (await it.writes()).filter(({ caller }) => caller?.tenantId === tenantId);
      expect(writes).toMatchObject([
        { method: 'POST', caller: { oid: sandboxUsers[user].oid, tenantId, delegated: true } },
      ]);
      expect(writes[0]?.path).toContain(ids.slack.servicePrincipalId);
    }
    expect(await it.writes()).toHaveLength(2);
    await it.say('sisterAdmin', 'history');
    const record = it.text(await shownTo('sisterAdmin', /Tilda Berg/));
    expect(record).not.toMatch(/Ada Lindqvist/);
  });

  test('the id of a job of another tenant is not found', async () => {
    await open();
    const { servicePrincipalId, jobId } = sandboxIds.slack;
    await it.say('sisterAdmin', `delete ${servicePrincipalId}/${jobId}`);
    await shownTo('sisterAdmin', /I can’t find that job/);
    expect(await it.writes()).toEqual([]);
  });

  test('a question put to a person of one can’t be answered by an admin of the other', async () => {
    await open();
    await it.say('sisterAdmin', 'pause Slack');
    const card = await shownTo('sisterAdmin', /Pause Slack\?/);
    await it.tap('adminUser', buttonOf(card.cards[0], 'Pause'), {
      on: card,
      token: it.entra.sso('adminUser'),
    });
    expect(await it.writes()).toEqual([]);
    expect(it.text(card)).toMatch(/Pause Slack\?/);
  });

  test('one that takes its consent back is told so; the other goes on, and the bot stays ready', async () => {
    await open();
    it.entra.faults.add({
      tenant: sisterTenantId,
      grant: 'client_credentials',
      kind: 'aadsts',
      error: 700016,
      times: 0,
    });
    await it.say('sisterAdmin', 'list');
    await it.say('adminUser', 'list');
    await shownTo('adminUser', /Salesforce/);
    await shownTo('sisterAdmin', /sign/i);
    expect((await fetch(`http://127.0.0.1:${it.bot.port}/readyz`)).status).toBe(200);
  });

  test('one that is taken off the list is turned away, and what was agreed to there is not begun', async () => {
    const writer = { clientId: '9f1d2c3b-4a5e-4f60-8b7a-6c5d4e3f2a10', secret: 'sandbox-writer-secret' };
    await open({
      env: {
        WRITES_AS: 'app',
        WRITE_CLIENT_ID: writer.clientId,
        WRITE_CLIENT_SECRET: writer.secret,
      },
      parts: { graphTimeout: 30_000 },
      policy: everybodyMay.replace('{ everyone: true }', `{ users: [${sandboxUsers.sisterAdmin.oid}] }`),
    });
    const reader = it.entra.apps.get(sandboxApps.reader.clientId);
    if (reader === undefined) throw new Error('the sandbox has no reader');
    const roles = ['Synchronization.ReadWrite.All', 'Application.Read.All'];
    it.entra.apps.set(writer.clientId, {
      ...reader,
      clientId: writer.clientId,
      secrets: [{ value: writer.secret }],
      roles,
    });
    await it.say('sisterAdmin', 'plan pause Slack');
    const card = await shownTo('sisterAdmin', /Pause Slack\?/);
    // The run reads the job first, and is stopped while it waits for that.
    await fetch(`${it.graph.url}/_sandbox/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        faults: [
          {
            tenant: sisterTenantId,
            method: 'GET',
            path: '/synchronization/jobs/',
            kind: 'delay',
            delayMs: 25_000,
            times: 5,
          },
        ],
      }),
    });
    await it.tap('sisterAdmin', buttonOf(card.cards[0], 'Pause'), { on: card });
    await it.restart({ ALLOWED_TENANTS: sandboxTenantId });
    await shownTo('sisterAdmin', /Slack was not paused/);
    expect(await it.writes()).toEqual([]);
    expect(await it.say('sisterAdmin', 'list')).toBe(403);
    await it.say('adminUser', 'status Slack');
    await shownTo('adminUser', /Slack/);
  });
});
