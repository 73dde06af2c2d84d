import type { ProductionConfig } from '../config.ts';
import { namesGroups } from '../policy/names-groups.ts';
import type { PolicyRules } from '../policy/rule.ts';
import { type Feature, type Permission, permissionsFor } from '../registration/permissions.ts';

/** One thing an identity does with Graph. */
export interface Need {
  readonly what: string;
  /** Any of these application permissions is enough and not too much; the first is the one to give. */
  readonly enough: readonly string[];
  /** Any of these does as well, and allows more than that. */
  readonly more: readonly string[];
  /** The bot works without it. */
  readonly optional?: true;
}

const directory = ['Directory.Read.All', 'Directory.ReadWrite.All'];

/**
 * What the reader needs. Permissions as Microsoft Graph's pages list them for an application: synchronizationJob,
 * servicePrincipal: List, directoryObject: checkMemberGroups (“Group memberships for a user”), directoryAudit: List,
 * educationSynchronizationProfile: List.
 *
 * @param policy null when it can't be read: then groups count as named
 */
export function readerNeeds(config: ProductionConfig, policy: PolicyRules | null): readonly Need[] {
  const groups: readonly Need[] = [
    {
      what: 'groups the policy names',
      enough: ['GroupMember.Read.All'],
      more: ['GroupMember.ReadWrite.All', 'Group.Read.All', 'Group.ReadWrite.All', ...directory],
    },
    {
      what: 'people in those groups',
      enough: ['User.Read.All', 'User.ReadBasic.All'],
      more: ['User.ReadWrite.All', ...directory],
    },
  ];
  const school: Need = {
    what: 'school profiles',
    enough: ['EduAdministration.Read.All'],
    more: ['EduAdministration.ReadWrite.All'],
  };
  return [
    { what: 'jobs', enough: ['Synchronization.Read.All'], more: ['Synchronization.ReadWrite.All'] },
    {
      what: 'applications’ names',
      enough: ['Application.Read.All'],
      more: ['Application.ReadWrite.All', ...directory],
    },
    ...(policy === null || namesGroups(policy) ? groups : []),
    { what: 'who changed a watched job', enough: ['AuditLog.Read.All'], more: [], optional: true },
    ...(config.schoolProfiles && config.cloud.schoolProfiles ? [school] : []),
  ];
}

/** What the writer needs. Application.ReadWrite.OwnedBy is enough for applications it owns (synchronizationJob). */
export const writerNeeds: readonly Need[] = [
  {
    what: 'changing jobs',
    enough: ['Synchronization.ReadWrite.All', 'Application.ReadWrite.OwnedBy'],
    more: [],
  },
];

/** Delegated permissions people's sign-ins are exchanged for. */
export function delegatedNeeds(config: ProductionConfig): readonly Permission[] {
  const features = new Set<Feature>();
  if (config.writesAs === 'person') features.add('writing-as-person');
  if (config.schoolProfiles) features.add('school-profiles');
  return permissionsFor(features, ['bot']).filter(({ kind }) => kind === 'delegated');
}

/** How an identity's permissions stand to what it needs. */
export interface PermissionReview {
  readonly missing: readonly Need[];
  /** Permissions that nothing here needs, or a lesser one would do for. */
  readonly excess: readonly string[];
}

/** @param roles as the token has them */
export function reviewPermissions(roles: readonly string[], needs: readonly Need[]): PermissionReview {
  const has = (permission: string) => roles.includes(permission);
  return {
    missing: needs.filter(({ enough, more }) => ![...enough, ...more].some(has)),
    excess: roles.filter((role) => !needs.some(({ enough }) => enough.includes(role))),
  };
}
