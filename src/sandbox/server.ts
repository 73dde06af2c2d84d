import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type Clock, systemClock } from '../clock.ts';
import { type Caller, identify, type TokenAuthority } from './caller.ts';
import { control } from './control.ts';
import { problem } from './control-reply.ts';
import { dress, type Exchange } from './dress.ts';
import { exchange } from './exchange.ts';
import { errorReply } from './graph-reply.ts';
import { sandboxTenantId } from './ids.ts';
import { type Incoming, logArrival, tenantOf } from './incoming.ts';
import { listen } from './listen.ts';
import { isLoopbackHost, isLoopbackOrigin } from './loopback.ts';
import { defaultPace, type Pace } from './pace.ts';
import { readBody } from './read-body.ts';
import { readPath } from './request-path.ts';
import { createWorlds, resetWorlds, type Worlds, worldOf } from './worlds.ts';

/** A running stand-in for Microsoft Graph. */
export interface Sandbox {
  readonly port: number;
  /** `http://127.0.0.1:port`, or `https://localhost:port`: Graph's root; versions are below it. */
  readonly url: string;
  /** The home tenant. */
  readonly tenantId: string;
  /** Closes every connection and the port; answers that wait are dropped. */
  stop(): Promise<void>;
  /** Every tenant back to its beginning, without calls and faults. */
  reset(): void;
}

/**
 * Starts a sandbox Graph on loopback.
 *
 * @param options.port 0 picks a free one
 * @param options.host 127.0.0.1, ::1 or localhost; anything else is refused
 * @param options.clock what the tenant's time follows; nothing happens in it by timer, except waiting in delays
 * @param options.pace how long things take, in milliseconds
 * @param options.seed varies the made-up counts; equal seeds give equal tenants
 * @param options.tls key and certificate, PEM: serves https with them in place of http
 * @param options.entra whose tokens every request to Graph then needs, with the permissions, roles and ownership
 *   that the real one asks for, and each sees the tenant it was issued in (`tid`); without it nobody is asked who
 *   they are, and everybody sees the home tenant
 * @param options.audiences what tokens may be for besides this Graph's own root
 * @throws when the host is not loopback or the port is taken
 */
export async function startSandbox(options: {
  port: number;
  host?: string;
  clock?: Clock;
  pace?: Partial<Pace>;
  seed?: number;
  tls?: { readonly key: string; readonly cert: string };
  entra?: TokenAuthority;
  audiences?: readonly string[];
}): Promise<Sandbox> {
  const host = options.host ?? '127.0.0.1';
  const clock = options.clock ?? systemClock;
  const pace: Pace = { ...defaultPace, ...options.pace };
  const worlds = createWorlds(clock, pace, options.seed ?? 1, options.entra?.apps);
  const reset = () => resetWorlds(worlds);

  const waiting = new Set<NodeJS.Timeout>();
  const scheme = options.tls === undefined ? 'http' : 'https';
  const { entra } = options;
  let port = options.port;
  const callerOf =
    entra === undefined
      ? null
      : (request: IncomingMessage) =>
          identify(entra, request.headers.authorization, { scheme, port }, options.audiences ?? []);
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    answer(worlds, { reset, scheme, callerOf, waiting }, request, response).catch(() => {
      // The sender went away in the middle of its body, or a query was too much for the filter's recursion.
      if (response.destroyed || response.headersSent) request.socket.destroy();
      else send(response, 500, {}, problem(500, 'The sandbox failed on this request.').body);
    });
  };
  const server = options.tls === undefined ? createServer(handle) : createSecureServer(options.tls, handle);
  const listening = await listen(server, options.port, host);
  port = listening.port;

  return {
    port,
    // Clients may know the certificate by this name alone.
    url: scheme === 'https' ? `https://localhost:${port}` : `http://${listening.bracketed}:${port}`,
    tenantId: sandboxTenantId,
    stop: () =>
      new Promise((resolve) => {
        for (const timer of waiting) clearTimeout(timer);
        waiting.clear();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
    reset,
  };
}

/** What one sandbox answers with, besides its worlds. */
interface Desk {
  readonly reset: () => void;
  readonly scheme: string;
  /** Null where tokens aren't asked for. */
  readonly callerOf: ((request: IncomingMessage) => Promise<Caller | null>) | null;
  readonly waiting: Set<NodeJS.Timeout>;
}

async function answer(
  worlds: Worlds,
  { reset, scheme, callerOf, waiting }: Desk,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { host, origin } = request.headers;
  if (!isLoopbackHost(host) || !isLoopbackOrigin(origin)) {
    const { body } = problem(403, 'The sandbox answers requests to and from this machine only.');
    request.resume();
    return send(response, 403, {}, body);
  }
  const method = request.method ?? 'GET';
  const target = request.url ?? '/';
  const path = readPath(target);
  if (path.segments?.[0] === '_sandbox') {
    const read = await readBody(request);
    const contentType = request.headers['content-type'];
    const reply =
      read.kind === 'json'
        ? control(worlds, reset, method, `/${path.segments.join('/')}`, contentType, read.json)
        : read.kind === 'too-large'
          ? problem(413, 'The body is longer than 1 MB.')
          : problem(400, 'The body is not JSON.');
    return send(response, reply.status, {}, reply.body);
  }

  const arriving: Omit<Incoming, 'body'> = {
    method,
    target,
    header: (name) => headerOf(request, name),
    origin: `${scheme}://${host}`,
    authorized: request.headers.authorization !== undefined,
    ...(callerOf === null ? {} : { caller: await callerOf(request) }),
  };
  const world = worldOf(worlds, tenantOf(arriving));
  const call = logArrival(world, arriving, null);
  const read = await readBody(request);
  if (read.kind !== 'json') {
    const reply =
      read.kind === 'too-large'
        ? errorReply(413, 'RequestEntityTooLarge', 'The request body is longer than 1 MB.')
        : errorReply(
            400,
            'BadRequest',
            'Unable to read JSON request payload. Please ensure the body is valid JSON.',
          );
    return sendExchange(waiting, request, response, dress(world, arriving, call, reply, 0));
  }
  return sendExchange(waiting, request, response, exchange(world, { ...arriving, body: read.json }, call));
}

function sendExchange(
  waiting: Set<NodeJS.Timeout>,
  request: IncomingMessage,
  response: ServerResponse,
  result: Exchange,
): void {
  if (result.drop) {
    request.socket.destroy();
    return;
  }
  const sendNow = () => {
    if (response.destroyed) return;
    result.call.status = result.status;
    send(response, result.status, result.headers, result.body);
  };
  if (result.delayMs === 0) {
    sendNow();
    return;
  }
  const timer = setTimeout(() => {
    waiting.delete(timer);
    sendNow();
  }, result.delayMs);
  timer.unref();
  waiting.add(timer);
}

function send(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: unknown,
): void {
  if (body === undefined || status === 204) {
    response.writeHead(status, status === 204 ? headers : { ...headers, 'content-length': '0' });
    response.end();
    return;
  }
  const text = JSON.stringify(body);
  // Restify, where it runs in the same process, makes writeHead return nothing to chain on.
  response.writeHead(status, {
    ...headers,
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(text)),
    'cache-control': 'no-store',
  });
  response.end(text);
}

function headerOf(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}
