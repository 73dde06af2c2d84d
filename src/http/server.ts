import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import restify, { type Next, type Request, type Response } from 'restify';
import { type Clock, systemClock } from '../clock.ts';
import type { Log } from '../log.ts';
import { CallerRefused } from '../teams/caller-refused.ts';
import type { VerifyChannelToken } from '../teams/channel-token.ts';
import { version } from '../version.ts';
import { within } from '../within.ts';
import { patience, prepareToClose } from './close-gently.ts';
import type { Gate, Refusal } from './gate.ts';
import { createListener } from './listener.ts';
import { metricsType } from './metrics-door.ts';
import { createProductionGate } from './production-gate.ts';
import { readJsonBody } from './read-json-body.ts';
import { createReadiness, type ReadyParts } from './readiness.ts';
import { refuse } from './refuse.ts';
import { createRejectionLog } from './rejection-log.ts';
import { sandboxGate } from './sandbox-gate.ts';

/** Who may call: in the sandbox this machine, in production the channel. */
export type HttpMode =
  | { readonly kind: 'sandbox' }
  | { readonly kind: 'production'; readonly verify: VerifyChannelToken };

/** What the doors lead to. */
export interface Behind {
  readonly host: string;
  readonly port: number;
  readonly mode: HttpMode;
  /** Takes an activity in and answers it; CallerRefused and other errors are answered here. */
  readonly process: (request: never, response: never) => Promise<void>;
  /** What the bot needs to work. */
  readonly parts: ReadyParts;
  /** What `/metrics` says; without it, as in production, there is no such door. */
  readonly metrics?: () => Promise<string>;
  readonly log: Log;
  readonly clock?: Clock;
}

export interface HttpDoor {
  readonly port: number;
  /** Looks whether every part works, and logs which doesn’t; nobody waits for it. */
  lookReady(): void;
  /**
   * Says at once that the bot is not ready, so that a load balancer turns to others, and takes requests all the same.
   * No connection is used again: its client opens the next one elsewhere.
   */
  lookAway(): void;
  /**
   * Takes no new request and waits for those under way and for what their turns still do after the answer, about three
   * seconds at most.
   */
  close(): Promise<void>;
}

/** Activities being read in together; each holds up to the largest body. */
const mostReading = 100;

const publicDoors: Readonly<Record<string, string>> = {
  '/api/messages': 'POST',
  '/healthz': 'GET',
  '/readyz': 'GET',
};

/** Anything but the doors is refused here, because the router's own answers repeat what was asked for. */
function wrongDoor(doors: Readonly<Record<string, string>>, request: IncomingMessage): Refusal | null {
  const [path = ''] = (request.url ?? '').split('?', 1);
  const method = Object.hasOwn(doors, path) ? doors[path] : undefined;
  if (method === undefined) return { status: 404, reason: 'no-such-path' };
  return request.method === method ? null : { status: 405, reason: 'method' };
}

/** Opens the bot's HTTP doors. @throws when the port cannot be had */
export async function openHttp(behind: Behind): Promise<HttpDoor> {
  const { mode, log } = behind;
  const production = mode.kind === 'production';
  const gate: Gate = production
    ? createProductionGate(mode.verify, behind.clock ?? systemClock)
    : sandboxGate;
  const rejections = createRejectionLog(log);
  const { metrics } = behind;
  const doors = metrics === undefined ? publicDoors : { ...publicDoors, '/metrics': 'GET' };
  let reading = 0;
  let lookingAway = false;
  const turns = new Set<Promise<void>>();

  function turnAway(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
    const { status, reason, message } = refusal;
    rejections.add({ reason, status, remote: request.socket.remoteAddress });
    refuse(request, response, status, message);
  }

  // Without a name no header tells what answers.
  const server = restify.createServer({ name: '', log: log as never });

  server.pre((request, response, next) => {
    if (lookingAway) response.setHeader('connection', 'close');
    const refusal = gate.any(request) ?? wrongDoor(doors, request);
    if (refusal === null) return next();
    turnAway(request, response, refusal);
    return next(false);
  });

  const look = (response: Response, status: number, body: object, next: Next) => {
    // Anybody may look; nobody unknown may keep a connection for it.
    if (production) response.setHeader('connection', 'close');
    response.send(status, body);
    next();
  };
  server.get('/healthz', (_request, response, next) => look(response, 200, { status: 'ok', version }, next));
  const ready = createReadiness(behind.parts, (part, error) => log.warn({ part, err: error }, 'not ready'));
  server.get('/readyz', (_request, response, next) => {
    if (lookingAway) return look(response, 503, { status: 'stopping', parts: {} }, next);
    ready().then((now) => look(response, now.status === 'ready' ? 200 : 503, now, next));
  });
  if (metrics !== undefined) {
    server.get('/metrics', (request, response, next) => {
      metrics()
        .then(
          (text) => response.sendRaw(200, text, { 'content-type': metricsType }),
          () => refuse(request, response, 503),
        )
        .finally(() => next());
    });
  }

  async function readIn(request: Request, response: Response): Promise<Refusal | null> {
    const early = await gate.head(request);
    if (early !== null) return early;
    if (reading >= mostReading) return { status: 503, reason: 'busy' };
    reading += 1;
    const read = await readJsonBody(request, response).finally(() => {
      reading -= 1;
    });
    if (!read.ok) return gate.badBody(read.problem);
    request.body = read.body;
    return gate.body(read.body);
  }

  async function takeIn(request: Request, response: Response): Promise<void> {
    try {
      const refusal = await readIn(request, response);
      if (refusal !== null) return turnAway(request, response, refusal);
      await behind.process(request as never, response as never);
    } catch (error) {
      if (error instanceof CallerRefused) {
        const { status, reason } = error;
        return turnAway(request, response, { status, reason });
      }
      log.error({ err: error }, 'an activity was not processed');
      refuse(request, response, 500);
    }
  }

  server.post('/api/messages', (request, response, next) => {
    const turn = takeIn(request, response).finally(() => {
      turns.delete(turn);
      next();
    });
    turns.add(turn);
  });

  const listener = createListener({
    onRequest: (request, response) => server.server.emit('request', request, response),
    onBroken: (reason, remote) => rejections.add({ reason, status: 400, remote }),
  });
  const close = prepareToClose(listener);
  await new Promise<void>((resolve, reject) => {
    listener.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`port ${behind.port} is taken; set PORT to a free one`)
          : error,
      ),
    );
    listener.listen(behind.port, behind.host, () => resolve());
  });
  const { port } = listener.address() as AddressInfo;
  return {
    port,
    lookReady() {
      void ready();
    },
    lookAway() {
      lookingAway = true;
    },
    async close() {
      const ended = async () => {
        await close();
        // A turn lets its card go only after its answer, and needs the store for it.
        await Promise.allSettled(turns);
      };
      await within(patience + 100, ended(), () => {});
      rejections.close();
    },
  };
}
