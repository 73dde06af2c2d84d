import type { EntraAnswer } from './answer.ts';
import { entraError } from './answer.ts';
import { answerConsentRequest } from './consent-endpoint.ts';
import type { Estate } from './estate.ts';
import {
  channelConfiguration,
  channelKeys,
  entraKeys,
  instanceDiscovery,
  openIdConfiguration,
} from './published.ts';
import type { EntraEndpoint } from './requests.ts';
import { tenantNamed } from './tenants.ts';
import { answerTokenRequest } from './token-endpoint.ts';

/** Where a request goes. */
export interface Route {
  readonly endpoint: EntraEndpoint;
  readonly tenant: string | null;
  readonly answer: (estate: Estate, asked: Asked) => EntraAnswer | Promise<EntraAnswer>;
}

export interface Asked {
  /** `https://…` or `http://…` as it was asked at. */
  readonly base: string;
  readonly form: URLSearchParams;
  readonly query: URLSearchParams;
}

const nothing: EntraAnswer = { status: 404, body: { error: 'not_found' } };

/**
 * @param segments of the path, percent-decoded
 * @param secure whether it came over https; tokens are asked for over nothing else
 */
export function findRoute(method: string, segments: readonly string[], secure: boolean): Route {
  const [first = ''] = segments;
  const path = segments.slice(1).join('/');
  const get = (endpoint: EntraEndpoint, answer: Route['answer'], tenant: string | null = null): Route => ({
    endpoint,
    tenant,
    answer:
      method === 'GET' ? answer : () => ({ status: 405, headers: { allow: 'GET' }, body: { error: 'get' } }),
  });
  const ofTenant = (endpoint: EntraEndpoint, answer: Route['answer']) =>
    get(
      endpoint,
      (estate, asked) =>
        tenantNamed(first) === null
          ? entraError(90002, estate.clock.now(), `Tenant '${first}'.`)
          : answer(estate, asked),
      first,
    );
  switch (path) {
    case '.well-known/openidconfiguration':
      if (first === 'v1') return get('metadata', (estate, asked) => channelConfiguration(estate, asked.base));
      break;
    case '.well-known/keys':
      if (first === 'v1') return get('keys', channelKeys);
      break;
    case 'discovery/instance':
      return get('discovery', instanceDiscovery, first);
    case 'v2.0/.well-known/openid-configuration':
      return ofTenant('metadata', (estate, asked) => openIdConfiguration(estate, asked.base, first));
    case 'discovery/v2.0/keys':
      return ofTenant('keys', entraKeys);
    case 'adminconsent':
    case 'v2.0/adminconsent':
      return ofTenant('consent', (estate, asked) =>
        answerConsentRequest(estate, first, asked.query, path.startsWith('v2.0')),
      );
    case 'oauth2/v2.0/token':
      if (!secure) break;
      return {
        endpoint: 'token',
        tenant: first,
        answer: (estate, asked) =>
          method === 'POST'
            ? answerTokenRequest(estate, first, asked.form)
            : { status: 405, headers: { allow: 'POST' }, body: { error: 'post' } },
      };
  }
  return { endpoint: 'other', tenant: null, answer: () => nothing };
}
