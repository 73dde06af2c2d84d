import type { AlreadyCode, AttemptResult, DoubtCode, FailureCode, RefusalCode } from '../words.ts';

const ALREADY: Readonly<Record<AlreadyCode, string>> = {
  paused: 'Was already paused',
  disabled: 'Was already switched off',
  'never-started': 'Was never started',
  gone: 'Was already gone',
};

const REFUSED: Readonly<Record<RefusalCode, string>> = {
  changed: 'Not sent, it had changed',
  'time-over': 'Not sent, its end had come',
  busy: 'Not sent, another change was going on',
  policy: 'Not sent, the rules don’t allow it',
  running: 'Not sent, it was running',
  unreadable: 'Not sent, I couldn’t read its state',
  interrupted: 'Not sent, I was restarted',
  'not-saved': 'Not sent, I couldn’t save it first',
  retired: 'Not done, Microsoft retired it',
};

const FAILED: Readonly<Record<FailureCode, string>> = {
  'not-permitted': 'Not permitted',
  'sign-in': 'My sign-in was refused',
  'not-found': 'It wasn’t there any more',
  throttled: 'Microsoft Graph was too busy',
  conflict: 'Another change was going on',
  rejected: 'Microsoft Graph turned it down',
  unreachable: 'Microsoft Graph wasn’t reached',
};

const DOUBT: Readonly<Record<DoubtCode, string>> = {
  'server-error': 'Can’t tell, Microsoft Graph had an error',
  timeout: 'Can’t tell, no answer in time',
  'connection-lost': 'Can’t tell, the connection broke',
  interrupted: 'Can’t tell, I was restarted',
};

const TURNED_AWAY: Readonly<Record<Extract<AttemptResult, { kind: 'turned-away' }>['code'], string>> = {
  foreign: 'Turned away, somebody else was asked',
  elsewhere: 'Turned away, asked in another conversation',
  self: 'Turned away, nobody approves their own request',
  'not-approver': 'Turned away, the rules don’t let them approve',
};

/** How an attempt ended, in a few words: "Done", "Not permitted", "Kept". */
export function attemptWords(result: AttemptResult): string {
  // What another version of the bot wrote may be none of those known here.
  return knownWords(result) ?? 'Ended in a way I don’t know';
}

function knownWords(result: AttemptResult): string | undefined {
  switch (result.kind) {
    case 'done':
      return 'Done';
    case 'accepted':
      return 'Accepted, not seen yet';
    case 'already':
      return ALREADY[result.code];
    case 'refused':
      return REFUSED[result.code];
    case 'failed':
      return FAILED[result.code];
    case 'unknown':
      return DOUBT[result.code];
    case 'kept':
      return 'Kept as it was';
    case 'expired':
      return 'Nobody answered in time';
    case 'replaced':
      return 'Asked again, this question was dropped';
    case 'withdrawn':
      return 'Withdrawn by who asked';
    case 'declined':
      return 'Declined by a second person';
    case 'turned-away':
      return TURNED_AWAY[result.code];
  }
}

/** What a screen reader says of an attempt's row: "Pause Slack, done. Open". */
export function attemptTitle(act: string, ended: string): string {
  return `${act}, ${ended.charAt(0).toLowerCase()}${ended.slice(1)}. Open`;
}
