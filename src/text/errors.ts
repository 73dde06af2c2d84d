import type { ErrorCode, GraphAnswer } from '../words.ts';
import { wait } from './times.ts';

/** What went wrong before there was a run: what happened, what was not done, what to do next. */
export interface ErrorText {
  readonly headline: string;
  readonly sentence: string;
  readonly helps: string;
}

const TIMES_TO_SAY = '“for 2 h”, “until 18:00” or “until Mon 06:00”';

/** What a person reads for an error code. */
export function errorText(code: ErrorCode, answer: GraphAnswer | null): ErrorText {
  switch (code) {
    case 'graph-not-permitted':
      return {
        headline: 'Microsoft Graph didn’t let me read',
        sentence: 'I may not see that, so nothing was done.',
        helps:
          'An admin checks that Sync Warden may read sync jobs in this tenant. Trying again before that gives the same answer.',
      };
    case 'graph-sign-in':
      return {
        headline: 'Microsoft Graph refused my sign-in',
        sentence: 'I couldn’t read anything, so nothing was done.',
        helps: 'An admin checks Sync Warden’s own credential: it may have expired.',
      };
    case 'graph-throttled': {
      const seconds = answer?.retryAfter ?? null;
      return {
        headline: 'Microsoft Graph is too busy',
        sentence: 'It asked me to wait, so nothing was done.',
        helps: seconds === null ? 'Ask again in a few minutes.' : `Ask again in ${wait(seconds * 1000)}.`,
      };
    }
    case 'graph-unreachable':
      return {
        headline: 'I can’t reach Microsoft Graph',
        sentence: 'No clear answer came in time, so nothing was done.',
        helps:
          'Ask again in a few minutes. If it stays like this, an admin checks the network of Sync Warden.',
      };
    case 'graph-error':
      return {
        headline: 'Microsoft Graph answered with an error',
        sentence: 'I couldn’t read what I needed, so nothing was done.',
        helps: 'Ask again in a few minutes. If it stays like this, give the codes in Details to an admin.',
      };
    case 'store-unavailable':
      return {
        headline: 'I can’t reach my own records',
        sentence: 'Without them I change nothing, so nothing was done.',
        helps: 'Ask again in a few minutes. If it stays like this, tell whoever looks after Sync Warden.',
      };
    case 'too-long':
      return {
        headline: 'That was too long for a command',
        sentence: 'I didn’t read it, so nothing was done.',
        helps: 'Say it in one short sentence, with a short reason.',
      };
    case 'profiles-off':
      return {
        headline: 'School profiles are switched off here',
        sentence: 'Nothing was done.',
        helps: 'Manage school sync in School Data Sync itself.',
      };
    case 'profiles-retired':
      return {
        headline: 'School profiles are gone at Microsoft',
        sentence: 'Microsoft retired this part of School Data Sync at the end of 2024. Nothing was done.',
        helps: 'Manage school sync in School Data Sync itself.',
      };
    case 'profiles-not-in-cloud':
      return {
        headline: 'There are no school profiles in this cloud',
        sentence: 'Microsoft doesn’t offer them here. Nothing was done.',
        helps: 'Manage school sync in School Data Sync itself, where your cloud has it.',
      };
    case 'approval-elsewhere':
      return {
        headline: 'A second person has to approve this',
        sentence: 'Nobody else is in this chat, so nothing was done.',
        helps: 'Say it in a group chat or channel where somebody who may approve it is, too.',
      };
    case 'until-past':
      return {
        headline: 'That time is already over',
        sentence: 'A pause can’t end in the past, so nothing was done.',
        helps: `Say a time to come: ${TIMES_TO_SAY}.`,
      };
    case 'until-too-soon':
      return {
        headline: 'That is too soon',
        sentence: 'The shortest timed pause lasts 5\u00a0min. Nothing was done.',
        helps: `Say a later time: ${TIMES_TO_SAY}.`,
      };
    case 'until-too-far':
      return {
        headline: 'That is too far away',
        sentence: 'The longest timed pause lasts 90\u00a0days. Nothing was done.',
        helps: 'Say an earlier time. Or pause without a time: I remind here until someone starts it again.',
      };
    case 'until-unclear':
      return {
        headline: 'I couldn’t tell which time you mean',
        sentence: 'So nothing was done.',
        helps: `Say it like this: ${TIMES_TO_SAY}. If the time is part of a name, put the name in quotes.`,
      };
    case 'no-timer':
      return {
        headline: 'I know of no such timed pause',
        sentence: 'There is nothing to extend or cancel, so nothing was done.',
        helps: 'Type “timers” to see the pauses that end by themselves.',
      };
    case 'watch-limit':
      return {
        headline: 'That is one watch too many',
        sentence: 'This conversation has as many as one may have, so nothing was done.',
        helps: 'End one of them: “watching” lists them. Or watch by a name pattern, or “watch all”.',
      };
    case 'internal':
      return {
        headline: 'Something went wrong on my side',
        sentence: 'I couldn’t answer that. Nothing was sent to Microsoft Graph.',
        helps: 'Ask again. If it stays like this, tell whoever looks after Sync Warden when it happened.',
      };
  }
}
