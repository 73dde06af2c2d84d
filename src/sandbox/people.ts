import { sandboxIds, sandboxTenantId, sisterTenantId } from './ids.ts';

/** The tenant next door: it has one person and has never heard of the bot. */
export const foreignTenantId = '7c2d4e1f-0b3a-4d5c-8e6f-91a2b3c4d5e6';

/** Directory roles by their template ids, which are the same in every tenant and come as `wids` in tokens. */
export const directoryRoles = {
  'Application Administrator': '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3',
  'Cloud Application Administrator': '158c047a-c907-4556-b7ef-446551a6b5f7',
  'Hybrid Identity Administrator': '8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2',
} as const;

export type DirectoryRole = keyof typeof directoryRoles;

/** Somebody who can sign in. */
export interface Person {
  readonly oid: string;
  readonly tenantId: string;
  readonly name: string;
  readonly userPrincipalName: string;
  readonly roles: readonly DirectoryRole[];
  /** A guest is of this tenant, under an object id of its own, though at home elsewhere. */
  readonly guest: boolean;
}

const person = (
  oid: string,
  name: string,
  userPrincipalName: string,
  rest: Partial<Pick<Person, 'tenantId' | 'roles' | 'guest'>> = {},
): Person => ({ oid, tenantId: sandboxTenantId, name, userPrincipalName, roles: [], guest: false, ...rest });

/** Everybody, by what they are here for. */
export const sandboxUsers = {
  adminUser: person('5b0c8a11-6f0e-4c7b-9a41-1f2e3d4c5b01', 'Ada Lindqvist', 'ada@contoso.example', {
    roles: ['Application Administrator'],
  }),
  cloudAdmin: person('5b0c8a11-6f0e-4c7b-9a41-1f2e3d4c5b02', 'Chidi Okafor', 'chidi@contoso.example', {
    roles: ['Cloud Application Administrator'],
  }),
  /** May manage cloud sync, and no other application's provisioning. */
  hybridAdmin: person('5b0c8a11-6f0e-4c7b-9a41-1f2e3d4c5b03', 'Hana Mori', 'hana@contoso.example', {
    roles: ['Hybrid Identity Administrator'],
  }),
  /** Owns one application, Slack, and has no role. */
  owner: person('5b0c8a11-6f0e-4c7b-9a41-1f2e3d4c5b04', 'Owen Price', 'owen@contoso.example'),
  /** Has no role and owns nothing. */
  reader: person('5b0c8a11-6f0e-4c7b-9a41-1f2e3d4c5b05', 'Rita Alves', 'rita@contoso.example'),
  /** Has no role either; looks after the schools, for which the scope is enough. */
  educator: person('5b0c8a11-6f0e-4c7b-9a41-1f2e3d4c5b06', 'Edgar Novak', 'edgar@contoso.example'),
  guest: person(
    '5b0c8a11-6f0e-4c7b-9a41-1f2e3d4c5b07',
    'Gwen Castillo (Fabrikam)',
    'gwen_fabrikam.example#EXT#@contoso.example',
    { guest: true },
  ),
  foreigner: person('5b0c8a11-6f0e-4c7b-9a41-1f2e3d4c5b08', 'Farid Haddad', 'farid@fabrikam.example', {
    tenantId: foreignTenantId,
  }),
  sisterAdmin: person('5b0c8a11-6f0e-4c7b-9a41-1f2e3d4c5b09', 'Tilda Berg', 'tilda@tailwind.example', {
    tenantId: sisterTenantId,
    roles: ['Application Administrator'],
  }),
  /** Has no role, and owns nothing at the sister school either. */
  sisterReader: person('5b0c8a11-6f0e-4c7b-9a41-1f2e3d4c5b10', 'Samir Costa', 'samir@tailwind.example', {
    tenantId: sisterTenantId,
  }),
} as const satisfies Record<string, Person>;

export type SandboxUserName = keyof typeof sandboxUsers;

/**
 * Applications that can ask for tokens: registered at home, consented to at the sister school too. The app
 * (client) id is the same in both; each tenant has a servicePrincipal of its own for it (application and service
 * principal objects, Microsoft Entra).
 */
export const sandboxApps = {
  bot: {
    clientId: 'fe7ba2f9-7b50-4a98-968d-2e8342cd1aa4',
    servicePrincipalId: 'b4d70701-98d9-4c23-a8d8-fa6b561e69bc',
    sisterServicePrincipalId: '1a3d1c95-8211-4197-a4db-357eb5ddd436',
    name: 'Sync Warden',
    secret: 'sandbox-bot-secret',
  },
  /** Looks up and reads, so that a leak of its credential changes nothing. */
  reader: {
    clientId: '0c9d1f5e-7a63-4b5e-8f0d-3b2a19c4d7e8',
    servicePrincipalId: '3e7f9b60-5d1c-4a2e-b8f4-6c0a7d2e9f13',
    sisterServicePrincipalId: '9ee1616d-339d-4a28-ade1-adfc20a17bb6',
    name: 'Sync Warden reader',
    secret: 'sandbox-reader-secret',
  },
} as const;

/** Who owns which servicePrincipal: its object id, and the object ids of the owners. */
export const principalOwners: Readonly<Record<string, readonly string[]>> = {
  [sandboxIds.slack.servicePrincipalId]: [sandboxUsers.owner.oid],
};

/** A group; `members` are people and other groups. */
export interface Group {
  readonly id: string;
  readonly name: string;
  readonly members: readonly string[];
}

const operatorsId = 'a1f6c7d2-3b48-4e59-8c60-7d5e2f1a9b01';
const adminsId = 'a1f6c7d2-3b48-4e59-8c60-7d5e2f1a9b02';
const schoolsId = 'a1f6c7d2-3b48-4e59-8c60-7d5e2f1a9b03';
const staffId = 'a1f6c7d2-3b48-4e59-8c60-7d5e2f1a9b04';
const sisterOperatorsId = 'a1f6c7d2-3b48-4e59-8c60-7d5e2f1a9b06';

/** `staff` holds `operators` and `schools`, and `operators` holds `admins`, so memberships are up to three deep. */
export const sandboxGroups = {
  admins: {
    id: adminsId,
    name: 'Identity admins',
    members: [sandboxUsers.adminUser.oid, sandboxUsers.cloudAdmin.oid],
  },
  operators: {
    id: operatorsId,
    name: 'Sync operators',
    members: [adminsId, sandboxUsers.hybridAdmin.oid, sandboxUsers.owner.oid],
  },
  schools: { id: schoolsId, name: 'School data', members: [sandboxUsers.educator.oid] },
  staff: { id: staffId, name: 'All staff', members: [operatorsId, schoolsId, sandboxUsers.reader.oid] },
  /** Guests are in here and in nothing else. */
  partners: {
    id: 'a1f6c7d2-3b48-4e59-8c60-7d5e2f1a9b05',
    name: 'Partners',
    members: [sandboxUsers.guest.oid],
  },
  /** These two are the sister school's, named like the home tenant's. */
  sisterOperators: {
    id: sisterOperatorsId,
    name: 'Sync operators',
    members: [sandboxUsers.sisterAdmin.oid],
  },
  sisterStaff: {
    id: 'a1f6c7d2-3b48-4e59-8c60-7d5e2f1a9b07',
    name: 'All staff',
    members: [sisterOperatorsId, sandboxUsers.sisterReader.oid],
  },
} as const satisfies Record<string, Group>;
