import { renderCard } from '../../src/cards/render.ts';
import type { Notice } from '../../src/notice.ts';
import { quarantineText } from '../../src/text/quarantine.ts';
import type { JobSnapshot, Quarantine } from '../../src/words.ts';
import { happened, job, NOW, plan } from './samples.ts';
import { ofType, readable } from './walk.ts';

const DAY = 86_400_000;

const quarantine = (changes: Partial<Quarantine> = {}): Quarantine => ({
  reason: 'EncounteredQuarantineException',
  currentBegan: NOW - 3_600_000,
  nextAttempt: NOW + 5 * 3_600_000,
  errorCode: null,
  errorMessage: null,
  ...changes,
});

const stuck = (changes: Partial<Quarantine>, more: Partial<JobSnapshot> = {}): JobSnapshot =>
  job({ displayName: 'Slack', code: 'Quarantine', quarantine: quarantine(changes), ...more });

const notices = (after: JobSnapshot): readonly Notice[] => [
  happened({ event: 'quarantined', after }),
  { kind: 'status', snapshot: after },
  { kind: 'watched', snapshot: after, recent: [] },
];

const shown = (notice: Notice) => readable(renderCard(notice, { sandbox: false, now: NOW }).card);
const offersStart = (notice: Notice) =>
  ofType(renderCard(notice, { sandbox: false, now: NOW }).card, 'Action.Execute').some(
    ({ title }) => title === 'Start…',
  );

describe('triage', () => {
  test.each<[string, Partial<Quarantine>, string, boolean, string]>([
    [
      'base',
      { reason: 'EncounteredBaseEscrowThreshold' },
      'Too many users failed to sync',
      true,
      'provisioning log',
    ],
    [
      'total',
      { reason: 'EncounteredTotalEscrowThreshold' },
      'Too many users failed to sync',
      true,
      'then start',
    ],
    [
      'share',
      { reason: 'EncounteredEscrowProportionThreshold' },
      'over 40 % of the changes',
      true,
      'failing entries',
    ],
    ['error', {}, 'An error stopped it', true, 'stored sign-in or the address'],
    ['unknown error', { errorCode: 'SomethingNew' }, 'An error stopped it', true, 'Fix what the error names'],
    [
      'sign-in',
      { errorCode: 'SalesforceInvalidCredentials' },
      'refused the stored sign-in',
      false,
      'A start before that doesn’t help',
    ],
    [
      'any sign-in',
      { errorCode: 'ServiceNowInvalidCredentials' },
      'refused the stored sign-in',
      false,
      'Renew',
    ],
    ['unauthorized', { errorCode: 'Unauthorized' }, 'refused the stored sign-in', false, 'Renew'],
    [
      'sign-in without a reason',
      { reason: '', errorCode: 'InvalidCredentials' },
      'refused the stored sign-in',
      false,
      'Renew',
    ],
    [
      'no answer to the sign-in',
      { errorCode: 'SystemForCrossDomainIdentityManagementCredentialValidationUnavailable' },
      'didn’t answer as it should',
      true,
      'its address in Entra',
    ],
    ['rights', { errorCode: 'InsufficientRights' }, 'may do too little', true, 'the rights it needs'],
    ['roles', { errorCode: 'DuplicateAppRole' }, 'Two roles', true, 'manifest'],
    ['on demand', { reason: 'QuarantinedOnDemand' }, 'on purpose', true, 'Ask the team'],
    [
      'deletes',
      { reason: 'TooManyDeletes' },
      'More deletions than the safety limit',
      false,
      'until an admin allows them in Entra',
    ],
    ['ingestion', { reason: 'IngestionInterrupted' }, 'Incoming data stopped', true, 'source system'],
    ['Unknown', { reason: 'Unknown' }, 'gave no reason I know', true, 'provisioning log'],
    ['empty', { reason: '' }, 'gave no reason I know', true, 'provisioning log'],
    ['newer', { reason: 'SomethingNewer' }, 'gave no reason I know', true, 'provisioning log'],
  ])('%s', (_, given, why, start, helps) => {
    for (const notice of notices(stuck(given))) {
      const text = shown(notice);
      for (const part of [
        why,
        helps,
        'in 5 h, 19:06 UTC',
        '1 h ago, 13:06 UTC',
        'switches it off on 17 Sep',
      ]) {
        expect(text).toContain(part);
      }
      expect(offersStart(notice)).toBe(start);
      // What isn't offered isn't said to be typed either.
      expect(text.includes('“start Slack”')).toBe(start);
    }
  });

  test('the days until it is switched off count from the first quarantine of a series', () => {
    const text = shown(notices(stuck({ seriesBegan: NOW - 27 * DAY }))[0] ?? plan());
    expect(text).toContain('27 days ago, 24 Jul 14:06 UTC');
    expect(text).toContain('Microsoft switches it off on 21 Aug, 28 days after it began: in 24 h.');
    const late = shown(notices(stuck({ seriesBegan: NOW - 30 * DAY }))[0] ?? plan());
    expect(late).toContain('Microsoft can switch it off any time now: 28 days were over on 18 Aug.');
  });

  test('says nothing of times that Graph doesn’t give', () => {
    for (const notice of notices(stuck({ currentBegan: null, nextAttempt: null }))) {
      expect(shown(notice)).not.toMatch(/Since:|Next try:|switches it off/);
    }
    for (const notice of notices(job({ code: 'Quarantine', quarantine: null }))) {
      expect(shown(notice)).toContain('gave no reason I know');
    }
  });

  test('tells the numbers: what failed, what is held back, what Microsoft says', () => {
    const lastExecution = {
      state: 'EntryLevelErrors',
      timeBegan: NOW - 60_000,
      timeEnded: NOW - 60_000,
      countExported: 5208,
      countExports: 9000,
      countEscrowed: 3792,
      errorCode: null,
      errorMessage: null,
    };
    const failed = stuck({ reason: 'EncounteredBaseEscrowThreshold' }, { lastExecution });
    for (const notice of notices(failed)) {
      expect(shown(notice)).toContain('Result: 5,208 of 9,000 changes written, 3,792 will be retried');
    }
    const message = 'The number of pending deletions (612) is above the threshold (500).';
    const held = stuck(
      { reason: 'TooManyDeletes', errorCode: 'TooManyDeletes', errorMessage: message },
      { lastExecution: { ...lastExecution, countExported: 28, countExports: 640, countEscrowed: 0 } },
    );
    for (const notice of notices(held)) {
      expect(shown(notice)).toContain('Result: 612 of 640 changes not written');
      expect(shown(notice)).toContain(`What Microsoft says | “${message}”`);
    }
  });

  test('the question whether to start says what a start does for it', () => {
    const ask = (given: Partial<Quarantine>) =>
      shown(plan({ operation: 'start', snapshot: stuck(given), warnings: ['clears-quarantine'] }));
    expect(ask({ reason: 'TooManyDeletes' })).toContain('A start won’t release what is held back.');
    expect(ask({ reason: 'TooManyDeletes' })).toContain('Look first at why there are so many.');
    expect(ask({ errorCode: 'InvalidCredentials' })).toContain(
      'A start won’t help before the sign-in is renewed.',
    );
    expect(ask({ reason: 'QuarantinedOnDemand' })).toContain('Someone put it there on purpose.');
    expect(ask({ reason: 'EncounteredBaseEscrowThreshold' })).toContain('A start alone may not fix it.');
    expect(quarantineText(null).startable).toBe(true);
  });
});
