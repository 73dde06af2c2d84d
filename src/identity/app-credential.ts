import { readFile } from 'node:fs/promises';
import {
  ClientAssertionCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
  type TokenCredential,
} from '@azure/identity';
import type { Cloud } from '../clouds.ts';
import { askEntra, type IssuedToken } from './ask-entra.ts';
import { BoundedMap } from './bounded-map.ts';
import { certificateProblem } from './certificate-problem.ts';
import type { ChosenCredential } from './choose-credential.ts';
import { type SignInContext, unproven } from './sign-in-failure.ts';
import { credentialOptions, type EntraConnection } from './token-answer.ts';

/**
 * Asks Entra for a token of the bot itself; every call may be a request.
 *
 * @param scope such as `https://graph.microsoft.com/.default`
 * @param tenant tenant id or domain
 * @throws SignInFailed
 */
export type TokenSource = (scope: string, tenant: string) => Promise<IssuedToken>;

export interface AppCredentialOptions extends EntraConnection {
  /** Milliseconds. */
  readonly timeout?: number;
}

/** Tenants credentials are kept for at most. */
const mostTenants = 50;

/**
 * The bot's own credential, as chosen. A managed identity used as it is gives tokens of its own tenant only,
 * whatever tenant is asked for.
 */
export function createAppCredential(chosen: ChosenCredential, options: AppCredentialOptions): TokenSource {
  const credentials = new BoundedMap<string, TokenCredential>(mostTenants);
  return (scope, tenant) => {
    const context = contextOf(chosen, options.cloud, tenant);
    return askEntra(
      async () => {
        const known = credentials.get(tenant);
        if (known === undefined && chosen.kind === 'certificate')
          await checkCertificate(chosen.proof(), context);
        const credential = known ?? build(chosen, tenant, options);
        // Kept only when it worked: the library goes on refusing for a minute after Entra was in trouble.
        credentials.delete(tenant);
        const token = await credential.getToken(scope);
        if (token !== null) credentials.set(tenant, credential);
        return token;
      },
      context,
      options.timeout,
    );
  };
}

/** How an app proves itself to Entra, in the shape OnBehalfOfCredential takes. */
export type ClientProof =
  | { readonly clientSecret: string }
  | { readonly certificatePath: string }
  | { readonly getAssertion: () => Promise<string> };

/**
 * What an app registration proves itself with.
 *
 * @throws TypeError for a managed identity used as it is, which is no app registration
 */
export function clientProof(chosen: ChosenCredential, options: AppCredentialOptions): ClientProof {
  switch (chosen.kind) {
    case 'secret':
      return { clientSecret: chosen.proof() };
    case 'certificate':
      return { certificatePath: chosen.proof() };
    case 'federated-token-file':
      return { getAssertion: () => readTokenFile(chosen, options.cloud) };
    case 'federated-identity':
      return { getAssertion: identityAssertion(chosen, options) };
    case 'managed-identity':
      throw new TypeError(`${chosen.settings.proof} is no app registration`);
  }
}

/** What a failure of this credential in a tenant is told with. */
export function contextOf(chosen: ChosenCredential, cloud: Cloud, tenant: string): SignInContext {
  return {
    cloud,
    tenant,
    clientId: chosen.clientId,
    of: 'app',
    settings: {
      ...chosen.settings,
      tenant: chosen.purpose === 'connector' ? 'BOT_TENANT_ID' : 'ALLOWED_TENANTS',
    },
  };
}

function build(chosen: ChosenCredential, tenant: string, options: AppCredentialOptions): TokenCredential {
  const common = credentialOptions(options);
  if (chosen.kind === 'managed-identity') return managedIdentity(chosen.clientId, options);
  const proof = clientProof(chosen, options);
  if ('clientSecret' in proof) {
    return new ClientSecretCredential(tenant, chosen.clientId, proof.clientSecret, common);
  }
  if ('certificatePath' in proof) {
    return new ClientCertificateCredential(tenant, chosen.clientId, proof.certificatePath, common);
  }
  return new ClientAssertionCredential(tenant, chosen.clientId, proof.getAssertion, common);
}

function managedIdentity(clientId: string, options: AppCredentialOptions): TokenCredential {
  const { loggingOptions } = credentialOptions(options);
  // 404 and 410 are answers while an identity is being set up; the default would repeat for longer than anybody waits.
  return new ManagedIdentityCredential({ clientId, loggingOptions, retryOptions: { maxRetries: 2 } });
}

function identityAssertion(chosen: ChosenCredential, options: AppCredentialOptions): () => Promise<string> {
  const credential = managedIdentity(chosen.proof(), options);
  const scope = `${options.cloud.tokenExchange}/.default`;
  const context = contextOf(chosen, options.cloud, 'managed identity');
  return async () => (await askEntra(() => credential.getToken(scope), context, options.timeout)).token;
}

/** @throws SignInFailed that says what is wrong with the file */
export async function checkCertificate(path: string, context: SignInContext): Promise<void> {
  const problem = await certificateProblem(path);
  if (problem !== null) throw unproven(context, problem);
}

/** Read each time: Kubernetes replaces the file long before its token ends. */
async function readTokenFile(chosen: ChosenCredential, cloud: Cloud): Promise<string> {
  const token = await readFile(chosen.proof(), 'utf8').then(
    (text) => text.trim(),
    () => null,
  );
  const context = contextOf(chosen, cloud, 'token file');
  if (token === null) throw unproven(context, 'can’t be read');
  if (token === '') throw unproven(context, 'is empty');
  return token;
}
