import { type EntraAnswer, entraError } from './answer.ts';
import type { EntraApp } from './apps.ts';
import type { Estate } from './estate.ts';
import { readScope, resourceKind } from './resources.ts';
import { tenantNamed } from './tenants.ts';

/**
 * `GET /{tenant}/v2.0/adminconsent` and the older `/{tenant}/adminconsent`. Who opens it counts as an admin of the
 * tenant who agrees: from then on the app is in that tenant and has what its registration asks for, no more.
 *
 * As Entra does, it wants a redirect address that is registered, to the letter; version 2.0 wants it and the scope
 * in the request (entra-docs, v2-admin-consent).
 */
export function answerConsentRequest(
  estate: Estate,
  tenantName: string,
  query: URLSearchParams,
  second: boolean,
): EntraAnswer {
  const refuse = (number: number, detail?: string) => entraError(number, estate.clock.now(), detail);
  const tenant = tenantNamed(tenantName);
  const clientId = query.get('client_id') ?? '';
  const app = estate.apps.get(clientId);
  const registration = app?.registration;
  if (tenant === null || tenant === 'any') return refuse(90002, `Tenant '${tenantName}'.`);
  if (app === undefined || registration === undefined) return refuse(700016, `Application '${clientId}'.`);
  if (!app.tenants.includes(tenant) && !registration.multiTenant)
    return refuse(700016, `Application '${clientId}'.`);
  const asked = query.get('redirect_uri');
  if (second && asked === null) return refuse(900144, 'redirect_uri');
  const [first] = registration.redirectUris;
  if (first === undefined) return refuse(500113);
  if (asked !== null && !registration.redirectUris.includes(asked)) return refuse(50011, `'${asked}'.`);
  if (second) {
    const scope = readScope(query.get('scope') ?? '');
    if (scope === null) return refuse(900144, 'scope');
    if (scope.names.join() !== '.default') return refuse(70011, query.get('scope') ?? '');
    if (resourceKind(scope.audience) !== 'graph') return refuse(500011, `'${scope.audience}'.`);
  }
  estate.apps.set(clientId, consented(app, registration, tenant));
  const back = new URL(asked ?? first);
  back.searchParams.set('admin_consent', 'True');
  back.searchParams.set('tenant', tenant);
  const state = query.get('state');
  if (state !== null) back.searchParams.set('state', state);
  return { status: 302, headers: { location: back.href } };
}

function consented(app: EntraApp, registration: NonNullable<EntraApp['registration']>, tenant: string) {
  const { delegated, roles } = registration;
  return { ...app, tenants: [...new Set([...app.tenants, tenant])], delegated, roles };
}
