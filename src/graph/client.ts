import { randomUUID } from 'node:crypto';
import {
  Client,
  type Context,
  HTTPMessageHandler,
  type Middleware,
  ResponseType,
} from '@microsoft/microsoft-graph-client';
import { type Log, plainId } from '../log.ts';
import { count, type GraphOperation, type GraphStatus, observe, statusClass } from '../metrics.ts';
import { step } from '../tracing.ts';
import type { GraphAnswer } from '../words.ts';
import { GraphFailure, type GraphFailureKind } from './failure.ts';

export interface GraphRequest {
  /** What is asked, for the log, metrics and traces: a path would tell ids. */
  readonly name: GraphOperation;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly version: 'v1.0' | 'beta';
  /** Below the version, beginning with a slash; every id in it already encoded. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface GraphSuccess {
  readonly answer: GraphAnswer;
  /** Decoded JSON; undefined when the body was empty. */
  readonly body: unknown;
}

/** Sends one request, once. @throws GraphFailure for anything but a success status */
export type Graph = (request: GraphRequest) => Promise<GraphSuccess>;

export interface GraphOptions {
  /** Graph root without version. */
  readonly baseUrl: string;
  /** A bearer token, or null where none is needed. */
  readonly getToken: () => Promise<string | null>;
  /** How long to wait for an answer, milliseconds. */
  readonly timeout?: number;
  /** Gets a line for each request. */
  readonly log?: Log;
}

/** By which Microsoft finds a request that it never answered. */
const ownId = 'client-request-id';

const noAnswer: GraphAnswer = { status: null, code: null, requestId: null, retryAfter: null };

/** Errors of a connection that was never made, so that nothing can have arrived. */
const neverLeft = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT', 'connect']);

/** What a request without an answer can come to. */
const sentences = {
  'no-token': 'the bot’s sign-in to Graph was refused',
  unreachable: 'no connection to Graph',
  timeout: 'Graph did not answer in time',
  'connection-lost': 'the connection to Graph broke',
} satisfies Partial<Record<GraphFailureKind, string>>;

type WithoutAnswer = keyof typeof sentences;

/** Says by its name what a request came to: the client keeps nothing else of what is thrown beneath it. */
class NoAnswer extends Error {
  constructor(kind: WithoutAnswer, cause: unknown) {
    super('Graph gave no answer', { cause });
    this.name = kind;
  }
}

function authorize(getToken: GraphOptions['getToken']): Middleware & { setNext(next: Middleware): void } {
  let following: Middleware | undefined;
  return {
    setNext(next) {
      following = next;
    },
    async execute(context: Context) {
      const token = await getToken().catch((error: unknown) => {
        throw new NoAnswer('no-token', error);
      });
      const headers = new Headers(context.options?.headers as Record<string, string> | undefined);
      if (token !== null) headers.set('Authorization', `Bearer ${token}`);
      // A redirect could carry the token to another host; Graph documents none for these requests.
      context.options = { ...context.options, headers, redirect: 'manual' };
      try {
        await following?.execute(context);
      } catch (error) {
        throw new NoAnswer(kindOf(error), error);
      }
    },
  };
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Names and codes of an error and of what caused it. */
function causeCodes(error: unknown): string[] {
  const codes: string[] = [];
  let at: unknown = error;
  for (let depth = 0; depth < 6 && isObject(at); depth++) {
    if ('code' in at && typeof at.code === 'string') codes.push(at.code);
    // Other codes mean that only while connecting; later the request may have arrived.
    if ('syscall' in at && at.syscall === 'connect') codes.push('connect');
    if (at instanceof AggregateError) for (const inner of at.errors) codes.push(...causeCodes(inner));
    if ('name' in at && typeof at.name === 'string') codes.push(at.name);
    at = 'cause' in at ? at.cause : null;
  }
  return codes;
}

function kindOf(error: unknown): WithoutAnswer {
  const codes = causeCodes(error);
  if (codes.includes('no-token')) return 'no-token';
  if (codes.some((code) => code === 'unreachable' || neverLeft.has(code))) return 'unreachable';
  return codes.some((code) => ['timeout', 'TimeoutError', 'AbortError'].includes(code))
    ? 'timeout'
    : 'connection-lost';
}

function connectionFailure(error: unknown): GraphFailure {
  const kind = kindOf(error);
  return new GraphFailure(kind, noAnswer, sentences[kind], error);
}

/** Seconds to wait, from a header with seconds or a date; null when there is none. */
function retryAfterSeconds(header: string | null, now: number): number | null {
  if (header === null) return null;
  if (/^\d{1,6}$/.test(header.trim())) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now) / 1000));
}

function textAt(value: unknown, key: string): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const found = (value as Record<string, unknown>)[key];
  return typeof found === 'string' && found !== '' ? found : null;
}

/** What is known of Graph's answer, from its status, headers and error body. */
export function describeAnswer(
  status: number,
  header: (name: string) => string | null,
  body: unknown,
): GraphAnswer {
  const error =
    typeof body === 'object' && body !== null ? (body as Record<string, unknown>)['error'] : undefined;
  const inner =
    typeof error === 'object' && error !== null
      ? (error as Record<string, unknown>)['innerError']
      : undefined;
  return {
    status,
    code: textAt(error, 'code'),
    requestId: header('request-id') ?? textAt(inner, 'request-id'),
    retryAfter: retryAfterSeconds(header('retry-after'), Date.now()),
  };
}

/**
 * A Graph that sends each request exactly once. The client's own retry handler is left out of the chain: it
 * would repeat a write on 429, 503 and 504 without reading state first.
 */
export function createGraph(options: GraphOptions): Graph {
  const first = authorize(options.getToken);
  first.setNext(new HTTPMessageHandler());
  const client = Client.initWithMiddleware({ middleware: first, baseUrl: `${options.baseUrl}/` });
  const timeout = options.timeout ?? 8000;

  async function send({ method, version, path, body, headers }: GraphRequest): Promise<GraphSuccess> {
    const request = client
      .api(path)
      .version(version)
      .responseType(ResponseType.RAW)
      .option('signal', AbortSignal.timeout(timeout));
    if (headers !== undefined) request.headers({ ...headers });
    let response: Response;
    let text: string;
    try {
      response = (await (method === 'GET'
        ? request.get()
        : method === 'DELETE'
          ? request.delete()
          : request.post(body))) as Response;
      text = await response.text();
    } catch (error) {
      throw connectionFailure(error);
    }
    let decoded: unknown;
    let readable = true;
    if (text.trim() !== '') {
      try {
        decoded = JSON.parse(text);
      } catch {
        readable = false;
      }
    }
    const answer = describeAnswer(response.status, (name) => response.headers.get(name), decoded);
    if (!response.ok) throw new GraphFailure('status', answer, `Graph answered ${response.status}`);
    // A write that succeeded with a body we cannot read has still succeeded.
    if (!readable && method === 'GET')
      throw new GraphFailure('unexpected', answer, 'Graph answered without JSON');
    return { answer, body: decoded };
  }

  return (request) => noted(options.log, request, send);
}

/** What is told of even when all is well. */
const writes = new Set<GraphOperation>(['pause-job', 'start-job', 'delete-job', 'pause-profile']);

/** Sends a request with an id of its own, and notes how it went: nothing of what it says. */
function noted(log: Log | undefined, request: GraphRequest, send: Graph): Promise<GraphSuccess> {
  const { name, method } = request;
  const clientRequestId = randomUUID();
  const attributes = { 'http.request.method': method, 'graph.client_request_id': clientRequestId };
  return step(`graph ${name}`, { kind: 'client', attributes }, async (span) => {
    const began = performance.now();
    const note = (answer: GraphAnswer, status: GraphStatus) => {
      const seconds = (performance.now() - began) / 1000;
      count('sync_warden_graph_requests_total', { operation: name, status });
      observe('sync_warden_graph_request_duration_seconds', seconds, { operation: name });
      if (answer.status !== null) span.setAttribute('http.response.status_code', answer.status);
      const requestId = plainId(answer.requestId);
      if (requestId !== null) span.setAttribute('graph.request_id', requestId);
      const line = { graph: name, status, answer, clientRequestId, ms: Math.round(seconds * 1000) };
      if (status === '2xx' && !writes.has(name)) log?.debug(line, 'Graph was asked');
      else log?.info(line, 'Graph was asked');
    };
    try {
      const headers = { ...request.headers, [ownId]: clientRequestId };
      const success = await send({ ...request, headers });
      note(success.answer, statusClass(success.answer.status ?? 200));
      return success;
    } catch (error) {
      if (error instanceof GraphFailure) note(error.answer, statusOf(error));
      throw error;
    }
  });
}

/** How a failure is counted. */
function statusOf({ kind, answer }: GraphFailure): GraphStatus {
  return kind === 'status' ? statusClass(answer.status ?? 500) : kind;
}
