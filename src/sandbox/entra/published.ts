import type { EntraAnswer } from './answer.ts';
import type { Estate } from './estate.ts';
import { tenantNamed } from './tenants.ts';
import { issuersOf } from './verify.ts';

/** `/{tenant}/v2.0/.well-known/openid-configuration`; `base` is the address it was asked at. */
export function openIdConfiguration(estate: Estate, base: string, tenantName: string): EntraAnswer {
  const tenant = tenantNamed(tenantName);
  const url = estate.url();
  return {
    status: 200,
    body: {
      token_endpoint: `${url}/${tenantName}/oauth2/v2.0/token`,
      token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
      jwks_uri: `${base}/${tenantName}/discovery/v2.0/keys`,
      response_modes_supported: ['query', 'fragment', 'form_post'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['RS256'],
      response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
      scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
      // As Entra has it for the tenants that stand for all: a template to fill in.
      issuer: issuersOf(url, tenant === 'any' || tenant === null ? '{tenantid}' : tenant).v2,
      authorization_endpoint: `${url}/${tenantName}/oauth2/v2.0/authorize`,
      end_session_endpoint: `${url}/${tenantName}/oauth2/v2.0/logout`,
      claims_supported: [
        'sub',
        'iss',
        'aud',
        'exp',
        'iat',
        'nonce',
        'preferred_username',
        'name',
        'tid',
        'ver',
      ],
      tenant_region_scope: 'EU',
      cloud_instance_name: new URL(url).host,
      msgraph_host: 'graph.microsoft.com',
    },
  };
}

/** The keys tokens of every tenant are signed with. */
export function entraKeys(estate: Estate): EntraAnswer {
  return { status: 200, body: { keys: [estate.keys.entra.jwk] } };
}

/** `/common/discovery/instance`: this authority stands for itself alone. */
export function instanceDiscovery(estate: Estate): EntraAnswer {
  const { host } = new URL(estate.url());
  return {
    status: 200,
    body: {
      tenant_discovery_endpoint: `${estate.url()}/common/v2.0/.well-known/openid-configuration`,
      'api-version': '1.1',
      metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
    },
  };
}

/** `/v1/.well-known/openidconfiguration`: what a bot verifies its channel's tokens with. */
export function channelConfiguration(estate: Estate, base: string): EntraAnswer {
  return {
    status: 200,
    body: {
      issuer: estate.channelIssuer,
      authorization_endpoint: 'https://invalid.botframework.com',
      jwks_uri: `${base}/v1/.well-known/keys`,
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
    },
  };
}

/** The channel's keys: one endorsed for Teams, one for another channel, one for none. */
export function channelKeys(estate: Estate): EntraAnswer {
  return {
    status: 200,
    body: {
      keys: [
        { ...estate.keys.channel.jwk, endorsements: ['msteams'] },
        { ...estate.keys.otherChannel.jwk, endorsements: ['webchat'] },
        estate.keys.unendorsed.jwk,
      ],
    },
  };
}
