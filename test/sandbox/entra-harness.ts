import { request as rawRequest } from 'node:https';
import { ClientAssertionCredential, ClientSecretCredential, OnBehalfOfCredential } from '@azure/identity';
import {
  type SandboxEntra,
  type SandboxEntraOptions,
  startSandboxEntra,
} from '../../src/sandbox/entra/server.ts';
import { type SandboxUserName, sandboxApps } from '../../src/sandbox/people.ts';
import type { Json } from './harness.ts';

export const { bot, reader } = sandboxApps;

const open = new Set<SandboxEntra>();

/** `startSandboxEntra` on any port, stopped by `stopEntras`. */
export async function openEntra(options: SandboxEntraOptions = {}): Promise<SandboxEntra> {
  const entra = await startSandboxEntra(options);
  open.add(entra);
  return entra;
}

export async function stopEntras(): Promise<void> {
  await Promise.all([...open].map((entra) => entra.stop()));
  open.clear();
}

export interface SecureAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly body: Json;
}

/** A request over https that trusts `ca` alone; fetch can't be told whom to trust. */
export function secureSend(
  ca: string,
  method: string,
  url: string,
  init: { readonly headers?: Record<string, string>; readonly body?: string } = {},
): Promise<SecureAnswer> {
  return new Promise((resolve, reject) => {
    const request = rawRequest(url, { method, ca, agent: false, headers: init.headers ?? {} }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => {
        const json = response.headers['content-type']?.startsWith('application/json') ?? false;
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text,
          body: json ? JSON.parse(text) : undefined,
        });
      });
    });
    request.on('error', reject);
    request.end(init.body);
  });
}

/** What a client sends to the token endpoint, by hand. */
export function postToken(
  entra: SandboxEntra,
  form: Record<string, string>,
  tenant: string = entra.tenantId,
): Promise<SecureAnswer> {
  return secureSend(entra.ca, 'POST', `${entra.url}/${tenant}/oauth2/v2.0/token`, {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  });
}

export const oboForm = (assertion: string, scope: string) => ({
  grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
  requested_token_use: 'on_behalf_of',
  client_id: bot.clientId,
  client_secret: bot.secret,
  assertion,
  scope,
});

export const credentialOptions = (entra: SandboxEntra) => ({
  authorityHost: entra.url,
  disableInstanceDiscovery: true,
  tlsOptions: { ca: entra.ca },
  // The library repeats what failed three times, over some seconds.
  retryOptions: { maxRetries: 0 },
});

/** The real library's credential for the bot on behalf of somebody. */
export function onBehalfOf(
  entra: SandboxEntra,
  user: SandboxUserName,
  assertion = entra.sso(user),
  options: object = credentialOptions(entra),
): OnBehalfOfCredential {
  return new OnBehalfOfCredential({
    tenantId: entra.tenantId,
    clientId: bot.clientId,
    clientSecret: bot.secret,
    userAssertionToken: assertion,
    ...options,
  });
}

export const bySecret = (
  entra: SandboxEntra,
  app: { readonly clientId: string; readonly secret: string },
  tenant: string = entra.tenantId,
) => new ClientSecretCredential(tenant, app.clientId, app.secret, credentialOptions(entra));

export const byAssertion = (entra: SandboxEntra, clientId: string, assertion = entra.assertion(clientId)) =>
  new ClientAssertionCredential(
    entra.tenantId,
    clientId,
    () => Promise.resolve(assertion),
    credentialOptions(entra),
  );

/** What a promise was rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<Json> {
  return promise.then(
    () => {
      throw new Error('it succeeded');
    },
    (error: unknown) => error,
  );
}
