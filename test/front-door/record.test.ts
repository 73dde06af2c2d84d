import { execFile } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Policy, sandboxPolicy } from '../../src/policy/policy.ts';
import { sandboxIds, sandboxProfileIds } from '../../src/sandbox/tenant.ts';
import { buttonOf } from '../support/card.ts';
import { channel, type FrontDoor, group, lee, openFrontDoor } from '../support/front-door.ts';

const { slack, zoom } = sandboxIds;

let door: FrontDoor;
beforeEach(async () => {
  door = await openFrontDoor();
});
afterEach(async () => {
  await door.stop();
});

interface Line {
  readonly operation: string;
  readonly outcome: string;
  readonly code: string;
  readonly person: string;
  readonly displayName: string;
  readonly personId: string;
  readonly conversationId: string;
  readonly scope: string;
  readonly reason: string;
  readonly stateBefore: string;
  readonly stateAfter: string;
  readonly requestIds: string;
  readonly jobId: string;
  readonly run: string;
  readonly thread: string;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

/** Runs one of the project's programs on the bot's store. */
async function program(name: string, ...args: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [join(root, 'src/cli', `${name}.ts`), ...args], {
    cwd: root,
    env: { STORE_URL: `file:${door.storeFile}` },
    timeout: 20_000,
  });
  return stdout;
}
const trail = async () => JSON.parse(await program('audit', 'export', '--format', 'json')) as Line[];
const refused = (name: string, ...args: string[]) =>
  program(name, ...args).then(
    () => 'it went through',
    (error: { stderr: string; code: number }) => `${error.code} ${error.stderr}`,
  );

async function deleteZoom() {
  await door.say('delete Zoom because the contract ended', { where: group });
  const card = await door.shown(/Delete .*Zoom.*\?/);
  await door.tap(buttonOf(card.cards[0], 'Delete'), { where: group, on: card, input: { name: 'Zoom' } });
  await door.shown(/Zoom.* (is|was) deleted/, { from: 1 });
  return card;
}

const no = { allowed: false, why: 'denied', rule: 'nobody at all', contact: 'the identity team' } as const;
const nobody: Policy = { ...sandboxPolicy, judge: async () => no };

describe('the audit trail', () => {
  test('holds one line for each attempt, acted or refused, with who, where, why, states and request ids', async () => {
    await door.say('pause Slack because of =1+1, the "migration"', { where: channel });
    await door.shown(/Slack is paused/);
    await door.say('pause Slack', { who: lee });
    await door.shown(/already paused/);
    await door.say('delete Zoom', { where: group });
    const first = await door.shown(/Delete .*Zoom.*\?/);
    await door.tap(buttonOf(first.cards[0], 'Delete'), { who: lee, where: group, on: first });
    await door.tap(buttonOf(first.cards[0], 'Keep it'), { where: group, on: first });
    await door.faults({ pathRegex: '/start$', method: 'POST', kind: 'unknown-error-401' });
    await door.say('start Slack');
    await door.shown(/was not|not permitted|failed/, { from: 3 });
    const lines = await trail();
    expect(lines.map(({ operation, outcome, code, person }) => [operation, outcome, code, person])).toEqual([
      ['pause', 'done', '', 'Dana Reyes'],
      ['pause', 'already', 'paused', 'Lee Park'],
      ['delete', 'turned-away', 'foreign', 'Lee Park'],
      ['delete', 'kept', '', 'Dana Reyes'],
      ['start', 'failed', 'not-permitted', 'Dana Reyes'],
    ]);
    const [paused] = lines;
    expect(paused).toMatchObject({
      displayName: 'Slack',
      reason: 'of =1+1, the "migration"',
      stateBefore: 'Active',
      stateAfter: 'Paused',
      jobId: slack.jobId,
      thread: '1700000000001',
    });
    expect(paused?.requestIds).toMatch(/^[0-9a-f-]{36}$/);
    expect(paused?.run).toMatch(/^r[0-9a-z]+$/);
    const csv = await program('audit', 'export', '--format', 'csv');
    expect(csv.split('\r\n')[0]).toMatch(/^time,operation,displayName,outcome,/);
    expect(csv).toContain('"of =1+1, the ""migration"""');
    expect(csv.trimEnd().split('\r\n')).toHaveLength(6);
  });

  test('a cell that a spreadsheet would run is made harmless', async () => {
    await door.say('pause Slack because =HYPERLINK(1)');
    await door.shown(/Slack is paused/);
    expect(await program('audit', 'export', '--format', 'csv')).toContain("'=HYPERLINK(1)");
  });

  test('expired and replaced questions are on record', async () => {
    await door.stop();
    door = await openFrontDoor({ env: { CONFIRMATION_TTL_SECONDS: '1' } });
    await door.say('delete Zoom', { where: group });
    await door.shown(/Delete .*Zoom.*\?/);
    await door.say('delete Zoom', { where: group });
    await door.shown(/nobody answered|expired|in time/i);
    expect((await trail()).map(({ outcome }) => outcome)).toEqual(['replaced', 'expired']);
  });

  test('what policy forbids is told, on record, and never sent', async () => {
    await door.stop();
    door = await openFrontDoor({ parts: { policy: nobody } });
    await door.say('list');
    await door.shown(/jobs/);
    await door.say('pause Slack because I can');
    await door.shown(/rules here don’t allow/, { from: 1 });
    expect(await door.writes()).toEqual([]);
    expect(await trail()).toMatchObject([
      { operation: 'pause', outcome: 'refused', code: 'policy', displayName: 'Slack', reason: 'I can' },
    ]);
  });

  test('history and who answer from it, without asking Graph', async () => {
    await door.say('pause Slack because of the migration');
    await door.shown(/Slack is paused/);
    const asked = (await door.calls()).length;
    await door.say('who paused slack?', { who: lee, where: channel });
    expect(door.text(await door.shown(/Slack was paused by Dana Reyes/, { from: 1 }))).toContain('migration');
    await door.say('history slack', { who: lee, where: group });
    await door.shown(/Slack, 1 entry/, { from: 2 });
    await door.say('who deleted slack', { who: lee, where: group });
    await door.shown(/Nobody deleted/, { from: 3 });
    expect((await door.calls()).length).toBe(asked);
  });
});

describe('who changed what the bot does by itself', () => {
  const berlin = { timeZone: 'Europe/Berlin' };
  const tell = async (text: string, answer: RegExp, as: Parameters<FrontDoor['say']>[1] = {}) => {
    const from = door.connector.messages.length;
    await door.say(text, { where: channel, ...berlin, ...as });
    return door.text(await door.shown(answer, { from }));
  };
  const own = async () => (await trail()).filter(({ operation }) => operation !== 'pause');
  const inBerlin = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+0[12]:00\[Europe\/Berlin\]$/;

  test('a pause’s end: who moved it, from when to when, and who took it away', async () => {
    await tell('pause Slack for 2h because CHG0421', /Slack is paused/);
    await tell('extend Slack by 3h', /The pause of Slack lasts longer/, { who: lee, where: group });
    await tell('cancel timer Slack', /The timer of Slack is cancelled/);
    const [extended, cancelled, ...more] = await own();
    expect(more).toEqual([]);
    expect(extended).toMatchObject({
      operation: 'extend',
      outcome: 'done',
      person: lee.name,
      personId: lee.aadObjectId,
      scope: 'groupChat',
      conversationId: group.id,
      displayName: 'Slack',
      jobId: slack.jobId,
      reason: '',
      run: '',
      stateBefore: expect.stringMatching(inBerlin),
      stateAfter: expect.stringMatching(inBerlin),
    });
    const at = (text: string | undefined) => Date.parse(text?.replace(/\[.*/, '') ?? '');
    expect(at(extended?.stateAfter) - at(extended?.stateBefore)).toBe(3 * 3_600_000);
    expect(cancelled).toMatchObject({
      operation: 'cancel-timer',
      outcome: 'done',
      person: 'Dana Reyes',
      jobId: slack.jobId,
      thread: '1700000000001',
      stateBefore: extended?.stateAfter,
      stateAfter: 'open-ended',
    });
    const shown = await tell('history Slack', /Slack, 3 entries/);
    expect(shown).toMatch(/Timer of Slack cancelled.*Pause of Slack extended until .*Lee Park.*Pause Slack/s);
    expect(await tell('who paused Slack', /Slack was paused by Dana Reyes/)).not.toMatch(
      /newest of|Lee Park/,
    );
  });

  test('an end that could not be moved any more, because somebody started the job', async () => {
    await tell('pause Slack for 2h', /Slack is paused/);
    await door.change(slack, { state: 'Active' });
    await tell('extend Slack by 1h', /The pause of Slack is over/, { who: lee });
    expect(await own()).toMatchObject([
      { operation: 'extend', outcome: 'refused', code: 'changed', person: lee.name, jobId: slack.jobId },
    ]);
  });

  test.each(['extend Slack by 1h', 'cancel timer Slack'])('“%s” that policy forbids', async (text) => {
    let denied = false;
    const policy: Policy = {
      ...sandboxPolicy,
      judge: async (deed, how) => (denied ? no : await sandboxPolicy.judge(deed, how)),
    };
    await door.stop();
    door = await openFrontDoor({ parts: { policy } });
    await tell('pause Slack for 2h because CHG0421', /Slack is paused/);
    denied = true;
    await tell(text, /rules here don’t allow/, { who: lee });
    const operation = text.startsWith('extend') ? 'extend' : 'cancel-timer';
    expect(await own()).toMatchObject([
      { operation, outcome: 'refused', code: 'policy', person: lee.name, jobId: slack.jobId, reason: '' },
    ]);
    expect(await tell('history Slack', /Slack, 2 entries/)).toContain('Not done, the rules don’t allow it');
  });

  test('a watch of one job that begins, tells less, and ends', async () => {
    await tell('watch Slack', /Slack is watched here/);
    await tell('watch Slack only quarantined', /replaces what was set before/, { who: lee });
    await tell('unwatch Slack', /Slack is no longer watched/);
    await tell('unwatch Slack', /wasn’t watched here/);
    const about = { displayName: 'Slack', jobId: slack.jobId, outcome: 'done', thread: '1700000000001' };
    const dana = { ...about, person: 'Dana Reyes' };
    expect(await trail()).toMatchObject([
      { ...dana, operation: 'watch', stateBefore: '', stateAfter: 'all' },
      { ...about, person: lee.name, operation: 'watch', stateBefore: 'all', stateAfter: 'quarantined' },
      { ...dana, operation: 'unwatch', stateBefore: 'quarantined', stateAfter: '' },
    ]);
    const shown = await tell('history Slack', /Slack, 3 entries/);
    expect(shown).toMatch(/Watch of Slack ended.*Watch of Slack changed.*Watch of Slack began/s);
    await tell('who paused Slack', /Nobody paused/);
  });

  test('watches of many, and each of those that end together', async () => {
    await tell('watch all', /All jobs are watched here/);
    await tell('watch S*', /Jobs called .* are watched here/);
    await tell('unwatch all', /2 watches ended/, { who: lee });
    const lines = await trail();
    expect(lines.slice(0, 2)).toMatchObject([
      { operation: 'watch', displayName: 'every job', jobId: '', stateAfter: 'all' },
      { operation: 'watch', displayName: 'S*', jobId: '', stateAfter: 'all' },
    ]);
    const ended = lines
      .slice(2)
      .map(({ operation, displayName, person }) => [operation, displayName, person]);
    expect(ended.sort()).toEqual([
      ['unwatch', 'S*', lee.name],
      ['unwatch', 'every job', lee.name],
    ]);
    const shown = await tell('history', /4 entries on record/, { where: group });
    expect(shown).toMatch(/Watch of every job began.*Every change, in a channel/s);
  });

  test('quiet hours that are set and taken away; looking at them changes nothing', async () => {
    await tell('quiet off', /No quiet hours/);
    await tell('quiet 22:00-07:00', /Quiet from 22:00 to 07:00/, { who: lee });
    await tell('quiet', /Quiet from 22:00 to 07:00/);
    await tell('quiet off', /No quiet hours/);
    const hours = '22:00–07:00 (Europe/Berlin)';
    expect(await trail()).toMatchObject([
      { operation: 'quiet', displayName: hours, person: lee.name, stateBefore: '', stateAfter: hours },
      { operation: 'quiet', displayName: 'off', person: 'Dana Reyes', stateBefore: hours, stateAfter: '' },
    ]);
    const shown = await tell('history', /2 entries on record/);
    expect(shown).toMatch(
      /Quiet hours taken away.*Done, here.*Quiet hours set: 22:00–07:00 \(Europe\/Berlin\)/s,
    );
    const csv = await program('audit', 'export', '--format', 'csv');
    expect(csv.trimEnd().split('\r\n')).toHaveLength(3);
    expect(csv).toContain(`,quiet,${hours},done,`);
  });
});

describe('before a deletion', () => {
  test('job, schema and identity are kept, the card says so, and they can be printed', async () => {
    const card = await deleteZoom();
    expect(door.text(card)).toMatch(/Saved first/);
    expect(door.text(card)).toMatch(/secrets/);
    const line = (await trail()).find(({ outcome }) => outcome === 'done');
    const printed = JSON.parse(await program('audit', 'snapshot', line?.run ?? '')) as Record<string, object>;
    expect(printed['job']).toMatchObject({ id: zoom.jobId });
    expect(printed['schema']).toMatchObject({ id: zoom.jobId, synchronizationRules: [{}] });
    expect(printed['servicePrincipal']).toMatchObject({ id: zoom.servicePrincipalId, displayName: 'Zoom' });
    expect(printed).toMatchObject({ run: line?.run });
    expect(await refused('audit', 'snapshot', 'r0')).toMatch(/^1 Nothing was kept/);
  });

  test.each([403, 404, 500])('a schema that answers %d: nothing is deleted', async (status) => {
    await door.faults({ pathRegex: '/schema$', method: 'GET', kind: 'status', status });
    await door.say('delete Zoom', { where: group });
    const card = await door.shown(/Delete .*Zoom.*\?/);
    await door.tap(buttonOf(card.cards[0], 'Delete'), { where: group, on: card, input: { name: 'Zoom' } });
    await door.shown(/Zoom job was not deleted/, { from: 1 });
    expect(await door.writes()).toEqual([]);
    expect(await trail()).toMatchObject([{ outcome: 'refused', code: 'not-saved' }]);
  });

  test('a schema that is throttled for a moment is waited for', async () => {
    await door.faults({ pathRegex: '/schema$', method: 'GET', kind: 'throttle', retryAfterSeconds: 1 });
    await deleteZoom();
    expect(await door.writes()).toHaveLength(1);
  });
});

describe('the programs', () => {
  test('a back-up made while the bot works is whole and its owner’s alone', async () => {
    const copy = `${door.storeFile}.copy`;
    await door.say('pause Slack');
    const [said] = await Promise.all([program('backup', copy), door.shown(/Slack is paused/)]);
    expect(said).toMatch(/pages, checked/);
    expect(statSync(copy).mode & 0o777).toBe(0o600);
    const copied = new DatabaseSync(copy, { readOnly: true });
    expect(copied.prepare('select count(*) as n from conversation').get()).toEqual({ n: 1 });
    copied.close();
    const before = readFileSync(copy);
    expect(await refused('backup', copy)).toMatch(/^1 .*is there already/);
    expect(readFileSync(copy).equals(before)).toBe(true);
  });

  test.each([
    ['audit', [], /Usage/],
    ['audit', ['export'], /Usage/],
    ['audit', ['export', '--format', 'xml'], /Usage/],
    ['audit', ['export', '--fromat', 'csv'], /Usage/],
    ['audit', ['snapshot'], /Usage/],
    ['backup', [], /Usage/],
    ['backup', ['a', 'b'], /Usage/],
  ])('%s %p is answered with how it is used', async (name, args, answer) => {
    expect(await refused(name as string, ...(args as string[]))).toMatch(answer as RegExp);
  });

  test('an export of an empty trail is a header, or an empty list', async () => {
    expect(await trail()).toEqual([]);
    expect((await program('audit', 'export', '--format', 'csv')).trimEnd().split('\r\n')).toHaveLength(1);
  });

  test('a school profile that is paused is in the trail by its profile', async () => {
    await door.say('pause school Contoso High School');
    const card = await door.shown(/Pause .*Contoso High School.*\?/);
    await door.tap(buttonOf(card.cards[0], /Pause/), { on: card });
    await door.shown(/Contoso High School is paused/, { from: 1 });
    expect(await trail()).toMatchObject([
      { operation: 'pause-profile', outcome: 'done', profileId: sandboxProfileIds.contosoHigh.profileId },
    ]);
  });
});
