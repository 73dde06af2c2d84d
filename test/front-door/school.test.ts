import { sandboxIds, sandboxProfileIds } from '../../src/sandbox/tenant.ts';
import { buttonOf, buttonsOf } from '../support/card.ts';
import { type FrontDoor, openFrontDoor } from '../support/front-door.ts';

const { contosoHigh, northwindRetired } = sandboxProfileIds;

let door: FrontDoor;
beforeEach(async () => {
  door = await openFrontDoor();
});
afterEach(async () => {
  await door.stop();
});

const write = { method: 'POST', path: '/pause' };

async function agree(name = 'Contoso High School'): Promise<void> {
  await door.say(`pause school ${name}`);
  const card = await door.shown(/Pause .*\?/);
  expect(await door.writes()).toEqual([]);
  await door.tap(buttonOf(card.cards[0], 'Pause'), { on: card });
}

describe('pause of a school profile', () => {
  test('asks, then one write on beta, read back', async () => {
    await agree();
    await door.shown(/Contoso High School is paused/, { from: 1 });
    expect(await door.writes()).toEqual([
      `POST /beta/education/synchronizationProfiles/${contosoHigh.profileId}/pause`,
    ]);
  });

  test('already paused: nothing is sent', async () => {
    await agree();
    await door.shown(/is paused/, { from: 1 });
    await door.say('pause school contoso high school');
    await door.shown(/already paused/);
    expect(await door.writes()).toHaveLength(1);
  });

  test('a status that lags: accepted first, told when it shows', async () => {
    await door.stop();
    door = await openFrontDoor({ pace: { pauseVisibleAfter: 1300 } });
    await agree();
    await door.shown(/accepted, not yet visible/, { from: 1 });
    await door.shown(/is paused/, { from: 2 });
    expect(await door.writes()).toHaveLength(1);
  });

  test('the profile on the retired service: says so, no success', async () => {
    await agree(northwindRetired.displayName);
    const post = await door.shown(/retired/i, { from: 1 });
    expect(door.text(post)).not.toMatch(/is paused/);
    expect(await door.writes()).toHaveLength(1);
  });

  test.each([400, 404, 405, 410, 501])('%s on the write: retired, no success', async (status) => {
    await door.faults({ ...write, kind: 'status', status });
    await agree();
    await door.shown(/retired/i, { from: 1 });
    expect(await door.writes()).toHaveLength(1);
  });

  test.each([400, 404, 405, 410, 501])('%s on every read: retired, nothing is sent', async (status) => {
    await door.faults({ method: 'GET', path: '/education', kind: 'status', status, times: 0 });
    await door.say('pause school Contoso High School');
    await door.shown(/retired/i);
    expect(await door.writes()).toEqual([]);
  });

  test.each([
    ['401 UnknownError', { kind: 'unknown-error-401' }],
    ['403', { kind: 'status', status: 403, code: 'Authorization_RequestDenied' }],
  ])('an application alone is not permitted (%s): says so', async (_what, fault) => {
    await door.faults({ ...write, ...fault });
    await agree();
    const post = await door.shown(/failed/, { from: 1 });
    expect(door.text(post)).toMatch(/permi|allow/i);
    expect(await door.writes()).toHaveLength(1);
  });

  test('unknown profile: says what was searched', async () => {
    await door.say('pause school Hogwarts');
    const message = await door.shown(/Hogwarts/);
    expect(buttonOf(message.cards[0], /List/).data).toEqual({ say: 'list schools' });
  });

  test('list schools, and a row opens its status', async () => {
    await door.say('list schools');
    const card = await door.shown(/3 school profiles|3 profiles|3 schools/);
    await door.tap(buttonOf(card.cards[0], /Contoso High School/), { on: card });
    await door.shown(/Contoso High School is (active|syncing|running|up to date)/i);
  });

  test('an application that is really called "school …" is met too', async () => {
    const response = await fetch(`${door.sandbox.url}/_sandbox/principals`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        id: sandboxIds.slack.servicePrincipalId,
        displayName: 'School Fabrikam Primary',
      }),
    });
    expect(response.ok).toBe(true);
    await door.say('pause school Fabrikam Primary');
    const picker = await door.shown(/Which/);
    const says = buttonsOf(picker.cards[0]).map((button) => String(button.data['say']));
    expect(says).toContain(`pause ${sandboxIds.slack.servicePrincipalId}/${sandboxIds.slack.jobId}`);
    expect(says).toContain(`pause school ${sandboxProfileIds.fabrikamPrimary.profileId}`);
    expect(await door.writes()).toEqual([]);
  });
});
