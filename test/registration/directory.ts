import { randomUUID } from 'node:crypto';
import * as z from 'zod/v4';

/**
 * A directory as far as the script asks Graph about it: applications, service principals, federated credentials and
 * grants, with the refusals that the real one is known for.
 */
export interface Directory {
  readonly tenantId: string;
  readonly applications: Application[];
  readonly servicePrincipals: { readonly id: string; readonly appId: string }[];
  readonly federated: { readonly application: string; readonly body: FederatedCredential }[];
  readonly scopeGrants: ScopeGrant[];
  readonly roleGrants: RoleGrant[];
  /** Objects that were just made, by id: not known yet when they are asked for first. */
  readonly fresh: string[];
  readonly calls: { readonly method: string; readonly url: string; readonly resource: string }[];
}

const scopeShape = z.strictObject({
  id: z.guid(),
  value: z.string(),
  type: z.enum(['User', 'Admin']),
  isEnabled: z.boolean(),
  adminConsentDisplayName: z.string().min(1).max(100),
  adminConsentDescription: z.string().min(1),
  userConsentDisplayName: z.string().max(100),
  userConsentDescription: z.string(),
});

/** What the resource documents (Microsoft Graph v1.0: application, apiApplication, webApplication, …). */
export const applicationShape = z.strictObject({
  displayName: z.string().min(1).max(120),
  signInAudience: z.enum(['AzureADMyOrg', 'AzureADMultipleOrgs']),
  identifierUris: z.array(z.string().max(255)).default([]),
  api: z
    .strictObject({
      requestedAccessTokenVersion: z.union([z.literal(1), z.literal(2)]).optional(),
      oauth2PermissionScopes: z.array(scopeShape).default([]),
      preAuthorizedApplications: z
        .array(z.strictObject({ appId: z.guid(), delegatedPermissionIds: z.array(z.guid()) }))
        .default([]),
    })
    .prefault({}),
  requiredResourceAccess: z
    .array(
      z.strictObject({
        resourceAppId: z.guid(),
        resourceAccess: z
          .array(z.strictObject({ id: z.guid(), type: z.enum(['Scope', 'Role']) }))
          .min(1)
          .max(50),
      }),
    )
    .default([]),
  isFallbackPublicClient: z.boolean().optional(),
  publicClient: z.strictObject({ redirectUris: z.array(z.string()) }).optional(),
  spa: z.strictObject({ redirectUris: z.array(z.string()) }).optional(),
  web: z
    .strictObject({
      redirectUris: z.array(z.url({ protocol: /^https$/ }).max(256)),
      implicitGrantSettings: z
        .strictObject({ enableAccessTokenIssuance: z.boolean(), enableIdTokenIssuance: z.boolean() })
        .optional(),
    })
    .optional(),
});

const federatedShape = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{2,119}$/),
  issuer: z.url(),
  subject: z.guid(),
  audiences: z.array(z.string()).length(1),
});
const scopeGrantShape = z.strictObject({
  clientId: z.guid(),
  consentType: z.literal('AllPrincipals'),
  resourceId: z.guid(),
  scope: z.string().min(1),
});
const roleGrantShape = z.strictObject({ principalId: z.guid(), resourceId: z.guid(), appRoleId: z.guid() });

export type Application = z.infer<typeof applicationShape> & { readonly id: string; readonly appId: string };
export type FederatedCredential = z.infer<typeof federatedShape>;
type ScopeGrant = z.infer<typeof scopeGrantShape> & { readonly id: string };
type RoleGrant = z.infer<typeof roleGrantShape> & { readonly id: string };

/** Graph's own service principal. */
export const graphPrincipal = {
  id: '7f0a3e52-9c41-4d2b-8e60-1b5d7a9c3f28',
  appId: '00000003-0000-0000-c000-000000000000',
};

export const emptyDirectory = (tenantId: string): Directory => ({
  tenantId,
  applications: [],
  servicePrincipals: [graphPrincipal],
  federated: [],
  scopeGrants: [],
  roleGrants: [],
  fresh: [],
  calls: [],
});

/** Why Graph says no. */
export class Refused extends Error {}

const refuse = (why: string): never => {
  throw new Refused(why);
};

/** Answers one request; `path` is what comes behind `/v1.0/`. @throws Refused */
export function answer(directory: Directory, method: string, path: string, body: unknown): unknown {
  const url = new URL(path, 'https://graph.invalid/');
  const segments = decodeURIComponent(url.pathname).slice(1).split('/');
  const [collection = '', below, third] = segments;
  const [, kind = '', appId] = /^(\w+)\(appId='([^']+)'\)$/.exec(collection) ?? [];
  const by = (name: string) => `${method} ${name}`;
  if (by('applications') === `${method} ${collection}` && below === undefined)
    return method === 'POST'
      ? createApplication(directory, body)
      : { value: directory.applications.filter(({ displayName }) => isNamed(url, displayName)) };
  if (kind === 'applications')
    return directory.applications.find((each) => each.appId === appId) ?? missing();
  if (kind === 'servicePrincipals')
    return directory.servicePrincipals.find((each) => each.appId === appId) ?? missing();
  if (collection === 'applications' && below !== undefined) {
    const application = directory.applications.find(({ id }) => id === below) ?? missing();
    const waiting = directory.fresh.indexOf(application.id);
    if (waiting >= 0) {
      directory.fresh.splice(waiting, 1);
      missing();
    }
    if (third === 'federatedIdentityCredentials') return federated(directory, method, application.id, body);
    if (method === 'PATCH') return change(directory, application, body);
    return application;
  }
  if (collection === 'servicePrincipals' && below === undefined && method === 'POST')
    return createPrincipal(directory, body);
  if (collection === 'servicePrincipals' && below !== undefined) {
    if (!directory.servicePrincipals.some(({ id }) => id === below)) missing();
    if (third === 'oauth2PermissionGrants')
      return { value: directory.scopeGrants.filter(({ clientId }) => clientId === below) };
    if (third === 'appRoleAssignments')
      return method === 'POST'
        ? assign(directory, body)
        : { value: directory.roleGrants.filter(({ principalId }) => principalId === below) };
  }
  if (collection === 'oauth2PermissionGrants') return grant(directory, method, below, body);
  return refuse(`400 ${method} ${path} is not known here`);
}

function missing(): never {
  throw new Refused('404 Request_ResourceNotFound');
}

const isNamed = (url: URL, name: string) => url.searchParams.get('$filter') === `displayName eq '${name}'`;

function createApplication(directory: Directory, body: unknown): Application {
  const made = { ...applicationShape.parse(body), id: randomUUID(), appId: randomUUID() };
  // Clients can be authorized only for scopes that are there already (microsoft-graph-docs, issue 20177).
  if (made.api.preAuthorizedApplications.length > 0) refuse('400 has a Permission Id that cannot be found');
  checkUris(made);
  directory.applications.push(made);
  directory.fresh.push(made.id);
  return made;
}

function change(directory: Directory, application: Application, body: unknown): null {
  const api = applicationShape.shape.api.unwrap().partial().optional();
  const parsed = applicationShape.partial().extend({ api }).parse(body);
  // What a request leaves out keeps its value: of the application, and of its api.
  const sent = body as Partial<Application>;
  const given = pick(parsed.api, sent.api) as Partial<Application['api']>;
  const scopes = application.api.oauth2PermissionScopes.map(({ id }) => id);
  const authorized = given.preAuthorizedApplications ?? [];
  if (authorized.some((each) => each.delegatedPermissionIds.some((id) => !scopes.includes(id))))
    refuse('400 has a Permission Id that cannot be found');
  const next = given.oauth2PermissionScopes?.map(({ id }) => id);
  if (next !== undefined && scopes.some((id) => !next.includes(id)))
    refuse('400 Permission (scope or role) cannot be deleted or updated unless disabled first');
  const changed: Application = {
    ...application,
    ...pick(parsed, sent),
    api: { ...application.api, ...given },
  };
  checkUris(changed);
  directory.applications[directory.applications.indexOf(application)] = changed;
  return null;
}

const pick = (parsed: object | undefined, sent: object | undefined) =>
  Object.fromEntries(Object.entries(parsed ?? {}).filter(([name]) => Object.hasOwn(sent ?? {}, name)));

/** The policy that Microsoft switched on for tenants (entra-docs, identifier-uri-restrictions), its strict form. */
function checkUris({ identifierUris, appId, api }: Application): void {
  const custom = identifierUris.filter((uri) => uri !== `api://${appId}`);
  if (custom.length > 0 && api.requestedAccessTokenVersion !== 2)
    refuse('400 Failed to add identifier URI: version 1 tokens');
}

function federated(directory: Directory, method: string, application: string, body: unknown): unknown {
  const own = directory.federated.filter((each) => each.application === application);
  if (method === 'GET') return { value: own.map((each, index) => ({ id: String(index), ...each.body })) };
  const parsed = federatedShape.parse(body);
  if (own.some((each) => each.body.name === parsed.name)) refuse('409 name');
  directory.federated.push({ application, body: parsed });
  return { id: randomUUID(), ...parsed };
}

function createPrincipal(directory: Directory, body: unknown): unknown {
  const { appId } = z.strictObject({ appId: z.guid() }).parse(body);
  if (!directory.applications.some((each) => each.appId === appId)) refuse('400 NoBackingApplicationObject');
  if (directory.servicePrincipals.some((each) => each.appId === appId)) refuse('409 already in use');
  const made = { id: randomUUID(), appId };
  directory.servicePrincipals.push(made);
  return made;
}

function grant(directory: Directory, method: string, id: string | undefined, body: unknown): unknown {
  if (method === 'POST') {
    const made = { id: `grant-${directory.scopeGrants.length}`, ...scopeGrantShape.parse(body) };
    if (directory.scopeGrants.some(({ clientId }) => clientId === made.clientId)) refuse('409 exists');
    directory.scopeGrants.push(made);
    return made;
  }
  const index = directory.scopeGrants.findIndex((each) => each.id === id);
  const before = directory.scopeGrants[index] ?? missing();
  directory.scopeGrants[index] = { ...before, ...scopeGrantShape.pick({ scope: true }).parse(body) };
  return null;
}

function assign(directory: Directory, body: unknown): unknown {
  const made = { id: randomUUID(), ...roleGrantShape.parse(body) };
  const same = directory.roleGrants.some(
    (each) => each.principalId === made.principalId && each.appRoleId === made.appRoleId,
  );
  if (same) refuse('400 Permission being assigned already exists on the object');
  directory.roleGrants.push(made);
  return made;
}
