import { consentReturn } from '../clouds.ts';
import { teamsClientIds } from '../identity/sso-token.ts';
import { graphAppId, type Permission } from './permissions.ts';
import type { Registration, RegistrationPlan } from './plan.ts';

/** The parts of Graph's `application` resource that the bot's registrations have; its field names. */
export interface Application {
  readonly displayName: string;
  readonly signInAudience: 'AzureADMyOrg' | 'AzureADMultipleOrgs';
  readonly identifierUris: readonly string[];
  readonly api: {
    readonly requestedAccessTokenVersion: 2;
    readonly oauth2PermissionScopes: readonly PermissionScope[];
    readonly preAuthorizedApplications: readonly {
      readonly appId: string;
      readonly delegatedPermissionIds: readonly string[];
    }[];
  };
  readonly requiredResourceAccess: readonly {
    readonly resourceAppId: string;
    readonly resourceAccess: readonly { readonly id: string; readonly type: 'Scope' | 'Role' }[];
  }[];
  readonly isFallbackPublicClient: false;
  readonly publicClient: { readonly redirectUris: readonly [] };
  readonly spa: { readonly redirectUris: readonly [] };
  readonly web: {
    readonly redirectUris: readonly string[];
    readonly implicitGrantSettings: {
      readonly enableAccessTokenIssuance: false;
      readonly enableIdTokenIssuance: false;
    };
  };
}

/** What people's sign-ins are for: `access_as_user`. */
export interface PermissionScope {
  readonly id: string;
  readonly value: 'access_as_user';
  readonly type: 'User';
  readonly isEnabled: true;
  readonly adminConsentDisplayName: string;
  readonly adminConsentDescription: string;
  readonly userConsentDisplayName: string;
  readonly userConsentDescription: string;
}

/** The id of the scope `access_as_user`: it has to be unique within an application only. */
export const accessAsUserId = '5f0b2f1e-3c74-4f0a-9a5d-8f6e1d2b7c43';

/** What takes the place of the client id while it is not known. */
export const unknownClientId = '<BOT_ID>';

/** The scope that Teams asks for when it signs a person in. */
export function accessAsUser(id: string = accessAsUserId): PermissionScope {
  return {
    id,
    value: 'access_as_user',
    type: 'User',
    isEnabled: true,
    adminConsentDisplayName: 'Act for the person who presses a button',
    adminConsentDescription:
      'Lets Teams sign people in to Sync Warden, which then acts with their own rights, and only when they press a button.',
    userConsentDisplayName: 'Act for you when you press a button',
    userConsentDescription:
      'Lets Teams sign you in to Sync Warden, which then acts with your own rights, and only when you press a button.',
  };
}

/** Graph's `requiredResourceAccess` for some permissions; empty for none. */
export function requiredResourceAccess(
  permissions: readonly Permission[],
): Application['requiredResourceAccess'] {
  if (permissions.length === 0) return [];
  return [
    {
      resourceAppId: graphAppId,
      resourceAccess: permissions.map(({ id, kind }) => ({
        id,
        type: kind === 'delegated' ? 'Scope' : 'Role',
      })),
    },
  ];
}

/**
 * A registration as Graph's application resource, whole: as it is to be read from Graph in the end. Graph takes it in
 * parts only, because clients can't be authorized for a scope that the same request brings (script.ts).
 *
 * A redirect address is there for the consent link alone; nobody signs in with this app, so no client flow is open.
 *
 * @param ids of the application and of its scope, where they are not those known
 */
export function applicationOf(
  registration: Registration,
  plan: Pick<RegistrationPlan, 'cloud' | 'tenants' | 'appIdUri'>,
  ids: { readonly clientId?: string; readonly scopeId?: string } = {},
): Application {
  const { name, permissions, signsPeopleIn } = registration;
  const clientId = ids.clientId ?? registration.clientId ?? unknownClientId;
  const scopeId = ids.scopeId ?? accessAsUserId;
  return {
    displayName: name,
    signInAudience: plan.tenants.length > 1 ? 'AzureADMultipleOrgs' : 'AzureADMyOrg',
    identifierUris: signsPeopleIn ? [plan.appIdUri ?? `api://botid-${clientId}`] : [],
    api: {
      // Tokens of version 2 may be for any application ID URI (entra-docs, identifier-uri-restrictions).
      requestedAccessTokenVersion: 2,
      oauth2PermissionScopes: signsPeopleIn ? [accessAsUser(scopeId)] : [],
      preAuthorizedApplications: signsPeopleIn
        ? teamsClientIds.map((appId) => ({ appId, delegatedPermissionIds: [scopeId] }))
        : [],
    },
    requiredResourceAccess: requiredResourceAccess(permissions),
    isFallbackPublicClient: false,
    publicClient: { redirectUris: [] },
    spa: { redirectUris: [] },
    web: {
      redirectUris: permissions.length > 0 ? [consentReturn(plan.cloud)] : [],
      implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: false },
    },
  };
}
