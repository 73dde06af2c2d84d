import type { SignInFailure } from './sign-in-failure.ts';

/** Why a token isn't taken. */
export type SsoRefusal =
  | 'too-long'
  | 'malformed'
  /** Signed with another algorithm than RS256, or not at all. */
  | 'algorithm'
  /** Of another tenant than the activity. */
  | 'tenant'
  /** The activity's tenant isn't on the list. */
  | 'tenant-not-allowed'
  /** The keys couldn't be had just now; says nothing about the token. */
  | 'keys-unavailable'
  | 'unknown-key'
  | 'signature'
  | 'issuer'
  | 'audience'
  | 'expired'
  | 'not-yet-valid'
  /** Of another person than the one who acts. */
  | 'person'
  /** Issued to another client than Teams. */
  | 'client'
  /** Not for `access_as_user`: an id token, or one for something else. */
  | 'scope';

/**
 * What a refused token is told as.
 *
 * @param idSetting the setting that holds the client id the token should be for
 */
export function failureOfRefusal(why: SsoRefusal, idSetting = 'BOT_ID'): SignInFailure {
  const trace = { aadsts: null, status: null, correlationId: null, network: null };
  switch (why) {
    case 'person':
    case 'tenant':
      return { ...trace, code: 'not-yours' };
    case 'tenant-not-allowed':
      return { ...trace, code: 'not-allowed' };
    case 'expired':
      return { ...trace, code: 'expired' };
    case 'keys-unavailable':
      return { ...trace, code: 'unavailable' };
    case 'not-yet-valid':
      return { ...trace, code: 'app-misconfigured', setting: 'the clock of this machine' };
    case 'issuer':
      return { ...trace, code: 'app-misconfigured', setting: 'CLOUD' };
    case 'audience':
      return { ...trace, code: 'app-misconfigured', setting: `the application ID URI of ${idSetting}` };
    case 'scope':
      return { ...trace, code: 'app-misconfigured', setting: `the scope access_as_user of ${idSetting}` };
    case 'too-long':
    case 'malformed':
    case 'algorithm':
    case 'unknown-key':
    case 'signature':
    case 'client':
      return { ...trace, code: 'unknown' };
  }
}
