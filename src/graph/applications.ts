import * as z from 'zod/v4';
import type { Graph } from './client.ts';
import { BadId, isGuid } from './ids.ts';
import { expectShape } from './jobs.ts';

const text = z.string().nullish();
const credential = z.object({ endDateTime: text, hint: text });
const applicationShape = z.object({
  appId: z.string(),
  displayName: text,
  identifierUris: z.array(z.string()).nullish(),
  passwordCredentials: z.array(credential).nullish(),
  api: z
    .object({
      oauth2PermissionScopes: z
        .array(z.object({ id: z.string(), value: text, isEnabled: z.boolean().nullish() }))
        .nullish(),
      preAuthorizedApplications: z
        .array(z.object({ appId: z.string(), delegatedPermissionIds: z.array(z.string()).nullish() }))
        .nullish(),
    })
    .nullish(),
  requiredResourceAccess: z
    .array(
      z.object({
        resourceAppId: z.string(),
        resourceAccess: z.array(z.object({ id: z.string(), type: z.string() })),
      }),
    )
    .nullish(),
});

/** A secret of an app registration; the secret itself can't be read. */
export interface SecretRecord {
  /** Epoch milliseconds; null when it never ends. */
  readonly endsAt: number | null;
  /** Its first three characters. Never to be shown. */
  readonly hint: string | null;
}

/** An app registration, as far as the bot looks at one. */
export interface Registration {
  readonly appId: string;
  readonly displayName: string;
  readonly identifierUris: readonly string[];
  readonly secrets: readonly SecretRecord[];
  /** Ids of the permissions it offers that are switched on, by name. */
  readonly offered: ReadonlyMap<string, string>;
  /** Ids of its permissions that a client has without asking people, by client id in lower case. */
  readonly authorized: ReadonlyMap<string, readonly string[]>;
  /** Ids of the delegated permissions it asks for, lower case, by the app id of whose they are. */
  readonly asksFor: ReadonlyMap<string, readonly string[]>;
}

const select = 'appId,displayName,identifierUris,passwordCredentials,api,requiredResourceAccess';

/**
 * GET the app registration with a client id, in the tenant it is registered in. Needs Application.Read.All
 * (application: Get, Microsoft Graph v1.0; resource types application and passwordCredential).
 *
 * @throws BadId unless it is a GUID
 * @throws GraphFailure; 403 when it isn't permitted, 404 when it is registered in another tenant
 */
export async function getRegistration(graph: Graph, clientId: string): Promise<Registration> {
  if (!isGuid(clientId)) throw new BadId('client id');
  const { body, answer } = await graph({
    name: 'read-application',
    method: 'GET',
    version: 'v1.0',
    path: `/applications(appId='${clientId}')?$select=${select}`,
  });
  const raw = expectShape(applicationShape, body, answer);
  return {
    appId: raw.appId,
    displayName: raw.displayName ?? '',
    identifierUris: raw.identifierUris ?? [],
    secrets: (raw.passwordCredentials ?? []).map(({ endDateTime, hint }) => {
      const at = Date.parse(endDateTime ?? '');
      return { endsAt: Number.isNaN(at) ? null : at, hint: hint ?? null };
    }),
    offered: new Map(
      (raw.api?.oauth2PermissionScopes ?? []).flatMap(({ id, value, isEnabled }) =>
        value && isEnabled !== false ? [[value, id] as const] : [],
      ),
    ),
    authorized: new Map(
      (raw.api?.preAuthorizedApplications ?? []).map(
        ({ appId, delegatedPermissionIds }) => [appId.toLowerCase(), delegatedPermissionIds ?? []] as const,
      ),
    ),
    asksFor: new Map(
      (raw.requiredResourceAccess ?? []).map(
        ({ resourceAppId, resourceAccess }) =>
          [
            resourceAppId.toLowerCase(),
            resourceAccess.filter(({ type }) => type === 'Scope').map(({ id }) => id.toLowerCase()),
          ] as const,
      ),
    ),
  };
}
