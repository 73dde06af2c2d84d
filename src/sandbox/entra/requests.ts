/** One request as the sandbox Entra saw it; secrets, assertions and tokens are never kept. */
export interface EntraRequest {
  readonly seq: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly endpoint: EntraEndpoint;
  /** As in the path: an id, a domain, `common`; null outside of tenants. */
  readonly tenant: string | null;
  grant: EntraGrant | string | null;
  /** Client id as sent. */
  client: string | null;
  /** How the client proved itself. */
  proof: 'secret' | 'assertion' | null;
  /** Object id of the person an on-behalf-of request is for, as the assertion claims it. */
  user: string | null;
  scope: string | null;
  /** Null until answered, and for ever when the connection ended without an answer. */
  status: number | null;
  /** `AADSTS…` number answered. */
  error: number | null;
  fault: string | null;
}

export type EntraEndpoint = 'token' | 'metadata' | 'keys' | 'discovery' | 'consent' | 'other';
export type EntraGrant = 'client_credentials' | 'on_behalf_of';

export interface RequestLog {
  open(given: Pick<EntraRequest, 'at' | 'method' | 'path' | 'endpoint' | 'tenant'>): EntraRequest;
  list(): readonly EntraRequest[];
  clear(): void;
}

/** Oldest requests beyond this are forgotten, so that a sandbox left running doesn't grow. */
const kept = 20_000;

/** A log in memory. `seq` goes on after `clear`. */
export function createRequestLog(): RequestLog {
  let requests: EntraRequest[] = [];
  let seq = 0;
  return {
    open(given) {
      seq += 1;
      const request: EntraRequest = {
        seq,
        ...given,
        grant: null,
        client: null,
        proof: null,
        user: null,
        scope: null,
        status: null,
        error: null,
        fault: null,
      };
      requests.push(request);
      if (requests.length > kept * 1.1) requests = requests.slice(-kept);
      return request;
    },
    list: () => requests,
    clear() {
      requests = [];
    },
  };
}
