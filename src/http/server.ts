import restify from 'restify';
import type { Log } from '../log.ts';
import { isLoopbackUrl, namesLoopback } from './loopback-only.ts';

/** What the doors lead to. */
export interface Behind {
  readonly host: string;
  readonly port: number;
  /** Takes an activity in and answers it. */
  readonly process: (request: never, response: never) => Promise<void>;
  /** Throws when the bot cannot work; the message says which part. */
  readonly ready: () => Promise<void>;
  readonly log: Log;
}

export interface HttpDoor {
  readonly port: number;
  /** Takes no new request and waits for those under way. */
  close(): Promise<void>;
}

/** Largest body taken in, bytes; Teams' own are far below. */
const largestBody = 262_144;

/** Opens the bot's HTTP doors. @throws when the port cannot be had */
export async function openHttp(behind: Behind): Promise<HttpDoor> {
  const server = restify.createServer({ name: 'sync-warden' });
  server.server.headersTimeout = 10_000;
  server.server.requestTimeout = 15_000;

  // Loopback only: the sandbox authenticates nobody, so a web page must not get through by DNS rebinding.
  server.pre((req, res, next) => {
    if (namesLoopback(req.headers.host)) return next();
    res.send(403, { message: 'In sandbox mode only this machine may call.' });
    return next(false);
  });

  // Teams sends plain bodies; inflating one of anybody's could exhaust memory, and restify does not survive a bad one.
  server.pre((req, res, next) => {
    const encoding = req.headers['content-encoding'] ?? 'identity';
    if (encoding === 'identity') return next();
    res.send(415, { message: 'A body without content-encoding is expected.' });
    return next(false);
  });

  server.get('/healthz', (_req, res, next) => {
    res.send(200, { status: 'ok' });
    return next();
  });
  server.get('/readyz', (_req, res, next) => {
    behind
      .ready()
      .then(
        () => res.send(200, { status: 'ready' }),
        (error: unknown) => {
          behind.log.warn({ err: error }, 'not ready');
          res.send(503, { status: 'not ready' });
        },
      )
      .finally(() => next());
  });

  server.post(
    '/api/messages',
    // The usual bodyParser would write uploads of anybody to disk before they are authenticated.
    restify.plugins.jsonBodyParser({ maxBodySize: largestBody } as object),
    (req, res, next) => {
      const body: unknown = req.body;
      if (typeof body !== 'object' || body === null || Array.isArray(body) || !req.is('application/json')) {
        res.send(400, { message: 'An activity as JSON is expected.' });
        return next();
      }
      if (!isLoopbackUrl((body as Record<string, unknown>)['serviceUrl'])) {
        res.send(403, { message: 'In sandbox mode serviceUrl must be on this machine.' });
        return next();
      }
      behind
        .process(req as never, res as never)
        .catch((error: unknown) => {
          behind.log.warn({ err: error }, 'an activity was refused');
          if (!res.headersSent) res.send(400, { message: 'That is not an activity I can read.' });
        })
        .finally(() => next());
    },
  );

  await new Promise<void>((resolve, reject) => {
    server.server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`port ${behind.port} is taken; set PORT to a free one`)
          : error,
      ),
    );
    server.listen(behind.port, behind.host, () => resolve());
  });
  const { port } = server.address();
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.server.closeIdleConnections();
      }),
  };
}
