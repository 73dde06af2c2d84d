/** The made-up estate a benchmark polls: tenants with jobs, all by number, so that two processes agree on every id. */

const guid = (kind: string, tenant: number, index: number) =>
  `${kind}0000000-0000-4000-8000-${String(tenant).padStart(6, '0')}${String(index).padStart(6, '0')}`;

/** @returns the tenant's id */
export const tenantId = (tenant: number): string => guid('a', tenant, 0);

/** @returns the object id of a tenant's servicePrincipal, which has one job */
export const principalId = (tenant: number, index: number): string => guid('b', tenant, index);

/** @returns the id of that one job */
export const jobId = (tenant: number, index: number): string => `bench.${tenant}.${index}`;

/** Which job a servicePrincipal's id belongs to; null for any other id. */
export function numbersOf(id: string): { readonly tenant: number; readonly index: number } | null {
  const found = /^b0000000-0000-4000-8000-(\d{6})(\d{6})$/.exec(id);
  return found === null ? null : { tenant: Number(found[1]), index: Number(found[2]) };
}

/** The bearer token by which the fake Graph knows a tenant. */
export const tokenOf = (id: string): string => `tenant ${id}`;
