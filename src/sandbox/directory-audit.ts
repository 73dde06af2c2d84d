import { randomUUID } from 'node:crypto';

/** A directoryAudit as Graph answers it, and when it happened. */
export interface DirectoryAudit {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly json: Record<string, unknown>;
}

/** What somebody did to a job. */
export interface ChangeElsewhere {
  readonly servicePrincipalId: string;
  readonly by?: string | undefined;
  readonly set: {
    readonly state?: string | undefined;
    readonly quarantine?: object | null | undefined;
    readonly delete?: boolean | undefined;
  };
}

/** What the directory calls a change (audit activities, Microsoft Entra: category ProvisioningManagement). */
function activitiesOf({ state, quarantine, delete: deleted }: ChangeElsewhere['set']): string[] {
  return [
    ...(state === undefined
      ? []
      : [`${state === 'Active' ? 'Enable/start' : 'Disable/pause'} provisioning configuration`]),
    ...(quarantine ? ['Quarantine'] : []),
    ...(deleted === true ? ['Delete provisioning configuration'] : []),
  ];
}

/** The entries of a change made elsewhere; without a name it was the provisioning service itself. */
export function auditsOf(change: ChangeElsewhere, now: number): DirectoryAudit[] {
  const { servicePrincipalId, by } = change;
  return activitiesOf(change.set).map((activityDisplayName) => {
    const isOwn = by === undefined || activityDisplayName === 'Quarantine';
    return {
      at: now,
      json: {
        id: randomUUID(),
        category: 'ProvisioningManagement',
        correlationId: randomUUID(),
        result: 'success',
        resultReason: '',
        activityDisplayName,
        activityDateTime: new Date(now).toISOString(),
        loggedByService: 'Account Provisioning',
        operationType: '',
        initiatedBy: isOwn
          ? { user: null, app: { displayName: 'Microsoft.Azure.SyncFabric', appId: null } }
          : {
              app: null,
              user: { id: randomUUID(), displayName: by, userPrincipalName: null, ipAddress: null },
            },
        targetResources: [
          {
            id: servicePrincipalId.toLowerCase(),
            displayName: null,
            type: 'ServicePrincipal',
            modifiedProperties: [],
          },
        ],
        additionalDetails: [],
      },
    };
  });
}
