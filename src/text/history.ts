import type { Notice } from '../notice.ts';
import type { Attempt } from '../words.ts';
import { attemptWords } from './attempts.ts';
import { capital, uncapital } from './capital.ts';
import { counted } from './counts.ts';
import { fittingHeadline } from './headlines.ts';
import { operationWords } from './operations.ts';
import { relative } from './times.ts';

type History = Extract<Notice, { kind: 'history' }>;

/** Why this record may not be all there is to know. */
const ELSEWHERE =
  'Changes made elsewhere, in the Entra admin center or with PowerShell, are not in this record.';

/** What a history card says. */
export interface HistoryText {
  readonly headline: string;
  readonly sentence: string;
  /** What else is true or helps; null when there is nothing to add. */
  readonly note: string | null;
}

/** Names as they are to be shown. */
export interface HistoryNames {
  /** What was asked for; null for every target. */
  readonly asked: string | null;
  /** Whom and what the newest entry is about; null when there is none. */
  readonly newest: { readonly attempt: Attempt; readonly name: string; readonly actor: string } | null;
  /** What all entries are about, where that is one thing. */
  readonly about: string | null;
}

/** What a history card's band says, and the note below its rows. */
export function historyText(history: History, names: HistoryNames, now: number): HistoryText {
  const { did, total, page } = history;
  const { asked, newest } = names;
  if (newest === null) return did === null ? nothingText(asked) : nobodyText(did, asked);
  if (did !== null && page === 1) return { ...newestText(did, newest, total, now), note: ELSEWHERE };
  return {
    headline: countText(total, names),
    sentence: 'Newest first. Tap one to open it.',
    note: did === null ? null : ELSEWHERE,
  };
}

function countText(total: number, { asked, about }: HistoryNames): string {
  const entries = counted(total, 'entry', 'entries');
  if (about !== null) return fittingHeadline(`${about}, ${entries}`, `${entries} about it`);
  if (asked === null) return `${entries} on record`;
  return fittingHeadline(
    `${entries} ${total === 1 ? 'matches' : 'match'} “${asked}”`,
    `${entries} about what you asked for`,
  );
}

function nothingText(asked: string | null): HistoryText {
  if (asked === null) {
    return {
      headline: 'Nothing on record yet',
      sentence: 'Nobody has asked me to change anything.',
      note: ELSEWHERE,
    };
  }
  return {
    headline: fittingHeadline(`Nothing on record about “${asked}”`, 'Nothing on record about that'),
    sentence: 'Nobody has asked me to change anything that is called so.',
    note: `${ELSEWHERE} ${LOOK_FURTHER}`,
  };
}

const LOOK_FURTHER = 'It may go by another name: look at everything on record, or at the list of jobs.';

function nobodyText(did: NonNullable<History['did']>, asked: string | null): HistoryText {
  const { past } = operationWords[did];
  return {
    headline:
      asked === null
        ? `Nobody ${past} anything through me`
        : fittingHeadline(`Nobody ${past} ${asked} through me`, `Nobody ${past} that through me`),
    sentence: ELSEWHERE,
    note: asked === null ? null : LOOK_FURTHER,
  };
}

function newestText(
  did: NonNullable<History['did']>,
  { attempt, name, actor }: NonNullable<HistoryNames['newest']>,
  total: number,
  now: number,
): { readonly headline: string; readonly sentence: string } {
  const { act, by, past } = operationWords[did];
  const done = attempt.result.kind === 'done';
  const whole = done ? by(name, actor) : `${actor} asked to ${uncapital(act(name))}`;
  const brief = done ? `${capital(past)} by ${actor}` : `${actor} asked for it`;
  const headline = fittingHeadline(whole, brief);
  const parts = [
    headline === whole ? '' : `${name}.`,
    `${capital(relative(attempt.at, now))}.`,
    done ? '' : `${attemptWords(attempt.result)}.`,
    total === 1 ? '' : `The newest of ${counted(total, 'entry', 'entries')}.`,
  ];
  return { headline, sentence: parts.filter((part) => part !== '').join(' ') };
}

/** "because of the migration", as a part of a line. */
export function becauseOf(reason: string): string {
  return `because ${reason}`;
}
