import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { prepareToClose } from './close-gently.ts';
import { createListener } from './listener.ts';
import { refuse } from './refuse.ts';

export interface MetricsDoor {
  readonly port: number;
  close(): Promise<void>;
}

/** What Prometheus asks for and takes (Prometheus docs, “Exposition formats”). */
export const metricsType = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * Serves `GET /metrics` alone, on a port of its own: nobody who reaches the bot's door is meant to read it.
 *
 * @param scrape gives the text
 * @throws when the port can't be had
 */
export async function openMetricsDoor({
  host,
  port,
  scrape,
}: {
  readonly host: string;
  readonly port: number;
  readonly scrape: () => Promise<string>;
}): Promise<MetricsDoor> {
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const [path] = (request.url ?? '').split('?', 1);
    if (path !== '/metrics') return refuse(request, response, 404);
    if (request.method !== 'GET') return refuse(request, response, 405);
    scrape().then(
      (text) => {
        response.setHeader('content-type', metricsType);
        response.end(text);
      },
      () => refuse(request, response, 503),
    );
  };
  const listener = createListener({ onRequest: answer, onBroken: () => {} });
  const close = prepareToClose(listener);
  await new Promise<void>((resolve, reject) => {
    listener.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`port ${port} is taken; set METRICS_PORT to a free one`)
          : error,
      ),
    );
    listener.listen(port, host, () => resolve());
  });
  return { port: (listener.address() as AddressInfo).port, close };
}
