/** Graph's own app id, the same in every tenant. */
export const graphAppId = '00000003-0000-0000-c000-000000000000';

/** A permission that Graph offers. */
export interface GraphPermission {
  readonly name: string;
  readonly type: 'Scope' | 'Role';
}

/**
 * Some of the permissions Graph offers, by id (microsoft-graph-devx-content: `provisioningInfo.json`; education:
 * `permissions-descriptions.json`).
 */
export const graphPermissions: Readonly<Record<string, GraphPermission>> = {
  '7aa02aeb-824f-4fbe-a3f7-611f751f5b55': { name: 'Synchronization.Read.All', type: 'Scope' },
  '5ba43d2f-fa88-4db2-bd1c-a67c5f0fb1ce': { name: 'Synchronization.Read.All', type: 'Role' },
  '7bb27fa3-ea8f-4d67-a916-87715b6188bd': { name: 'Synchronization.ReadWrite.All', type: 'Scope' },
  '9b50c33d-700f-43b1-b2eb-87e89b703581': { name: 'Synchronization.ReadWrite.All', type: 'Role' },
  'c79f8feb-a9db-4090-85f9-90d820caa0eb': { name: 'Application.Read.All', type: 'Scope' },
  '9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30': { name: 'Application.Read.All', type: 'Role' },
  'bc024368-1153-4739-b217-4326f2e966d0': { name: 'GroupMember.Read.All', type: 'Scope' },
  '98830695-27a2-44f7-8c18-0c3ebc9698f6': { name: 'GroupMember.Read.All', type: 'Role' },
  'a154be20-db9c-4678-8ab7-66f6cc099a59': { name: 'User.Read.All', type: 'Scope' },
  'df021288-bdef-4463-88db-98f22de89214': { name: 'User.Read.All', type: 'Role' },
  'e1fe6dd8-ba31-4d61-89e7-88639da4683d': { name: 'User.Read', type: 'Scope' },
  'e4c9e354-4dc5-45b8-9e7c-e1393b0b1a20': { name: 'AuditLog.Read.All', type: 'Scope' },
  'b0afded3-3588-46d8-8b3d-9842eff778da': { name: 'AuditLog.Read.All', type: 'Role' },
  '63589852-04e3-46b4-bae9-15d5b1050748': { name: 'EduAdministration.ReadWrite', type: 'Scope' },
  '8523895c-6081-45bf-8a5d-f062a2f12c9f': { name: 'EduAdministration.Read', type: 'Scope' },
  '7c9db06a-ec2d-4e7b-a592-5a1e30992566': { name: 'EduAdministration.Read.All', type: 'Role' },
  '9bc431c3-b8bc-4a8d-a219-40f10f92eff6': { name: 'EduAdministration.ReadWrite.All', type: 'Role' },
};
