import type { IncomingMessage, ServerResponse } from 'node:http';
import { problem } from '../control-reply.ts';
import { isLoopbackHost, isLoopbackOrigin } from '../loopback.ts';
import { readBody } from '../read-body.ts';
import { readText } from '../read-text.ts';
import { readPath } from '../request-path.ts';
import type { EntraAnswer } from './answer.ts';
import { controlEntra } from './control.ts';
import type { Estate } from './estate.ts';
import { answerInstead } from './fault-answer.ts';
import { findRoute } from './route.ts';
import { describeTokenRequest } from './token-endpoint.ts';

/** Answers one HTTP request, over https (`secure`) or plain http. */
export type Serve = (request: IncomingMessage, response: ServerResponse, secure: boolean) => void;

/** @param waiting answers that are being delayed, for whoever stops the server */
export function createServe(estate: Estate, reset: () => void, waiting: Set<NodeJS.Timeout>): Serve {
  return (request, response, secure) => {
    answer(estate, reset, waiting, request, response, secure).catch(() => {
      // The sender went away in the middle of its body.
      if (response.destroyed || response.headersSent) request.socket.destroy();
      else send(response, problem(500, 'The sandbox failed on this request.'));
    });
  };
}

async function answer(
  estate: Estate,
  reset: () => void,
  waiting: Set<NodeJS.Timeout>,
  request: IncomingMessage,
  response: ServerResponse,
  secure: boolean,
): Promise<void> {
  const { host, origin } = request.headers;
  if (!isLoopbackHost(host) || !isLoopbackOrigin(origin)) {
    request.resume();
    return send(response, problem(403, 'The sandbox answers requests to and from this machine only.'));
  }
  const method = request.method ?? 'GET';
  const path = readPath(request.url ?? '/');
  const segments = path.segments ?? [];
  if (segments[0] === '_sandbox') {
    return send(response, await answerControl(estate, reset, request, method, `/${segments.join('/')}`));
  }

  const route = findRoute(method, segments, secure);
  const entry = estate.log.open({
    at: estate.clock.now(),
    method,
    path: path.shown.replace(/\?.*$/s, ''),
    endpoint: route.endpoint,
    tenant: route.tenant,
  });
  const text = await readText(request);
  if (text === null) return send(response, { status: 413, body: { error: 'invalid_request' } });
  const form = new URLSearchParams(text);
  if (route.endpoint === 'token') describeTokenRequest(entry, form);

  const fault = estate.faults.take(entry);
  entry.fault = fault?.kind ?? null;
  if (fault?.kind === 'drop-before') {
    request.socket.destroy();
    return;
  }
  const instead = fault === null ? null : answerInstead(fault, estate.clock.now());
  const reply =
    instead ??
    (await route.answer(estate, {
      base: `${secure ? 'https' : 'http'}://${host}`,
      form,
      query: queryOf(request.url),
    }));
  if (fault?.kind === 'drop-after') {
    request.socket.destroy();
    return;
  }
  const sendNow = () => {
    if (response.destroyed) return;
    entry.status = reply.status;
    entry.error = reply.error ?? null;
    send(response, reply);
  };
  if (fault?.kind !== 'delay') return sendNow();
  const timer = setTimeout(() => {
    waiting.delete(timer);
    sendNow();
  }, fault.delayMs ?? 0);
  timer.unref();
  waiting.add(timer);
}

const queryOf = (address = '') => new URLSearchParams(address.split('?').slice(1).join('?'));

async function answerControl(
  estate: Estate,
  reset: () => void,
  request: IncomingMessage,
  method: string,
  path: string,
): Promise<EntraAnswer> {
  const read = await readBody(request);
  if (read.kind === 'too-large') return problem(413, 'The body is longer than 1 MB.');
  if (read.kind === 'malformed') return problem(400, 'The body is not JSON.');
  return controlEntra(estate, reset, method, path, request.headers['content-type'], read.json);
}

function send(response: ServerResponse, reply: EntraAnswer): void {
  const text = reply.html ?? JSON.stringify(reply.body ?? {});
  const type = reply.html === undefined ? 'application/json' : 'text/html';
  response.writeHead(reply.status, {
    ...reply.headers,
    'content-type': `${type}; charset=utf-8`,
    'content-length': String(Buffer.byteLength(text)),
    'cache-control': 'no-store, no-cache',
  });
  response.end(text);
}
