import { remedy } from '../text/after.ts';
import { attemptWords } from '../text/attempts.ts';
import { type ErrorText, errorText } from '../text/errors.ts';
import { forbiddenText } from '../text/forbidden.ts';
import { tellRun } from '../text/outcomes.ts';
import { type SignInProblem, signInText } from '../text/sign-in.ts';
import { type TapWord, tapText } from '../text/taps.ts';
import type {
  AlreadyCode,
  AttemptResult,
  DoubtCode,
  ErrorCode,
  FailureCode,
  Forbidden,
  Operation,
  Outcome,
  RefusalCode,
} from '../words.ts';
import { code, page, table } from './markdown.ts';
import { sampleNow, sampleRun } from './sample-run.ts';

/** What is behind each code, for whoever runs the bot. A code without a line is a type error. */
const errors: Readonly<Record<ErrorCode, string>> = {
  'graph-not-permitted':
    'Graph answered a read with 401 `UnknownError` or 403: the read permission or its consent is missing',
  'graph-sign-in': 'no token for reading could be had, or Graph refused it',
  'graph-throttled': 'Graph answered a read with 429',
  'graph-unreachable': 'no connection to Graph, or no answer in time',
  'graph-error': 'any other error of Graph',
  'store-unavailable': 'the store can’t be read or written',
  'too-long': 'a sentence longer than any command',
  'profiles-off': '`SCHOOL_PROFILES` is off',
  'profiles-retired': 'Graph answered that the school API is gone',
  'profiles-not-in-cloud': '`CLOUD` is one without school profiles',
  'approval-elsewhere': 'the policy wants a second person, and it was asked in a personal chat',
  'until-past': 'the end of a pause is over already',
  'until-too-soon': 'the end of a pause is less than 5 minutes away',
  'until-too-far': 'the end of a pause is more than 90 days away',
  'until-unclear': 'a time was meant, but which one can’t be told',
  'no-timer': '`extend` or `cancel timer` without a timed pause it could mean',
  'watch-limit': 'a conversation has 100 watches',
  internal: 'a defect: the log has it, at that time',
};

const already: Readonly<Record<AlreadyCode, readonly [Operation, string]>> = {
  paused: ['pause', '`schedule.state` is Paused'],
  disabled: ['pause', '`schedule.state` is Disabled, and the job ran before'],
  'never-started': ['pause', '`schedule.state` is Disabled, and the job never ran'],
  gone: ['delete', 'Graph answered 404'],
};

const refused: Readonly<Record<RefusalCode, readonly [Operation, string]>> = {
  changed: ['pause', 'the target’s state, name or template is not what was agreed to'],
  'time-over': ['pause', 'agreed to when the end of the pause was less than a minute away, or over'],
  busy: ['pause', 'another run holds the target'],
  policy: ['pause', 'the policy as it is now says no, or a group could not be read'],
  running: ['start', 'the job runs; a second start can stop the service'],
  unreadable: ['pause', 'the state could not be read right before the write'],
  interrupted: [
    'pause',
    'the bot stopped in between, and the yes or the person’s sign-in does not count any more',
  ],
  'not-saved': ['delete', 'job, schema or the application’s identity could not be read or stored'],
  retired: ['pause-profile', 'Graph answered that the school API is gone'],
};

const failed: Readonly<Record<FailureCode, readonly [Operation, string]>> = {
  'not-permitted': ['pause', '401 `UnknownError` or 403: permission, role or ownership is missing'],
  'sign-in': ['pause', '401 otherwise, or no token could be had'],
  'not-found': ['pause', '404'],
  throttled: ['pause', '429 to the write, and the wait it asks for is too long or came too often'],
  conflict: ['pause', '409, 412 or 423'],
  rejected: ['pause', 'any other definite no'],
  unreachable: ['pause', 'no connection; the request never left'],
};

const doubt: Readonly<Record<DoubtCode, readonly [Operation, string]>> = {
  'server-error': ['pause', '5xx or 408 to the write'],
  timeout: ['pause', 'the write left, and no answer came in time'],
  'connection-lost': ['pause', 'the write left, and the connection broke'],
  interrupted: ['pause', 'the bot stopped while the write was under way'],
};

const forbidden: Readonly<Record<Forbidden['why'], string>> = {
  'no-rule': 'no `allow` rule covers this person, place, operation and target',
  denied: 'a `deny` rule does',
  'membership-unknown':
    'a rule names a group, and Graph could not be asked: `GroupMember.Read.All` with `User.Read.All`',
};

type SignInCode = SignInProblem['code'];

const signIns: Readonly<Record<SignInCode, readonly [SignInProblem, string]>> = {
  'consent-needed': [
    { code: 'consent-needed', adminConsentUrl: '' },
    'AADSTS65001 and the like: no admin consent for the delegated permission',
  ],
  'step-up': [{ code: 'step-up' }, 'Conditional Access wants more than the sign-in that Teams has'],
  expired: [{ code: 'expired' }, 'the sign-in is too old or was revoked'],
  'not-yours': [{ code: 'not-yours' }, 'token and activity name different people'],
  'not-allowed': [
    { code: 'not-allowed' },
    'the account is not assigned, disabled, blocked or from elsewhere',
  ],
  'app-misconfigured': [
    { code: 'app-misconfigured', setting: 'BOT_CLIENT_SECRET' },
    'the bot’s own registration or credential; the setting that is named is the one to look at',
  ],
  throttled: [{ code: 'throttled', retryAfter: null }, 'Entra answered 429'],
  unavailable: [{ code: 'unavailable' }, 'Entra was not reached, or had an error'],
  unknown: [{ code: 'unknown' }, 'an answer of Entra that the bot does not know'],
};

const taps: Readonly<Record<TapWord, string>> = {
  looking: 'a button that stands for a sentence',
  unknown: 'the question is closed and forgotten, or never was',
  newer: 'a replica of a newer version asked it, and this one does not know the operation',
  foreign: 'somebody else was asked',
  elsewhere: 'the question belongs to another conversation or thread',
  self: 'nobody approves their own request',
  'not-approver': 'the policy doesn’t name them as an approver',
  'membership-unknown': 'the approver’s groups could not be read',
  'not-requester': 'only who asked can withdraw',
  malformed: 'not one of the bot’s buttons',
  failed: 'a defect, or the store: the log has it',
};

const trail: Readonly<Record<Exclude<AttemptResult['kind'], Outcome['kind'] | 'turned-away'>, string>> = {
  kept: 'the person who was asked said no',
  expired: 'nobody answered within `CONFIRMATION_TTL_SECONDS`',
  replaced: 'the same was asked anew',
  withdrawn: 'who asked took it back',
  declined: 'a second person said no',
};

const turnedAway: Readonly<Record<Extract<AttemptResult, { kind: 'turned-away' }>['code'], string>> = {
  foreign: 'a tap on somebody else’s question',
  elsewhere: 'a tap in another conversation',
  self: 'who asked tapped *Approve* or *Decline*',
  'not-approver': 'the policy doesn’t let them approve',
};

type Kind = Outcome['kind'];

const kinds: Readonly<Record<Kind, string>> = {
  done: 'Graph said yes, and the state was read back',
  accepted: 'Graph said yes, and the effect is not visible yet. The bot looks again later and tells it once',
  already: 'there was nothing to do; nothing was sent',
  refused: 'the bot did not send it',
  failed: 'Graph said no, or was not reached',
  unknown:
    'it was sent, and nobody knows what became of it. It is not sent again; the state as read is shown',
};

const keys = <K extends string>(of: Readonly<Record<K, unknown>>): readonly K[] => Object.keys(of) as K[];
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');
const told = ({ headline, sentence }: ErrorText) => `${plain(headline)}. ${plain(sentence)}`;

/** One row of a run's codes: what is behind it, what the person is told, what helps. */
function runRow(shown: string, operation: Operation, outcome: Outcome, behind: string): readonly string[] {
  const run = sampleRun(operation, outcome);
  const names = { target: run.displayName, holder: '', rule: null };
  const { headline, sentence } = tellRun(run, names, sampleNow);
  return [code(shown), behind, `${plain(headline)}. ${plain(sentence)}`, plain(remedy(run) ?? '–')];
}

const runHead = ['code', 'what is behind it', 'the person is told, for example', 'what helps'];

/**
 * docs/reference/codes.md: every code that a card, the audit trail or the log can show, what is behind it, and what
 * the person is told. The sentences are those of src/text.
 */
export function codesReference(): string {
  return page('Codes', 'src/words.ts and src/text', [
    'A card shows the code of a run (`refused: busy`), or of an error that is not the person’s own, under *Details*, with Graph’s `request-id`. The log has the same codes. In the exported audit trail they are the columns `outcome` and `code`.',
    '## How a run ends',
    table(
      ['outcome', 'meaning'],
      keys(kinds).map((kind) => [code(kind), kinds[kind]]),
    ),
    '### already',
    table(
      runHead,
      keys(already).map((each) =>
        runRow(each, already[each][0], { kind: 'already', code: each }, already[each][1]),
      ),
    ),
    '### refused',
    table(
      runHead,
      keys(refused).map((each) =>
        runRow(each, refused[each][0], { kind: 'refused', code: each }, refused[each][1]),
      ),
    ),
    '### failed',
    table(
      runHead,
      keys(failed).map((each) =>
        runRow(each, failed[each][0], { kind: 'failed', code: each }, failed[each][1]),
      ),
    ),
    '### unknown',
    table(
      runHead,
      keys(doubt).map((each) =>
        runRow(each, doubt[each][0], { kind: 'unknown', code: each }, doubt[each][1]),
      ),
    ),
    '## Errors before there is a run',
    'Nothing was changed at Microsoft.',
    table(
      ['code', 'what is behind it', 'the person is told', 'what helps'],
      keys(errors).map((each) => {
        const text = errorText(each, null);
        return [code(each), errors[each], told(text), plain(text.helps)];
      }),
    ),
    '## What the policy says no to',
    table(
      ['why', 'what is behind it', 'the person is told, for example'],
      keys(forbidden).map((why) => {
        const { headline, sentence } = forbiddenText(why, { act: 'Pause Slack', rule: null });
        return [code(why), forbidden[why], `${plain(headline)}. ${plain(sentence)}`];
      }),
    ),
    '## Sign-in',
    'With `WRITES_AS=person`, or for school profiles: why there is no token to write with.',
    table(
      ['code', 'what is behind it', 'the person is told', 'what helps'],
      keys(signIns).map((each) => {
        const [problem, behind] = signIns[each];
        const text = signInText(problem);
        return [code(each), behind, told(text), plain(text.helps)];
      }),
    ),
    '## Answers to a tap',
    table(
      ['when', 'who tapped is told'],
      keys(taps).map((word) => [taps[word], plain(tapText(word, null))]),
    ),
    '## In the audit trail besides',
    table(
      ['outcome', 'code', 'meaning', '`history` says'],
      [
        ...keys(trail).map((kind) => [code(kind), '–', trail[kind], plain(attemptWords({ kind }))]),
        ...keys(turnedAway).map((each) => [
          code('turned-away'),
          code(each),
          turnedAway[each],
          plain(attemptWords({ kind: 'turned-away', code: each })),
        ]),
      ],
    ),
  ]);
}
