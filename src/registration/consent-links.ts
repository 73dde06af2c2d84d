import { adminConsentUrl } from '../clouds.ts';
import type { Registration, RegistrationPlan } from './plan.ts';

/** Where an admin of a tenant agrees to what a registration asks for. */
export interface ConsentLink {
  /** As the registration is called. */
  readonly name: string;
  readonly tenant: string;
  readonly href: string;
}

/**
 * Whether a link can be consented by. Without permissions there is nothing to agree to, and a managed identity has no
 * registration: the script grants it what it needs.
 */
export const asksForConsent = ({ permissions, credential }: Registration): boolean =>
  permissions.length > 0 && credential?.kind !== 'managed-identity';

/** One link for every tenant and every registration that has a client id already. */
export function consentLinks({ cloud, tenants, registrations }: RegistrationPlan): readonly ConsentLink[] {
  return tenants.flatMap((tenant) =>
    registrations.filter(asksForConsent).flatMap(({ name, clientId }) => {
      if (clientId === null) return [];
      return [{ name, tenant, href: adminConsentUrl(cloud, tenant, clientId) }];
    }),
  );
}
