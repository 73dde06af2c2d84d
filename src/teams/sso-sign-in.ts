import type { DelegatedPermission, OnBehalfOf } from '../identity/on-behalf-of.ts';
import { SignInFailed, type SignInFailure } from '../identity/sign-in-failure.ts';
import { failureOfRefusal } from '../identity/sso-refusal.ts';
import type { VerifySsoToken } from '../identity/sso-token.ts';
import type { Log } from '../log.ts';
import { count } from '../metrics.ts';
import type { SignedIn } from '../operations/tap.ts';
import { signInText } from '../text/sign-in.ts';
import { signInButton, signInPrompt } from '../text/sign-in-prompt.ts';
import type { Operation } from '../words.ts';
import type { PersonSignIn } from './person-sign-in.ts';

export interface SsoSignInOptions {
  readonly verify: VerifySsoToken;
  readonly onBehalfOf: OnBehalfOf;
  /** A Graph that sends with this token. */
  readonly graphWith: (token: string) => Extract<SignedIn, { kind: 'ready' }>['graph'];
  /** The application ID URI Teams asks a token for, as in the manifest's `webApplicationInfo.resource`. */
  readonly appIdUri: string;
  /** Where an admin of a tenant agrees to what the bot may do. */
  readonly consentUrl: (tenantId: string) => string;
  readonly log: Log;
}

/** School profiles have a permission of their own, asked for alone. */
function permissionFor(operation: Operation): DelegatedPermission {
  return operation === 'pause-profile' ? 'EduAdministration.ReadWrite' : 'Synchronization.ReadWrite.All';
}

/** What was wrong, that nothing was done, and what to do, in a line; an admin's link is spelled out. */
function words(failure: SignInFailure): string {
  const { headline, sentence, helps } = signInText(failure);
  const link = failure.code === 'consent-needed' ? ` ${failure.adminConsentUrl}` : '';
  return `${headline}. ${sentence} ${helps}${link}`;
}

/**
 * Signs people in by what Teams sends along with a tap: verified by ourselves, exchanged for a Graph token that
 * lives in memory only (Bot Framework: Universal Actions, single sign-on).
 */
export function createSsoSignIn(options: SsoSignInOptions): PersonSignIn {
  const { verify, onBehalfOf, graphWith, appIdUri, consentUrl, log } = options;
  return {
    async bring(token, actor, operation) {
      const result = await verify(token, actor);
      if (!result.ok) {
        count('sync_warden_sign_ins_refused_total', { reason: result.why });
        log.warn({ why: result.why, person: actor.objectId }, 'a sign-in was not taken');
        return { kind: 'no', text: words(failureOfRefusal(result.why)) };
      }
      try {
        const graphToken = await onBehalfOf.graphToken(result.signIn, permissionFor(operation));
        count('sync_warden_token_requests_total', { identity: 'person', result: 'ok' });
        return { kind: 'ready', graph: graphWith(graphToken) };
      } catch (error) {
        if (!(error instanceof SignInFailed)) throw error;
        const { code, aadsts, correlationId } = error.failure;
        count('sync_warden_token_requests_total', { identity: 'person', result: code });
        log.warn({ code, aadsts, correlationId, person: actor.objectId }, 'a sign-in could not be exchanged');
        return { kind: 'no', text: words(error.failure) };
      }
    },
    request: ({ tenantId }) => ({
      statusCode: 401,
      type: 'application/vnd.microsoft.activity.loginRequest',
      value: {
        text: signInPrompt,
        connectionName: 'sync-warden',
        tokenExchangeResource: { id: crypto.randomUUID(), uri: appIdUri },
        buttons: [{ type: 'signin', title: signInButton, text: signInButton, value: consentUrl(tenantId) }],
      },
    }),
  };
}
