import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { refusalBytes } from './refuse.ts';

/** Why what came was no request. */
export type ConnectionReason = 'too-large-head' | 'too-slow' | 'not-a-request';

export interface ListenerOptions {
  readonly onRequest: (request: IncomingMessage, response: ServerResponse) => void;
  readonly onBroken: (reason: ConnectionReason, remote: string | undefined) => void;
}

const answers: Readonly<Record<ConnectionReason, readonly [status: number, phrase: string]>> = {
  'too-large-head': [431, 'Request Header Fields Too Large'],
  'too-slow': [408, 'Request Timeout'],
  'not-a-request': [400, 'Bad Request'],
};

function reasonOf(error: NodeJS.ErrnoException): ConnectionReason {
  if (error.code === 'HPE_HEADER_OVERFLOW') return 'too-large-head';
  return error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'too-slow' : 'not-a-request';
}

/** A Node HTTP server with every limit set; restify makes its own without any. Times are milliseconds. */
export function createListener({ onRequest, onBroken }: ListenerOptions): Server {
  const server = createServer({
    maxHeaderSize: 16_384,
    headersTimeout: 10_000,
    requestTimeout: 15_000,
    // Longer than the idle time of usual load balancers, which would otherwise reuse a connection being closed.
    keepAliveTimeout: 65_000,
    // How often the others are looked at; by default they could be exceeded by half a minute.
    connectionsCheckingInterval: 2000,
  });
  server.maxConnections = 1000;
  server.on('request', onRequest);
  // Without a listener Node would ask for the body before anybody has looked at the head.
  server.on('checkContinue', onRequest);
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex & { remoteAddress?: string }) => {
    const reason = reasonOf(error);
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    onBroken(reason, socket.remoteAddress);
    socket.end(refusalBytes(...answers[reason]), () => socket.destroy());
  });
  return server;
}
