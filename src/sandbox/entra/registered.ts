import * as z from 'zod/v4';
import type { Registered } from './apps.ts';
import { graphAppId, graphPermissions } from './graph-permissions.ts';

const applicationShape = z.object({
  signInAudience: z.enum(['AzureADMyOrg', 'AzureADMultipleOrgs']),
  web: z.object({ redirectUris: z.array(z.string()) }),
  requiredResourceAccess: z.array(
    z.object({
      resourceAppId: z.literal(graphAppId),
      resourceAccess: z.array(z.object({ id: z.guid(), type: z.enum(['Scope', 'Role']) })),
    }),
  ),
});

/**
 * What counts of an application as Graph holds it (application resource, Microsoft Graph).
 *
 * @throws for an application it can't be read from, and for a permission that Graph doesn't offer under that id and type
 */
export function registeredOf(application: unknown): Registered {
  const { signInAudience, web, requiredResourceAccess } = applicationShape.parse(application);
  const asked = requiredResourceAccess.flatMap(({ resourceAccess }) => resourceAccess);
  const named = asked.map(({ id, type }) => {
    const permission = graphPermissions[id];
    if (permission?.type !== type) throw new Error(`Graph has no ${type} with the id ${id}.`);
    return permission;
  });
  const of = (type: 'Scope' | 'Role') => named.filter((each) => each.type === type).map(({ name }) => name);
  return {
    multiTenant: signInAudience === 'AzureADMultipleOrgs',
    redirectUris: web.redirectUris,
    delegated: of('Scope'),
    roles: of('Role'),
  };
}
