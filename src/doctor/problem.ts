import { adminConsentUrl } from '../clouds.ts';
import type { ProductionConfig } from '../config.ts';
import { GraphFailure } from '../graph/failure.ts';
import type { ChosenCredential, Purpose } from '../identity/choose-credential.ts';
import { SignInFailed, type SignInFailure } from '../identity/sign-in-failure.ts';
import { capital } from '../text/capital.ts';
import { networkWords } from './ask.ts';
import { type Finding, fail, warn } from './finding.ts';
import { credentialOf } from './subject.ts';

/** Entra's numbers for a secret that has ended (`AADSTS7000222`, Entra's reference of error codes). */
export const secretEnded = 7000222;

/** The app has no servicePrincipal in the tenant: nobody has consented there yet, or the id is wrong. */
const notInTenant = new Set([700016, 7000229]);

function traced(failure: SignInFailure): string {
  const number = failure.aadsts === null ? '' : `AADSTS${failure.aadsts}`;
  if (number !== '') return `Entra refuses with ${number}`;
  if (failure.network !== null) return `Entra can’t be reached: ${networkWords(failure.network)}`;
  return failure.status === null ? 'there is no token' : `Entra answers ${failure.status}`;
}

const usesIdentity = (chosen: ChosenCredential | null) =>
  chosen?.kind === 'managed-identity' || chosen?.kind === 'federated-identity';

/**
 * Why one of the bot's identities has no token, and what mends it.
 *
 * @param tenant it was asked for in
 */
export function signInFinding(
  { failure }: SignInFailed,
  config: ProductionConfig,
  purpose: Purpose,
  tenant: string,
): Finding {
  const chosen = credentialOf(config, purpose);
  const id = chosen?.settings.id ?? 'BOT_ID';
  const proof = chosen?.settings.proof ?? '';
  const says = `${traced(failure)}.`;
  const trace =
    failure.correlationId === null ? [] : [`correlation id for Microsoft: ${failure.correlationId}`];
  if (failure.aadsts === secretEnded)
    return fail(`${says} The secret has ended.`, `Make a new secret and set ${proof} to it.`, trace);
  if (failure.aadsts !== null && notInTenant.has(failure.aadsts) && chosen !== null) {
    const consent = adminConsentUrl(config.cloud, tenant, chosen.clientId);
    return fail(
      `${says} The app of ${id} isn’t in tenant ${tenant}.`,
      `Check ${id}; if it is right, an admin of that tenant consents: ${consent}`,
      trace,
    );
  }
  switch (failure.code) {
    case 'app-misconfigured':
      return fail(
        failure.aadsts === null && failure.network === null && failure.status === null
          ? 'The proof of identity can’t be used.'
          : says,
        `Check ${failure.setting}.`,
        trace,
      );
    case 'unavailable':
      if (failure.aadsts === null && usesIdentity(chosen)) {
        return fail(
          'The managed identity gives no token here.',
          `Run the doctor where the bot runs, and check that the identity of ${proof} is assigned there.`,
          trace,
        );
      }
      return failure.network === null
        ? fail(says, 'Try again in a few minutes.', trace)
        : fail(says, 'Let this machine reach Entra by https; AUTHORITY_HOST and CLOUD name it.', trace);
    case 'throttled':
      return warn('Entra asks to wait.', `Try again in ${failure.retryAfter ?? 60} s.`, trace);
    default:
      return fail(says, `Check ${id} and ${proof}; Entra’s sign-in log tells more.`, trace);
  }
}

/**
 * Why Graph refused a read, and what mends it.
 *
 * @param mend what to do when it isn't permitted
 */
export function graphFinding(failure: GraphFailure, mend: string): Finding {
  const { status, code, requestId } = failure.answer;
  const trace = requestId === null ? [] : [`request id for Microsoft: ${requestId}`];
  if (failure.kind === 'status' && (status === 401 || status === 403)) {
    return fail(`Graph doesn’t permit it (${status}${code === null ? '' : ` ${code}`}).`, mend, trace);
  }
  if (failure.kind === 'status' && status === 429)
    return warn('Graph asks to wait (429).', `Try again in ${failure.answer.retryAfter ?? 60} s.`, trace);
  if (failure.kind === 'status')
    return fail(`Graph answers ${status}.`, 'Try again in a few minutes.', trace);
  return fail(
    `${capital(failure.message)}.`,
    'Let this machine reach Graph by https; CLOUD and GRAPH_BASE_URL name it.',
    trace,
  );
}

/** The finding for whatever asking Graph with one of the bot's identities threw. @throws anything else again */
export function readFinding(
  error: unknown,
  config: ProductionConfig,
  asked: { readonly purpose: Purpose; readonly tenant: string; readonly mend: string },
): Finding {
  if (error instanceof SignInFailed) return signInFinding(error, config, asked.purpose, asked.tenant);
  if (error instanceof GraphFailure) return graphFinding(error, asked.mend);
  throw error;
}
