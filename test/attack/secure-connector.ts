import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

export interface SecureConnector {
  /** With a slash at the end, as Teams writes it. */
  readonly url: string;
  readonly sent: Sent[];
  stop(): Promise<void>;
}

/** A connector over https that records what reaches it and answers with `status`. */
export async function startSecureConnector(
  tls: { readonly key: string; readonly cert: string },
  status = 201,
): Promise<SecureConnector> {
  const sent: Sent[] = [];
  const server = createServer(tls, async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const { method = '', url: path = '', headers } = request;
    sent.push({ method, path, authorization: headers.authorization, body: Buffer.concat(parts).toString() });
    response.statusCode = status;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ id: `sent-${sent.length}` }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://localhost:${port}/emea/`,
    sent,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
