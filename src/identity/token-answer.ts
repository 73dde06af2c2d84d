import { AsyncLocalStorage } from 'node:async_hooks';
import type { ClientSecretCredentialOptions } from '@azure/identity';
import type { Cloud } from '../clouds.ts';
import { causes } from './causes.ts';

/** What an endpoint that gives out tokens answered to one request, without anything secret. */
export interface TokenAnswer {
  /** Null when the connection ended without an answer. */
  readonly status: number | null;
  /** Seconds, from `Retry-After`. */
  readonly retryAfter: number | null;
  /** Numbers of `AADSTS…`, the main one first. */
  readonly numbers: readonly number[];
  /** OAuth's `error` and Entra's `suberror`. */
  readonly error: string | null;
  readonly suberror: string | null;
  /** A challenge to pass on with the next interactive sign-in. */
  readonly claims: string | null;
  readonly correlationId: string | null;
  readonly network: string | null;
}

/** Nothing is known. */
export const noAnswer: TokenAnswer = {
  status: null,
  retryAfter: null,
  numbers: [],
  error: null,
  suberror: null,
  claims: null,
  correlationId: null,
  network: null,
};

/** What is going on while a token is asked for. */
export interface Watch {
  /** Epoch milliseconds by the machine's clock. */
  readonly deadline: number;
  last: TokenAnswer | null;
}

/**
 * The library reports 429, 503 and a missing consent with one and the same error class, so the answers
 * themselves are watched. Its methods take no context along; this does.
 */
export const watching = new AsyncLocalStorage<Watch>();

export interface EntraConnection {
  readonly cloud: Cloud;
  /** PEM of the only authority to trust, in place of the system's: for a stand-in on this machine. */
  readonly ca?: string | undefined;
}

type Policy = NonNullable<ClientSecretCredentialOptions['additionalPolicies']>[number]['policy'];

const noteAnswers: Policy = {
  name: 'noteAnswers',
  async sendRequest(request, next) {
    const watch = watching.getStore();
    if (watch === undefined) return next(request);
    request.timeout = Math.max(1, watch.deadline - Date.now());
    try {
      const response = await next(request);
      watch.last = readAnswer(response.status, (name) => response.headers.get(name), response.bodyAsText);
      return response;
    } catch (error) {
      watch.last = { ...noAnswer, network: networkCode(error) };
      throw error;
    }
  },
};

/**
 * Options every credential is made with: the cloud's Entra and no other (the library would ask a directory of
 * clouds, or the environment), each request sent once, nothing about accounts in logs.
 */
export function credentialOptions({ cloud, ca }: EntraConnection) {
  return {
    authorityHost: cloud.authority,
    disableInstanceDiscovery: true,
    retryOptions: { maxRetries: 0 },
    additionalPolicies: [{ policy: noteAnswers, position: 'perCall' as const }],
    loggingOptions: { allowLoggingAccountIdentifiers: false, enableUnsafeSupportLogging: false },
    ...(ca === undefined ? {} : { tlsOptions: { ca } }),
  };
}

/** Reads an answer's status, headers and body; a body that is no JSON object tells nothing. */
export function readAnswer(
  status: number,
  header: (name: string) => string | undefined,
  body: string | null | undefined,
): TokenAnswer {
  const json = parse(body);
  const text = (name: string, most: number) => {
    const value = json[name];
    return typeof value === 'string' && value !== '' && value.length <= most ? value : null;
  };
  const listed = Array.isArray(json['error_codes'])
    ? json['error_codes'].filter((each) => Number.isInteger(each) && each > 0)
    : [];
  const told = /AADSTS(\d{4,8})\b/.exec(text('error_description', 10_000) ?? '')?.[1];
  const after = header('retry-after')?.trim() ?? '';
  return {
    status,
    retryAfter: /^\d{1,6}$/.test(after) ? Number(after) : null,
    numbers: listed.length > 0 ? listed : told === undefined ? [] : [Number(told)],
    error: text('error', 100),
    suberror: text('suberror', 100),
    claims: text('claims', 10_000),
    correlationId: text('correlation_id', 100),
    network: null,
  };
}

function parse(body: string | null | undefined): Record<string, unknown> {
  if (!body || body.length > 100_000) return {};
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function networkCode(error: unknown): string {
  let found = 'connection';
  for (const { name, code } of causes(error)) {
    if (name === 'AbortError') return 'TimeoutError';
    if (/^[A-Z_]{3,40}$/.test(code)) found = code;
  }
  return found;
}
