import { readFileSync } from 'node:fs';
import { renderCard } from '../../src/cards/render.ts';
import { parse } from '../../src/language/parse.ts';
import type { Notice } from '../../src/notice.ts';
import { tapText } from '../../src/text/taps.ts';
import {
  approval,
  attempt,
  attemptResults,
  forbidden,
  history,
  job,
  NOW,
  plan,
  row,
  run,
  samples,
  school,
  TOKEN,
  whoami,
} from './samples.ts';
import { ofType, readable } from './walk.ts';

const show = (notice: Notice, sandbox = false) => renderCard(notice, { sandbox, now: NOW });
const text = (name: string) => {
  const notice = samples.get(name);
  if (notice === undefined) throw new Error(`no sample ${name}`);
  return readable(show(notice).card);
};
const titles = (notice: Notice) =>
  ofType(show(notice).card, 'Action.Execute').map(({ title }) => String(title));
const says = (notice: Notice) =>
  ofType(show(notice).card, 'Action.Execute').map(({ data }) => (data as { say?: string }).say ?? '');

describe('status', () => {
  test.each([
    [
      'status-active',
      [
        '● | Databricks EU is active',
        'about every 40 min',
        '6 min ago, 14:00 UTC',
        '3 of 4 changes written, 1 will be retried',
        '398 users, 14 groups',
      ],
    ],
    ['status-not-run', ['○ | Databricks EU has not run yet', 'Last run: never']],
    ['status-paused', ['‖ | Databricks EU is paused', 'caught up after a start']],
    [
      'status-self-paused',
      ['paused itself', '1,204 of 66,204 changes written, 65,000 will be retried', 'provisioning log'],
    ],
    ['status-off', ['□ | Zoom is switched off', '9 days ago, 11 Aug 14:06 UTC', 'nothing to change']],
    ['status-never-started', ['It never ran', 'Last run: never']],
    [
      'status-quarantined',
      [
        '▲ | Salesforce EU is in quarantine',
        'refused the stored sign-in',
        '36 h ago, 19 Aug 02:06 UTC',
        'in 2 h, 16:06 UTC',
        'Renew the sign-in in Entra first',
        'Error: SalesforceInvalidCredentials',
        'What Microsoft says | “INVALID_LOGIN',
        'SalesforceInvalidCredentials',
      ],
    ],
    [
      'status-too-many-deletes',
      [
        'More deletions than the safety limit allows',
        'Look first at why',
        'A start lifts the quarantine but doesn’t release the deletions',
        'Microsoft switches it off on 16 Sep, 28 days after it began: in 26 days.',
      ],
    ],
    ['status-not-configured', ['◊ | Zscaler is not set up', 'An admin finishes its setup']],
    ['status-unknown', ['? | I can’t tell how Miro is', 'Hibernating, Active']],
    ['status-school-paused', ['‖ | Contoso High School is paused', 'can’t resume it']],
    ['status-school-success', ['● | Contoso High School is up to date', 'Errors: 3']],
    ['status-school-unknown', ['? |', 'napping', 'Last run: never']],
  ])('%s', (name, expected) => {
    for (const part of expected) expect(text(name)).toContain(part);
  });

  test.each([
    ['status-active', ['Pause', 'Refresh']],
    ['status-not-run', ['Pause', 'Refresh']],
    ['status-paused', ['Start', 'Delete…', 'Refresh']],
    ['status-self-paused', ['Start…', 'Delete…', 'Refresh']],
    ['status-never-started', ['Start…', 'Delete…', 'Refresh']],
    ['status-off', ['Start', 'Delete…', 'Refresh']],
    ['status-quarantined', ['Refresh']],
    ['status-too-many-deletes', ['Refresh']],
    ['status-not-configured', ['Refresh']],
    ['status-unknown', ['Refresh']],
    ['status-school', ['Pause…', 'Refresh']],
    ['status-school-paused', ['Refresh']],
  ])('%s offers only what is sensible', (name, expected) => {
    const notice = samples.get(name);
    expect(notice === undefined ? [] : titles(notice)).toEqual(expected);
  });

  test('refresh is the sentence that asks for the same job', () => {
    const { servicePrincipalId, jobId } = job().target;
    expect(says({ kind: 'status', snapshot: job() })).toEqual([
      `pause ${servicePrincipalId}/${jobId}`,
      `status ${servicePrincipalId}/${jobId}`,
    ]);
    expect(says({ kind: 'status', snapshot: school() })).toContain(
      `status school ${school().target.profileId}`,
    );
  });

  test.each([
    ['EncounteredTotalEscrowThreshold', 'Too many users failed to sync'],
    ['IngestionInterrupted', 'Incoming data stopped'],
    ['QuarantinedOnDemand', 'on purpose'],
    ['', 'Microsoft gave no reason I know'],
    ['SomethingNewer', 'Microsoft gave no reason I know'],
  ])('quarantine for %p', (reason, why) => {
    const quarantine = { reason, currentBegan: null, nextAttempt: null, errorCode: null, errorMessage: null };
    const shown = readable(show({ kind: 'status', snapshot: job({ code: 'Quarantine', quarantine }) }).card);
    expect(shown).toContain(why);
    expect(shown).not.toContain('Since:');
  });
});

describe('questions', () => {
  test('a deletion says what is lost, what stays, and what to type', () => {
    const shown = text('plan-delete');
    for (const part of [
      'Delete the Zoom job?',
      'can’t be undone',
      'Lost for good',
      'watermarks',
      'Stays',
      'Accounts already created in Zoom',
      'Type the app’s name, Zoom',
      'Saved first',
      'Its settings and its schema',
      'Reason: the contract ended',
    ]) {
      expect(shown).toContain(part);
    }
    expect(shown).toContain('Only  | Dana Reyes |  can answer, for 5 min, until 14:11 UTC.');
    const [input] = ofType(show(samples.get('plan-delete') ?? plan()).card, 'Input.Text');
    expect(input).toMatchObject({ id: 'name', isRequired: true, maxLength: 256 });
  });

  test('a wrong name says that nothing was deleted', () => {
    expect(text('plan-delete-wrong-name')).toContain('Nothing was deleted: that wasn’t the name.');
  });

  test.each([
    ['plan-pause', ['Pause Databricks EU?', 'already running still finishes']],
    [
      'plan-start-quarantined',
      [
        'Start Salesforce EU and clear its quarantine?',
        'Does it help?',
        'straight back into quarantine',
        'Without it: next try in 2 h',
      ],
    ],
    ['plan-start-deletes', ['won’t release what is held back', 'until an admin allows them in Entra']],
    ['plan-start-first', ['A start provisions everyone in its scope', 'The name you typed wasn’t exact']],
    ['plan-start-self-paused', ['It paused itself after too many errors', 'Only if the failing entries']],
    ['plan-school', ['Pause the school Contoso High School?', 'I can’t resume it', 'end of 2024']],
    [
      'plan-pause-changed-since-asked',
      ['It changed after you were asked, so I sent nothing. This is how it stands now.'],
    ],
    ['plan-pause-policy-asks', ['The rules here want a second look']],
  ])('%s', (name, expected) => {
    for (const part of expected) expect(text(name)).toContain(part);
  });

  test('how long is left is never rounded down, and an old question is past', () => {
    const left = (ms: number) => readable(show(plan({ expiresAt: NOW + ms })).card);
    expect(left(61_000)).toContain('for 2 min');
    expect(left(20_500)).toContain('for 21 s');
    expect(left(23 * 3_600_000)).toContain('for 23 h, until 21 Aug 13:06 UTC');
    expect(left(-1)).toContain('could answer, until 14:06 UTC');
  });
});

describe('with the rights of the person', () => {
  test('a question says why it takes a tap', () => {
    expect(text('plan-pause-as-you')).toContain(
      'It is done with your own rights, so it takes a tap. Teams may ask you to sign in once.',
    );
    expect(text('plan-delete-own-rights')).toContain('This can’t be undone. | ');
    expect(text('plan-delete-own-rights')).toContain('Good to know | It is done with your own rights');
    expect(titles(samples.get('plan-start-own-rights') ?? plan())).toEqual(['Leave it', 'Start it']);
  });

  test('a question that asks only because of that looks harmless, a deletion never', () => {
    const tone = (changes: Parameters<typeof plan>[0]) =>
      ofType(show(plan(changes)).card, 'Container').at(0)?.['style'];
    expect(tone({ operation: 'start', warnings: ['as-you'] })).toBe('emphasis');
    expect(tone({ operation: 'start', warnings: ['as-you', 'asked-to-show'] })).toBe('emphasis');
    expect(tone({ operation: 'start', warnings: ['as-you', 'first-start'] })).toBe('warning');
    expect(tone({ operation: 'start', warnings: ['first-start'] })).toBe('warning');
    expect(tone({ operation: 'delete', warnings: ['as-you'] })).toBe('attention');
  });
});

describe('a second person', () => {
  test('everything an approver must know stands on one card for everybody', () => {
    const shown = text('plan-approval-delete');
    for (const part of [
      '½ | Waiting for a second person',
      'Dana Reyes asks to delete the Zoom job. This can’t be undone.',
      'Job: zoom',
      'Now: □ Switched off',
      'Asked by: Dana Reyes, 14:06 UTC',
      'Reason: the contract ended',
      'Lost for good',
      'Saved first',
      'Type the app’s name, Zoom, to approve',
      'Reason for declining (optional)',
    ]) {
      expect(shown).toContain(part);
    }
    expect(shown).toContain(
      'Dana Reyes |  can withdraw it, but not approve it. Somebody else named by the rule “ | four eyes for deletions | ” can approve or decline it, for 60 min, until 15:06 UTC.',
    );
    expect(titles(approval())).toEqual(['Withdraw', 'Decline', 'Approve']);
    expect(show(approval()).summary).toBe(
      'Waiting for a second person: delete the Zoom job. Answer by 15:06\u00a0UTC.',
    );
  });

  test('buttons carry the token, and what is typed goes with "Decline" and "Approve" alone', () => {
    const { card } = show(approval());
    const buttons = ofType(card, 'Action.Execute');
    expect(buttons.map(({ verb, data, associatedInputs }) => [verb, data, associatedInputs])).toEqual([
      ['cancel', { token: TOKEN }, 'none'],
      ['deny', { token: TOKEN }, undefined],
      ['approve', { token: TOKEN }, undefined],
    ]);
    expect(buttons.map(({ style }) => style)).toEqual([undefined, undefined, 'destructive']);
    expect(ofType(card, 'Input.Text').map(({ id, maxLength }) => [id, maxLength])).toEqual([
      ['name', 256],
      ['reason', 300],
    ]);
    const pause = ofType(show(samples.get('plan-approval-pause') ?? plan()).card, 'Input.Text');
    expect(pause.map(({ id }) => id)).toEqual(['reason']);
  });

  test('nothing on it speaks to one person, and nothing is said twice', () => {
    const shown = text('plan-approval-pause');
    expect(shown).toContain('Dana Reyes asks to pause Databricks EU. The name that was typed wasn’t exact');
    expect(shown).toContain('It is done with the rights of whoever approves');
    expect(shown).toContain('Reason: none given');
    for (const [name, notice] of samples) {
      if (notice.kind === 'plan' && notice.plan.approval) expect(text(name)).not.toMatch(/\byour?\b/i);
    }
  });

  test('a wrong name and a late look are said', () => {
    expect(text('plan-approval-wrong-name')).toContain('Nothing was deleted: that wasn’t the name.');
    expect(text('plan-approval-late')).toContain('could approve or decline it, until 14:06 UTC.');
  });

  test('a question stored before there were approvals is put to one person', () => {
    const older = plan() as Extract<Notice, { kind: 'plan' }>;
    expect(titles({ ...older, plan: { ...older.plan, approval: null } })).toEqual(['Leave it', 'Pause']);
    expect(titles(older)).toEqual(['Leave it', 'Pause']);
  });

  test('an approved run names both, in three lines', () => {
    expect(text('run-approved')).toContain('Asked by Dana Reyes, approved by Lee Park | 14:06');
    expect(text('post-approved')).toContain('Approved by: Lee Park');
    expect(text('run-done-pause')).not.toContain('approved');
  });

  test.each([
    [
      'closed-delete-withdrawn',
      ['The Databricks EU job was kept', 'Dana Reyes withdrew the request at 14:06'],
    ],
    [
      'closed-pause-declined',
      [
        'Databricks EU was left as it was',
        'Lee Park declined the pause at 14:06 UTC. Nothing was done.',
        'Why: the audit needs it until October',
      ],
    ],
    ['closed-delete-declined', ['Lee Park declined the deletion']],
  ])('%s', (name, expected) => {
    for (const part of expected) expect(text(name)).toContain(part);
  });

  test('a refusal without a name or a reason is still one', () => {
    const closed = samples.get('closed-pause-declined') as Extract<Notice, { kind: 'closed' }>;
    const { declinedBy: _, ...older } = closed;
    expect(readable(show(older).card)).toContain('The pause was declined at 14:06 UTC.');
    const silent = { ...closed, declinedBy: { name: 'Lee Park', reason: null } };
    expect(readable(show(silent).card)).not.toContain('Why:');
  });
});

describe('what the rules say', () => {
  test.each([
    [
      'forbidden-no-rule',
      [
        '■ | The rules here don’t allow that | No rule lets you delete the Zoom job here. Nothing was done.',
        'Asked for: Delete the Zoom job',
        'Whom to ask | the identity team, identity@contoso.example',
      ],
    ],
    [
      'forbidden-denied',
      [
        'The rule “contractors never” doesn’t let you pause Databricks EU here.',
        'Rule: contractors never',
        'Whom to ask | Whoever looks after Sync Warden',
      ],
    ],
    [
      'forbidden-unknown',
      [
        'I couldn’t check whether you may do that',
        'which groups you are in. Nothing was done.',
        'Asked for: Start a job',
        'Try again in a moment.',
      ],
    ],
    ['run-forbidden-no-rule', ['no rule says yes. I sent nothing.', 'Whom to ask | the identity team']],
    ['run-forbidden-denied', ['“contractors never” says no. I sent nothing.', 'Whom to ask']],
    ['run-forbidden-membership-unknown', ['groups that the rules name, so I sent nothing', 'in a moment']],
    ['run-refused-policy', ['don’t allow it, so I sent nothing', 'Whom to ask | Whoever looks after']],
    [
      'whoami',
      [
        'i | You are Dana Reyes | This is what you may do in this channel.',
        '✓ | Pause a job | Yes | Rule “helpdesk”',
        '✓ | Start a job | Some of them; I ask you first | Rule “helpdesk”',
        '½ | Delete a job | Yes; a second person approves | Rule “four eyes for deletions”',
        '■ | Pause a school profile | No | No rule says yes',
        '“Some of them”: I say which when you ask for one.',
        'Whom to ask | the identity team, identity@contoso.example',
        'Your object id | 0d0b7a8e-58a5-4f2c-9df4-1f8f2f7a9c01',
        'Your tenant id | 6b1f3c1e-2a70-4a52-9d0a-5c4a6a0c9f11',
      ],
    ],
    [
      'whoami-unknown',
      [
        'in this group chat',
        'Yes, some of them',
        '? | Start a job | I can’t tell for some of them | I couldn’t look up your groups',
        '? | Delete a job | I can’t tell now',
        'No | Rule “no school changes in term”',
        'ask again',
        'Whoever looks after Sync Warden',
      ],
    ],
    ['whoami-nothing', ['You may change nothing here.']],
  ])('%s', (name, expected) => {
    for (const part of expected) expect(text(name)).toContain(part);
  });

  test('a rule without a name is none', () => {
    const denied = forbidden({ forbidden: { why: 'denied', rule: null, contact: null } });
    expect(readable(show(denied).card)).toContain('A rule doesn’t let you delete the Zoom job here.');
  });

  test('in the sandbox everybody may do everything, unless it has rules of its own', () => {
    const everybody = samples.get('whoami-sandbox') ?? plan();
    const shown = readable(show(everybody, true).card);
    expect(shown).toContain(
      'everybody counts as an admin and may do everything, because nothing here is real.',
    );
    expect(shown).not.toMatch(/Rule|Whom to ask/);
    expect(readable(show(everybody).card)).toContain('Rule “sandbox”');
    expect(readable(show(whoami(), true).card)).not.toContain('Everybody');
  });

  test('trying again is offered only where it can help', () => {
    expect(titles(samples.get('run-forbidden-membership-unknown') ?? plan())).toEqual([
      'Try again',
      'Status',
    ]);
    expect(titles(samples.get('run-forbidden-denied') ?? plan())).toEqual(['Status']);
    expect(says(forbidden())).toEqual(['whoami']);
  });

  test('help shows what a person may do', () => {
    const pauseOnly = text('help-pause-only');
    for (const part of [
      'pause <target>',
      'plan <pause> <target>',
      'because <reason>',
      'list schools',
      'whoami',
    ])
      expect(pauseOnly).toContain(part);
    expect(pauseOnly).not.toMatch(/start <|delete <|pause school/);
    for (const name of ['help-looks-only', 'help-welcome-looks-only']) {
      expect(text(name)).toContain('status [target]');
      expect(text(name)).toContain('whoami');
      expect(text(name)).toContain('You may look at everything here, but change nothing.');
      expect(text(name)).not.toMatch(/(pause|start|delete|because|plan|pause school) </);
      expect(says(samples.get(name) ?? plan())).toEqual(['list', 'whoami']);
    }
    expect(text('help-welcome-looks-only')).not.toContain('I pause, start and delete');
    expect(text('help-delete-not-yours')).toContain('The rules here don’t let you do this.');
    expect(text('help-pause')).not.toContain('don’t let you');
  });
});

describe('a tap that is answered in words', () => {
  test.each([
    ['self', null, null, ['your own request', 'withdraw']],
    [
      'not-approver',
      'four eyes',
      'the identity team',
      ['“four eyes” doesn’t let you', 'ask: the identity team.'],
    ],
    ['not-approver', null, null, ['The rules here don’t let you', 'Whoever looks after Sync Warden']],
    ['membership-unknown', 'four eyes', null, ['couldn’t look up', 'Try again in a moment']],
    ['not-requester', 'Dana Reyes', null, ['Only Dana Reyes can withdraw this']],
    ['foreign', 'Dana Reyes', null, ['Only Dana Reyes can answer this']],
  ] as const)('%s', (word, named, contact, expected) => {
    const said = tapText(word, named, contact);
    for (const part of [...expected, 'Nothing was done.']) expect(said).toContain(part);
  });
});

describe('runs', () => {
  test.each([
    ['run-begins', ['… | Pausing Databricks EU', 'Reading its state first']],
    ['run-waiting', ['Microsoft Graph asked to wait; I go on at 14:06:38 UTC']],
    [
      'run-working',
      ['✓ | Microsoft Graph accepted it | 14:06', '… | Reading the state back', 'This card changes'],
    ],
    [
      'run-done-pause',
      [
        '✓ | Databricks EU is paused',
        'read back',
        'Read back: ‖ Paused',
        'already running still finishes',
        'Reason: the sandbox',
      ],
    ],
    ['run-done-start', ['Databricks EU is started', 'catches up']],
    ['run-done-start-quarantined', ['The quarantine is cleared', 'If the cause is still there']],
    [
      'run-done-delete',
      [
        'The Zoom job is deleted',
        'Read back: × Deleted',
        'starts from zero',
        'Saved first',
        'its schema with 2 object mappings, and the application’s identity',
        'Graph never gives them out: stored sign-in secrets and watermarks',
        'npm run audit -- snapshot rmwran85ycc185a90',
      ],
    ],
    ['run-unknown-delete', ['I can’t tell', 'Saved first', 'its schema with 1 object mapping,']],
    ['run-done-school', ['Contoso High School is paused', 'I can’t resume it']],
    ['run-done-interrupted', ['I was restarted in between', 'no clear answer']],
    [
      'run-accepted',
      ['→ | Pause accepted, not yet visible', 'still reads as active', 'Not seen yet: ● Active'],
    ],
    ['run-accepted-delete', ['Deletion accepted', 'The Zoom job can still be read']],
    [
      'run-already-paused',
      ['= | Databricks EU was already paused', 'Nothing to send', 'State now: ‖ Paused'],
    ],
    ['run-already-off', ['Zoom was already switched off']],
    ['run-never-started', ['Zscaler was never started']],
    ['run-already-gone', ['The Zoom job was already gone']],
    ['run-retired', ['■ | Contoso High School was not paused', 'retired', 'no longer there']],
    [
      'run-failed-not-permitted',
      [
        '! | Pausing Databricks EU failed',
        'didn’t permit it. The job is still active',
        'Read back: ● Active, unchanged',
        'An admin checks',
        '401',
      ],
    ],
    ['run-failed-sign-in', ['refused my own sign-in']],
    ['run-failed-not-found', ['can’t find the job any more']],
    ['run-failed-throttled', ['asks to wait 10 min']],
    ['run-failed-conflict', ['Another change']],
    ['run-failed-rejected', ['turned it down']],
    ['run-failed-unreachable', ['was not reached', 'Nothing was changed']],
    [
      'run-refused-changed',
      [
        'It went into quarantine after you were asked',
        'Not sent to Microsoft Graph',
        'State now: ▲ Quarantined',
      ],
    ],
    ['run-refused-busy', ['Lee Park has been starting it since 14:05 UTC']],
    ['run-refused-policy', ['The rules here don’t allow it']],
    ['run-refused-running', ['Databricks EU is already running', 'can stop it']],
    ['run-refused-unreadable', ['couldn’t read its state, so I sent nothing']],
    ['run-refused-interrupted', ['restarted before I could send it']],
    [
      'run-refused-not-saved',
      [
        '■ | The Zoom job was not deleted',
        'couldn’t save what must be kept of it first, so I sent nothing',
        'Not sent to Microsoft Graph',
        'Ask again in a few minutes',
        'Synchronization.Read.All',
      ],
    ],
    [
      'run-unknown-server-error',
      [
        'I can’t tell whether the pause worked',
        '(503)',
        'At 14:06 UTC it was active',
        '○ | Not seen yet: ● Active',
      ],
    ],
    ['run-unknown-timeout', ['didn’t answer in time']],
    ['run-unknown-connection-lost', ['The connection broke']],
    ['run-unknown-interrupted', ['I was restarted while it was under way']],
    ['post-pause-done', ['Asked by: Dana Reyes, 14:06 UTC']],
  ])('%s', (name, expected) => {
    for (const part of expected) expect(text(name)).toContain(part);
  });

  test.each([
    ['run-working', []],
    ['run-done-pause', ['Start', 'Status']],
    ['run-done-delete', ['List jobs']],
    ['run-done-start', ['Status']],
    ['run-accepted', ['Look again']],
    ['run-unknown-timeout', ['Look again']],
    ['run-failed-not-permitted', ['Status']],
    ['run-failed-throttled', ['Try again', 'Status']],
    ['run-refused-changed', ['Ask again…', 'Status']],
    ['run-refused-busy', ['Try again', 'Status']],
    ['run-refused-not-saved', ['Ask again…', 'Status']],
    ['run-never-started', ['Start…', 'Status']],
    ['run-retired', []],
    ['post-pause-done', ['Status']],
    ['post-delete-done', []],
  ])('%s offers only what is sensible', (name, expected) => {
    const notice = samples.get(name);
    expect(notice === undefined ? null : titles(notice)).toEqual(expected);
  });

  test('every ending says that the bot was away meanwhile, in the card and in the post', () => {
    for (const kind of ['done', 'accepted', 'already', 'refused', 'failed', 'unknown']) {
      for (const card of ['run', 'post']) {
        expect(text(`${card}-interrupted-${kind}`).match(/I was restarted/g)).toHaveLength(1);
      }
    }
    expect(text('run-done-pause')).not.toContain('restarted');
  });

  test('a run of before anything was saved says nothing of it', () => {
    const older = run({ operation: 'delete', after: 'gone' }) as Extract<Notice, { kind: 'run' }>;
    const { saved: _, ...without } = older.run;
    const shown = readable(show({ ...older, run: without as typeof older.run }).card);
    expect(shown).toContain('is deleted');
    expect(shown).not.toMatch(/saved|snapshot/i);
  });

  test('trying again keeps the reason', () => {
    const notice = run({ outcome: { kind: 'failed', code: 'conflict' }, reason: 'the big move' });
    const parsed = parse(says(notice)[0] ?? '');
    expect(parsed).toMatchObject({
      kind: 'command',
      command: { verb: 'pause', reason: 'the big move', ask: false },
    });
  });

  test('nothing but the real world links to School Data Sync', () => {
    const retired = samples.get('run-retired') ?? run();
    expect(ofType(show(retired).card, 'Action.OpenUrl')).toHaveLength(1);
    expect(ofType(show(retired, true).card, 'Action.OpenUrl')).toHaveLength(0);
  });
});

describe('lists and choices', () => {
  test('a list says how many, which of them, and leads on', () => {
    expect(text('list')).toContain('23 jobs, 2 need attention');
    expect(text('list')).toContain('1 to 6 of 23');
    expect(says(samples.get('list') ?? plan())).toEqual(expect.arrayContaining(['list page 2', 'list']));
    expect(text('list-middle-filter')).toContain('14 jobs match “sales”');
    expect(text('list-middle-filter')).toContain('7 to 12 of 14');
    expect(says(samples.get('list-middle-filter') ?? plan())).toEqual(
      expect.arrayContaining(['list sales', 'list sales page 3', 'list sales page 2', 'list']),
    );
    expect(text('list-one')).toContain('1 job, none needs attention');
    expect(text('list-empty')).toContain('No job matches “frobnicator”');
    expect(text('list-schools')).toContain('2 school profiles, 1 needs attention');
  });

  test('a row that could not be read says so', () => {
    expect(text('list')).toContain('? | Miro | scim · Can’t tell, I couldn’t read it');
  });

  test('a picker goes on with what was asked, reason and all', () => {
    const [first] = says(samples.get('picker') ?? plan());
    expect(parse(first ?? '')).toMatchObject({
      kind: 'command',
      command: { verb: 'pause', target: { kind: 'job' }, reason: 'the move', ask: false },
    });
    expect(text('picker')).toContain('Which Cisco Webex do you want to pause?');
    expect(text('picker')).toContain('dataBricks.2d7…0000000007');
  });

  test('what a picker offers to type fits one row only', () => {
    const last = text('picker').split(' | ').at(-1) ?? '';
    expect(last).toContain('pause dataBricks.2d7c1b8e6f0a4f6bb1d2c3e4f5a6b7c8.9c1e7d2a-000000000007');
  });

  test('a name that fits a school and a job is asked for as what it is', () => {
    expect(
      says(samples.get('picker-school') ?? plan()).map((say) => say.split(' ').slice(0, 2).join(' ')),
    ).toEqual(['pause school', expect.stringMatching(/^pause 5b0c/), 'list schools']);
  });

  test('not found says what was searched', () => {
    expect(text('not-found')).toContain('No job is called “Frobnicator”');
    expect(text('not-found')).toContain('I looked at the names and ids of 23 jobs.');
    expect(text('not-found-near')).toContain('Did you mean one of these?');
    const long = { kind: 'not-found', verb: 'pause', asked: 'x'.repeat(80), searched: 1, near: [] } as const;
    expect(readable(show(long).card)).toContain('I can’t find that job');
  });

  test('rows say to a screen reader what they are', () => {
    expect(titles(samples.get('list') ?? plan())).toContain('Salesforce EU, quarantined. Open');
    expect(
      titles({
        kind: 'picker',
        verb: 'status',
        asked: null,
        rows: [row('Slack', job())],
        total: 1,
        reason: null,
      }),
    ).toContain('Slack, active. Choose');
  });
});

describe('the record', () => {
  test.each([
    [
      'history',
      [
        '≡ | 6 entries on record',
        '✓ | Pause Databricks EU | Done | Dana Reyes · 14:01 UTC · because of the migration',
        '! | Start Databricks EU | Not permitted | Lee Park · 11:06 UTC',
        '– | Delete the Zoom job | Kept as it was | Dana Reyes · 19 Aug 12:06 UTC',
        '→ | Pause Contoso High School | Accepted, not seen yet',
        '■ | Pause Miro | Turned away, asked in another conversation | Lee Park · 24 Oct 2025 14:06 UTC',
        'nobody…',
      ],
    ],
    ['history-middle', ['23 entries on record', '7 to 12 of 23']],
    ['history-one', ['Databricks EU, 2 entries']],
    ['history-several', ['9 entries match “o”', '7 to 9 of 9']],
    [
      'history-nothing',
      ['Nothing on record about “Frobnicator”', 'PowerShell', 'everything on record', 'list of jobs'],
    ],
    ['history-empty', ['Nothing on record yet']],
    [
      'who-paused',
      [
        '✓ | Databricks EU was paused by Dana Reyes | 5 min ago, 14:01 UTC. The newest of 2 entries.',
        '? | Pause Databricks EU | Can’t tell, no answer in time | Lee Park',
        'Changes made elsewhere, in the Entra admin center or with PowerShell, are not in this record.',
      ],
    ],
    ['who-paused-second-page', ['≡ | Databricks EU, 8 entries']],
    [
      'who-paused-doubtful',
      [
        '? | Lee Park asked to pause Databricks EU | 30 h ago, 19 Aug 08:06 UTC. Can’t tell, no answer in time.',
      ],
    ],
    [
      'who-deleted-long',
      [
        '✓ | Deleted by Maximiliane Mustermann-Beispi… | Adobe Creative Cloud for the Design and Media Faculty. 40 days',
      ],
    ],
    ['who-paused-school', ['Dana Reyes asked to pause Contoso High School']],
    ['who-nobody', ['Nobody paused Slack through me', 'PowerShell', 'another name']],
    ['who-nobody-anything', ['Nobody deleted anything through me', 'PowerShell']],
    [
      'history-acts-1',
      [
        '✓ | Pause of Databricks EU extended until today, 20:00 (Europe/Berlin) | Done | Dana Reyes',
        '✓ | Pause of Databricks EU shortened, until today, 18:00 (Europe/Berlin)',
        '✓ | Pause of Databricks EU given an end, until today, 20:00 (Europe/Berlin)',
        '■ | Extend the pause of Databricks EU | Not done, it had changed',
        '✓ | Timer of Databricks EU cancelled | Done | Lee Park',
        '■ | Cancel the timer of Databricks EU | Not done, the rules don’t allow it',
      ],
    ],
    [
      'history-acts-2',
      [
        '✓ | Watch of Databricks EU began | Every change, here',
        '✓ | Watch of Databricks EU changed | Only quarantines, recoveries; deletions always, in a channel',
        '✓ | Watch of Databricks EU ended | Done, in a group chat',
        '✓ | Watch of every job began | Every change | Dana Reyes',
        '✓ | Watch of Sales* ended | Done',
        '✓ | Quiet hours set: 22:00–07:00 (America/New York) | Done, in a channel',
      ],
    ],
    ['history-acts-3', ['✓ | Quiet hours taken away | Done, in a personal chat']],
    [
      'history-unknown',
      [
        '✓ | “teleport”: Databricks EU | Done',
        '✓ | “constructor”: somewhere | Done',
        '✓ | End of the pause of Databricks EU moved',
        '✓ | Watch of Databricks EU began | Some changes',
        '? | Pause Databricks EU | Ended in a way I don’t know',
        '■ | Pause Databricks EU | Ended in a way I don’t know',
      ],
    ],
  ])('%s', (name, expected) => {
    for (const part of expected) expect(text(name)).toContain(part);
  });

  test('what is not about one target opens the list of watches', () => {
    const notice = samples.get('history-newest-quiet') ?? plan();
    expect(says(notice).slice(0, 2)).toEqual(['watching', 'watching']);
    expect(readable(show(notice).card)).toContain('“watching”');
    expect(titles(notice).at(0)).toBe(
      'Quiet hours set: 22:00–07:00 (America/New York), done, in a channel. Open',
    );
  });

  test('pages and all the rest are asked for in words, rows by their ids', () => {
    expect(says(history({ asked: 'Slack', page: 2, pages: 3, total: 14 })).slice(6)).toEqual([
      'history Slack',
      'history Slack page 3',
      'history',
      'history Slack page 2',
    ]);
    expect(says(history({ asked: 'Slack', did: 'start', pages: 2, total: 7 })).slice(6)).toEqual([
      'who started Slack page 2',
      'history',
      'who started Slack',
    ]);
    expect(says(samples.get('who-paused-school') ?? plan())).toEqual([
      `status school ${school().target.profileId}`,
      'history',
      'who paused Contoso High School',
    ]);
    const { servicePrincipalId, jobId } = job().target;
    expect(says(history())).toContain(`status ${servicePrincipalId}/${jobId}`);
    expect(says(history({ asked: servicePrincipalId }))).toContain(`history ${servicePrincipalId}`);
    expect(says(samples.get('history-nothing') ?? plan())).toEqual(['history', 'list']);
    expect(says(samples.get('history-empty') ?? plan())).toEqual(['list']);
  });

  test('every way to end has words of its own', () => {
    const endings = attemptResults.map((result) =>
      titles(history({ attempts: [attempt({ result })], total: 1 })).at(0),
    );
    expect(new Set(endings).size).toBe(attemptResults.length);
    expect(endings).toContain('Pause Databricks EU, not permitted. Open');
  });

  test('what other pages hold is not claimed', () => {
    const headline = (changes: Parameters<typeof history>[0]) =>
      readable(show(history({ attempts: [attempt()], ...changes })).card);
    expect(headline({ asked: 'data', pages: 2, total: 7 })).toContain('7 entries match “data”');
    expect(headline({ asked: 'data', pages: 1, total: 1 })).toContain('Databricks EU, 1 entry');
    expect(headline({ asked: 'DATABRICKS EU', pages: 2, total: 7 })).toContain('Databricks EU, 7 entries');
  });
});

describe('the rest', () => {
  test.each([
    ['help-history', ['history [target]', 'who <paused, started or deleted> [target]', 'audit, log']],
    [
      'help-welcome',
      ['Hello, I’m Sync Warden', 'pause <target>', 'history [target]', 'done” only after I read it back'],
    ],
    ['help', ['status school <profile>', 'because <reason>', 'plan <pause']],
    ['help-pause', ['About “pause”', 'suspend, stop']],
    ['help-schools', ['list schools', 'pause school <profile>']],
    ['not-understood', ['I didn’t understand that', 'don’t delete Salesforce']],
    ['not-understood-near', ['Did you mean this?', 'Instead: “plan pause Slack”']],
    ['closed-delete-kept', ['The Databricks EU job was kept', 'Dana Reyes decided so at 14:06 UTC']],
    ['closed-pause-expired', ['Nobody answered in time']],
    ['closed-start-replaced', ['A newer question replaced this one']],
    ['error-graph-throttled', ['Ask again in 2 min']],
    ['error-until-past', ['already over']],
    ['error-until-too-soon', ['shortest timed pause lasts 5 min']],
    ['error-until-too-far', ['longest timed pause lasts 90 days']],
    ['error-until-unclear', ['“until Mon 06:00”', 'put the name in quotes']],
    ['error-no-timer', ['Type “timers”']],
    ['error-watch-limit', ['one watch too many', '“watching” lists them']],
    ['told', ['Only Dana Reyes can answer this']],
  ])('%s', (name, expected) => {
    for (const part of expected) expect(text(name)).toContain(part);
  });

  test('help says at its end which version this is, the hello does not', () => {
    const version = `Sync Warden ${(JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version}`;
    expect(text('help').endsWith(version)).toBe(true);
    expect(show({ kind: 'help', topic: null, welcome: false }).summary).toContain(version);
    for (const name of ['help-welcome', 'help-pause']) expect(text(name)).not.toContain(version);
  });

  test('an unknown help topic shows all there is', () => {
    expect(readable(show({ kind: 'help', topic: 'cooking', welcome: false }).card)).toContain(
      'pause <target>',
    );
  });

  test('every error says that nothing was done or sent, and what helps', () => {
    for (const [name, notice] of samples) {
      if (notice.kind !== 'error') continue;
      expect(text(name)).toMatch(/nothing was (done|sent)/i);
      expect(text(name)).toContain('What helps');
    }
  });
});
