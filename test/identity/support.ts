import { type Cloud, cloudWith } from '../../src/clouds.ts';
import {
  createOnBehalfOf,
  type OnBehalfOf,
  type OnBehalfOfOptions,
} from '../../src/identity/on-behalf-of.ts';
import { SignInFailed, type SignInFailure } from '../../src/identity/sign-in-failure.ts';
import {
  createSsoVerifier,
  type SsoVerifierOptions,
  type VerifiedSignIn,
  type VerifySsoToken,
} from '../../src/identity/sso-token.ts';
import type { SandboxEntra } from '../../src/sandbox/entra/server.ts';
import {
  foreignTenantId,
  type SandboxUserName,
  sandboxApps,
  sandboxUsers,
} from '../../src/sandbox/people.ts';

export const { bot, reader } = sandboxApps;

/** A clock that stands still until it is moved. */
export function handClock(start = Date.now()) {
  let at = start;
  return {
    now: () => at,
    advance(milliseconds: number) {
      at += milliseconds;
    },
  };
}

/** The public cloud, with the sandbox for its Entra. */
export function cloudOf(entra: SandboxEntra): Cloud {
  const result = cloudWith('global', { AUTHORITY_HOST: entra.url });
  if (!result.ok) throw new Error(result.problems.join());
  return result.cloud;
}

/** A verifier for the sandbox's bot in both its tenants. */
export function verifierOf(entra: SandboxEntra, rest: Partial<SsoVerifierOptions> = {}): VerifySsoToken {
  return createSsoVerifier({
    cloud: cloudOf(entra),
    ca: entra.ca,
    audiences: [bot.clientId, `api://botid-${bot.clientId}`],
    allowedTenants: [entra.tenantId, foreignTenantId],
    ...rest,
  });
}

export function exchangerOf(entra: SandboxEntra, rest: Partial<OnBehalfOfOptions> = {}): OnBehalfOf {
  return createOnBehalfOf({
    cloud: cloudOf(entra),
    ca: entra.ca,
    clientId: bot.clientId,
    proof: { clientSecret: bot.secret },
    settings: { id: 'BOT_ID', proof: 'BOT_CLIENT_SECRET' },
    ...rest,
  });
}

export const claimed = (user: SandboxUserName) => {
  const { tenantId, oid } = sandboxUsers[user];
  return { tenantId, objectId: oid };
};

/** A person's sign-in, verified. */
export async function signInOf(
  entra: SandboxEntra,
  user: SandboxUserName,
  token = entra.sso(user),
): Promise<VerifiedSignIn> {
  const result = await verifierOf(entra)(token, claimed(user));
  if (!result.ok) throw new Error(result.why);
  return result.signIn;
}

/** What an attempt to get a token failed with. */
export async function failureOf(attempt: Promise<unknown>): Promise<SignInFailure> {
  const error = await attempt.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof SignInFailed)) throw new Error(`not a SignInFailed: ${String(error)}`);
  return error.failure;
}

/** Token requests the sandbox saw. */
export const exchanges = (entra: SandboxEntra) =>
  entra.requests().filter(({ endpoint }) => endpoint === 'token');
