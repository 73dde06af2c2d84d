import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jobId, numbersOf, principalId, tenantId, tokenOf } from './fake-tenants.ts';
import { type TokenBucket, tokenBucket } from './token-bucket.ts';

/**
 * A process of its own that answers like Microsoft Graph where watching asks it: principals, their jobs, batches,
 * and 429 with `Retry-After` once a tenant's bucket is empty. It writes its address to standard output.
 *
 * Arguments: tenants, jobs in each.
 */
const [tenants = 0, jobs = 0] = process.argv.slice(2).map(Number);
/** Each tenant's quota: three times what a watcher should use, with as much again in a burst. */
const quota = { capacity: 200, perSecond: 100 };

interface State {
  readonly schedule: 'Active' | 'Paused';
  readonly code: 'Active' | 'Paused' | 'Quarantine';
}
interface Answer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body: unknown;
}

const buckets = new Map<string, TokenBucket>();
const states = new Map<string, State>();
const counts = { requests: 0, items: 0, throttled: 0 };
const known = new Map(Array.from({ length: tenants }, (_, index) => [tokenOf(tenantId(index)), index]));
const began = new Date(Date.UTC(2026, 0)).toISOString();

function jobOf(tenant: number, index: number): unknown {
  const { schedule, code } = states.get(principalId(tenant, index)) ?? { schedule: 'Active', code: 'Active' };
  const quarantine =
    code === 'Quarantine' ? { reason: 'EncounteredQuarantineException', currentBegan: began } : null;
  const execution = { state: 'Succeeded', timeBegan: began, timeEnded: new Date().toISOString() };
  return {
    id: jobId(tenant, index),
    templateId: 'bench',
    schedule: { state: schedule, interval: 'PT40M' },
    status: { code, quarantine, lastExecution: execution, lastSuccessfulExecution: execution },
  };
}

function read(tenant: number, path: string): Answer {
  counts.items += 1;
  const bucket = buckets.get(String(tenant)) ?? tokenBucket(quota.capacity, quota.perSecond);
  buckets.set(String(tenant), bucket);
  const wait = bucket.take(Date.now());
  if (wait > 0) {
    counts.throttled += 1;
    const body = { error: { code: 'TooManyRequests', message: 'slower' } };
    return { status: 429, headers: { 'retry-after': String(wait) }, body };
  }
  const { pathname } = new URL(path.replace(/^\/v1\.0/, ''), 'http://graph');
  if (pathname === '/servicePrincipals') {
    const value = Array.from({ length: jobs }, (_, index) => ({
      id: principalId(tenant, index),
      appId: principalId(tenant, index),
      displayName: `Application ${tenant}.${index}`,
    }));
    return { status: 200, body: { value } };
  }
  const [, , id = '', ...rest] = pathname.split('/');
  const found = numbersOf(id);
  if (found === null || found.tenant !== tenant || found.index >= jobs) {
    return { status: 404, body: { error: { code: 'Request_ResourceNotFound', message: 'not here' } } };
  }
  if (rest.length === 0)
    return { status: 200, body: { id, displayName: `Application ${tenant}.${found.index}` } };
  const job = jobOf(tenant, found.index);
  return { status: 200, body: rest.length === 2 ? { value: [job] } : job };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

function control(path: string, text: string): Answer {
  if (path === '/_bench/counts') return { status: 200, body: { ...counts, cpu: process.cpuUsage() } };
  const { tenant, index, state } = JSON.parse(text) as { tenant: number; index: number; state: State };
  states.set(principalId(tenant, index), state);
  return { status: 200, body: { at: Date.now() } };
}

async function answer(request: IncomingMessage): Promise<Answer> {
  const path = request.url ?? '/';
  const text = await textOf(request);
  if (path.startsWith('/_bench/')) return control(path, text);
  counts.requests += 1;
  const tenant = known.get((request.headers.authorization ?? '').replace(/^Bearer /, ''));
  if (tenant === undefined) return { status: 401, body: { error: { code: 'UnknownError', message: '' } } };
  if (path.includes('/auditLogs/'))
    return { status: 403, body: { error: { code: 'Forbidden', message: '' } } };
  if (!path.endsWith('/$batch')) return read(tenant, path);
  const { requests } = JSON.parse(text) as { requests: { id: string; url: string }[] };
  return {
    status: 200,
    body: { responses: requests.map(({ id, url }) => ({ id, ...read(tenant, url) })) },
  };
}

const server = createServer((request, response) => {
  answer(request).then(
    ({ status, headers, body }) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify(body));
    },
    (error: unknown) => {
      response.writeHead(500).end(String(error));
    },
  );
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
// Whoever started it holds the other end.
process.stdin.on('end', () => process.exit(0)).resume();
