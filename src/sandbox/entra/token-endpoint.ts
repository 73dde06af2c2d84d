import { decodeJwt } from 'jose';
import { type Person, sandboxUsers } from '../people.ts';
import { accessTokenClaims, tokenLifetime } from './access-token.ts';
import { type EntraAnswer, entraError } from './answer.ts';
import { type EntraApp, isAudienceOf } from './apps.ts';
import type { Estate } from './estate.ts';
import { mint } from './mint.ts';
import type { EntraRequest } from './requests.ts';
import { readScope, resourceKind } from './resources.ts';
import { botFrameworkTenantId, tenantNamed } from './tenants.ts';

const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** Writes into the log what a token request says of itself, true or not. */
export function describeTokenRequest(request: EntraRequest, form: URLSearchParams): void {
  const grant = form.get('grant_type');
  request.grant = grant === jwtBearer ? 'on_behalf_of' : grant;
  request.client = form.get('client_id');
  request.proof = form.has('client_secret') ? 'secret' : form.has('client_assertion') ? 'assertion' : null;
  request.scope = form.get('scope');
  request.user = claimedUser(form.get('assertion'));
}

function claimedUser(assertion: string | null): string | null {
  if (assertion === null) return null;
  try {
    const oid = decodeJwt(assertion)['oid'];
    return typeof oid === 'string' ? oid : null;
  } catch {
    return null;
  }
}

/** `POST /{tenant}/oauth2/v2.0/token`: client credentials, and on behalf of a person. */
export async function answerTokenRequest(
  estate: Estate,
  tenantName: string,
  form: URLSearchParams,
): Promise<EntraAnswer> {
  const refuse = (number: number, detail?: string) => entraError(number, estate.clock.now(), detail);
  const tenant = tenantNamed(tenantName);
  if (tenant === null) return refuse(90002, `Tenant '${tenantName}'.`);
  const grant = form.get('grant_type');
  if (grant === null) return refuse(900144, 'grant_type');
  if (grant !== 'client_credentials' && grant !== jwtBearer) return refuse(70003, grant);
  const clientId = form.get('client_id') ?? '';
  const app = estate.apps.get(clientId);
  if (app === undefined || !isIn(app, tenant)) return refuse(700016, `Application '${clientId}'.`);
  const doubt = await estate.proveClient(app, form);
  if (doubt !== null) return refuse(doubt, `App '${clientId}'.`);
  return grant === 'client_credentials'
    ? clientCredentials(estate, tenant, app, form)
    : onBehalfOf(estate, tenant, app, form);
}

/** Bots of several tenants get their channel token in Microsoft's, so every app is there. */
function isIn(app: EntraApp, tenant: string): boolean {
  return tenant === 'any' || tenant === botFrameworkTenantId || app.tenants.includes(tenant);
}

function clientCredentials(
  estate: Estate,
  tenantId: string,
  app: EntraApp,
  form: URLSearchParams,
): EntraAnswer {
  const refuse = (number: number, detail?: string) => entraError(number, estate.clock.now(), detail);
  if (tenantId === 'any') return refuse(90002, 'Client credentials need a tenant of their own.');
  const scope = form.get('scope') ?? '';
  const asked = readScope(scope);
  if (asked === null || asked.names.length !== 1 || asked.names[0] !== '.default')
    return refuse(1002012, scope);
  const kind = resourceKind(asked.audience);
  if (kind === 'unknown') return refuse(500011, `'${asked.audience}'.`);
  const subject = { url: estate.url(), now: estate.clock.now(), tenantId, app };
  const claims = accessTokenClaims(subject, asked.audience, { roles: kind === 'graph' ? app.roles : [] });
  return success(mint(estate.keys, 'entra', claims));
}

async function onBehalfOf(
  estate: Estate,
  tenant: string,
  app: EntraApp,
  form: URLSearchParams,
): Promise<EntraAnswer> {
  const refuse = (number: number, detail?: string) => entraError(number, estate.clock.now(), detail);
  const assertion = form.get('assertion');
  if (assertion === null) return refuse(900144, 'assertion');
  if (form.get('requested_token_use') !== 'on_behalf_of') return refuse(900144, 'requested_token_use');
  const checked = await estate.verify(assertion);
  if (!checked.ok) return refuse(checked.expired ? 500133 : 50013);
  const { token } = checked;
  if (!isAudienceOf(app, token.audience)) return refuse(500131, `It was '${token.audience}'.`);
  if (tenant !== 'any' && token.tenantId !== tenant) return refuse(50013, 'It was issued in another tenant.');
  if (token.scopes === null) return refuse(7000114);
  const person = personOf(token.oid, token.tenantId);
  if (person === undefined) return refuse(50034, `'${token.oid}'.`);
  if (!isIn(app, token.tenantId)) return refuse(65001, `App '${app.clientId}'.`);

  const scope = form.get('scope') ?? '';
  const asked = readScope(scope);
  if (asked === null) return refuse(70011, scope);
  if (resourceKind(asked.audience) !== 'graph') return refuse(500011, `'${asked.audience}'.`);
  const consented = asked.names.every((name) => name === '.default' || app.delegated.includes(name));
  if (!consented || app.delegated.length === 0) return refuse(65001, `App '${app.clientId}'.`);
  const subject = { url: estate.url(), now: estate.clock.now(), tenantId: token.tenantId, app };
  // Every permission of the resource that was consented to, asked for or not: so does version 2.0.
  const claims = accessTokenClaims(subject, asked.audience, { person, scopes: app.delegated });
  return success(
    mint(estate.keys, 'entra', claims),
    app.delegated.map((name) => `${asked.audience}/${name}`).join(' '),
  );
}

function personOf(oid: string, tenantId: string): Person | undefined {
  return Object.values(sandboxUsers).find((each) => each.oid === oid && each.tenantId === tenantId);
}

function success(token: string, scope?: string): EntraAnswer {
  return {
    status: 200,
    body: {
      token_type: 'Bearer',
      ...(scope === undefined ? {} : { scope }),
      expires_in: tokenLifetime,
      ext_expires_in: tokenLifetime,
      access_token: token,
    },
  };
}
