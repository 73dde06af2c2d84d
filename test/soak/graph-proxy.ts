import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Killer } from './killer.ts';

/** A way to the sandbox tenant on which the bot can be killed before and after each request. */
export interface GraphProxy {
  readonly url: string;
  /** Writes that arrived so far, whatever became of them. */
  writes(): number;
  stop(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: Buffer;
}

/** True for a request that changes something; batches only read. */
export function isWrite(method: string, path: string): boolean {
  return method !== 'GET' && !path.includes('$batch');
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** Short enough for a line of the timeline. */
function shortened(method: string, path: string): string {
  const shown = decodeURIComponent(path)
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, (guid) => guid.slice(0, 4))
    .replace(/\.[0-9a-f]{32}\./g, '…');
  return `${method} ${shown.slice(0, 110)}`;
}

/** @throws when no port can be had */
export async function startGraphProxy(sandboxPort: number, killer: Killer): Promise<GraphProxy> {
  const agent = new Agent({ keepAlive: true });
  let writes = 0;

  function forward(incoming: IncomingMessage, body: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      // The Host header stays the proxy's: links to next pages have to lead back here.
      const outgoing = request(
        {
          agent,
          host: '127.0.0.1',
          port: sandboxPort,
          method: incoming.method,
          path: incoming.url,
          headers: incoming.headers,
        },
        (answer) => {
          bodyOf(answer).then(
            (text) => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: text }),
            reject,
          );
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }

  async function pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = incoming;
    const body = await bodyOf(incoming);
    const write = isWrite(method, url);
    if (write) writes += 1;
    const about = shortened(method, url);
    if (!killer.reached(write ? 'write-arrived' : 'read-arrived', about)) {
      incoming.socket.destroy();
      return;
    }
    const answer = await forward(incoming, body);
    if (write && !killer.reached('write-taken', `${about} → ${answer.status}`)) {
      incoming.socket.destroy();
      return;
    }
    if (response.destroyed) return;
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body, () => {
      killer.reached(write ? 'write-answered' : 'read-answered', about);
    });
  }

  const server = createServer((incoming, response) => {
    // A bot that was killed in the middle of its request, or a sandbox that is closing.
    pass(incoming, response).catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    writes: () => writes,
    stop: () =>
      new Promise((resolve) => {
        agent.destroy();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
