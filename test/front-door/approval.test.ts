import type { Policy } from '../../src/policy/policy.ts';
import { sandboxIds } from '../../src/sandbox/tenant.ts';
import { buttonOf, buttonsOf } from '../support/card.ts';
import {
  channel,
  dana,
  type FrontDoor,
  group,
  lee,
  type Message,
  openFrontDoor,
  type Person,
  personal,
} from '../support/front-door.ts';
import { policyOf } from '../support/policies.ts';

const { slack, zoom } = sandboxIds;
const mo: Person = { name: 'Mo Silva', id: '29:mo', aadObjectId: '3b1a5f0e-7f5c-4a83-9d21-0c5a4e8b7a03' };
const ana: Person = { name: 'Ana Ito', id: '29:ana', aadObjectId: '3b1a5f0e-7f5c-4a83-9d21-0c5a4e8b7a04' };
const leads = '7d9e1c3a-2f4b-4c6d-8e0f-1a2b3c4d5e02';

/** Dana and Lee may do everything; deleting takes a yes of one of the leads or of Lee. */
const text = `
version: 1
contact: the identity team
rules:
  - name: identity team
    effect: allow
    who: { users: [${dana.aadObjectId}, ${lee.aadObjectId}] }
    where: { anywhere: true }
    operations: [pause, start]
    targets: { all: true }
  - name: deletes need two
    effect: allow
    who: { users: [${dana.aadObjectId}, ${lee.aadObjectId}] }
    where: { anywhere: true }
    operations: [delete]
    targets: { all: true }
    approval: { users: [${lee.aadObjectId}], groups: [${leads}] }
`;
const groups = { [mo.aadObjectId]: [], [ana.aadObjectId]: [leads], [dana.aadObjectId]: [leads] };

let door: FrontDoor;
/** The rules as they are now; a test may change them. */
let rules: Policy;
const live: Policy = {
  get contact() {
    return rules.contact;
  },
  judgeCommand: (ask) => rules.judgeCommand(ask),
  judge: (...asked) => rules.judge(...asked),
  mayApprove: (...asked) => rules.mayApprove(...asked),
  rights: (ask) => rules.rights(ask),
};
beforeEach(async () => {
  rules = policyOf(text, groups);
  door = await openFrontDoor({ parts: { policy: live } });
});
afterEach(async () => {
  await door.stop();
});

async function request(where = group): Promise<Message> {
  await door.say('delete Zoom because the contract ended', { where });
  return await door.shown(/second person/);
}
const tap = (card: Message, title: string, who: Person, input: object = {}, where = group) =>
  door.tap(buttonOf(card.cards.at(-1), title), { who, where, on: card, input });
const named = { name: 'Zoom' };

describe('four eyes', () => {
  test('somebody else among the approvers says yes; the card, the post and the record name both', async () => {
    const card = await request(channel);
    expect(door.text(card)).toMatch(/Dana Reyes/);
    expect(door.text(card)).toMatch(/the contract ended/);
    expect(door.text(card)).toMatch(/deletes need two/);
    expect(await door.writes()).toEqual([]);
    const body = await tap(card, 'Approve', lee, named, channel);
    expect(body.type).toBe('application/vnd.microsoft.card.adaptive');
    await door.shown(/Zoom.* (is|was) deleted/, { from: 1 });
    expect(door.text(card)).toMatch(/Lee Park/);
    expect(await door.writes()).toHaveLength(1);
  });

  test('a member of an approving group may, once; another tap shows the run', async () => {
    const card = await request();
    const taps = await Promise.all(Array.from({ length: 10 }, () => tap(card, 'Approve', ana, named)));
    for (const body of taps) expect(body.type).toBe('application/vnd.microsoft.card.adaptive');
    await door.shown(/Zoom.* (is|was) deleted/, { from: 1 });
    const again = await door.tap(
      { verb: 'approve', data: buttonOf(card.cards[0], 'Approve').data },
      {
        who: lee,
        where: group,
        on: card,
        input: named,
      },
    );
    expect(JSON.stringify(again.value)).toContain('Ana Ito');
    expect(await door.writes()).toHaveLength(1);
  });

  test('the requester can’t approve or decline, not even as a member of the approvers', async () => {
    const card = await request();
    for (const title of ['Approve', 'Decline']) {
      const body = await tap(card, title, dana, named);
      expect(body.value).toMatch(/your own request/);
    }
    expect(await door.writes()).toEqual([]);
    expect(buttonsOf(card.cards.at(-1)).map(({ title }) => title)).toContain('Approve');
  });

  test('a bystander can’t approve, decline or withdraw, and is told by which rule', async () => {
    const card = await request();
    expect((await tap(card, 'Approve', mo, named)).value).toMatch(/deletes need two.*the identity team/);
    expect((await tap(card, 'Decline', mo)).value).toMatch(/deletes need two/);
    expect((await tap(card, 'Withdraw', mo)).value).toMatch(/Only Dana Reyes can withdraw/);
    expect(await door.writes()).toEqual([]);
  });

  test('an approver in another place, or with the wrong name typed, does nothing', async () => {
    const card = await request();
    expect((await tap(card, 'Approve', lee, named, channel)).value).toMatch(/another conversation/);
    const body = await tap(card, 'Approve', lee, { name: 'Slack' });
    expect(JSON.stringify(body.value)).toMatch(/Zoom/);
    expect(await door.writes()).toEqual([]);
  });

  test('a plain confirm of a question that needs approval does nothing', async () => {
    const card = await request();
    const { data } = buttonOf(card.cards[0], 'Approve');
    for (const who of [dana, lee]) {
      const body = await door.tap({ verb: 'confirm', data }, { who, where: group, on: card, input: named });
      expect(body.value).toMatch(/Nothing was done/);
    }
    expect(await door.writes()).toEqual([]);
  });

  test('an approval tapped on a plain question does nothing', async () => {
    rules = policyOf(text.replace(/\n {4}approval:.*\n/, '\n'), groups);
    await door.say('delete Zoom', { where: group });
    const card = await door.shown(/Delete .*Zoom.*\?/);
    const { data } = buttonOf(card.cards[0], 'Delete');
    for (const verb of ['approve', 'deny']) {
      const body = await door.tap({ verb, data }, { who: lee, where: group, on: card, input: named });
      expect(body.value).toMatch(/Nothing was done/);
    }
    expect(await door.writes()).toEqual([]);
  });

  test('declined with a reason: closed for everybody, told by whom and why', async () => {
    const card = await request();
    await tap(card, 'Decline', lee, { reason: 'not before the audit' });
    await door.shown(/declined/i);
    expect(door.text(card)).toMatch(/Lee Park/);
    expect(door.text(card)).toMatch(/not before the audit/);
    const late = await door.tap(buttonOf(card.cards[0], 'Approve'), {
      who: ana,
      where: group,
      on: card,
      input: named,
    });
    expect(JSON.stringify(late.value)).toMatch(/declined/i);
    expect(await door.writes()).toEqual([]);
  });

  test('withdrawn by the requester: nobody can approve it any more', async () => {
    const card = await request();
    const approve = buttonOf(card.cards[0], 'Approve');
    await tap(card, 'Withdraw', dana);
    await door.shown(/withdr/i);
    const late = await door.tap(approve, { who: lee, where: group, on: card, input: named });
    expect(JSON.stringify(late.value)).toMatch(/withdr/i);
    expect(await door.writes()).toEqual([]);
  });

  test('expired: closed, and a late approval does nothing', async () => {
    await door.stop();
    door = await openFrontDoor({ parts: { policy: live }, env: { CONFIRMATION_TTL_SECONDS: '1' } });
    const card = await request();
    const approve = buttonOf(card.cards[0], 'Approve');
    await door.shown(/in time|nobody answered|expired/i);
    await door.tap(approve, { who: lee, where: group, on: card, input: named });
    expect(await door.writes()).toEqual([]);
  });

  test('the state changed since: nothing is sent, and a new approval is asked for', async () => {
    const card = await request();
    await door.change(zoom, { state: 'Paused' });
    await tap(card, 'Approve', lee, named);
    await door.shown(/second person/, { from: 0 });
    await door.shown(/changed|so I sent nothing/, { from: 1 });
    expect(await door.writes()).toEqual([]);
    expect(buttonsOf(card.cards.at(-1)).map(({ title }) => title)).toContain('Approve');
  });

  test('in a personal chat nobody else could approve: told where to ask instead', async () => {
    await door.say('delete Zoom', { where: personal });
    await door.shown(/second person|somebody else/i);
    expect(buttonsOf(door.connector.messages[0]?.cards[0]).map(({ verb }) => verb)).not.toContain('approve');
  });

  test('when groups can’t be looked up, an approval by group waits', async () => {
    const card = await request();
    rules = policyOf(text, {});
    expect((await tap(card, 'Approve', ana, named)).value).toMatch(/couldn’t look up/);
    expect(await door.writes()).toEqual([]);
    await tap(card, 'Approve', lee, named);
    await door.shown(/Zoom.* (is|was) deleted/, { from: 1 });
  });
});

describe('the policy', () => {
  test('what nobody allows is told with whom to ask, and Graph is not asked', async () => {
    const before = (await door.calls()).length;
    await door.say('pause Slack', { who: mo });
    await door.shown(/rules here don’t allow/);
    expect(door.text(door.connector.messages[0] as Message)).toMatch(/the identity team/);
    expect((await door.calls()).length).toBe(before);
  });

  test('changed between the question and the yes: refused by the rule as it is now', async () => {
    rules = policyOf(text.replace(/\n {4}approval:.*\n/, '\n'), groups);
    await door.say('delete Zoom', { where: group });
    const card = await door.shown(/Delete .*Zoom.*\?/);
    rules = policyOf(
      `${text}  - { name: hands off Zoom, effect: deny, who: { everyone: true }, where: { anywhere: true }, operations: [delete], targets: { names: ['Zoom'] } }\n`,
      groups,
    );
    await tap(card, 'Delete', dana, named);
    await door.shown(/Zoom job was not deleted/, { from: 1 });
    expect(door.text(card)).toMatch(/hands off Zoom/);
    expect(await door.writes()).toEqual([]);
  });

  test('changed to need a second person between the question and the yes: asks for one', async () => {
    rules = policyOf(text.replace(/\n {4}approval:.*\n/, '\n'), groups);
    await door.say('delete Zoom', { where: group });
    const card = await door.shown(/Delete .*Zoom.*\?/);
    rules = policyOf(text, groups);
    await tap(card, 'Delete', dana, named);
    await door.shown(/second person/);
    expect(await door.writes()).toEqual([]);
    await tap(card, 'Approve', lee, named);
    await door.shown(/Zoom.* (is|was) deleted/, { from: 1 });
    expect(await door.writes()).toHaveLength(1);
  });

  test('a rule that wants a confirmation makes a pause ask', async () => {
    rules = policyOf(
      text.replace('operations: [pause, start]', 'confirm: always\n    operations: [pause, start]'),
      groups,
    );
    await door.say('pause Slack');
    const card = await door.shown(/Pause Slack\?/);
    expect(await door.writes()).toEqual([]);
    await door.tap(buttonOf(card.cards[0], 'Pause'), { on: card });
    await door.shown(/Slack is paused/);
  });

  test('whoami says who, what and why; help shows only that', async () => {
    await door.say('whoami', { who: lee, where: group });
    const card = await door.shown(/Lee Park/);
    expect(door.text(card)).toMatch(/deletes need two/);
    expect(door.text(card)).toMatch(/identity team/);
    await door.say('help', { who: mo, where: group });
    const help = await door.shown(/What you can/, { from: 1 });
    expect(door.text(help)).not.toMatch(/“delete/);
    expect(JSON.stringify(help.cards[0])).not.toMatch(/"delete /);
  });

  test('ids of targets are the policy’s too', async () => {
    rules = policyOf(
      `version: 1\nrules:\n  - { name: one job, effect: allow, who: { everyone: true }, where: { anywhere: true }, operations: [pause], targets: { ids: ['${slack.servicePrincipalId}'] } }\n`,
    );
    await door.say('pause Zoom');
    await door.shown(/rules here don’t allow/);
    await door.say('pause Slack');
    await door.shown(/Slack is paused/, { from: 1 });
  });
});
