import type { Job } from './job.ts';

/** A small synchronizationSchema for `job`: one object mapping, enough to be read and kept as a record. */
export function jobSchema(job: Job): Record<string, unknown> {
  const directory = (id: string, name: string) => ({ id, name, readOnly: false, objects: [] });
  return {
    id: job.id,
    version: 'v1.0',
    provisioningTaskIdentifier: job.id,
    directories: [directory('source', 'Microsoft Entra ID'), directory('target', job.templateId)],
    synchronizationRules: [
      {
        id: 'rule-users',
        name: 'USER_TO_USER',
        sourceDirectoryName: 'Microsoft Entra ID',
        targetDirectoryName: job.templateId,
        objectMappings: [
          {
            name: 'Synchronize users',
            enabled: true,
            flowTypes: 'Add,Update,Delete',
            sourceObjectName: 'User',
            targetObjectName: 'User',
            attributeMappings: [],
          },
        ],
      },
    ],
  };
}
