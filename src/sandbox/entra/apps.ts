import { sandboxTenantId, sisterTenantId } from '../ids.ts';
import { sandboxApps } from '../people.ts';

/** Teams on desktop and mobile, and on the web; documented, the same everywhere. */
export const teamsClientIds: readonly string[] = [
  '1fec8e78-bce4-4aaf-ab1b-5451cc387264',
  '5e3ce6c0-2b1f-4285-8d4b-75ee78787346',
];

/** An app registration, and what was consented to for it in the tenants it is in. */
export interface EntraApp {
  readonly clientId: string;
  /** Object id of its servicePrincipal. */
  readonly servicePrincipalId: string;
  /** The same by tenant id, for tenants in which it is another one. */
  readonly servicePrincipalIdIn?: Readonly<Record<string, string>>;
  readonly name: string;
  /** Tenants that have its servicePrincipal; in others it is unknown. */
  readonly tenants: readonly string[];
  readonly secrets: readonly {
    readonly value: string;
    readonly expired?: boolean;
    /** Epoch milliseconds; half a year from now unless given. */
    readonly endsAt?: number;
  }[];
  /** Subjects of federated credentials it trusts (`sub` of the assertion). */
  readonly federatedSubjects: readonly string[];
  /** Delegated permissions an admin consented to, on Graph. */
  readonly delegated: readonly string[];
  /** Application permissions granted, on Graph. */
  readonly roles: readonly string[];
  /** What the registration says; consent can only be asked for where there is one. */
  readonly registration?: Registered;
  /** What “Expose an API” says; nothing unless given. */
  readonly exposes?: {
    readonly uri: string;
    readonly scope: string;
    /** Client ids that have the scope without asking people. */
    readonly authorized: readonly string[];
  };
}

/** The parts of an app registration that count for consent and for signing people in. */
export interface Registered {
  /** Whether tenants besides its own may have it. */
  readonly multiTenant: boolean;
  readonly redirectUris: readonly string[];
  /** Permissions on Graph it asks for. */
  readonly delegated: readonly string[];
  readonly roles: readonly string[];
}

/** The apps of a new sandbox. */
export function initialApps(): readonly EntraApp[] {
  const { bot, reader } = sandboxApps;
  const apps = [
    {
      ...identity(bot),
      delegated: ['Synchronization.ReadWrite.All', 'EduAdministration.ReadWrite', 'User.Read'],
      roles: [
        'Synchronization.ReadWrite.All',
        'Application.Read.All',
        'GroupMember.Read.All',
        'User.Read.All',
      ],
      exposes: { uri: `api://botid-${bot.clientId}`, scope: 'access_as_user', authorized: teamsClientIds },
    },
    {
      ...identity(reader),
      delegated: [],
      roles: ['Synchronization.Read.All', 'Application.Read.All', 'GroupMember.Read.All', 'User.Read.All'],
    },
  ];
  return apps.map((app) => ({
    ...app,
    registration: {
      multiTenant: true,
      redirectUris: portals,
      delegated: app.delegated,
      roles: app.roles,
    },
  }));
}

/** Of every cloud: the sandbox stands in for each. */
const portals = ['https://portal.azure.com/', 'https://portal.azure.us/', 'https://portal.azure.cn/'];

function identity(app: (typeof sandboxApps)[keyof typeof sandboxApps]) {
  return {
    clientId: app.clientId,
    servicePrincipalId: app.servicePrincipalId,
    servicePrincipalIdIn: { [sisterTenantId]: app.sisterServicePrincipalId },
    name: app.name,
    tenants: [sandboxTenantId, sisterTenantId],
    secrets: [{ value: app.secret }, { value: `${app.secret}-expired`, expired: true }],
    federatedSubjects: [federatedSubject(app.clientId)],
  };
}

/** The subject that federated assertions of the sandbox carry for an app. */
export function federatedSubject(clientId: string): string {
  return `sandbox:${clientId}`;
}

/** True when `audience` is one that tokens for the app may have: its id, or an application ID URI as bots have. */
export function isAudienceOf(app: EntraApp, audience: string): boolean {
  const id = app.clientId;
  return (
    audience === id ||
    audience === `api://${id}` ||
    (audience.startsWith('api://') && audience.split('/').at(-1) === `botid-${id}`)
  );
}
