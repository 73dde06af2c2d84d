import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it arrived. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface CollectedSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for one without a parent. */
  readonly parentSpanId: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  /** Trace ids it is linked to. */
  readonly links: readonly string[];
}

export interface Collector {
  readonly url: string;
  readonly received: readonly Received[];
  spans(): CollectedSpan[];
  /** The names of all metrics received. */
  metricNames(): Set<string>;
  /** Attributes of the resource, of everything received. */
  resources(): Readonly<Record<string, string | number>>[];
  /** From now on requests are answered with this status and body. */
  answer(status: number, body: string): void;
  stop(): Promise<void>;
}

type Field = readonly [number: number, value: bigint | Buffer];

/** The fields of a protobuf message (Protocol Buffers documentation, “Encoding”). */
function fields(message: Buffer): Field[] {
  const found: Field[] = [];
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = message[at++];
      if (byte === undefined) throw new RangeError('the message broke off');
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const bytes = (length: number) => {
    at += length;
    return message.subarray(at - length, at);
  };
  while (at < message.length) {
    const tag = varint();
    const number = Number(tag >> 3n);
    switch (Number(tag & 7n)) {
      case 0:
        found.push([number, varint()]);
        break;
      case 1:
        found.push([number, bytes(8)]);
        break;
      case 2:
        found.push([number, bytes(Number(varint()))]);
        break;
      case 5:
        found.push([number, bytes(4)]);
        break;
      default:
        throw new RangeError(`wire type ${tag & 7n}`);
    }
  }
  return found;
}

const all = (message: Buffer, number: number): Buffer[] =>
  fields(message).flatMap(([at, value]) => (at === number && Buffer.isBuffer(value) ? [value] : []));
const first = (message: Buffer, number: number) => all(message, number)[0] ?? Buffer.alloc(0);

/** KeyValue: key = 1, value = 2; AnyValue: string = 1, int = 3, double = 4 (opentelemetry-proto, common.proto). */
function attributes(pairs: readonly Buffer[]): Record<string, string | number> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [[kind = 0, value = 0n] = []] = fields(first(pair, 2));
      if (typeof value === 'bigint') return [first(pair, 1).toString(), Number(value)];
      return [first(pair, 1).toString(), kind === 4 ? value.readDoubleLE() : value.toString()];
    }),
  );
}

/** Span: trace_id = 1, span_id = 2, parent_span_id = 4, name = 5, attributes = 9, links = 13 (trace.proto). */
const span = (message: Buffer): CollectedSpan => ({
  traceId: first(message, 1).toString('hex'),
  spanId: first(message, 2).toString('hex'),
  parentSpanId: first(message, 4).toString('hex'),
  name: first(message, 5).toString(),
  attributes: attributes(all(message, 9)),
  links: all(message, 13).map((link) => first(link, 1).toString('hex')),
});

/** A collector that takes OTLP over HTTP as protobuf and keeps it. */
export async function startCollector(): Promise<Collector> {
  const received: Received[] = [];
  let [status, text] = [200, ''];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks),
      });
      response.statusCode = status;
      response.setHeader('content-type', 'application/x-protobuf');
      response.end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const bodies = (path: string) => received.filter((each) => each.path === path).map(({ body }) => body);
  // Export…Request: resource_… = 1; Resource…: resource = 1, scope_… = 2; Scope…: the items = 2.
  const items = (path: string) =>
    bodies(path).flatMap((body) =>
      all(body, 1).flatMap((resource) => all(resource, 2).flatMap((scope) => all(scope, 2))),
    );
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    spans: () => items('/v1/traces').map(span),
    metricNames: () => new Set(items('/v1/metrics').map((metric) => first(metric, 1).toString())),
    resources: () =>
      received.flatMap(({ body }) => all(body, 1).map((each) => attributes(all(first(each, 1), 1)))),
    answer(with_, body) {
      [status, text] = [with_, body];
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
