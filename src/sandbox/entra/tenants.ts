import { sandboxTenantId, sisterTenantId } from '../ids.ts';
import { foreignTenantId } from '../people.ts';

/** Microsoft's own tenant, where bots of several tenants get their token for the channel. */
export const botFrameworkTenantId = 'd6d49420-f39b-4df7-a1dc-d59a935871db';

const byName: Readonly<Record<string, string>> = {
  [sandboxTenantId]: sandboxTenantId,
  [sisterTenantId]: sisterTenantId,
  [foreignTenantId]: foreignTenantId,
  [botFrameworkTenantId]: botFrameworkTenantId,
  'contoso.example': sandboxTenantId,
  'tailwind.example': sisterTenantId,
  'fabrikam.example': foreignTenantId,
  'botframework.com': botFrameworkTenantId,
  'microsoftservices.onmicrosoft.us': botFrameworkTenantId,
  'microsoftservices.partner.onmschina.cn': botFrameworkTenantId,
};

const several = new Set(['common', 'organizations']);

/** The tenant a path names by id or domain; `any` for those that stand for all; null when there is none. */
export function tenantNamed(name: string): string | 'any' | null {
  const key = name.toLowerCase();
  if (several.has(key)) return 'any';
  return byName[key] ?? null;
}
