/** A servicePrincipal (enterprise application) as the sandbox keeps it. */
export interface Principal {
  readonly id: string;
  readonly appId: string;
  displayName: string;
  readonly tags: readonly string[];
  readonly applicationTemplateId: string | null;
  readonly appOwnerOrganizationId: string;
  /** Epoch milliseconds. */
  readonly created: number;
}

/** All properties the sandbox knows, in Graph's shape. */
export function principalJson(principal: Principal): Record<string, unknown> {
  return {
    id: principal.id,
    deletedDateTime: null,
    accountEnabled: true,
    alternativeNames: [],
    appDescription: null,
    appDisplayName: principal.displayName,
    appId: principal.appId,
    appOwnerOrganizationId: principal.appOwnerOrganizationId,
    appRoleAssignmentRequired: false,
    applicationTemplateId: principal.applicationTemplateId,
    createdDateTime: new Date(principal.created).toISOString(),
    description: null,
    displayName: principal.displayName,
    homepage: null,
    loginUrl: null,
    logoutUrl: null,
    notes: null,
    notificationEmailAddresses: [],
    preferredSingleSignOnMode: null,
    servicePrincipalNames: [principal.appId],
    servicePrincipalType: 'Application',
    signInAudience: 'AzureADMyOrg',
    tags: [...principal.tags],
  };
}
