import type { ErrorText } from './errors.ts';
import { wait } from './times.ts';

/** Why there is no token, as far as a person is told. */
export type SignInProblem =
  /** An admin has not agreed yet to what the bot may do in this tenant. */
  | { readonly code: 'consent-needed'; readonly adminConsentUrl: string }
  /** Entra wants more of the person: a second factor, a managed device. */
  | { readonly code: 'step-up' }
  /** The person's sign-in is too old or was revoked. */
  | { readonly code: 'expired' }
  /** The sign-in that came along is another person's. */
  | { readonly code: 'not-yours' }
  /** Entra doesn't let this account in: not assigned, disabled, from elsewhere, blocked. */
  | { readonly code: 'not-allowed' }
  /** The bot's own registration or settings; `setting` is what to look at. */
  | { readonly code: 'app-misconfigured'; readonly setting: string }
  /** `retryAfter` in seconds. */
  | { readonly code: 'throttled'; readonly retryAfter: number | null }
  /** Entra was not reached, or had an error, or answered too late. */
  | { readonly code: 'unavailable' }
  | { readonly code: 'unknown' };

/** What a person reads when there is no token to act with: what happened, that nothing was done, what to do next. */
export function signInText(problem: SignInProblem): ErrorText {
  switch (problem.code) {
    case 'consent-needed':
      return {
        headline: 'An admin has to agree first',
        sentence: 'Nobody has allowed me to manage sync jobs for people here, so nothing was sent.',
        helps:
          'An admin opens the consent page and agrees for the whole organization. Then press the button again.',
      };
    case 'step-up':
      return {
        headline: 'Microsoft Entra wants another proof of you',
        sentence: 'Your organization asks for a second step or a managed device, so nothing was sent.',
        helps: 'Sign in again and do what it asks for. Then press the button again.',
      };
    case 'expired':
      return {
        headline: 'Your sign-in is too old',
        sentence: 'Microsoft Entra didn’t take it any more, so nothing was sent.',
        helps: 'Press the button again. If that doesn’t help, sign out of Teams and in again.',
      };
    case 'not-yours':
      return {
        headline: 'That sign-in is somebody else’s',
        sentence: 'The sign-in that came with the tap isn’t of the person who tapped, so nothing was sent.',
        helps: 'In Teams, switch to the account you write to me with. Then press the button again.',
      };
    case 'not-allowed':
      return {
        headline: 'Your account may not use me here',
        sentence: 'Microsoft Entra turned your account down for Sync Warden, so nothing was sent.',
        helps: 'An admin looks up your sign-in in Entra’s sign-in log: it names the rule that decided.',
      };
    case 'app-misconfigured':
      return {
        headline: 'My own sign-in isn’t set up right',
        sentence: 'Microsoft Entra refused me, not you, so nothing was sent.',
        helps: `Whoever runs Sync Warden checks ${problem.setting}. Trying again before that gives the same answer.`,
      };
    case 'throttled':
      return {
        headline: 'Microsoft Entra is too busy',
        sentence: 'It asked me to wait, so nothing was sent.',
        helps:
          problem.retryAfter === null
            ? 'Try again in a few minutes.'
            : `Try again in ${wait(problem.retryAfter * 1000)}.`,
      };
    case 'unavailable':
      return {
        headline: 'I can’t reach Microsoft Entra',
        sentence: 'No clear answer came in time, so nothing was sent.',
        helps:
          'Try again in a few minutes. If it stays like this, an admin checks the network of Sync Warden.',
      };
    case 'unknown':
      return {
        headline: 'Microsoft Entra refused the sign-in',
        sentence: 'It gave a reason I don’t know, so nothing was sent.',
        helps: 'Try again. If it stays like this, give the codes in Details to an admin.',
      };
  }
}

/**
 * What a person reads when Graph answered a write with 401 UnknownError or 403 although there was a token: the
 * permission is there, the role is not.
 *
 * Roles: Microsoft Graph, `rbac-synchronization-apis`; with application permission no role counts.
 *
 * @param writesAs whose token it was: the person's or the bot's own
 * @param scope the permission the token was for
 */
export function notPermittedText(writesAs: 'person' | 'app', scope: string): ErrorText {
  if (writesAs === 'app') {
    return {
      headline: 'Microsoft Graph didn’t permit it',
      sentence: 'I asked with my own permission, and it wasn’t enough.',
      helps: `An admin gives the app behind WRITE_CLIENT_ID the application permission ${scope} and consents to it.`,
    };
  }
  if (scope === 'EduAdministration.ReadWrite') {
    return {
      headline: 'Your role doesn’t allow it',
      sentence: 'I asked in your name, and Microsoft Graph didn’t permit it.',
      helps: 'An admin who manages school data in this organization does it, or gives you such a role.',
    };
  }
  return {
    headline: 'Your role doesn’t allow it',
    sentence: 'I asked in your name, and Microsoft Graph didn’t permit it.',
    helps:
      'It takes one of these Entra roles: Application Administrator, Cloud Application Administrator, or Hybrid Identity Administrator for Cloud Sync. Being an owner of the application is enough too.',
  };
}
