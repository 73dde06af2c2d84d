import type { Notice } from '../../src/notice.ts';
import type {
  Attempt,
  AttemptResult,
  ErrorCode,
  Execution,
  FailureCode,
  Forbidden,
  Happening,
  JobSnapshot,
  Operation,
  Outcome,
  PauseEnd,
  PauseView,
  PlanView,
  ProfileSnapshot,
  Quarantine,
  RefusalCode,
  Right,
  RunView,
  TargetRow,
  Warning,
  WatchEvent,
  WatchView,
} from '../../src/words.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** When all samples are rendered: 20 Aug 2026, 14:06:30 UTC. */
export const NOW = Date.UTC(2026, 7, 20, 14, 6, 30);

const ago = (milliseconds: number) => NOW - milliseconds;

/** A token as the bot makes them. */
export const TOKEN = 'Zx9-token_27charactersLong1';

function execution(changes: Partial<Execution> = {}): Execution {
  return {
    state: 'Succeeded',
    timeBegan: ago(7 * MINUTE),
    timeEnded: ago(6 * MINUTE),
    countExported: 3,
    countExports: 4,
    countEscrowed: 1,
    errorCode: null,
    errorMessage: null,
    ...changes,
  };
}

/** A job in good health, changed as told. */
export function job(changes: Partial<JobSnapshot> = {}): JobSnapshot {
  return {
    kind: 'job',
    target: {
      kind: 'job',
      servicePrincipalId: '60443998-8cf7-4e61-b05c-a53b658cb5e1',
      jobId: 'dataBricks.f5532fc709734b1a90e8a1fa9fd03a82.8442fd39-2183-419c-8732-74b6ce866bd5',
    },
    displayName: 'Databricks EU',
    templateId: 'dataBricks',
    scheduleState: 'Active',
    interval: 'PT40M',
    code: 'Active',
    quarantine: null,
    escrowsPruned: false,
    lastExecution: execution(),
    lastSuccess: ago(46 * MINUTE),
    synchronizedEntryCountByType: [
      { key: 'User', value: 398 },
      { key: 'Group', value: 14 },
    ],
    readAt: ago(30_000),
    ...changes,
  };
}

const quarantine = (changes: Partial<Quarantine> = {}): Quarantine => ({
  reason: 'EncounteredQuarantineException',
  currentBegan: ago(36 * HOUR),
  nextAttempt: NOW + 2 * HOUR,
  errorCode: 'SalesforceInvalidCredentials',
  errorMessage: 'INVALID_LOGIN: Invalid username, password, security token; or user locked out.',
  ...changes,
});

const paused = job({ scheduleState: 'Paused', code: 'Paused' });
const off = job({
  displayName: 'Zoom',
  templateId: 'zoom',
  scheduleState: 'Disabled',
  code: 'Paused',
  lastExecution: execution({ timeEnded: ago(9 * DAY), countExported: 0, countExports: 0, countEscrowed: 0 }),
});
const neverStarted = job({
  displayName: 'Zscaler',
  templateId: 'scim',
  scheduleState: 'Disabled',
  code: 'Paused',
  interval: 'P10675199DT2H48M5.4775807S',
  lastExecution: null,
  lastSuccess: null,
  synchronizedEntryCountByType: [],
});
const selfPaused = job({
  displayName: 'Box',
  templateId: 'boxOutDelta',
  scheduleState: 'Paused',
  code: 'Paused',
  escrowsPruned: true,
  lastExecution: execution({
    state: 'EntryLevelErrors',
    countExported: 1204,
    countExports: 66_204,
    countEscrowed: 65_000,
  }),
});
const quarantined = job({
  lastSuccess: ago(40 * HOUR),
  displayName: 'Salesforce EU',
  templateId: 'salesforce',
  code: 'Quarantine',
  quarantine: quarantine(),
});
const tooManyDeletes = job({
  lastSuccess: ago(40 * HOUR),
  displayName: 'Google Workspace',
  templateId: 'gsuite',
  code: 'Quarantine',
  quarantine: quarantine({ reason: 'TooManyDeletes', errorCode: 'TooManyDeletes', errorMessage: null }),
});
const manyDeletes = job({
  displayName: 'Google Workspace',
  templateId: 'gsuite',
  code: 'Quarantine',
  lastExecution: execution({ state: 'Failed', countExports: 640, countExported: 28, countEscrowed: 0 }),
  quarantine: quarantine({
    reason: 'TooManyDeletes',
    seriesBegan: ago(3 * DAY),
    errorCode: 'TooManyDeletes',
    errorMessage: 'The number of pending deletions (612) is above the accidental deletions threshold (500).',
  }),
});
const strange = job({ displayName: 'Miro', code: 'Hibernating', scheduleState: 'Active' });

/** A school profile that syncs, changed as told. */
export function school(changes: Partial<ProfileSnapshot> = {}): ProfileSnapshot {
  return {
    kind: 'profile',
    target: { kind: 'profile', profileId: '86904b1e-c7d0-4ead-b13a-98f11fc400ee' },
    displayName: 'Contoso High School',
    status: 'inProgress',
    lastActivity: ago(2 * MINUTE),
    errorCount: 0,
    readAt: ago(30_000),
    ...changes,
  };
}

/** A question, by default one that pauses. */
export function plan(changes: Partial<PlanView> = {}): Notice {
  return {
    kind: 'plan',
    plan: {
      operation: 'pause',
      snapshot: job(),
      warnings: ['asked-to-show'],
      actorName: 'Dana Reyes',
      reason: null,
      askedAt: ago(20_000),
      expiresAt: NOW + 5 * MINUTE - 20_000,
      token: TOKEN,
      typedName: null,
      wrongName: false,
      ...changes,
    },
  };
}

const accepted = {
  status: 204,
  code: null,
  requestId: '0b4ddcd2-3c7b-4f6e-9d1f-5d4f6f3a0a11',
  retryAfter: null,
};

/** A question that a second person answers, by default about a deletion. */
export function approval(changes: Partial<PlanView> = {}): Notice {
  return plan({
    operation: 'delete',
    snapshot: off,
    warnings: ['irreversible'],
    typedName: 'Zoom',
    reason: 'the contract ended',
    expiresAt: NOW + HOUR - 20_000,
    approval: { rule: 'four eyes for deletions' },
    ...changes,
  });
}

const contact = 'the identity team, identity@contoso.example';

/** A refusal by the rules, by default because none says yes. */
export function forbidden(changes: Partial<Extract<Notice, { kind: 'forbidden' }>> = {}): Notice {
  return {
    kind: 'forbidden',
    operation: 'delete',
    displayName: 'Zoom',
    forbidden: { why: 'no-rule', rule: null, contact },
    at: ago(1000),
    ...changes,
  };
}

const right = (
  operation: Operation,
  verdict: Right['verdict'],
  rule: string | null = null,
  targets: Right['targets'] = 'all',
): Right => ({ operation, verdict, rule, targets });

/** What a person may do in a channel. */
export function whoami(changes: Partial<Extract<Notice, { kind: 'whoami' }>> = {}): Notice {
  return {
    kind: 'whoami',
    actor: {
      tenantId: '6b1f3c1e-2a70-4a52-9d0a-5c4a6a0c9f11',
      objectId: '0d0b7a8e-58a5-4f2c-9df4-1f8f2f7a9c01',
      name: 'Dana Reyes',
    },
    scope: 'channel',
    rights: [
      right('pause', 'yes', 'helpdesk'),
      right('start', 'asks', 'helpdesk', 'some'),
      right('delete', 'approval', 'four eyes for deletions'),
      right('pause-profile', 'no'),
    ],
    contact,
    at: ago(1000),
    ...changes,
  };
}

/** The end of a timed pause: Monday 24 Aug 2026, 06:00 in Berlin. */
export function end(
  at = Date.UTC(2026, 7, 24, 4),
  does: PauseEnd['atEnd'] = 'start',
  timeZone = 'Europe/Berlin',
): PauseEnd {
  return { at, timeZone, atEnd: does };
}

/** A pause that the bot knows of. */
export function pausing(changes: Partial<PauseView> = {}): PauseView {
  return {
    target: job().target,
    displayName: 'Databricks EU',
    templateId: 'dataBricks',
    actorName: 'Dana Reyes',
    pausedAt: ago(3 * DAY),
    reason: 'the sandbox is being refreshed',
    until: end(),
    ...changes,
  };
}

type PauseOver = Extract<Notice, { kind: 'pause-over' }>;

/** The time of a pause is over; by default nobody may start it without a tap. */
export function pauseOver(changes: Partial<PauseOver> = {}): Notice {
  return {
    kind: 'pause-over',
    pause: pausing({ until: end(ago(MINUTE)) }),
    why: 'remind',
    snapshot: paused,
    forbidden: null,
    at: NOW,
    ...changes,
  };
}

/** A change of a watched job, by default Slack's going into quarantine. */
export function happening(changes: Partial<Happening> = {}): Happening {
  return {
    id: 'h1',
    event: 'quarantined',
    at: ago(25 * MINUTE),
    target: job().target,
    displayName: 'Slack',
    templateId: 'slack',
    after: quarantined,
    by: null,
    ...changes,
  };
}

/** The same as a notice. */
export function happened({
  waited = false,
  ...changes
}: Partial<Happening> & { readonly waited?: boolean } = {}): Notice {
  return { kind: 'happened', happening: happening(changes), waited };
}

/** Changes of several jobs, five minutes apart. */
export function digestChanges(count: number): readonly Happening[] {
  const events: readonly WatchEvent[] = [
    'recovered',
    'paused',
    'quarantined',
    'recovered',
    'started',
    'paused',
    'deleted',
  ];
  return Array.from({ length: count }, (_, n) => {
    const event = events[n % events.length] ?? 'paused';
    return happening({
      id: `h${n}`,
      event,
      at: ago((n + 1) * 5 * MINUTE),
      displayName: `${['Slack', 'Zoom', 'Salesforce UK', 'Box', 'Miro'][n % 5]}${n < 5 ? '' : ` ${n}`}`,
      after: event === 'deleted' ? null : job(),
      by: n % 3 === 0 ? { name: 'Dana Reyes', through: 'bot' } : null,
    });
  });
}

type Digest = Extract<Notice, { kind: 'digest' }>;

/** Many changes as one message. */
export function digest(happenings: readonly Happening[], changes: Partial<Digest> = {}): Notice {
  return { kind: 'digest', happenings, total: happenings.length, waited: false, at: NOW, ...changes };
}

/** Three watches: of a job, of all, of a pattern. */
export const watches = [
  {
    watched: { kind: 'job', target: job().target, displayName: 'Slack' },
    only: null,
    byName: 'Dana Reyes',
    since: ago(HOUR),
  },
  { watched: { kind: 'all' }, only: ['quarantined', 'recovered'], byName: 'Lee Park', since: ago(9 * DAY) },
  {
    watched: { kind: 'pattern', pattern: 'sales*' },
    only: ['deleted', 'paused', 'silent'],
    byName: 'Maximiliane Mustermann-Beispielhausen',
    since: ago(300 * DAY),
  },
] as const satisfies readonly WatchView[];

type WatchSet = Extract<Notice, { kind: 'watch-set' }>;

/** The answer to "watch …". */
export function watchSet(watch: WatchView, changes: Partial<WatchSet> = {}): Notice {
  return { kind: 'watch-set', watch, jobs: 1, changed: false, at: ago(1000), ...changes };
}

/** A run, by default a pause that is done. */
export function run(changes: Partial<RunView> = {}, post = false): Notice {
  const before = changes.before ?? job();
  return {
    kind: 'run',
    post,
    run: {
      runId: 'rmwran85ycc185a90',
      operation: 'pause',
      target: before.target,
      displayName: before.displayName,
      templateId: before.kind === 'job' ? before.templateId : null,
      actorName: 'Dana Reyes',
      reason: null,
      askedAt: ago(12_000),
      sentAt: ago(11_000),
      answeredAt: ago(10_500),
      answer: accepted,
      before,
      after: paused,
      seenAt: ago(9000),
      interrupted: false,
      saved: null,
      waitingUntil: null,
      outcome: { kind: 'done' },
      holder: null,
      ...changes,
    },
  };
}

const unsent = { sentAt: null, answeredAt: null, answer: null } as const;
const no = (status: number, code: string | null, retryAfter: number | null = null) => ({
  answer: { ...accepted, status, code, retryAfter },
  after: job(),
});

const failures: readonly (readonly [FailureCode, Partial<RunView>])[] = [
  ['not-permitted', no(401, 'UnknownError')],
  ['sign-in', no(401, 'InvalidAuthenticationToken')],
  ['not-found', { ...no(404, 'Request_ResourceNotFound'), after: null, seenAt: null }],
  ['throttled', { ...no(429, 'TooManyRequests', 600), after: null, seenAt: null }],
  ['conflict', { ...no(409, 'Directory_ConcurrencyViolation'), after: null, seenAt: null }],
  ['rejected', { ...no(400, 'Request_BadRequest'), after: null, seenAt: null }],
  ['unreachable', { answer: null, answeredAt: null, after: null, seenAt: null }],
];

const refusals: readonly (readonly [RefusalCode, Partial<RunView>])[] = [
  ['changed', { after: job({ code: 'Quarantine', quarantine: quarantine() }) }],
  ['time-over', { until: end(ago(MINUTE)) }],
  [
    'busy',
    { after: null, seenAt: null, holder: { name: 'Lee Park', operation: 'start', since: ago(MINUTE) } },
  ],
  ['policy', { after: job() }],
  ['running', { operation: 'start', after: job() }],
  ['unreadable', { after: null, seenAt: null, answer: { ...accepted, status: 503, code: null } }],
  ['interrupted', { after: job(), interrupted: true }],
  [
    'not-saved',
    {
      operation: 'delete',
      before: off,
      after: off,
      answer: { ...accepted, status: 401, code: 'UnknownError' },
    },
  ],
];

const errorCodes: readonly ErrorCode[] = [
  'graph-not-permitted',
  'graph-sign-in',
  'graph-throttled',
  'graph-unreachable',
  'graph-error',
  'store-unavailable',
  'too-long',
  'profiles-off',
  'profiles-retired',
  'profiles-not-in-cloud',
  'approval-elsewhere',
  'until-past',
  'until-too-soon',
  'until-too-far',
  'until-unclear',
  'no-timer',
  'watch-limit',
  'internal',
];

const operations: readonly Operation[] = ['pause', 'start', 'delete', 'pause-profile'];
const warnings: readonly Warning[] = [
  'long-pause',
  'inexact-match',
  'policy-asks',
  'as-you',
  'asked-to-show',
  'changed-since-asked',
];

/** A row of a list, with ids of its own. */
export function row(displayName: string, snapshot: JobSnapshot | ProfileSnapshot | null, n = 1): TargetRow {
  const tail = String(n).padStart(12, '0');
  const servicePrincipalId = `5b0c0d5e-9a7e-4a38-8a65-${tail}`;
  const template = snapshot?.kind === 'job' ? snapshot.templateId : 'scim';
  const target =
    snapshot?.kind === 'profile'
      ? ({ kind: 'profile', profileId: servicePrincipalId } as const)
      : ({
          kind: 'job',
          servicePrincipalId,
          jobId: `${template}.2d7c1b8e6f0a4f6bb1d2c3e4f5a6b7c8.9c1e7d2a-${tail}`,
        } as const);
  return { target, displayName, templateId: snapshot?.kind === 'profile' ? null : template, snapshot };
}

const rows: readonly TargetRow[] = [
  row('Salesforce EU', quarantined, 1),
  row('Zoom', off, 2),
  row('Workday to Entra ID', paused, 3),
  row(
    'Adobe Creative Cloud for the Design and Media Faculty',
    job({ code: 'NotRun', templateId: 'scim' }),
    4,
  ),
  row('Databricks EU', job(), 5),
  row('Miro', null, 6),
];
const twins = [row('Cisco Webex', job(), 7), row('Cisco Webex', paused, 8)];

const list = (changes: Partial<Extract<Notice, { kind: 'list' }>>): Notice => ({
  kind: 'list',
  of: 'jobs',
  filter: null,
  rows,
  page: 1,
  pages: 4,
  total: 23,
  needAttention: 2,
  readAt: ago(40_000),
  ...changes,
});

/** An attempt on record, by default a pause that is done. */
export function attempt(changes: Partial<Attempt> = {}): Attempt {
  return {
    at: ago(5 * MINUTE),
    runId: 'rmwran85ycc185a90',
    operation: 'pause',
    target: job().target,
    displayName: 'Databricks EU',
    actorName: 'Dana Reyes',
    reason: null,
    result: { kind: 'done' },
    ...changes,
  };
}

const schoolPause = {
  operation: 'pause-profile',
  target: school().target,
  displayName: school().displayName,
} as const;
const attempts: readonly Attempt[] = [
  attempt({ reason: 'of the migration' }),
  attempt({
    at: ago(3 * HOUR),
    operation: 'start',
    actorName: 'Lee Park',
    result: { kind: 'failed', code: 'not-permitted' },
  }),
  attempt({ at: ago(26 * HOUR), operation: 'delete', displayName: 'Zoom', result: { kind: 'kept' } }),
  attempt({ ...schoolPause, at: ago(9 * DAY), result: { kind: 'accepted' } }),
  attempt({
    at: ago(40 * DAY),
    operation: 'delete',
    displayName: 'Adobe Creative Cloud for the Design and Media Faculty',
    actorName: 'Maximiliane Mustermann-Beispielhausen',
    reason: 'the contract with the vendor ended last summer, and nobody has signed in for a year',
  }),
  attempt({
    at: ago(300 * DAY),
    displayName: 'Miro',
    actorName: 'Lee Park',
    result: { kind: 'turned-away', code: 'elsewhere' },
  }),
];

const end6 = '2026-08-20T18:00:00+02:00[Europe/Berlin]';
const end8 = '2026-08-20T20:00:00+02:00[Europe/Berlin]';
const quietHours = '22:00–07:00 (America/New_York)';
const nothingOne = { target: null, runId: null } as const;

/** Every change of the bot's own that the record can hold. */
export const ownActs: readonly Attempt[] = [
  attempt({ operation: 'extend', before: end6, after: end8, where: 'channel' }),
  attempt({ operation: 'extend', before: end8, after: end6, where: 'here' }),
  attempt({ operation: 'extend', before: 'open-ended', after: end8, where: 'here' }),
  attempt({ operation: 'extend', before: end6, result: { kind: 'refused', code: 'changed' } }),
  attempt({ operation: 'cancel-timer', before: end6, after: 'open-ended', actorName: 'Lee Park' }),
  attempt({ operation: 'cancel-timer', result: { kind: 'refused', code: 'policy' } }),
  attempt({ operation: 'watch', before: null, after: 'all', where: 'here' }),
  attempt({ operation: 'watch', before: 'all', after: 'quarantined recovered', where: 'channel' }),
  attempt({ operation: 'unwatch', before: 'all', after: null, where: 'groupChat' }),
  attempt({ ...nothingOne, operation: 'watch', displayName: 'every job', before: null, after: 'all' }),
  attempt({ ...nothingOne, operation: 'unwatch', displayName: 'Sales*', before: 'all', after: null }),
  attempt({
    ...nothingOne,
    operation: 'quiet',
    displayName: quietHours,
    before: null,
    after: quietHours,
    where: 'channel',
  }),
  attempt({
    ...nothingOne,
    operation: 'quiet',
    displayName: 'off',
    before: quietHours,
    after: null,
    where: 'personal',
  }),
  attempt({
    operation: 'extend',
    displayName: 'Adobe Creative Cloud for the Design and Media Faculty',
    actorName: 'Maximiliane Mustermann-Beispielhausen',
    before: end6,
    after: end8,
  }),
];

/** Entries as another version of the bot may have written them. */
export const unknownEntries: readonly Attempt[] = [
  attempt({ operation: 'teleport' as 'pause' }),
  attempt({ operation: 'constructor' as 'pause', target: null, displayName: 'somewhere' }),
  attempt({ operation: 'extend', before: null, after: 'when the cows come home' }),
  attempt({ operation: 'watch', before: null, after: 'quarantined eclipsed' }),
  attempt({ result: { kind: 'vanished', code: 'cows' } as unknown as AttemptResult }),
  attempt({ result: { kind: 'refused', code: 'cows' } as unknown as AttemptResult }),
];

/** Every way in which an attempt can end. */
export const attemptResults: readonly AttemptResult[] = [
  { kind: 'done' },
  { kind: 'accepted' },
  ...(['paused', 'disabled', 'never-started', 'gone'] as const).map(
    (code) => ({ kind: 'already', code }) as const,
  ),
  ...(
    [
      'changed',
      'time-over',
      'busy',
      'policy',
      'running',
      'unreadable',
      'interrupted',
      'not-saved',
      'retired',
    ] as const
  ).map((code) => ({ kind: 'refused', code }) as const),
  ...(
    ['not-permitted', 'sign-in', 'not-found', 'throttled', 'conflict', 'rejected', 'unreachable'] as const
  ).map((code) => ({ kind: 'failed', code }) as const),
  ...(['server-error', 'timeout', 'connection-lost', 'interrupted'] as const).map(
    (code) => ({ kind: 'unknown', code }) as const,
  ),
  ...(['kept', 'expired', 'replaced', 'withdrawn', 'declined'] as const).map((kind) => ({ kind }) as const),
  ...(['foreign', 'elsewhere', 'self', 'not-approver'] as const).map(
    (code) => ({ kind: 'turned-away', code }) as const,
  ),
];

/** A page of the record. */
export function history(changes: Partial<Extract<Notice, { kind: 'history' }>> = {}): Notice {
  return {
    kind: 'history',
    asked: null,
    did: null,
    attempts,
    page: 1,
    pages: 1,
    total: attempts.length,
    readAt: ago(40_000),
    ...changes,
  };
}

const pauses = [
  attempt({ reason: 'of the migration' }),
  attempt({ at: ago(30 * HOUR), actorName: 'Lee Park', result: { kind: 'unknown', code: 'timeout' } }),
];
const saved = { at: ago(11_500), objectMappings: 2 };
const interrupted: Record<Outcome['kind'], Partial<RunView>> = {
  done: {},
  accepted: { outcome: { kind: 'accepted' }, after: job() },
  already: { outcome: { kind: 'already', code: 'paused' } },
  refused: { outcome: { kind: 'refused', code: 'changed' } },
  failed: { outcome: { kind: 'failed', code: 'not-permitted' }, after: job() },
  unknown: { outcome: { kind: 'unknown', code: 'interrupted' }, answer: null, after: job() },
};

/** What only the cards of watches and of timed pauses need. */
const standing: Record<string, Notice> = {
  'happened-quarantined': happened({
    after: job({
      displayName: 'Slack',
      code: 'Quarantine',
      lastExecution: execution({
        state: 'EntryLevelErrors',
        countExported: 5208,
        countExports: 9000,
        countEscrowed: 3792,
      }),
      quarantine: quarantine({
        reason: 'EncounteredEscrowProportionThreshold',
        currentBegan: ago(25 * MINUTE),
        nextAttempt: NOW + 6 * HOUR,
        errorCode: null,
        errorMessage: null,
      }),
    }),
  }),
  'happened-quarantined-sign-in': happened({ displayName: 'Salesforce EU', after: quarantined }),
  'happened-quarantined-late': happened({
    displayName: 'Miro',
    after: job({
      displayName: 'Miro',
      code: 'Quarantine',
      lastExecution: null,
      quarantine: quarantine({
        reason: 'Unknown',
        currentBegan: ago(30 * DAY),
        errorCode: null,
        errorMessage: null,
      }),
    }),
    waited: true,
  }),
  'happened-guarded': happened({ event: 'guarded', displayName: 'Google Workspace', after: manyDeletes }),
  'happened-guarded-later': happened({ event: 'guarded', displayName: 'Google Workspace', after: job() }),
  'happened-credentials': happened({
    event: 'credentials',
    displayName: 'Salesforce EU',
    after: job({
      displayName: 'Salesforce EU',
      lastExecution: execution({
        state: 'Failed',
        countExported: 0,
        errorCode: 'SalesforceInvalidCredentials',
      }),
    }),
  }),
  'happened-recovered': happened({
    event: 'recovered',
    after: job({ displayName: 'Slack' }),
    by: { name: 'Lee Park', through: 'bot' },
  }),
  'happened-paused': happened({ event: 'paused', after: { ...paused, displayName: 'Slack' } }),
  'happened-paused-by': happened({
    event: 'paused',
    after: { ...paused, displayName: 'Slack' },
    by: { name: 'Dana Reyes', through: 'directory' },
    waited: true,
  }),
  'happened-self-paused': happened({ event: 'paused', displayName: 'Box', after: selfPaused }),
  'happened-switched-off': happened({ event: 'paused', displayName: 'Zoom', after: off }),
  'happened-started': happened({
    event: 'started',
    after: job({ displayName: 'Slack' }),
    by: { name: 'Lee Park', through: 'bot' },
  }),
  'happened-started-first': happened({
    event: 'started',
    displayName: 'Zscaler',
    after: { ...neverStarted, scheduleState: 'Active', code: 'NotRun' },
  }),
  'happened-deleted': happened({ event: 'deleted', displayName: 'Zoom', after: null }),
  'happened-deleted-by': happened({
    event: 'deleted',
    displayName: 'Zoom',
    after: null,
    by: { name: 'Maximiliane Mustermann-Beispielhausen', through: 'directory' },
  }),
  'happened-failing': happened({
    event: 'failing',
    after: job({ displayName: 'Slack', lastExecution: execution({ state: 'Failed', countExported: 0 }) }),
  }),
  'happened-silent': happened({
    event: 'silent',
    after: job({ displayName: 'Slack', lastExecution: execution({ timeEnded: ago(9 * HOUR) }) }),
  }),
  'happened-long-name': happened({
    displayName: 'Adobe Creative Cloud for the Design and Media Faculty',
    event: 'paused',
    after: { ...paused, displayName: 'Adobe Creative Cloud for the Design and Media Faculty' },
  }),
  digest: digest(digestChanges(14)),
  'digest-waited': digest(digestChanges(5), { waited: true }),
  'digest-many': digest(digestChanges(80), {
    total: 212,
    counts: { quarantined: 60, deleted: 2, paused: 100, recovered: 50 },
  }),
  'digest-at-once': digest(digestChanges(3).map((each) => ({ ...each, at: ago(5 * MINUTE) }))),
  watched: {
    kind: 'watched',
    snapshot: job(),
    recent: [
      { event: 'recovered', at: ago(2 * HOUR) },
      { event: 'quarantined', at: ago(36 * HOUR) },
      { event: 'started', at: ago(9 * DAY) },
      { event: 'paused', at: ago(300 * DAY) },
    ],
  },
  'watched-quarantined': {
    kind: 'watched',
    snapshot: quarantined,
    recent: [{ event: 'quarantined', at: ago(36 * HOUR) }],
  },
  'watched-paused-new': { kind: 'watched', snapshot: paused, recent: [] },
  'watch-set': watchSet(watches[0]),
  'watch-set-again': watchSet(watches[0], { changed: true }),
  'watch-set-all': watchSet(watches[1], { jobs: 23 }),
  'watch-set-pattern': watchSet(watches[2], { jobs: 0 }),
  unwatched: { kind: 'unwatched', watches: watches.slice(0, 1), asked: 'Slack', at: ago(1000) },
  'unwatched-pattern': { kind: 'unwatched', watches: watches.slice(2, 3), asked: null, at: ago(1000) },
  'unwatched-all': { kind: 'unwatched', watches, asked: null, at: ago(1000) },
  'unwatched-none': { kind: 'unwatched', watches: [], asked: 'Frobnicator', at: ago(1000) },
  'unwatched-nothing': { kind: 'unwatched', watches: [], asked: null, at: ago(1000) },
  watching: { kind: 'watching', watches, quiet: null, at: ago(1000) },
  'watching-quiet': {
    kind: 'watching',
    watches: watches.slice(0, 2),
    quiet: { from: 22 * 60, to: 7 * 60, timeZone: 'America/New_York' },
    at: ago(1000),
  },
  'watching-none': { kind: 'watching', watches: [], quiet: null, at: ago(1000) },
  'watching-many': {
    kind: 'watching',
    watches: Array.from({ length: 17 }, (_, n) => ({ ...watches[n % 3], since: ago(n * DAY) }) as WatchView),
    quiet: null,
    at: ago(1000),
  },
  ...Object.fromEntries(
    (['not-permitted', 'sign-in', 'unreachable', 'throttled', 'over'] as const).map((trouble) => [
      `watch-trouble-${trouble}`,
      { kind: 'watch-trouble', trouble, since: ago(25 * MINUTE), at: NOW } as const,
    ]),
  ),
  'pause-over-remind': pauseOver({ why: 'remind' }),
  'pause-over-remind-asks': pauseOver({ why: 'remind', snapshot: selfPaused }),
  'pause-over-changed': pauseOver({ why: 'changed', snapshot: off }),
  'pause-over-changed-active': pauseOver({ why: 'changed', snapshot: job() }),
  'pause-over-changed-quarantined': pauseOver({ why: 'changed', snapshot: quarantined }),
  'pause-over-changed-unread': pauseOver({ why: 'changed', snapshot: null }),
  'pause-over-gone': pauseOver({ why: 'gone', snapshot: null }),
  'pause-over-forbidden': pauseOver({
    why: 'forbidden',
    forbidden: { why: 'denied', rule: 'no starts in the freeze', contact },
  }),
  'pause-over-forbidden-no-rule': pauseOver({
    why: 'forbidden',
    forbidden: { why: 'no-rule', rule: null, contact: null },
  }),
  'pause-over-forbidden-unknown': pauseOver({
    why: 'forbidden',
    forbidden: { why: 'membership-unknown', rule: 'helpdesk', contact: null },
  }),
  'pause-over-unreadable': pauseOver({ why: 'unreadable', snapshot: null }),
  'still-paused': { kind: 'still-paused', pause: pausing({ until: null }), at: NOW },
  'still-paused-no-reason': {
    kind: 'still-paused',
    pause: pausing({
      until: null,
      reason: null,
      displayName: 'Adobe Creative Cloud for the Design and Media Faculty',
      pausedAt: ago(9 * DAY),
    }),
    at: NOW,
  },
  'timer-set-longer': {
    kind: 'timer-set',
    pause: pausing({ until: end() }),
    was: end(NOW + HOUR),
    at: NOW,
  },
  'timer-set-earlier': {
    kind: 'timer-set',
    pause: pausing({ until: end(NOW + HOUR, 'remind') }),
    was: end(),
    at: NOW,
  },
  'timer-set-first': { kind: 'timer-set', pause: pausing({ until: end() }), was: null, at: NOW },
  'timer-set-cancelled': { kind: 'timer-set', pause: pausing({ until: null }), was: end(), at: NOW },
  timers: {
    kind: 'timers',
    pauses: [
      pausing({ displayName: 'Zoom', until: null, reason: null }),
      pausing({ until: end() }),
      pausing({ displayName: 'Slack', until: end(NOW + 2 * HOUR, 'remind'), reason: null }),
    ],
    at: NOW,
  },
  'timers-one': { kind: 'timers', pauses: [pausing({ until: end() })], at: NOW },
  'timers-open': { kind: 'timers', pauses: [pausing({ until: null })], at: NOW },
  'timers-none': { kind: 'timers', pauses: [], at: NOW },
  'timers-many': {
    kind: 'timers',
    pauses: Array.from({ length: 30 }, (_, n) => pausing({ until: end(NOW + (n + 1) * HOUR) })),
    at: NOW,
  },
  'plan-pause-until': plan({ until: end(), reason: 'CHG0421' }),
  'plan-pause-until-remind': plan({
    until: end(NOW + 2 * HOUR, 'remind'),
    warnings: ['as-you'],
  }),
  'plan-pause-long': plan({ until: end(NOW + 14 * DAY), warnings: ['long-pause'] }),
  'plan-approval-pause-until': approval({
    operation: 'pause',
    snapshot: job(),
    warnings: ['long-pause', 'as-you'],
    typedName: null,
    until: end(NOW + 14 * DAY, 'remind'),
    approval: { rule: 'changes in the freeze' },
  }),
  'run-working-until': run({ outcome: null, after: null, seenAt: null, until: end() }),
  'run-done-until': run({ until: end(), reason: 'CHG0421' }),
  'run-done-until-remind': run({ until: end(NOW + 2 * HOUR, 'remind') }),
  'run-accepted-until': run({ until: end(), outcome: { kind: 'accepted' }, after: job() }),
  'run-already-until': run({ ...unsent, until: end(), outcome: { kind: 'already', code: 'paused' } }),
  'run-already-met': run({
    ...unsent,
    until: end(NOW + HOUR),
    outcome: { kind: 'already', code: 'paused' },
    met: { pause: pausing({ until: end(NOW + 2 * HOUR) }), longer: false },
  }),
  'run-already-met-remind': run({
    ...unsent,
    outcome: { kind: 'already', code: 'paused' },
    met: { pause: pausing({ until: end(NOW + 2 * HOUR, 'remind') }), longer: false },
  }),
  'run-already-met-open': run({
    ...unsent,
    outcome: { kind: 'already', code: 'paused' },
    met: { pause: pausing({ until: null }), longer: false },
  }),
  'run-already-met-over': run({
    ...unsent,
    outcome: { kind: 'already', code: 'paused' },
    met: { pause: pausing({ until: end(NOW - HOUR) }), longer: false },
  }),
  'run-already-longer': run({
    ...unsent,
    actorName: 'Lee Wong',
    outcome: { kind: 'already', code: 'paused' },
    met: { pause: pausing({ until: end(NOW + 2 * HOUR, 'remind') }), longer: true },
  }),
  'post-already-longer': run(
    {
      ...unsent,
      actorName: 'Lee Wong',
      outcome: { kind: 'already', code: 'paused' },
      met: { pause: pausing({ until: end(NOW + 2 * HOUR, 'remind') }), longer: true },
    },
    true,
  ),
  'run-failed-until': run({ until: end(), outcome: { kind: 'failed', code: 'not-permitted' }, after: job() }),
  'run-by-timer': run({ operation: 'start', before: paused, after: job(), byTimer: true }),
  'post-until': run({ until: end() }, true),
  'post-by-timer': run({ operation: 'start', before: paused, after: job(), byTimer: true }, true),
  'picker-watch': {
    kind: 'picker',
    verb: 'watch',
    asked: 'Cisco Webex',
    rows: twins,
    total: 2,
    reason: null,
  },
  'not-found-unwatch': {
    kind: 'not-found',
    verb: 'unwatch',
    asked: 'Salesfroce',
    searched: 23,
    near: rows.slice(0, 1),
  },
  'whoami-zone': whoami({
    actor: { tenantId: 't', objectId: 'o', name: 'Dana Reyes', timeZone: 'Europe/Berlin' },
  }),
};

const named: Record<string, Notice> = {
  ...standing,
  'help-welcome': { kind: 'help', topic: null, welcome: true },
  help: { kind: 'help', topic: null, welcome: false },
  'help-pause': { kind: 'help', topic: 'pause', welcome: false },
  'help-history': { kind: 'help', topic: 'history', welcome: false },
  'help-looks-only': { kind: 'help', topic: null, welcome: false, operations: [] },
  'help-welcome-looks-only': { kind: 'help', topic: null, welcome: true, operations: [] },
  'help-pause-only': { kind: 'help', topic: null, welcome: false, operations: ['pause'] },
  'help-delete-not-yours': { kind: 'help', topic: 'delete', welcome: false, operations: ['pause', 'start'] },
  'help-whoami': { kind: 'help', topic: 'whoami', welcome: false },
  whoami: whoami(),
  'whoami-sandbox': whoami({
    scope: 'personal',
    rights: (['pause', 'start', 'delete', 'pause-profile'] as const).map((each) =>
      right(each, 'yes', 'sandbox'),
    ),
    contact: null,
  }),
  'whoami-unknown': whoami({
    scope: 'groupChat',
    rights: [
      right('pause', 'yes', 'helpdesk', 'some'),
      right('start', 'unknown', null, 'some'),
      right('delete', 'unknown'),
      right('pause-profile', 'no', 'no school changes in term'),
    ],
    contact: null,
  }),
  'whoami-nothing': whoami({ rights: [] }),
  'forbidden-no-rule': forbidden(),
  'forbidden-denied': forbidden({
    operation: 'pause',
    displayName: 'Databricks EU',
    forbidden: { why: 'denied', rule: 'contractors never', contact: null },
  }),
  'forbidden-unknown': forbidden({
    operation: 'start',
    displayName: null,
    forbidden: { why: 'membership-unknown', rule: 'helpdesk', contact },
  }),
  'help-schools': { kind: 'help', topic: 'schools', welcome: false },
  'not-understood': { kind: 'not-understood', heard: 'don’t delete Salesforce', suggestion: null },
  'not-understood-near': {
    kind: 'not-understood',
    heard: 'could you pause Slack?',
    suggestion: 'plan pause Slack',
  },
  'status-active': { kind: 'status', snapshot: job() },
  'status-not-run': {
    kind: 'status',
    snapshot: job({
      code: 'NotRun',
      lastExecution: null,
      lastSuccess: null,
      synchronizedEntryCountByType: [],
    }),
  },
  'status-paused': { kind: 'status', snapshot: paused },
  'status-self-paused': { kind: 'status', snapshot: selfPaused },
  'status-off': { kind: 'status', snapshot: off },
  'status-never-started': { kind: 'status', snapshot: neverStarted },
  'status-quarantined': { kind: 'status', snapshot: quarantined },
  'status-too-many-deletes': { kind: 'status', snapshot: tooManyDeletes },
  'status-not-configured': {
    kind: 'status',
    snapshot: { ...neverStarted, scheduleState: 'Active', code: 'NotConfigured' },
  },
  'status-unknown': { kind: 'status', snapshot: strange },
  'status-school': { kind: 'status', snapshot: school() },
  'status-school-success': { kind: 'status', snapshot: school({ status: 'success', errorCount: 3 }) },
  'status-school-paused': { kind: 'status', snapshot: school({ status: 'paused' }) },
  'status-school-error': { kind: 'status', snapshot: school({ status: 'validationError', errorCount: 12 }) },
  'status-school-unknown': { kind: 'status', snapshot: school({ status: 'napping', lastActivity: null }) },
  list: list({}),
  'list-middle-filter': list({ filter: 'sales', page: 2, pages: 3, total: 14, needAttention: 1 }),
  'list-one': list({ rows: rows.slice(4, 5), pages: 1, total: 1, needAttention: 0 }),
  'list-empty': list({ filter: 'frobnicator', rows: [], pages: 1, total: 0, needAttention: 0 }),
  'list-schools': list({
    of: 'schools',
    rows: [row('Contoso High School', school()), row('Fabrikam Primary', school({ status: 'error' }), 2)],
    pages: 1,
    total: 2,
    needAttention: 1,
  }),
  history: history(),
  'history-middle': history({ page: 2, pages: 4, total: 23 }),
  'history-one': history({ asked: 'databricks eu', attempts: attempts.slice(0, 2), total: 2 }),
  'history-several': history({ asked: 'o', attempts: attempts.slice(1, 4), page: 2, pages: 2, total: 9 }),
  'history-nothing': history({ asked: 'Frobnicator', attempts: [], total: 0 }),
  'history-empty': history({ attempts: [], total: 0 }),
  'who-paused': history({ did: 'pause', asked: 'Databricks EU', attempts: pauses, total: 2 }),
  'who-paused-any': history({ did: 'pause', attempts: pauses.slice(0, 1), total: 1 }),
  'who-paused-second-page': history({
    did: 'pause',
    asked: 'Databricks EU',
    attempts: pauses,
    page: 2,
    pages: 2,
    total: 8,
  }),
  'who-paused-doubtful': history({ did: 'pause', attempts: pauses.slice(1), total: 1 }),
  'who-deleted-long': history({
    did: 'delete',
    asked: 'adobe',
    attempts: attempts.slice(4, 5),
    total: 1,
  }),
  'who-paused-school': history({
    did: 'pause-profile',
    asked: 'Contoso High School',
    attempts: attempts.slice(3, 4),
    total: 1,
  }),
  'who-nobody': history({ did: 'pause', asked: 'Slack', attempts: [], total: 0 }),
  'who-nobody-anything': history({ did: 'delete', attempts: [], total: 0 }),
  picker: { kind: 'picker', verb: 'pause', asked: 'Cisco Webex', rows: twins, total: 2, reason: 'the move' },
  'picker-all': { kind: 'picker', verb: 'start', asked: null, rows, total: 23, reason: null },
  'picker-school': {
    kind: 'picker',
    verb: 'pause school',
    asked: 'Contoso',
    rows: [row('Contoso', school()), row('Contoso', job(), 2)],
    total: 2,
    reason: null,
  },
  'not-found': { kind: 'not-found', verb: 'pause', asked: 'Frobnicator', searched: 23, near: [] },
  'not-found-near': {
    kind: 'not-found',
    verb: 'status',
    asked: 'Salesfroce',
    searched: 23,
    near: rows.slice(0, 1),
  },
  'plan-pause': plan(),
  'plan-start-quarantined': plan({
    operation: 'start',
    snapshot: quarantined,
    warnings: ['clears-quarantine'],
  }),
  'plan-start-deletes': plan({
    operation: 'start',
    snapshot: tooManyDeletes,
    warnings: ['clears-quarantine'],
  }),
  'plan-start-first': plan({
    operation: 'start',
    snapshot: neverStarted,
    warnings: ['inexact-match', 'first-start'],
  }),
  'plan-start-self-paused': plan({ operation: 'start', snapshot: selfPaused, warnings: ['self-paused'] }),
  'plan-delete': plan({
    operation: 'delete',
    snapshot: off,
    warnings: ['irreversible'],
    typedName: 'Zoom',
    reason: 'the contract ended',
  }),
  'plan-delete-wrong-name': plan({
    operation: 'delete',
    snapshot: off,
    warnings: ['irreversible'],
    typedName: 'Zoom',
    wrongName: true,
  }),
  'plan-start-own-rights': plan({ operation: 'start', snapshot: paused, warnings: ['as-you'] }),
  'plan-delete-own-rights': plan({
    operation: 'delete',
    snapshot: off,
    warnings: ['irreversible', 'as-you'],
    typedName: 'Zoom',
  }),
  'plan-approval-delete': approval(),
  'plan-approval-wrong-name': approval({ wrongName: true, reason: null }),
  'plan-approval-pause': approval({
    operation: 'pause',
    snapshot: job(),
    warnings: ['inexact-match', 'as-you', 'policy-asks', 'asked-to-show'],
    typedName: null,
    reason: null,
    approval: { rule: 'changes in the freeze' },
  }),
  'plan-approval-start': approval({
    operation: 'start',
    snapshot: quarantined,
    warnings: ['clears-quarantine', 'as-you'],
    typedName: null,
    actorName: 'Maximiliane Mustermann-Beispielhausen',
  }),
  'plan-approval-late': approval({
    operation: 'pause-profile',
    snapshot: school(),
    warnings: ['no-resume-here'],
    typedName: null,
    expiresAt: ago(1000),
  }),
  'plan-school': plan({ operation: 'pause-profile', snapshot: school(), warnings: ['no-resume-here'] }),
  'run-working': run({ outcome: null, after: null, seenAt: null }),
  'run-approved': run({ reason: 'the sandbox is being refreshed', approvedBy: 'Lee Park' }),
  'post-approved': run({ approvedBy: 'Lee Park' }, true),
  'run-waiting': run({
    outcome: null,
    ...unsent,
    after: null,
    seenAt: null,
    waitingUntil: NOW + 8000,
    answer: { ...accepted, status: 429, retryAfter: 8 },
  }),
  'run-begins': run({ outcome: null, ...unsent, after: null, seenAt: null }),
  'run-done-pause': run({ reason: 'the sandbox is being refreshed' }),
  'run-done-start': run({ operation: 'start', before: paused, after: job() }),
  'run-done-start-quarantined': run({
    operation: 'start',
    before: quarantined,
    after: job({ displayName: 'Salesforce EU' }),
  }),
  'run-done-delete': run({ operation: 'delete', before: off, after: 'gone', saved }),
  'run-unknown-delete': run({
    operation: 'delete',
    before: off,
    after: off,
    answer: null,
    answeredAt: null,
    saved: { ...saved, objectMappings: 1 },
    outcome: { kind: 'unknown', code: 'timeout' },
  }),
  'run-done-school': run({
    operation: 'pause-profile',
    before: school(),
    after: school({ status: 'paused' }),
  }),
  'run-done-interrupted': run({ interrupted: true, answer: null, answeredAt: null }),
  'run-accepted': run({ outcome: { kind: 'accepted' }, after: job() }),
  'run-accepted-delete': run({ operation: 'delete', before: off, outcome: { kind: 'accepted' }, after: off }),
  'run-already-paused': run({ ...unsent, outcome: { kind: 'already', code: 'paused' } }),
  'run-already-off': run({
    ...unsent,
    before: off,
    outcome: { kind: 'already', code: 'disabled' },
    after: off,
  }),
  'run-never-started': run({
    ...unsent,
    before: neverStarted,
    outcome: { kind: 'already', code: 'never-started' },
    after: neverStarted,
  }),
  'run-already-gone': run({
    ...unsent,
    operation: 'delete',
    before: off,
    outcome: { kind: 'already', code: 'gone' },
    after: 'gone',
  }),
  'run-retired': run({
    operation: 'pause-profile',
    before: school(),
    answer: { ...accepted, status: 410, code: 'Gone' },
    outcome: { kind: 'refused', code: 'retired' },
    after: null,
    seenAt: null,
  }),
};

const outcomes: readonly Outcome[] = [
  { kind: 'done' },
  { kind: 'accepted' },
  { kind: 'unknown', code: 'server-error' },
  { kind: 'failed', code: 'not-permitted' },
  { kind: 'refused', code: 'changed' },
];

function subject(operation: Operation): JobSnapshot | ProfileSnapshot {
  return operation === 'pause-profile' ? school() : job();
}

function all(): ReadonlyMap<string, Notice> {
  const found = new Map(Object.entries(named));
  for (const [code, changes] of failures) {
    found.set(`run-failed-${code}`, run({ ...changes, outcome: { kind: 'failed', code } }));
  }
  for (const [code, changes] of refusals) {
    found.set(`run-refused-${code}`, run({ ...unsent, ...changes, outcome: { kind: 'refused', code } }));
  }
  for (const why of ['no-rule', 'denied', 'membership-unknown'] as const) {
    const rule = why === 'no-rule' ? null : 'contractors never';
    const because: Forbidden = { why, rule, contact };
    found.set(
      `run-forbidden-${why}`,
      run({ ...unsent, after: job(), outcome: { kind: 'refused', code: 'policy' }, forbidden: because }),
    );
  }
  for (let from = 0; from < attemptResults.length; from += 6) {
    const page = attemptResults.slice(from, from + 6).map((result) => attempt({ result }));
    found.set(`history-results-${from / 6 + 1}`, history({ attempts: page }));
  }
  for (let from = 0; from < ownActs.length; from += 6) {
    found.set(`history-acts-${from / 6 + 1}`, history({ attempts: ownActs.slice(from, from + 6) }));
  }
  found.set('history-unknown', history({ attempts: unknownEntries }));
  found.set('history-newest-quiet', history({ attempts: ownActs.slice(11, 13), total: 2 }));
  for (const [kind, changes] of Object.entries(interrupted)) {
    found.set(`run-interrupted-${kind}`, run({ ...changes, interrupted: true }));
    found.set(`post-interrupted-${kind}`, run({ ...changes, interrupted: true }, true));
  }
  for (const code of ['server-error', 'timeout', 'connection-lost', 'interrupted'] as const) {
    const answer = code === 'server-error' ? { ...accepted, status: 503 } : null;
    found.set(
      `run-unknown-${code}`,
      run({
        outcome: { kind: 'unknown', code },
        answer,
        answeredAt: null,
        after: job(),
        interrupted: code === 'interrupted',
      }),
    );
  }
  for (const operation of operations) {
    const before = subject(operation);
    for (const outcome of outcomes) {
      const after = outcome.kind === 'done' && operation === 'delete' ? 'gone' : before;
      found.set(`post-${operation}-${outcome.kind}`, run({ operation, before, after, outcome }, true));
    }
    for (const how of ['kept', 'expired', 'replaced', 'withdrawn', 'declined'] as const) {
      const at = ago(5000);
      const declinedBy = { name: 'Lee Park', reason: 'the audit needs it until October' };
      found.set(`closed-${operation}-${how}`, {
        kind: 'closed',
        how,
        operation,
        snapshot: before,
        actorName: 'Dana Reyes',
        at,
        ...(how === 'declined' ? { declinedBy } : {}),
      });
    }
    for (const warning of warnings) {
      found.set(`plan-${operation}-${warning}`, plan({ operation, snapshot: before, warnings: [warning] }));
    }
  }
  for (const code of errorCodes) {
    const answer = code.startsWith('graph-')
      ? { ...accepted, status: 429, code: 'TooManyRequests', retryAfter: 90 }
      : null;
    found.set(`error-${code}`, { kind: 'error', code, answer, at: ago(1000) });
  }
  found.set('told', { kind: 'told', text: 'Only Dana Reyes can answer this. Nothing was done.' });
  return found;
}

/** Every kind of notice in every variant that looks different, by name. */
export const samples: ReadonlyMap<string, Notice> = all();

/** The samples worth a picture: one of each look. */
export const pictured: readonly string[] = [
  ...Object.keys(named),
  'run-failed-not-permitted',
  'run-failed-throttled',
  'run-refused-changed',
  'run-refused-busy',
  'run-refused-running',
  'run-refused-not-saved',
  'run-unknown-timeout',
  'post-pause-done',
  'post-delete-failed',
  'post-interrupted-failed',
  'run-interrupted-accepted',
  'run-forbidden-denied',
  'run-forbidden-membership-unknown',
  'plan-pause-as-you',
  ...[1, 2, 3, 4, 5, 6].map((page) => `history-results-${page}`),
  ...[1, 2, 3].map((page) => `history-acts-${page}`),
  'history-unknown',
  'closed-delete-kept',
  'closed-pause-expired',
  'closed-start-replaced',
  'closed-delete-withdrawn',
  'closed-pause-declined',
  'plan-pause-changed-since-asked',
  'error-graph-throttled',
  'error-until-past',
  'error-until-too-soon',
  'error-until-too-far',
  'error-until-unclear',
  'error-no-timer',
  'error-watch-limit',
  'run-refused-time-over',
  'error-approval-elsewhere',
  'error-profiles-not-in-cloud',
  'told',
];

/** A name that tries everything: Markdown, a mention, a card function, and turning the direction of text. */
export const hostileName = `[x](https://evil.test) **b** _i_ \`c\` <at>all</at> {{DATE(2026-01-01T00:00:00Z)}} \u202egnp.exe\n# h`;
